import fc from "fast-check";
import { expect, test } from "vitest";
import type { AnalysisPlate } from "../../../src/analysis/analysis-input.ts";
import { analyseAssays } from "../../../src/analysis/assays/analyse-assays.ts";
import type { SampleAssays } from "../../../src/analysis/assays/sample-assays.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { ALL_WELLS, type WellName } from "../../../src/domain/well.ts";
import { filled, plateOf, sampleOf, shippedWells, well } from "./layout-plate.ts";

const SERIES = [0, 0.25, 1, 4, 16];
const MIXED = filled([
  ...["vehicle", "trametinib"].flatMap((arm) =>
    SERIES.flatMap((dose) => [1, 2].map((replicate) => well(arm, dose, null, replicate))),
  ),
  ...[0, 4].flatMap((dose) => [1, 2].map((replicate) => well("sorafenib", dose, 5, replicate))),
  ...[0.1, 1, 10].flatMap((um) => [well("vehicle", null, um), well("crizotinib", null, um)]),
]);
const LAYOUTS = [
  MIXED,
  shippedWells("checkerboard-6x5-1plate"),
  shippedWells("combination-one-concentration-1plate"),
  shippedWells("single-agent-6x10fold-1plate"),
  shippedWells("combination-inner60-1"),
  shippedWells("uniform-96"),
  shippedWells("mtt-four-drugs-quadrants"),
];

/** Absorbances as readers give them: usual ones, below the blank, none at all, and the same again and again. */
const absorbanceAu = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(null, 0, -0.02, 0.1, 4, 1e-300, 1e300) },
);
const anyPlate = fc
  .record({
    wells: fc.constantFrom(...LAYOUTS),
    measurement: fc.array(absorbanceAu, { minLength: 96, maxLength: 96 }),
    masks: fc.subarray([...ALL_WELLS], { maxLength: 20 }),
    same: fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { freq: 8 }),
  })
  .map(
    ({ wells, measurement, masks, same }): AnalysisPlate => ({
      plateId: "P-1",
      wells,
      measurement: same === null ? measurement : wells.map(() => same),
      reference: null,
      referenceSubtracted: false,
      reviewMasks: masks.map((name) => ({ well: name, reason: "any" })),
    }),
  );

const analyse = (plate: AnalysisPlate) =>
  analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, new Set());

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

test("whatever is read, nothing throws, every number is finite, and the same input gives the same bits", () => {
  fc.assert(
    fc.property(anyPlate, (plate) => {
      const result = analyse(plate);
      expect(numbersIn(result).filter((number) => !Number.isFinite(number))).toEqual([]);
      expect(JSON.stringify(analyse(structuredClone(plate)))).toBe(JSON.stringify(result));
    }),
    { numRuns: 60 },
  );
});

/** A smooth plate: every condition its own survival, replicates a little apart. */
const smooth = fc
  .record({
    half: fc.double({ min: 0.5, max: 10, noNaN: true }),
    noise: fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true }), {
      minLength: 96,
      maxLength: 96,
    }),
  })
  .map(({ half, noise }) =>
    plateOf(
      MIXED,
      ({ prednisoloneUgPerMl, inhibitorUm }, index) =>
        (((0.6 / (1 + (prednisoloneUgPerMl ?? 0) / half)) * 1) / (1 + (inhibitorUm ?? 0) / 20)) *
        (noise[index] ?? 1),
    ),
  );

/** Survivals and excess, without absorbances and without fitted numbers. */
function relativeNumbers(result: SampleAssays): number[] {
  return numbersIn([
    result.oneConcentration.map(({ vehicle, inhibitor, delta, hsaExcessPoints }) => [
      vehicle,
      inhibitor,
      delta,
      hsaExcessPoints,
    ]),
    result.singleAgents.flatMap(({ arms }) => arms.map((arm) => arm.survivalVsMatchedVehicle)),
    result.excess.map((one) => [one.blissExcessPoints, one.hsaExcessPoints]),
    result.curves.map((curve) => curve.aucTrapezoid),
  ]);
}

test("survival and excess do not change when every absorbance is so many times as large", () => {
  fc.assert(
    fc.property(smooth, fc.double({ min: 0.2, max: 5, noNaN: true }), (plate, factor) => {
      const scaled: AnalysisPlate = {
        ...plate,
        measurement: plate.measurement.map((value) => (value === null ? null : factor * value)),
        reference:
          plate.reference?.map((value) => (value === null ? null : factor * value)) ?? null,
      };
      // The limit of a reference artefact is in AU; a constant reference has none.
      const before = relativeNumbers(analyse(plate));
      const after = relativeNumbers(analyse(scaled));
      expect(before.length).toBeGreaterThan(20);
      expect(after).toEqual(before.map((value) => expect.closeTo(value, 6)));
    }),
    { numRuns: 20 },
  );
});

test("where the wells lie on the plate does not matter", () => {
  const order = fc.shuffledSubarray([...ALL_WELLS.keys()], { minLength: 96, maxLength: 96 });
  fc.assert(
    fc.property(smooth, order, (plate, places) => {
      const moved: AnalysisPlate = {
        ...plate,
        wells: places.flatMap((place) => plate.wells[place] ?? []),
        measurement: places.map((place) => plate.measurement[place] ?? null),
        reference: places.map((place) => plate.reference?.[place] ?? null),
      };
      const byArm = (result: SampleAssays) => {
        const named = <T extends { readonly arm: string }>(list: readonly T[]) =>
          list.toSorted((a, b) => a.arm.localeCompare(b.arm));
        return relativeNumbers({
          ...result,
          curves: named(result.curves),
          excess: named(result.excess),
          oneConcentration: named(result.oneConcentration),
        });
      };
      expect(byArm(analyse(moved))).toEqual(
        byArm(analyse(plate)).map((value) => expect.closeTo(value, 8)),
      );
    }),
    { numRuns: 20 },
  );
});

test("masking a well of one assay leaves the others as they are", () => {
  const plate = plateOf(MIXED, (_, index) => 0.3 + (index % 7) / 50);
  const sorafenib = ALL_WELLS[22] as WellName;
  const before = analyse(plate);
  const after = analyse({ ...plate, reviewMasks: [{ well: sorafenib, reason: "empty" }] });
  expect(after.curves).toEqual(before.curves);
  expect(after.singleAgents).toEqual(before.singleAgents);
  expect(after.oneConcentration).not.toEqual(before.oneConcentration);
});
