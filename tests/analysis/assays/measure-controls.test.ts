import { expect, test } from "vitest";
import { analyseAssays } from "../../../src/analysis/assays/analyse-assays.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import type { WellName } from "../../../src/domain/well.ts";
import { filled, plateOf, sampleOf } from "./layout-plate.ts";

/** Four blanks in A1 to A4, two untreated wells behind them, and three more. */
const BASE = filled([]);
const WELLS = BASE.map((well, index) =>
  index >= 6 && index < 9 ? { ...well, role: "untreated" as const } : well,
);

/** `netAu` of the nine wells, in order. */
function controls(netAu: readonly number[], masked: readonly WellName[] = []) {
  const plate = plateOf(WELLS, () => 0, masked);
  const measurement = plate.measurement.map((_, index) => (netAu[index] ?? 0) + 0.05);
  const sample = sampleOf({ ...plate, measurement });
  return analyseAssays(sample, DEFAULT_SETTINGS, new Set()).controls[0];
}

const NET = [0.05, 0.051, 0.052, 0.049, 0.5, 0.52, 0.54, 0.56, 0.5];

test("robust Z', robust SSMD and signal to noise are those of the sum by hand", () => {
  const found = controls(NET);
  // Medians 0.52 and 0.0505; MADs 0.02 and 0.001 (deviations 0.0005, 0.0005, 0.0015, 0.0015).
  const [untreated, blank] = [1.4826 * 0.02, 1.4826 * 0.001];
  const window = 0.52 - 0.0505;
  expect(found?.plate).toBe("P-1");
  expect(found?.zPrimeRobust).toBeCloseTo(1 - (3 * (untreated + blank)) / window, 3);
  expect(found?.ssmdRobust).toBeCloseTo(window / Math.hypot(untreated, blank), 2);
  // Means 0.524 and 0.0505; the blanks' squares are 2 (0.0005^2 + 0.0015^2) over 3.
  const blankSd = Math.sqrt((2 * (0.0005 ** 2 + 0.0015 ** 2)) / 3);
  expect(found?.signalToNoise).toBeCloseTo((0.524 - 0.0505) / blankSd, 6);
  expect(found?.notReported).toEqual({});
});

test("the control farthest from the others is named, with Grubbs' P", () => {
  const found = controls(NET.with(7, 0.9));
  expect(found?.farthestUntreated?.well).toBe("A8");
  expect(found?.farthestUntreated?.p).toBeLessThan(0.01);
  expect(controls(NET)?.farthestUntreated?.p).toBeGreaterThan(0.1);
  expect(controls(NET)?.farthestBlank?.G).toBeGreaterThan(1);
});

test("a masked well takes no part", () => {
  expect(controls(NET.with(7, 0.9), ["A8"])?.farthestUntreated?.well).not.toBe("A8");
});

test("what lacks its wells or its scatter is null, with the reason", () => {
  const few = controls(NET, ["A5", "A6", "A7", "A8"]);
  expect([few?.zPrimeRobust, few?.ssmdRobust]).toEqual([null, null]);
  expect(few?.signalToNoise).toBeGreaterThan(100);
  expect(few?.notReported).toEqual({
    zPrimeRobust: "TOO_FEW_CONTROLS",
    ssmdRobust: "TOO_FEW_CONTROLS",
    farthestUntreated: "TOO_FEW_CONTROLS",
  });
  const equal = controls([0.05, 0.05, 0.05, 0.05, 0.5, 0.5, 0.5, 0.5, 0.5]);
  expect(equal?.notReported).toEqual({
    ssmdRobust: "NO_SCATTER",
    signalToNoise: "NO_SCATTER",
    farthestBlank: "NO_SCATTER",
    farthestUntreated: "NO_SCATTER",
  });
});
