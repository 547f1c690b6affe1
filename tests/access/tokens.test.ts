import { describe, expect, test } from "vitest";
import { scopesOf } from "../../src/access/tokens.ts";
import { codeOf, withDatabase } from "../store/fresh-store.ts";
import { accessBench } from "./access-bench.ts";

const DAY_MS = 86_400_000;
const wanted = { name: "LIMS", scopes: ["look", "plan"] } as const;

describe("a token", () => {
  test("shows its secret once and is stored as a hash", () => {
    const { access, file } = accessBench();
    const { row, secret } = access.tokens.add(wanted, "D. Bakker");
    expect(secret).toMatch(/^pw_[\w-]{43}$/);
    expect(scopesOf(access.tokens.use(secret))).toEqual(["look", "plan"]);
    expect(access.tokens.all().map(({ id }) => id)).toEqual([row.id]);
    const rows = withDatabase(file, (db) => db.prepare("SELECT * FROM token").all());
    expect(JSON.stringify(rows)).not.toContain(secret.slice(3));
  });

  test("is good until its end", () => {
    const { access, pass } = accessBench();
    const endsAtUtc = "2026-03-03T08:00:00Z";
    const { row, secret } = access.tokens.add({ ...wanted, endsAtUtc }, "D. Bakker");
    pass(DAY_MS - 1);
    expect(access.tokens.stands(row.id)).toBe(true);
    pass(1);
    expect(codeOf(() => access.tokens.use(secret))).toBe("TOKEN_REFUSED");
    expect(access.tokens.stands(row.id)).toBe(false);
  });

  test("is revoked for good, with a reason", () => {
    const { access, file, trail } = accessBench();
    const { row, secret } = access.tokens.add(wanted, "D. Bakker");
    access.tokens.revoke(row.id, "it leaked", "E. Vos");
    expect(codeOf(() => access.tokens.use(secret))).toBe("TOKEN_REFUSED");
    expect(codeOf(() => access.tokens.revoke(row.id, "again", "E. Vos"))).toBe("TOKEN_UNKNOWN");
    expect(trail().at(-1)).toEqual({
      actor: "E. Vos",
      action: "token.revoke",
      subject: row.id,
      detail: { name: "LIMS", reason: "it leaked" },
    });
    withDatabase(file, (db) => {
      expect(() => db.exec("UPDATE token SET revoked_at_utc = NULL")).toThrow();
      expect(() => db.exec("DELETE FROM token")).toThrow("never deleted");
    });
    access.tokens.add(wanted, "D. Bakker");
  });

  test("that would be of no use or be taken for another is refused", () => {
    const { access } = accessBench();
    access.tokens.add(wanted, "D. Bakker");
    const refused = [
      { ...wanted, name: "lims" },
      { name: "other", scopes: [] },
      { ...wanted, name: "other", endsAtUtc: "2020-01-01T00:00:00Z" },
    ];
    for (const token of refused)
      expect(codeOf(() => access.tokens.add(token, "D. Bakker"))).toBe("TOKEN_INVALID");
  });

  test("that nobody made is refused", () => {
    const { access } = accessBench();
    for (const secret of ["", "pw_", "pw_made-up", "' OR 1=1 --"])
      expect(codeOf(() => access.tokens.use(secret))).toBe("TOKEN_REFUSED");
  });

  test("tells when it was last used", () => {
    const { access, pass } = accessBench();
    const { secret } = access.tokens.add(wanted, "D. Bakker");
    access.tokens.use(secret);
    pass(DAY_MS);
    access.tokens.use(secret);
    expect(access.tokens.all()[0]?.last_used_at_utc).toBe("2026-03-03T08:00:00.000Z");
  });
});
