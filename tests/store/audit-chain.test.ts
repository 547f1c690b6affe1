import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/domain/canonical.ts";
import type { AuditRow } from "../../src/store/journal.ts";
import type { Store } from "../../src/store/open-store.ts";
import { dropTriggers, freshFile, freshStore, withDatabase } from "./fresh-store.ts";
import { AT } from "./store-rows.ts";

const ENTRIES = 6;

function writeTrail(store: Store): void {
  for (let entry = 1; entry <= ENTRIES; entry += 1) {
    store.journal.audit({
      atUtc: AT,
      actor: "technician",
      action: "well.mask",
      subject: `plate ${entry}`,
      detail: { entry },
    });
  }
}

/** Lets `harm` change the trail behind the program's back; returns the number of the entry found broken. */
function brokenAfter(harm: string): number | null {
  const file = freshFile();
  const store = freshStore(file);
  writeTrail(store);
  withDatabase(file, (db) => {
    dropTriggers(db);
    db.exec(harm);
  });
  return store.journal.brokenAudit()?.seq ?? null;
}

describe("the audit trail", () => {
  test("is whole when nobody has touched it", () => {
    const store = freshStore();
    expect(store.journal.brokenAudit()).toBeNull();
    writeTrail(store);
    expect(store.journal.brokenAudit()).toBeNull();
  });

  test("is found broken at the entry in which any column was changed", () => {
    const column = fc.constantFrom("at_utc", "actor", "action", "subject", "detail", "sha256");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: ENTRIES }), column, (seq, name) => {
        expect(brokenAfter(`UPDATE audit SET ${name} = 'x' WHERE seq = ${seq}`)).toBe(seq);
      }),
      { numRuns: 15 },
    );
  });

  test.each([
    ["an entry was taken out", "DELETE FROM audit WHERE seq = 3", 4],
    [
      "an entry was taken out and the gap closed",
      "DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3",
      3,
    ],
    [
      "the link to the one before was changed",
      "UPDATE audit SET prev_sha256 = sha256 WHERE seq = 5",
      5,
    ],
    [
      "two entries changed places",
      "UPDATE audit SET seq = 20 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 20",
      2,
    ],
  ])("is found broken where %s", (_, harm, seq) => {
    expect(brokenAfter(harm)).toBe(seq);
  });
});

describe("an entry that was rewritten with a fitting hash of its own", () => {
  test("is found by the entry after it", () => {
    const file = freshFile();
    const store = freshStore(file);
    writeTrail(store);
    withDatabase(file, (db) => {
      dropTriggers(db);
      const row = db.prepare<[], AuditRow>("SELECT * FROM audit WHERE seq = 3").get();
      if (row === undefined) throw new Error("there is no entry 3");
      const forged = [row.seq, row.at_utc, "nobody", row.action, row.subject, row.detail];
      const hash = sha256(JSON.stringify([...forged, row.prev_sha256]));
      db.prepare("UPDATE audit SET actor = 'nobody', sha256 = ? WHERE seq = 3").run(hash);
    });
    expect(store.journal.brokenAudit()?.seq).toBe(4);
  });
});

describe("changes for the live feed", () => {
  test("are numbered upwards and listed after a number", () => {
    const store = freshStore();
    for (const subject of ["a", "b", "c"]) store.journal.change("plate", subject, AT);
    const [first] = store.journal.changesAfter(0);
    expect(store.journal.changesAfter(first?.id ?? 0).map((row) => row.subject)).toEqual([
      "b",
      "c",
    ]);
    expect(store.journal.changesAfter(0, 2)).toHaveLength(2);
    expect(store.journal.lastChange()).toBe(store.journal.changesAfter(0).at(-1)?.id);
  });
});
