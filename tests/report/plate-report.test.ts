/** Reports of plates that were read and analysed, as they stand on paper. */
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { SampleResult } from "../../src/analysis/analyse-everything.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import { plateReport } from "../../src/report/make-report.ts";
import { percentText } from "../../src/report/number-text.ts";
import type { AnalysisRow } from "../../src/store/analyses.ts";
import type { Store } from "../../src/store/open-store.ts";
import type { PlateRow } from "../../src/store/plates.ts";
import type { ReadingRow } from "../../src/store/readings.ts";
import { measured, readPlate } from "../pipeline/paper-bench.ts";
import {
  benchWith,
  benchWithLayout,
  evaluate,
  flatText,
  greyPage,
  HAS_POPPLER,
  halving,
  misplacedWords,
  NO_POPPLER,
  pagesOf,
  wordsOf,
} from "./report-bench.ts";

/** A report reads its fonts anew; on a busy computer that takes its time. */
vi.setConfig({ testTimeout: 20_000 });

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("there is none");
  return value;
}

const plateOf = (store: Store, barcode: string): PlateRow => must(store.plates.byBarcode(barcode));

function analysisOf(store: Store, name: string): AnalysisRow {
  return must(store.analyses.current(must(store.samples.byName(name)).id));
}

const mask = (store: Store, well: string, action: "mask" | "unmask", reason: string) =>
  maskWell(store, { plateId: plateOf(store, "A-1").id, well, action, reason, by: "Dr Lind" });

interface Shared {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly pages: readonly string[];
  readonly row: AnalysisRow;
  readonly plate: PlateRow;
  readonly reading: ReadingRow;
}

let shared: Promise<Shared> | undefined;

/** The report of a plate that nobody has touched; made once. */
function untouched(): Promise<Shared> {
  shared ??= benchWith("A-1").then(async ({ store }) => {
    const plate = plateOf(store, "A-1");
    const bytes = await plateReport(store, plate);
    const [version] = store.plates.versions(plate.id);
    const reading = must(store.readings.byId(must(version).reading_id));
    const row = analysisOf(store, "A");
    return { bytes, text: flatText(bytes), pages: pagesOf(bytes), row, plate, reading };
  });
  return shared;
}

test("the same analysis gives the same bytes, at whatever time", async () => {
  const { store } = await benchWith("A-1");
  const plate = plateOf(store, "A-1");
  const first = await plateReport(store, plate);
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-01-02T03:04:05Z") });
  onTestFinished(() => void vi.useRealTimers());
  expect(Buffer.from(await plateReport(store, plate)).equals(Buffer.from(first))).toBe(true);
});

test("another analysis gives another file", async () => {
  const { store } = await benchWith("A-1");
  const plate = plateOf(store, "A-1");
  const first = await plateReport(store, plate);
  mask(store, "C4", "mask", "bubble");
  evaluate(store, "A");
  expect(Buffer.from(await plateReport(store, plate)).equals(Buffer.from(first))).toBe(false);
});

