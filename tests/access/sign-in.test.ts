import { describe, expect, test } from "vitest";
import { waitMs } from "../../src/access/slow-down.ts";
import { type AccessBench, accessBench, PASSWORD, refusalOf } from "./access-bench.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

const byPassword = ({ access }: AccessBench, name: string, password: string) =>
  access.signIn.signIn({ name, password }, null);

/** Wrong passwords in a row, each after as long as there is to wait. */
async function fail(bench: AccessBench, name: string, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(await refusalOf(byPassword(bench, name, `wrong ${count}`))).toBe("SIGN_IN_REFUSED");
    bench.pass(15 * MINUTE_MS);
  }
}

describe("somebody signs in", () => {
  test("by name, however it is written, or by the badge in place of the name", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen", { badge: "B-1" });
    for (const name of ["A. Jansen", " a. jansen ", "B-1"]) {
      const secret = await byPassword(bench, name, PASSWORD);
      expect(bench.access.sessions.find(secret)?.person.id).toBe(id);
    }
  });

  test("by badge and PIN, once a PIN is set", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen", { badge: "B-1" });
    const scan = (badge: string, pin: string) => bench.access.signIn.signIn({ badge, pin }, null);
    expect(await refusalOf(scan("B-1", "4711"))).toBe("PIN_NOT_SET");
    await bench.access.accounts.setPin(id, "4711");
    expect(await refusalOf(scan("B-1", "4712"))).toBe("SIGN_IN_REFUSED");
    expect(await refusalOf(scan("B-9", "4711"))).toBe("BADGE_UNKNOWN");
    const found = bench.access.sessions.find(await scan(" B-1 ", "4711"));
    expect(found?.row.method).toBe("badge");
  });

  test("and a deactivated account is like none", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen", { badge: "B-1" });
    await bench.access.accounts.setPin(id, "4711");
    await bench.access.accounts.change(id, { active: false, reason: "left" }, "D. Bakker");
    expect(await refusalOf(byPassword(bench, "A. Jansen", PASSWORD))).toBe("SIGN_IN_REFUSED");
    const scan = bench.access.signIn.signIn({ badge: "B-1", pin: "4711" }, null);
    expect(await refusalOf(scan)).toBe("BADGE_UNKNOWN");
    expect(await bench.access.signIn.verifyPassword(id, PASSWORD)).toBe(false);
  });

  test("in place of somebody else, whose session ends; the audit trail names both", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    await bench.add("B. Visser");
    const first = await byPassword(bench, "A. Jansen", PASSWORD);
    const present = bench.access.sessions.find(first);
    await bench.access.signIn.signIn({ name: "B. Visser", password: PASSWORD }, present);
    expect(bench.access.sessions.find(first)).toBeNull();
    expect(bench.trail().at(-1)).toMatchObject({
      actor: "B. Visser",
      action: "session.sign-in",
      detail: { insteadOf: "A. Jansen" },
    });
  });
});

test("a session that was signed out of while it was being unlocked begins anew", async () => {
  const bench = accessBench();
  await bench.add("A. Jansen");
  const { sessions, signIn } = bench.access;
  const first = await byPassword(bench, "A. Jansen", PASSWORD);
  const open = sessions.find(first);
  if (open === null) throw new Error("nobody is signed in");
  sessions.lock(open);
  const locked = sessions.find(first);
  const unlocking = signIn.signIn({ name: "A. Jansen", password: PASSWORD }, locked);
  signIn.signOut(open);
  const second = sessions.find(await unlocking);
  expect([sessions.find(first), second?.isLocked]).toEqual([null, false]);
  expect(second?.row.id).not.toBe(open.row.id);
});

