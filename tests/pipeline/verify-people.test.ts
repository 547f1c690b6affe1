import { describe, expect, test } from "vitest";
import { auditFindings } from "../../src/pipeline/verify-audit.ts";
import { accessBench } from "../access/access-bench.ts";
import { dropTriggers, withDatabase } from "../store/fresh-store.ts";

const DAY = "2030-01-01T00:00:00.000Z";

/** Accounts and tokens that have been through everything they can go through. */
async function workedAccess() {
  const bench = accessBench();
  const { accounts, tokens } = bench.access;
  const admin = await bench.add("A. Jansen", { role: "administrator" });
  const technician = await bench.add("B. Smit");
  const left = await bench.add("C. Vos");
  await accounts.change(technician.id, { badge: "4711", reason: "a badge" }, admin.name);
  await accounts.change(technician.id, { role: "reviewer", reason: "trained" }, admin.name);
  await accounts.changeOwnPassword(technician.id, "a long way to the lab");
  await accounts.setPin(technician.id, "739214");
  await accounts.change(left.id, { active: false, reason: "left" }, admin.name);
  tokens.add({ name: "export", scopes: ["look"] }, admin.name);
  const old = tokens.add({ name: "lims", scopes: ["look"], endsAtUtc: DAY }, admin.name);
  tokens.revoke(old.row.id, "leaked", admin.name);
  return bench;
}

describe("accounts and tokens against the audit trail", () => {
  test("are as they were granted", async () => {
    const { store } = await workedAccess();
    expect(auditFindings(store)).toEqual([]);
  });

  test.each([
    ["UPDATE person SET role = 'administrator' WHERE name = 'B. Smit'", "B. Smit: its role"],
    ["UPDATE person SET active = 1", "C. Vos: its being active"],
    ["UPDATE person SET badge = '12'  WHERE name = 'B. Smit'", "B. Smit: its badge"],
    ["UPDATE person SET name = 'B. Smith' WHERE name = 'B. Smit'", "B. Smith: its name"],
    ["UPDATE person SET name_key = 'x' WHERE name = 'B. Smit'", "B. Smit: its name"],
    [
      "UPDATE person SET password_hash = (SELECT password_hash FROM person WHERE name = 'C. Vos') WHERE name = 'A. Jansen'",
      "A. Jansen: its password or PIN",
    ],
    ["UPDATE person SET pin_hash = NULL", "B. Smit: its password or PIN"],
    [
      "INSERT INTO person SELECT 'x', 'Eve', 'eve', 'administrator', 1, NULL, password_hash, NULL, 0, NULL, created_at_utc FROM person LIMIT 1",
      "the account of Eve was never made",
    ],
    ["DELETE FROM person WHERE name = 'C. Vos'", "the account of C. Vos is gone"],
    ['UPDATE token SET scopes = \'["read","act"]\'', "the token export"],
    [
      "UPDATE token SET revoked_by = NULL, revoked_because = NULL, revoked_at_utc = NULL",
      "the token lims",
    ],
    ["UPDATE token SET ends_at_utc = NULL", "the token lims"],
    ["DELETE FROM token WHERE name = 'export'", "the token export is gone"],
  ])("show %s", async (sql, finding) => {
    const { store } = await workedAccess();
    withDatabase(store.file, (db) => {
      db.pragma("foreign_keys = OFF");
      dropTriggers(db);
      expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    });
    expect(auditFindings(store).join("\n")).toContain(finding);
  });
});