describe.skipIf(!HAS_POPPLER)(`on paper${NO_POPPLER}`, () => {
  test("every page has plate, sample, analysis and its number, and nothing overlaps", async () => {
    const { bytes, pages, row } = await untouched();
    const { id } = row;
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain("plate A-1 · sample A");
      expect(page).toContain(`plate A-1 · analysis ${id}`);
      expect(page).toContain(`page ${index + 1} of ${pages.length}`);
      expect(page).toContain("Assay result for review");
    }
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
  });

  test("verdicts, doses and statistics are those of the stored analysis", async () => {
    const { text, row } = await untouched();
    const result = JSON.parse(row.result) as SampleResult;
    const sorafenib = must(result.comparisons.find((one) => one.arm === "sorafenib"));
    expect(sorafenib.class).toBe("partial");
    expect(text).toContain("sorafenib 2.5 µM: ◐ partial sensitisation, grade A");
    expect(text).toContain(percentText(sorafenib.survivalInhibitorAtReference));
    for (const arm of result.arms) {
      for (const mean of arm.survivalMean) expect(text).toContain(percentText(mean));
    }
    for (const delta of result.comparisons.flatMap((one) => one.delta)) {
      expect(text).toContain(`${percentText(delta)} ± `);
    }
    expect(text).toContain("Z′ of untreated against blank");
    expect(text).not.toMatch(/\btreat(ment)? with|NaN|undefined|\bnull\b/);
  });

  test("what was read stands in its wells, to the reader's last digit", async () => {
    const { text } = await untouched();
    const read = measured("A-1")
      .measurement.flat()
      .filter((value) => value !== null);
    expect(read.length).toBeGreaterThan(90);
    for (const value of read) expect(text).toContain(value.toFixed(3));
  });

  test("where everything comes from stands there with whole hashes", async () => {
    const { text, row, plate, reading } = await untouched();
    for (const hash of [
      row.inputs_sha256,
      row.result_sha256,
      row.settings_sha256,
      plate.layout_sha256,
      must(reading.transcript_sha256),
      must(reading.content_sha256),
    ]) {
      expect(text).toContain(hash);
    }
    expect(text).toContain(reading.id);
    expect(text).toContain("driver made from the manual only, not verified on a real reader");
    expect(text).toContain("570 nm, reference 650 nm");
    expect(text).toContain("technician");
    expect(text).toContain("effectPoints 20");
  });

  test("a mask is hatched and stands there with who and why, and marks the data as changed", async () => {
    const { store } = await benchWith("A-1");
    mask(store, "C4", "mask", "bubble under the lamp");
    mask(store, "D4", "mask", "scratch");
    mask(store, "D4", "unmask", "it was none");
    evaluate(store, "A");
    const text = flatText(await plateReport(store, plateOf(store, "A-1")));
    expect(text).toContain("Δ yes: one reading, 3 masks put on or off by people");
    expect(text).toContain("Wells left out: 1");
    expect(text).toContain("bubble under the lamp (Dr Lind)");
    expect(text).toMatch(/D4 taken in again .*Dr Lind it was none/);
    expect(text).toContain("Hatched wells are left out: M = masked by a person.");
    expect(text).toContain("Δ = a person changed what counts since the first reading.");
  });

  test("a plate that was read again says how often, why, and how far the numbers are apart", async () => {
    const bench = await benchWith("A-1");
    const { store } = bench;
    await readPlate(bench, {
      plate: "A-1",
      clock: "08/03/2026 15:00:00",
      rereadReason: "the lid was wet",
    });
    evaluate(store, "A");
    const text = flatText(await plateReport(store, plateOf(store, "A-1")));
    expect(text).toContain("Δ yes: 2 readings, 0 masks");
    expect(text).toContain("the lid was wet");
    expect(text).toContain("0 wells of 96 have another measurement");
  });

  test("a well over the range has no number, and says so", async () => {
    const { store } = await benchWithLayout("combination-rot180-1plate", (well, index) =>
      index === 27 ? null : halving(well, index),
    );
    const text = flatText(await plateReport(store, plateOf(store, "P-1")));
    expect(text).toContain("O = no number: over the reader's range or not read");
    expect(text).toMatch(/O C4 .* “[^”]+” no number/);
    expect((await untouched()).text).toContain("No well is left out.");
  });

  test("an analysis that is older than the masks says so on top", async () => {
    const { store } = await benchWith("A-1");
    expect((await untouched()).text).not.toContain("older than the data");
    mask(store, "C4", "mask", "bubble");
    const [first = ""] = pagesOf(await plateReport(store, plateOf(store, "A-1")));
    expect(first).toContain("The analysis is older than the data");
  });

  test("a failed plate says so before anything else", async () => {
    const { store } = await benchWithLayout("combination-rot180-1plate", () => 0.05);
    const bytes = await plateReport(store, plateOf(store, "P-1"));
    const [first = ""] = pagesOf(bytes);
    expect(first.indexOf("This plate FAILED")).toBeGreaterThan(0);
    expect(first.indexOf("This plate FAILED")).toBeLessThan(first.indexOf("RAS status"));
    expect(first).not.toMatch(/● complete|◐ partial/);
    expect(flatText(bytes)).toContain("No survival could be computed at this dose");
    expect(flatText(bytes)).toContain("no survival could be computed");
  });

  test("numbers of another plate are said before its facts, and beside its verdicts", async () => {
    const bench = await benchWith("B-1");
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    evaluate(bench.store, "C");
    const bytes = await plateReport(bench.store, plateOf(bench.store, "C-9"));
    const [first = ""] = pagesOf(bytes);
    expect(first).toContain("of plate B-1 (sample B)");
    const suspicion = first.indexOf("is the same as an earlier reading");
    expect(suspicion).toBeGreaterThan(0);
    expect(suspicion).toBeLessThan(first.indexOf("Provisional"));
    expect(first).toMatch(/complete sensitisation \(!\)/);
    expect(flatText(bytes)).toContain("Suspicion: plate C-9 is the same");
    const original = flatText(await plateReport(bench.store, plateOf(bench.store, "B-1")));
    expect(original).not.toMatch(/Suspicion|sensitisation \(!\)/);
  });

  test("a plate that cannot be judged says why, and shows what was read", async () => {
    const { store } = await benchWithLayout("mtt-four-drugs-quadrants", halving);
    const bytes = await plateReport(store, plateOf(store, "P-1"));
    const [first = ""] = pagesOf(bytes);
    expect(first).toContain("This plate cannot be judged");
    expect(first).toContain("There is no blank, so the background cannot be taken off.");
    expect(first).toContain("Wells with the same content");
    expect(flatText(bytes)).not.toContain("Survival, %");
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
  });

  test("verdicts are provisional until the sample is closed", async () => {
    const [first = ""] = (await untouched()).pages;
    expect(first).toContain("Provisional");
    expect(first).toContain("The sample has not been closed");
  });

  test("without colour light and dark wells are still light and dark", async () => {
    const { bytes } = await untouched();
    const survival = wordsOf(bytes).find((word) => word.text === "Survival," && word.page > 2);
    const { width, grey } = greyPage(bytes, must(survival).page);
    const at = (x: number, y: number): number =>
      grey[Math.round((y * 50) / 72) * width + Math.round((x * 50) / 72)] ?? -1;
    // The scale's own ends, to the right of the title.
    const y = must(survival).top + 5;
    const shades = Array.from({ length: 190 }, (_, step) => at(380 + step, y));
    expect(Math.min(...shades)).toBeLessThan(60);
    expect(Math.max(...shades)).toBeGreaterThan(225);
  });
});