describe("after wrong passwords", () => {
  test("the wait is nothing, then doubles from two seconds to a quarter of an hour", () => {
    const waits = [0, 2, 3, 4, 5, 11, 12, 500].map((failures) => waitMs(failures, 0));
    expect(waits).toEqual([0, 0, 2000, 4000, 8000, 512_000, 900_000, 900_000]);
    expect(waitMs(3, 1500)).toBe(500);
    expect(waitMs(3, 10_000)).toBe(0);
  });

  test("also the right one is not looked at until the wait is over, and a right one forgives", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen");
    await fail(bench, "A. Jansen", 3);
    expect(await refusalOf(byPassword(bench, "A. Jansen", "wrong"))).toBe("SIGN_IN_REFUSED");
    bench.pass(3 * SECOND_MS);
    expect(await refusalOf(byPassword(bench, "A. Jansen", PASSWORD))).toBe("SIGN_IN_SLOWED");
    bench.pass(SECOND_MS);
    await byPassword(bench, "A. Jansen", PASSWORD);
    expect(bench.access.accounts.failuresOf(id)).toBe(0);
  });

  test("the wait outlasts a restart", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    await fail(bench, "A. Jansen", 5);
    await refusalOf(byPassword(bench, "A. Jansen", "wrong"));
    const again = bench.restarted().signIn.signIn({ name: "A. Jansen", password: PASSWORD }, null);
    expect(await refusalOf(again)).toBe("SIGN_IN_SLOWED");
  });

  test("of many at once only the first few are looked at", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    const all = Array.from({ length: 10 }, (_, number) =>
      refusalOf(byPassword(bench, "A. Jansen", `guess ${number}`)),
    );
    const refusals = await Promise.all(all);
    expect(refusals.filter((code) => code === "SIGN_IN_REFUSED")).toHaveLength(3);
    expect(refusals.filter((code) => code === "SIGN_IN_SLOWED")).toHaveLength(7);
  });

  test("an unknown name is answered and slowed down as a known one is", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    const codes = async (name: string) => {
      const found: string[] = [];
      for (let count = 0; count < 4; count += 1)
        found.push(await refusalOf(byPassword(bench, name, "wrong")));
      return found;
    };
    expect(await codes("Nobody Here")).toEqual(await codes("A. Jansen"));
  });

  test("one password on many names is slowed down for the whole bench, but not for who is there", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    const present = bench.access.sessions.find(await byPassword(bench, "A. Jansen", PASSWORD));
    const names = Array.from({ length: 21 }, (_, number) => `Name ${number}`);
    const refusals: string[] = [];
    for (const name of names) refusals.push(await refusalOf(byPassword(bench, name, "wrong")));
    expect(refusals.slice(0, 20)).toEqual(Array(20).fill("SIGN_IN_REFUSED"));
    expect(refusals[20]).toBe("SIGN_IN_SLOWED");
    await bench.access.signIn.signIn({ name: "A. Jansen", password: PASSWORD }, present);
    bench.pass(MINUTE_MS);
    await byPassword(bench, "A. Jansen", PASSWORD);
  }, 20_000);

  test("made-up names shut nobody out who has signed in here of late", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    await byPassword(bench, "A. Jansen", PASSWORD);
    const names = Array.from({ length: 20 }, (_, number) => `Name ${number}`);
    for (const name of names) await refusalOf(byPassword(bench, name, "wrong"));
    expect(await refusalOf(byPassword(bench, "Name 20", "wrong"))).toBe("SIGN_IN_SLOWED");
    await byPassword(bench, "A. Jansen", PASSWORD);
    expect(await refusalOf(byPassword(bench, "A. Jansen", "wrong"))).toBe("SIGN_IN_REFUSED");
  }, 20_000);

  test("the fifth in a row is told of", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    await fail(bench, "A. Jansen", 4);
    expect(bench.told).toEqual([]);
    await fail(bench, "A. Jansen", 1);
    expect(bench.told).toEqual([{ name: "A. Jansen", failures: 5 }]);
  });

  test("each is in the audit trail, without what was typed", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen");
    await refusalOf(byPassword(bench, "A. Jansen", "typed secret one"));
    await refusalOf(byPassword(bench, "typed secret two", "typed secret three"));
    await refusalOf(bench.access.signIn.signIn({ badge: "typed-4", pin: "5" }, null));
    const refused = bench.trail().filter(({ action }) => action === "session.refused");
    expect(refused.map(({ actor, subject }) => [actor, subject])).toEqual([
      ["A. Jansen", expect.any(String)],
      ["nobody", "unknown name"],
      ["nobody", "unknown badge"],
    ]);
    expect(JSON.stringify(refused)).not.toContain("typed");
  });
});

test("a supervisor's authorisation is good once, for one act, for a minute", async () => {
  const bench = accessBench();
  const supervisor = await bench.add("B. Visser", { role: "reviewer" });
  const act = {
    sessionId: "s-1",
    personName: "A. Jansen",
    operation: "maskWells",
    subject: "plate-1",
  };
  const { authorisations } = bench.access;
  const refused = (id: string, more: object = {}) =>
    refusalOf(Promise.resolve().then(() => authorisations.use(id, { ...act, ...more })));
  const fresh = () => authorisations.give(act, supervisor).id;
  const good = fresh();
  expect(authorisations.use(good, act)).toBe("B. Visser");
  expect(await refused(good)).toBe("AUTHORISATION_REFUSED");
  for (const other of [{ subject: "plate-2" }, { operation: "sayTurn" }, { sessionId: "s-2" }])
    expect(await refused(fresh(), other)).toBe("AUTHORISATION_REFUSED");
  const late = fresh();
  bench.pass(MINUTE_MS);
  expect(await refused(late)).toBe("AUTHORISATION_REFUSED");
  expect(await refused("made up")).toBe("AUTHORISATION_REFUSED");
  const gone = fresh();
  const left = { active: false, reason: "left" };
  await bench.access.accounts.change(supervisor.id, left, "D. Bakker");
  expect(await refused(gone)).toBe("AUTHORISATION_REFUSED");
  const other = await bench.add("C. de Wit", { role: "reviewer" });
  const demoted = authorisations.give(act, other).id;
  const change = { role: "technician", reason: "moved" } as const;
  await bench.access.accounts.change(other.id, change, "D. Bakker");
  expect(await refused(demoted)).toBe("AUTHORISATION_REFUSED");
  expect(bench.trail()).toContainEqual({
    actor: "A. Jansen",
    action: "session.authorised",
    subject: "plate-1",
    detail: { operation: "maskWells", authorisedBy: "B. Visser" },
  });
});
