/** Readings that share numbers with earlier ones, through capture, store and evaluation. */
import { describe, expect, test } from "vitest";
import type { SampleResult } from "../../src/analysis/analyse-everything.ts";
import { plateView } from "../../src/api/plate-view.ts";
import { sampleRow } from "../../src/api/summary-views.ts";
import { renderPlate } from "../../src/cli/render-plate.ts";
import { renderSampleTable } from "../../src/cli/render-sample-table.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";
import type { ImportedRead } from "../../src/instrument/exports/contract.ts";
import { assignReading } from "../../src/pipeline/assign-reading.ts";
import { computeSample } from "../../src/pipeline/compute-sample.ts";
import { completeFingerprints } from "../../src/pipeline/earlier-readings.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import type { PlateStatement } from "../../src/pipeline/identify-plate.ts";
import { reanalyse } from "../../src/pipeline/reanalyse.ts";
import { sampleEvidence } from "../../src/pipeline/sample-evidence.ts";
import type { FlagRow } from "../../src/store/analyses.ts";
import { openStore } from "../../src/store/open-store.ts";
import { freshFile, freshStore, withDatabase } from "../store/fresh-store.ts";
import {
  measured,
  type PaperBench,
  paperBench,
  readPlate,
  statement,
  study,
} from "./paper-bench.ts";
import { importedPlate, paperFile, paperFolder, well } from "./paper-file.ts";

function evaluate({ store }: PaperBench, name: string): SampleResult {
  const sample = store.samples.byName(name);
  if (sample === null) throw new Error(`no sample ${name}`);
  evaluateSample(store, sample.id, study.settings);
  return JSON.parse(store.analyses.current(sample.id)?.result ?? "null") as SampleResult;
}

function suspicions({ store }: PaperBench): readonly FlagRow[] {
  return store.analyses
    .currentFlags()
    .filter((flag) => flag.rule_id.startsWith("quality/suspicion"));
}

describe("a reading identical to an earlier one", () => {
  test("is flagged with its wells and the reading it repeats, and changes no number", async () => {
    const bench = paperBench();
    const first = await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    const before = evaluate(bench, "B");
    expect(before.suspicions).toEqual({});
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    const after = evaluate(bench, "C");
    expect(after.suspicions["C-9"]).toMatchObject([
      { kind: "IDENTICAL_READING", other: { readingId: first.readingId, readerId: "bench-1" } },
    ]);
    expect(after.comparisons.map((one) => one.class)).toEqual(
      before.comparisons.map((one) => one.class),
    );
    const [flag, ...more] = suspicions(bench);
    expect(more).toEqual([]);
    expect(flag).toMatchObject({ kind: "quality", severity: "high", class: null });
    expect(JSON.parse(flag?.wells ?? "[]")).toHaveLength(96);
    expect(flag?.reasons).toContain("of plate B-1 (sample B), read ");
    expect(JSON.parse(flag?.numbers ?? "{}")).toMatchObject({
      other: { readingId: first.readingId, barcode: "B-1", sample: "B" },
    });
  });

  test("stands beside every verdict of the plate, and in the flags they raise", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    evaluate(bench, "B");
    const { plateId } = await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    evaluate(bench, "C");
    const note = expect.stringMatching(
      /^Suspicion: plate C-9 is the same .* plate B-1 \(sample B\)/,
    );
    const plate = bench.store.plates.byId(plateId);
    const sample = bench.store.samples.byName("C");
    if (plate === null || sample === null) throw new Error("C-9 was not stored");
    const { comparisons } = plateView(bench.store, plate, study.settings);
    expect(comparisons).not.toEqual([]);
    for (const one of comparisons) expect(one.suspicions).toEqual([note]);
    const row = sampleRow(bench.store, sample);
    for (const cell of row.cells) expect(cell.suspicions).toEqual([note]);
    expect(renderSampleTable([row])).toMatch(/ !.*\n! Suspicion: plate C-9/s);
    expect(renderPlate(plateView(bench.store, plate, study.settings))).toContain(
      "Suspicion: plate C-9",
    );
    const verdicts = bench.store.analyses.currentFlags().filter(({ kind, plate_id }) => {
      return kind === "combination" && plate_id === plateId;
    });
    expect(verdicts).not.toEqual([]);
    for (const flag of verdicts) expect(JSON.parse(flag.reasons)[0]).toEqual(note);
    const before = bench.store.samples.byName("B");
    if (before === null) throw new Error("B was not stored");
    expect(sampleRow(bench.store, before).cells.flatMap((cell) => cell.suspicions)).toEqual([]);
  });

  test("leaves the earlier one as it was", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    expect(evaluate(bench, "B").suspicions).toEqual({});
  });

  test("is found again to the bit, however many readings have come since", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    const then = evaluate(bench, "C");
    await readPlate(bench, { plate: "B-1", barcode: "D-9", sample: "D" });
    const sample = bench.store.samples.byName("C");
    if (sample === null) throw new Error("there is no sample C");
    const evidence = sampleEvidence(bench.store, sample);
    expect(computeSample(evidence, study.settings).analysis).toEqual(then);
  });
});

