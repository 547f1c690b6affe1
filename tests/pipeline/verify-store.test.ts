import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { evaluateAllSamples } from "../../src/pipeline/evaluate-sample.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { renewOverdueNotices } from "../../src/pipeline/watch-overdue.ts";
import type { Store } from "../../src/store/open-store.ts";
import { dropTriggers } from "../store/fresh-store.ts";
import { begin, endRun, measured, paperBench } from "./paper-bench.ts";
import { importedPlate, paperFile, paperFolder, planPlates } from "./paper-file.ts";

/** A bench with a flagged plate, a mask and blasts entered. */
async function workedBench(): Promise<Store> {
  const bench = paperBench();
  const run = begin(bench, { barcode: "B-1", sample: "B", blastsDay4Percent: 96 });
  await endRun(bench, run.id, measured("B-1"));
  const plate = bench.store.plates.byBarcode("B-1");
  maskWell(bench.store, {
    plateId: plate?.id ?? "",
    well: "D4",
    action: "mask",
    reason: "bubble",
    by: "reviewer",
  });
  const folder = paperFolder(bench);
  await folder.drop("a.txt", paperFile(importedPlate()));
  await folder.drop("b.txt", Buffer.from("what?"));
  planPlates(bench, ["C-1"], "2020-01-01T00:00:00.000Z");
  renewOverdueNotices(bench.store);
  evaluateAllSamples(bench.store, DEFAULT_SETTINGS);
  return bench.store;
}

/** Does what somebody with the file in hand could do: takes the guards away, writes, and puts them back. */
function tamper(store: Store, sql: string): void {
  const db = new SqliteDatabase(store.file);
  const triggers = db
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    )
    .all();
  db.pragma("foreign_keys = OFF");
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  const changed = db.prepare(sql).run().changes;
  for (const trigger of triggers) db.exec(trigger.sql);
  db.close();
  if (changed === 0) throw new Error("the statement changed nothing");
}

describe("verify", () => {
  test("finds nothing in a database that nobody has touched", async () => {
    const { findings, hashesChecked } = verifyStore(await workedBench());
    expect(findings).toEqual([]);
    expect(hashesChecked).toBeGreaterThan(6);
  });

  test.each([
    ["UPDATE document SET bytes = x'00'", /is not what arrived/],
    [
      "UPDATE interpretation SET outcome = 'dismissed' WHERE outcome = 'quarantined'",
      /what was made of document .* audit trail/,
    ],
    ["UPDATE notice SET ended_at_utc = raised_at_utc", /the notice on C-1/],
    ["UPDATE reading SET body = replace(body, '0.101', '0.901')", /is not what was read/],
    ["UPDATE reading SET origin = 'unasked'", /reading .* audit trail/],
    ["UPDATE transcript_item SET bytes = x'00' WHERE direction = 'rx' AND seq = 1", /transcript/],
    ["UPDATE plate SET barcode = 'Z-9'", /barcode is not what the audit trail tells/],
    ["UPDATE plate_version SET bound_by = 'somebody'", /bound_by/],
    ["DELETE FROM mask_event", /maskings are stored/],
    ["UPDATE mask_event SET reason = 'other'", /the mask on D4/],
    ["UPDATE run SET operator = 'somebody'", /operator is not what/],
    ["UPDATE sample SET blasts_day4_percent = 10", /blasts/],
    ["DELETE FROM flag WHERE kind = 'combination'", /the flags of analysis/],
    ["UPDATE flag SET title = 'nothing'", /the flags of analysis/],
    ["UPDATE analysis SET provisional = 1 - provisional", /analysis .* audit trail/],
    [
      "UPDATE analysis SET result = replace(result, 'complete', 'partial')",
      /not what was computed/,
    ],
    ["UPDATE layout_revision SET body = replace(body, '2.5', '5')", /layout/],
    ["UPDATE audit SET actor = 'nobody' WHERE seq = 2", /the audit trail breaks at entry 2/],
  ])("finds %s", async (sql, finding) => {
    const store = await workedBench();
    tamper(store, sql);
    expect(verifyStore(store).findings.join("\n")).toMatch(finding);
  });

  test("finds whatever stands in whatever column now, and never fails of it", async () => {
    const store = await workedBench();
    const db = new SqliteDatabase(store.file);
    onTestFinished(() => void db.close());
    dropTriggers(db);
    db.pragma("foreign_keys = OFF");
    db.pragma("ignore_check_constraints = ON");
    const filled = store.ledger.tables().flatMap(({ name, columns, hasRowid }) => {
      const rows = db.prepare(`SELECT count(*) FROM ${name}`).pluck().get();
      return rows === 0 || !hasRowid ? [] : columns.map((column) => ({ name, column }));
    });
    const garbage = fc.constantFrom<string | number | Buffer>(
      "{",
      "null",
      -7,
      0.5,
      Buffer.from([255]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...filled), garbage, ({ name, column }, value) => {
        const row = db
          .prepare<[], { at: number; value: unknown }>(
            `SELECT rowid AS at, "${column}" AS value FROM ${name} LIMIT 1`,
          )
          .get();
        fc.pre(row?.value !== value);
        const set = db.prepare(`UPDATE ${name} SET "${column}" = ? WHERE rowid = ?`);
        try {
          set.run(value, row?.at);
        } catch (error) {
          // Of another type than the column, or there already.
          fc.pre(!String(error).includes("SqliteError"));
          throw error;
        }
        const found = verifyStore(store, { quick: true }).findings.join("\n");
        set.run(row?.value, row?.at);
        expect(found, `${name}.${column}`).toContain(`table ${name}: rows were changed`);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  test("finds that the guards of the rows were taken away", async () => {
    const store = await workedBench();
    const db = new SqliteDatabase(store.file);
    db.exec("DROP TRIGGER reading_fixed");
    db.close();
    expect(verifyStore(store).findings).toEqual([
      "the trigger reading_fixed of the schema is not what this program made",
    ]);
  });
});
