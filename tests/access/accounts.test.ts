import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requireGoodPassword } from "../../src/access/password-rules.ts";
import { requirePersonName } from "../../src/access/person-name.ts";
import { requireGoodPin } from "../../src/access/pin-rules.ts";
import { nameKey } from "../../src/domain/name-key.ts";
import { codeOf, withDatabase } from "../store/fresh-store.ts";
import { accessBench, PASSWORD, refusalOf } from "./access-bench.ts";

describe("a name", () => {
  test("is one account however it is written", async () => {
    const bench = accessBench();
    await bench.add("Zoë  van  Dijk");
    for (const written of ["zoë van dijk", "  ZOË VAN DIJK ", "Zoe\u0308 van Dijk"]) {
      expect(await refusalOf(bench.add(written))).toBe("PERSON_TAKEN");
    }
    expect(bench.access.accounts.all().map(({ name }) => name)).toEqual(["Zoë van Dijk"]);
  });

  test("that holds what nobody sees, or that means a part of the program, is refused", () => {
    for (const name of ["", " ", "A\u200bB", "A\u0000B", "A\u202eB", "daemon", "Token x", "nobody"])
      expect(codeOf(() => requirePersonName(name))).toBe("PERSON_INVALID");
  });

  test.each(["__proto__", "constructor", "'; DROP TABLE person; --", "<script>alert(1)</script>"])(
    "%s is a name like any other",
    async (name) => {
      const bench = accessBench();
      const { id } = await bench.add(name);
      expect(bench.access.accounts.named(name)?.id).toBe(id);
      expect(bench.access.accounts.all()).toHaveLength(1);
      expect(bench.access.accounts.named("toString")).toBeNull();
    },
  );

  test("is compared by a key that has no other key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(nameKey(nameKey(text))).toBe(nameKey(text));
      }),
    );
  });
});

describe("a password", () => {
  test("is not too short, not the name, not a common one and no run or repetition", () => {
    const weak = [
      "short",
      "elevenchars",
      "the name is a. jansen 4",
      "Password 1234",
      "123456789012",
      "abcabcabcabcabc",
      "a".repeat(201),
    ];
    for (const password of weak)
      expect(codeOf(() => requireGoodPassword(password, "A. Jansen"))).toBe("PASSWORD_WEAK");
  });

  test("needs no kinds of characters, and may be long", () => {
    requireGoodPassword("violet formazan morning", "A. Jansen");
    requireGoodPassword("многоцветный планшет", "A. Jansen");
    requireGoodPassword("0123x456y789 plates and more".repeat(7), "A. Jansen");
  });

  test("is stored as argon2id with its salt, never as it was typed", async () => {
    const bench = accessBench();
    const one = await bench.add("A. Jansen");
    const other = await bench.add("B. Visser");
    expect(one.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one.password_hash).not.toBe(other.password_hash);
  });

  test("is the same however the keyboard composed it", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen", { password: "crème brûlée plates" });
    const typed = "crème brûlée plates".normalize("NFD");
    expect(await bench.access.signIn.verifyPassword(id, typed)).toBe(true);
  });
});

test("a PIN is four to eight digits that nobody tries first", () => {
  for (const pin of ["123", "123456789", "12a4", "0000", "1234", "98765", "٤٧١١"])
    expect(codeOf(() => requireGoodPin(pin))).toBe("PIN_WEAK");
  for (const pin of ["4711", "2906", "12344321"]) requireGoodPin(pin);
});

