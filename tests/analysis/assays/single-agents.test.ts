import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toAnalysisWells } from "../../../src/analysis/analysis-input.ts";
import { analyseAssays } from "../../../src/analysis/assays/analyse-assays.ts";
import { wellSurvival } from "../../../src/analysis/assays/well-survival.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import type { WellName } from "../../../src/domain/well.ts";
import { layoutFromStudyWells } from "../../../src/layout/layout-from-study-wells.ts";
import { filled, plateOf, sampleOf, well } from "./layout-plate.ts";

const UM = [0.1, 1, 10];
/** Per level two vehicle wells, two of trametinib, one of sorafenib (not at 0.1 µM). */
const WELLS = filled(
  UM.flatMap((um) => [
    well("vehicle", 0, um, 1),
    well("vehicle", 0, um, 2),
    well("trametinib", 0, um, 1),
    well("trametinib", 0, um, 2),
    well(um === 0.1 ? "vehicle" : "sorafenib", um === 0.1 ? null : 0, um === 0.1 ? null : um),
  ]),
);
const AU: readonly (number | null)[] = [
  [0.5, 0.6, 0.55, 0.44, 0.9],
  [0.4, 0.4, 0.3, 0.34, 0.2],
  [0.2, 0.3, 0.05, -0.05, 0.1],
].flat();

function single(au: readonly (number | null)[] = AU, masked: readonly WellName[] = []) {
  const plate = plateOf(WELLS, (_, index) => (index < 15 ? (au[index] ?? null) : 0.5), masked);
  return analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, new Set()).singleAgents[0];
}

test("survival is against the vehicle of the same level, whose mean is taken as exact", () => {
  const result = single();
  expect(result?.inhibitorUm).toEqual(UM);
  expect(result?.blankMean).toBeCloseTo(0.05, 12);
  expect(result?.untreatedMeanOd).toBeCloseTo(0.5, 12);
  // (0.5 + 0.6)/2, (0.4 + 0.4)/2, (0.2 + 0.3)/2; a vehicle well without a level counts nowhere.
  expect(result?.vehicleMeanOd).toEqual([0.55, 0.4, 0.25].map((au) => expect.closeTo(au, 12)));
  const [trametinib, sorafenib] = result?.arms ?? [];
  // 100 and 80 % of 0.55; 75 and 85 % of 0.4; 20 and -20 % of 0.25 (negative values stay).
  expect(trametinib?.survivalVsMatchedVehicle).toEqual(
    [90, 80, 0].map((percent) => expect.closeTo(percent, 9)),
  );
  // Half the difference of two wells.
  expect(trametinib?.sem).toEqual([10, 5, 20].map((percent) => expect.closeTo(percent, 9)));
  expect(trametinib?.n).toEqual([2, 2, 2]);
  expect(sorafenib?.survivalVsMatchedVehicle).toEqual([
    null,
    expect.closeTo(50, 9),
    expect.closeTo(40, 9),
  ]);
  expect(sorafenib?.n).toEqual([0, 1, 1]);
  expect(sorafenib?.sem).toEqual([null, null, null]);
  // A level that the arm does not have is no gap.
  expect(sorafenib?.notReported).toEqual({});
  // Trapezoids over two decades: (90 + 80)/2 and (80 + 0)/2, divided by two.
  expect(trametinib?.aucTrapezoid).toBeCloseTo(62.5, 9);
});

test("what is masked or has no vehicle is null with the reason; other levels do not mind", () => {
  const result = single(AU.with(10, null).with(11, null), ["A3", "A4"]);
  const [trametinib] = result?.arms ?? [];
  expect(trametinib?.survivalVsMatchedVehicle).toEqual([null, expect.closeTo(80, 9), null]);
  expect(trametinib?.notReported).toEqual({
    "survival at 0.1 µM": "NO_USABLE_WELL",
    "survival at 10 µM": "NO_MATCHED_VEHICLE",
  });
  const blanks: WellName[] = ["B4", "B5", "B6", "B7"];
  expect(single(AU, blanks)?.arms[0]?.notReported).toEqual({
    "survival at 0.1 µM": "NO_BACKGROUND",
    "survival at 1 µM": "NO_BACKGROUND",
    "survival at 10 µM": "NO_BACKGROUND",
  });
});

test("every well shows its survival against its own level", () => {
  const plate = plateOf(WELLS, (_, index) => (index < 15 ? (AU[index] ?? null) : 0.5));
  const survival = wellSurvival(plate, DEFAULT_SETTINGS);
  expect(survival[2]).toBeCloseTo(100, 9);
  expect(survival[7]).toBeCloseTo(75, 9);
  expect(survival[20]).toBeNull();
});

const figure2 = join(import.meta.dirname, "../../../../shared/studies/figure2-plate.json");

test.skipIf(!existsSync(figure2))(
  "the titration of Figure 2 (skipped without ../shared/studies/figure2-plate.json)",
  () => {
    const study = JSON.parse(readFileSync(figure2, "utf8"));
    const [raw] = study.plates;
    const plate = {
      ...plateOf(
        toAnalysisWells(layoutFromStudyWells("f2", study.layouts[raw.layout]), null),
        () => 0,
      ),
      measurement: raw.od570.flat(),
      reference: raw.od650.flat(),
    };
    const result = analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, new Set()).singleAgents[0];
    const { expected } = study;
    const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));
    expect(result?.inhibitorUm).toEqual(expected.dose);
    expect(result?.vehicleMeanOd).toEqual(near(expected.vehicleMeanOd));
    expect(result?.arms.map((arm) => arm.arm)).toEqual(Object.keys(expected.arms));
    for (const arm of result?.arms ?? []) {
      expect(arm.survivalVsMatchedVehicle).toEqual(
        near(expected.arms[arm.arm].survivalVsMatchedVehicle),
      );
      expect(arm.sem).toEqual(near(expected.arms[arm.arm].sem));
    }
  },
);
