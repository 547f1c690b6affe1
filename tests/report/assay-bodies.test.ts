/** Plates of the assays that have a body of their own. */
import { describe, expect, test, vi } from "vitest";
import type { SampleResult } from "../../src/analysis/analyse-everything.ts";
import { lc50Text } from "../../src/analysis/assays/curve-words.ts";
import { plateReport } from "../../src/report/make-report.ts";
import { percentText } from "../../src/report/number-text.ts";
import {
  type Absorbance,
  benchWithLayout,
  flatText,
  HAS_POPPLER,
  halving,
  misplacedWords,
  NO_POPPLER,
  wordsOf,
} from "./report-bench.ts";

/** A report reads its fonts anew; on a busy computer that takes its time. */
vi.setConfig({ testTimeout: 20_000 });

async function reportOf(layoutId: string, absorbance: Absorbance) {
  const { store } = await benchWithLayout(layoutId, absorbance);
  const plate = store.plates.byBarcode("P-1");
  const row = plate === null ? null : store.analyses.current(plate.sample_id);
  if (plate === null || row === null) throw new Error("nothing was analysed");
  const bytes = await plateReport(store, plate);
  return { bytes, text: flatText(bytes), result: JSON.parse(row.result) as SampleResult };
}

/** The same everywhere but for a ripple, and one well that got too much. */
const nearlyUniform: Absorbance = (_, index) =>
  0.6 * (1 + 0.01 * Math.sin(index * 12.9898)) + (index === 40 ? 0.2 : 0);

describe.skipIf(!HAS_POPPLER)(`read back${NO_POPPLER}`, () => {
  test("inhibitors alone: every level of every inhibitor, and curves", async () => {
    const { text, result, bytes } = await reportOf("single-agent-6x10fold-1plate", halving);
    expect(text).toContain("Inhibitors alone");
    expect(text).toContain("inhibitor, µM");
    const [single] = result.singleAgents;
    const means = (single?.arms ?? []).flatMap((arm) => arm.survivalVsMatchedVehicle);
    expect(means.length).toBe(24);
    for (const arm of single?.arms ?? []) expect(text).toContain(lc50Text(arm.lc50));
    for (const mean of means) expect(text).toContain(percentText(mean));
    expect(text).not.toContain("Verdicts");
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
  });

  test("one prednisolone concentration: means and tests, no verdict", async () => {
    const layout = "combination-one-concentration-1plate";
    const { text, result, bytes } = await reportOf(layout, halving);
    expect(result.oneConcentration.length).toBeGreaterThan(1);
    for (const one of result.oneConcentration) {
      expect(text).toContain(percentText(one.inhibitor.meanPercent));
    }
    expect(text).toContain("there is no verdict and no flag");
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
  });

  test("a checkerboard: a matrix for every model, and why one is missing", async () => {
    const { text, result, bytes } = await reportOf("checkerboard-6x5-1plate", halving);
    const [board] = result.checkerboards;
    for (const value of (board?.survivalPercent ?? []).flat()) {
      expect(text).toContain(percentText(value));
    }
    for (const model of ["Bliss", "HSA", "Loewe", "Combination index", "ZIP"]) {
      expect(text).toContain(model);
    }
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
    const flat = await reportOf("checkerboard-6x5-1plate", (well) =>
      well.role === "blank" ? 0.05 : 0.65,
    );
    expect(flat.text).toContain("no falling curve could be fitted");
  });

  test("the same in every well: which well is uneven", async () => {
    const { text, bytes } = await reportOf("uniform-96", nearlyUniform);
    expect(text).toContain("The same in every well");
    expect(text).toContain("B-score beyond 3: D5.");
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
  });
});