test("the plates of the study share nothing, and none is suspicious", async () => {
  const bench = paperBench();
  for (const { id, sample } of study.plates) {
    await readPlate(bench, { plate: id, barcode: id, sample });
    expect(evaluate(bench, sample).suspicions).toEqual({});
  }
  expect(suspicions(bench)).toEqual([]);
});

describe("a file that waits until somebody says what it is", () => {
  /** The plate of the study as an export file. */
  function fileOf(id: string): Buffer {
    const { measurement, reference } = measured(id);
    const readAt = (wavelengthNm: number, values: readonly (number | null)[]) => ({
      label: null,
      wavelengthNm,
      referenceSubtracted: false,
      wells: Object.fromEntries(
        ALL_WELLS.map((name, index) => [name, well(values[index] ?? 0)]),
      ) as ImportedRead["wells"],
    });
    const reads = [readAt(570, measurement.flat()), readAt(650, (reference ?? []).flat())];
    return paperFile(importedPlate({ reads }));
  }

  function assign(bench: PaperBench, more: Partial<PlateStatement>): void {
    const waiting = bench.store.readings.unassigned()[0];
    if (waiting === undefined) throw new Error("nothing waits");
    assignReading(bench.store, bench.layouts, waiting.id, statement(more));
  }

  test("does not accuse the plate it is of, waiting or bound", async () => {
    const bench = paperBench();
    await paperFolder(bench).drop("scan-0017.txt", fileOf("B-1"));
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    expect(evaluate(bench, "B").suspicions).toEqual({});
    assign(bench, { barcode: "B-1", sample: "B", rereadReason: "the file has more digits" });
    expect(evaluate(bench, "B").suspicions).toEqual({});
  });

  test("is the one that repeats, when it is bound to another plate after the reading it is a copy of", async () => {
    const bench = paperBench();
    await paperFolder(bench).drop("scan-0017.txt", fileOf("B-1"));
    const { readingId } = await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    assign(bench, { barcode: "C-9", sample: "C" });
    expect(evaluate(bench, "B").suspicions).toEqual({});
    expect(evaluate(bench, "C").suspicions["C-9"]).toMatchObject([
      { kind: "IDENTICAL_READING", other: { readingId } },
    ]);
    const again = await reanalyse(bench.store, { workers: 1, all: true });
    expect(again.differing).toEqual([]);
  });
});

describe("fingerprints", () => {
  /** As a database of the first release comes out of its upgrade. */
  function forgetFingerprints(file: string): void {
    withDatabase(file, (db) => {
      db.pragma("foreign_keys = OFF");
      const triggers = db
        .prepare<[], { name: string; sql: string }>(
          "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'fingerprint%'",
        )
        .all();
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
      db.exec("DELETE FROM fingerprint; DELETE FROM fingerprinted");
      for (const { sql } of triggers) db.exec(sql);
    });
  }

  /** A store in which B-1 was read before there were fingerprints. */
  async function oldBench(): Promise<{ bench: PaperBench; readingId: string }> {
    const file = freshFile();
    const before = paperBench(openStore(file));
    const { readingId } = await readPlate(before, { plate: "B-1", barcode: "B-1", sample: "B" });
    before.store.close();
    forgetFingerprints(file);
    return { bench: paperBench(freshStore(file)), readingId };
  }

  test("of an older database are made before the first plate is judged", async () => {
    const { bench, readingId } = await oldBench();
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    expect(evaluate(bench, "C").suspicions["C-9"]).toMatchObject([{ other: { readingId } }]);
    await reanalyse(bench.store, { workers: 1 });
    expect(evaluate(bench, "B").suspicions).toEqual({});
    const again = await reanalyse(bench.store, { workers: 1, all: true });
    expect(again).toMatchObject({ identical: 2, differing: [] });
  });

  test("made in a transaction that is undone are made again", async () => {
    const { bench, readingId } = await oldBench();
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    const undone = () =>
      bench.store.inTransaction(() => {
        evaluate(bench, "C");
        throw new Error("undone");
      });
    expect(undone).toThrow("undone");
    expect(evaluate(bench, "C").suspicions["C-9"]).toMatchObject([{ other: { readingId } }]);
  });

  test("that are there are not made again", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    expect(completeFingerprints(bench.store)).toBe(0);
    expect(bench.store.fingerprints.lacking(10)).toEqual([]);
  });
});
