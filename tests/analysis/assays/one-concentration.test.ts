import { expect, test } from "vitest";
import type { AnalysisWell } from "../../../src/analysis/analysis-input.ts";
import { analyseAssays } from "../../../src/analysis/assays/analyse-assays.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { ALL_WELLS, type WellName } from "../../../src/domain/well.ts";
import { filled, plateOf, sampleOf, well } from "./layout-plate.ts";

/** Two controls and two wells at 4 µg/mL in each arm. */
const WELLS = filled(
  [null, 2.5, 5].flatMap((um, index) => {
    const arm = ["vehicle", "trametinib", "sorafenib"][index] ?? "";
    return [0, 0, 4, 4].map((dose, at) => well(arm, dose, um, (at % 2) + 1));
  }),
);
/** AU, in the order of the wells: controls 0.5, 0.4 and 0.25; with prednisolone 80/84, 20/30 and 60/64 % of them. */
const AU: readonly (number | null)[] = [
  0.5, 0.5, 0.4, 0.42, 0.4, 0.4, 0.08, 0.12, 0.25, 0.25, 0.15, 0.16,
];

function results(
  au: readonly (number | null)[] = AU,
  masked: readonly WellName[] = [],
  failed: ReadonlySet<string> = new Set(),
) {
  const plate = plateOf(
    WELLS,
    (_: AnalysisWell, index) => (index < 12 ? (au[index] ?? null) : 0.5),
    masked,
  );
  return analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, failed).oneConcentration;
}

test("means, effect, excess and tests are those of the sum by hand", () => {
  const [trametinib, sorafenib] = results();
  // Vehicle 80 and 84 %: mean 82, SD 2 sqrt 2, SEM 2. Trametinib 20 and 30 %: mean 25, SEM 5.
  expect(trametinib?.vehicle).toEqual({
    n: 2,
    meanPercent: expect.closeTo(82, 10),
    semPercent: expect.closeTo(2, 10),
  });
  expect(trametinib?.inhibitor.meanPercent).toBeCloseTo(25, 10);
  expect(trametinib?.inhibitor.semPercent).toBeCloseTo(5, 10);
  // 82 - 25; 57 of 82; alone 0.4 of 0.5 AU.
  expect(trametinib?.delta).toBeCloseTo(57, 10);
  expect(trametinib?.relativePercent).toBeCloseTo(5700 / 82, 10);
  expect(trametinib?.singleAgentSurvivalPercent).toBeCloseTo(80, 10);
  // Bliss 0.8 x 57; HSA min(80, 82) - 0.8 x 25.
  expect(trametinib?.blissExcessPoints).toBeCloseTo(45.6, 10);
  expect(trametinib?.hsaExcessPoints).toBeCloseTo(60, 10);
  // Pooled variance (8 + 50)/2 = 29, standard error sqrt(29 (1/2 + 1/2)); two-sided P of t on 2 df is 1 - t/sqrt(2 + t^2).
  const t = 57 / Math.sqrt(29);
  expect(trametinib?.student).toEqual({
    t: expect.closeTo(t, 9),
    df: 2,
    p: expect.closeTo(1 - t / Math.sqrt(2 + t * t), 9),
  });
  // Equal groups have the same t in Welch's test; df = 29^2 / ((4^2 + 25^2)/1) = 841/641.
  expect(trametinib?.welch?.t).toBeCloseTo(t, 9);
  expect(trametinib?.welch?.df).toBeCloseTo(841 / 641, 9);
  // Sorafenib: 60 and 64 %, delta 20, pooled variance 8.
  expect(sorafenib?.student?.t).toBeCloseTo(20 / Math.sqrt(8), 9);
  // Benjamini-Hochberg over the two: the smaller P doubles, unless the larger is below that.
  const [p1 = 1, p2 = 1] = [trametinib?.student?.p, sorafenib?.student?.p];
  expect(trametinib?.studentQ).toBeCloseTo(Math.min(2 * p1, p2), 12);
  expect(sorafenib?.studentQ).toBeCloseTo(p2, 12);
  expect(trametinib?.notReported).toEqual({});
});

test("a masked well leaves its number out; with one left there is a mean and no test, and it is said why", () => {
  const at = ALL_WELLS[6] ?? "A7";
  const [trametinib, sorafenib] = results(AU, [at]);
  expect(trametinib?.inhibitor).toEqual({
    n: 1,
    meanPercent: expect.closeTo(30, 10),
    semPercent: null,
  });
  expect([trametinib?.student, trametinib?.studentQ]).toEqual([null, null]);
  expect(trametinib?.notReported).toEqual({
    student: "TOO_FEW_REPLICATES",
    welch: "TOO_FEW_REPLICATES",
  });
  // An undefined P does not count in the family.
  expect(sorafenib?.studentQ).toBe(sorafenib?.student?.p);
});

test("without a usable control every number that needs it is null, with the reason", () => {
  const [trametinib] = results(AU.with(4, null).with(5, null));
  expect(trametinib?.inhibitor.meanPercent).toBeNull();
  expect(trametinib?.delta).toBeNull();
  expect(trametinib?.singleAgentSurvivalPercent).toBeNull();
  expect(trametinib?.notReported.inhibitor).toBe("NO_INHIBITOR_CONTROL");
  const [withoutVehicle] = results(AU.with(0, -0.1).with(1, -0.1));
  expect(withoutVehicle?.notReported.vehicle).toBe("NO_VEHICLE_CONTROL");
  const [withoutWells] = results(AU.with(6, null).with(7, null));
  expect(withoutWells?.notReported.inhibitor).toBe("NO_USABLE_WELL");
});

test("duplicates that are equal in both arms have no test, and it is said why", () => {
  const [trametinib] = results(AU.with(3, 0.4).with(7, 0.08));
  expect(trametinib?.delta).toBeCloseTo(60, 10);
  expect([trametinib?.student, trametinib?.welch]).toEqual([null, null]);
  expect(trametinib?.notReported).toEqual({ student: "NO_SCATTER", welch: "NO_SCATTER" });
});

test("on a plate that failed there is a P and no q, and the other plates are adjusted without it", () => {
  const plate = plateOf(WELLS, (_: AnalysisWell, index) =>
    index < 12 ? (AU[index] ?? null) : 0.5,
  );
  const both = sampleOf(plate, { ...plate, plateId: "P-2" });
  const alone = results();
  const { oneConcentration } = analyseAssays(both, DEFAULT_SETTINGS, new Set(["P-2"]));
  const [good, failed] = [oneConcentration.slice(0, 2), oneConcentration.slice(2)];
  expect(good.map((one) => one.studentQ)).toEqual(alone.map((one) => one.studentQ));
  for (const one of failed) {
    expect(one.student?.p).toBeGreaterThan(0);
    expect([one.studentQ, one.welchQ]).toEqual([null, null]);
    expect(one.notReported).toEqual({ studentQ: "PLATE_FAILED", welchQ: "PLATE_FAILED" });
  }
});
