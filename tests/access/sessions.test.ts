import { describe, expect, test } from "vitest";
import type { FoundSession } from "../../src/access/sessions.ts";
import { withDatabase } from "../store/fresh-store.ts";
import { type AccessBench, accessBench, LOCK_AFTER_MS, PASSWORD } from "./access-bench.ts";

const HOUR_MS = 3_600_000;

async function signedIn(): Promise<AccessBench & { readonly secret: string; readonly id: string }> {
  const bench = accessBench();
  const { id } = await bench.add("A. Jansen");
  const secret = await bench.access.signIn.signIn({ name: "A. Jansen", password: PASSWORD }, null);
  return { ...bench, secret, id };
}

function found({ access, secret }: Pick<AccessBench, "access"> & { secret: string }): FoundSession {
  const session = access.sessions.find(secret);
  if (session === null) throw new Error("the session has ended");
  return session;
}

test("a session goes by a secret that is stored as a hash alone", async () => {
  const bench = await signedIn();
  expect(bench.secret).toMatch(/^[\w-]{43}$/);
  const rows = withDatabase(bench.file, (db) => db.prepare("SELECT * FROM session").all());
  expect(JSON.stringify(rows)).not.toContain(bench.secret);
  expect(bench.access.sessions.find(`${bench.secret}x`)).toBeNull();
});

describe("a session under a clock that is set", () => {
  test("ends after twelve hours however often the clock is set back", async () => {
    const bench = await signedIn();
    // Touched every nine minutes, while the clock of the day stays where it is.
    for (let touch = 0; touch < 79; touch += 1) {
      bench.pass(9 * 60_000);
      bench.setClock(-9 * 60_000);
      bench.access.sessions.touch(found(bench));
    }
    bench.pass(9 * 60_000);
    expect(bench.access.sessions.find(bench.secret)).toBeNull();
  });

  test("locks when nobody touches it, also when the clock is set back by a little again and again", async () => {
    const bench = await signedIn();
    for (let minute = 0; minute < 11; minute += 1) {
      bench.pass(60_000);
      bench.setClock(-60_000);
    }
    expect(found(bench).isLocked).toBe(true);
  });

  test("that was begun in 2036 does not live until then", async () => {
    const bench = accessBench();
    bench.setClock(10 * 365 * 24 * HOUR_MS);
    await bench.add("A. Jansen");
    const person = { name: "A. Jansen", password: PASSWORD };
    const secret = await bench.access.signIn.signIn(person, null);
    bench.setClock(-10 * 365 * 24 * HOUR_MS);
    expect(bench.restarted().sessions.find(secret)).toBeNull();
  });
});

test("wrong passwords keep nobody out for longer because the clock was set", async () => {
  const bench = accessBench();
  await bench.add("A. Jansen");
  const attempt = (password: string) =>
    bench.access.signIn.signIn({ name: "A. Jansen", password }, null);
  for (let failure = 0; failure < 4; failure += 1) {
    await expect(attempt("wrong password")).rejects.toThrow();
    bench.pass(5_000);
  }
  bench.setClock(-10 * 365 * 24 * HOUR_MS);
  bench.pass(5_000);
  await expect(attempt(PASSWORD)).resolves.toMatch(/./);
});

describe("a session", () => {
  test("locks when nobody touches the page, not before", async () => {
    const bench = await signedIn();
    bench.pass(LOCK_AFTER_MS - 1);
    expect(found(bench).isLocked).toBe(false);
    bench.access.sessions.touch(found(bench));
    bench.pass(LOCK_AFTER_MS - 1);
    expect(found(bench).isLocked).toBe(false);
    bench.pass(1);
    expect(found(bench)).toMatchObject({ isLocked: true, locksAtUtc: null });
    expect(bench.access.sessions.stands(found(bench).row.id)).toBe(false);
  });

  test("that is locked stays so over a restart and with the clock set back", async () => {
    const bench = await signedIn();
    bench.access.sessions.lock(found(bench));
    bench.pass(-HOUR_MS);
    const again = bench.restarted();
    expect(again.sessions.find(bench.secret)?.isLocked).toBe(true);
  });

  test("locks and ends also while nothing can be stored", async () => {
    const bench = await signedIn();
    withDatabase(bench.file, (db) =>
      db.exec(
        "CREATE TRIGGER full BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'full'); END",
      ),
    );
    bench.pass(LOCK_AFTER_MS);
    expect(found(bench).isLocked).toBe(true);
    expect(found(bench).isLocked).toBe(true);
    bench.pass(12 * HOUR_MS);
    expect(bench.access.sessions.find(bench.secret)).toBeNull();
  });

  test("goes on when its person unlocks it, under a new secret and with its old start", async () => {
    const bench = await signedIn();
    bench.access.sessions.lock(found(bench));
    const before = found(bench);
    const credentials = { name: "A. Jansen", password: PASSWORD };
    const secret = await bench.access.signIn.signIn(credentials, before);
    expect(secret).not.toBe(bench.secret);
    expect(bench.access.sessions.find(bench.secret)).toBeNull();
    const after = found({ ...bench, secret });
    expect([after.row.id, after.endsAtUtc]).toEqual([before.row.id, before.endsAtUtc]);
    expect(bench.trail().at(-1)?.action).toBe("session.unlock");
  });

  test("ends after twelve hours, however busy", async () => {
    const bench = await signedIn();
    for (let quarters = 1; quarters < 12 * 12; quarters += 1) {
      bench.pass(HOUR_MS / 12);
      bench.access.sessions.touch(found(bench));
    }
    bench.pass(HOUR_MS / 12);
    expect(bench.access.sessions.find(bench.secret)).toBeNull();
    const [row] = bench.access.sessions.ofPerson(bench.id, 1);
    expect(row?.ended_because).toBe("it had lasted twelve hours");
  });

  test.each([
    ["deactivation", { active: false }],
    ["another role", { role: "reviewer" }],
    ["a new first password", { password: "chosen by somebody else" }],
  ] as const)("ends with %s", async (_, change) => {
    const bench = await signedIn();
    await bench.access.accounts.change(bench.id, { ...change, reason: "a test" }, "D. Bakker");
    expect(bench.access.sessions.find(bench.secret)).toBeNull();
  });

  test("goes on when only the badge changes", async () => {
    const bench = await signedIn();
    await bench.access.accounts.change(bench.id, { badge: "B-7", reason: "a test" }, "D. Bakker");
    expect(found(bench).isLocked).toBe(false);
  });

  test("ends with one's own new password and with signing out, and never comes back", async () => {
    const bench = await signedIn();
    await bench.access.accounts.changeOwnPassword(bench.id, "another long password");
    expect(bench.access.sessions.find(bench.secret)).toBeNull();
    const again = { name: "A. Jansen", password: "another long password" };
    const secret = await bench.access.signIn.signIn(again, null);
    bench.access.signIn.signOut(found({ ...bench, secret }));
    expect(bench.access.sessions.find(secret)).toBeNull();
    withDatabase(bench.file, (db) => {
      expect(() => db.exec("UPDATE session SET ended_at_utc = NULL, ended_because = NULL")).toThrow(
        "this session has ended",
      );
    });
  });
});