describe("a PIN that somebody else could have set", () => {
  const OWN = "another long password";

  test("is refused while the password is somebody else's", async () => {
    const bench = accessBench();
    const { id } = await bench.add("E. New", { badge: "B-9", mustChangePassword: true });
    const { accounts, signIn } = bench.access;
    expect(await refusalOf(accounts.setPin(id, "9274"))).toBe("PASSWORD_CHANGE_NEEDED");
    await accounts.changeOwnPassword(id, OWN);
    expect(await refusalOf(signIn.signIn({ badge: "B-9", pin: "9274" }, null))).toBe("PIN_NOT_SET");
    await accounts.setPin(id, "9274");
    await signIn.signIn({ badge: "B-9", pin: "9274" }, null);
  });

  test("goes, with the sessions of the badge, when an administrator sets a password", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen", { badge: "B-1" });
    const { accounts, sessions, signIn } = bench.access;
    await accounts.setPin(id, "4711");
    const secret = await signIn.signIn({ badge: "B-1", pin: "4711" }, null);
    await accounts.change(id, { password: PASSWORD, reason: "forgotten" }, "D. Bakker");
    expect(sessions.find(secret)).toBeNull();
    expect(await refusalOf(signIn.signIn({ badge: "B-1", pin: "4711" }, null))).toBe("PIN_NOT_SET");
    const told = bench.trail().find(({ action }) => action === "person.change");
    expect(told?.detail.changes).toEqual({ password: "a new first one", pin: "taken away" });
  });

  test("is taken away with the first own password, wherever it came from", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen");
    await bench.access.accounts.setPin(id, "4711");
    const row = bench.access.accounts.byId(id);
    if (row === null) throw new Error("the account is gone");
    bench.store.people.change({ ...row, must_change_password: 1 });
    await bench.access.accounts.changeOwnPassword(id, OWN);
    expect(bench.access.accounts.byId(id)?.pin_hash).toBeNull();
  });

  test("stays when its owner changes the password once more", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen", { badge: "B-1" });
    await bench.access.accounts.setPin(id, "4711");
    await bench.access.accounts.changeOwnPassword(id, OWN);
    await bench.access.signIn.signIn({ badge: "B-1", pin: "4711" }, null);
  });
});

describe("an account", () => {
  test("is deactivated with a reason and kept; the database refuses to delete or rename it", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen");
    await bench.access.accounts.change(id, { active: false, reason: "left" }, "D. Bakker");
    expect(bench.access.accounts.named("A. Jansen")).toBeNull();
    expect(bench.access.accounts.byId(id)).toMatchObject({ active: 0, name: "A. Jansen" });
    withDatabase(bench.file, (db) => {
      expect(() => db.exec("DELETE FROM person")).toThrow("never deleted");
      expect(() => db.exec("UPDATE person SET name = 'B'")).toThrow("the same person's");
    });
    expect(await refusalOf(bench.add("A. Jansen"))).toBe("PERSON_TAKEN");
  });

  test("that is changed tells the audit trail who, what, old, new and why", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen", { badge: "B-1" });
    const change = { role: "reviewer", badge: null, reason: "passed the course" } as const;
    await bench.access.accounts.change(id, change, "D. Bakker");
    const entry = bench.trail().find(({ action }) => action === "person.change");
    expect(entry).toMatchObject({ actor: "D. Bakker", subject: id });
    expect(entry?.detail).toEqual({
      secretsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: "A. Jansen",
      changes: { role: { old: "technician", new: "reviewer" }, badge: { old: "B-1", new: null } },
      reason: "passed the course",
    });
  });

  test("has a badge that nobody else has", async () => {
    const bench = accessBench();
    await bench.add("A. Jansen", { badge: "B-1" });
    expect(await refusalOf(bench.add("B. Visser", { badge: " B-1 " }))).toBe("BADGE_TAKEN");
    expect(await refusalOf(bench.add("B. Visser", { badge: "B 1" }))).toBe("PERSON_INVALID");
    expect([bench.store.people.isBadge(" B-1"), bench.store.people.isBadge("B-2")]).toEqual([
      true,
      false,
    ]);
  });

  test("of the last administrator stays one", async () => {
    const bench = accessBench();
    const { id } = await bench.add("D. Bakker", { role: "administrator" });
    const changes = [
      { active: false, reason: "left" },
      { role: "reviewer", reason: "moved" },
    ] as const;
    for (const change of changes)
      expect(await refusalOf(bench.access.accounts.change(id, change, "D. Bakker"))).toBe(
        "LAST_ADMINISTRATOR",
      );
    await bench.add("E. Vos", { role: "administrator" });
    await bench.access.accounts.change(id, changes[0], "E. Vos");
    expect(bench.access.accounts.lacksAdministrator()).toBe(false);
  });

  test("whose first administrator is made twice at once is made once", async () => {
    const bench = accessBench();
    const first = { role: "administrator", isFirst: true } as const;
    const done = await Promise.allSettled([
      bench.add("D. Bakker", first),
      bench.add("E. Vos", first),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(bench.store.people.countAdministrators()).toBe(1);
  });

  test("holds its secrets nowhere in the audit trail", async () => {
    const bench = accessBench();
    const { id } = await bench.add("A. Jansen");
    await bench.access.accounts.setPin(id, "4711");
    await bench.access.accounts.changeOwnPassword(id, "another long password");
    const trail = JSON.stringify(bench.trail());
    for (const secret of [PASSWORD, "4711", "another long password", "$argon2"])
      expect(trail).not.toContain(secret);
  });
});
