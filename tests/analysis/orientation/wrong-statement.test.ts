/** Plates that lay right, of which a person says that they lay another way. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyseEverything, type SampleResult } from "../../../src/analysis/analyse-everything.ts";
import type { AnalysisPlate } from "../../../src/analysis/analysis-input.ts";
import { clearlyBetter } from "../../../src/analysis/orientation/orientation.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { PLATE_TURNS, type PlateTurn, TURNS, turnValues } from "../../../src/domain/plate-turn.ts";
import {
  drawFrom,
  PATIENTS,
  type Patient,
  simulatePlate,
  USUAL,
  wellsOf,
} from "./simulated-plates.ts";

const ROT180 = "combination-rot180-1plate";
const HARMFUL = ["combination-classic-1plate", "combination-inner60-1", "combination-inner60-2"];
const DRAWS = 6;

function plateOf(layout: string, seed: number, patient: Patient = "intermediate"): AnalysisPlate {
  return simulatePlate(wellsOf(layout), patient, USUAL, drawFrom(seed), "as-read");
}

/** The plate as the store hands it over once somebody has said how it lay. */
function said(plate: AnalysisPlate, turn: PlateTurn): AnalysisPlate {
  const { measurement, reference } = plate;
  return {
    ...plate,
    turn,
    measurement: turnValues(measurement, turn),
    reference: reference === null ? null : turnValues(reference, turn),
  };
}

function analyse(plate: AnalysisPlate): SampleResult {
  const sample = { sampleId: "S", blastsDay4Percent: 90, plates: [plate], earlierReadings: {} };
  return analyseEverything(sample, DEFAULT_SETTINGS);
}

describe.each(HARMFUL)("right plates of %s", (layout) => {
  test.each(TURNS)("said to have lain %s are held, and raise no verdict", (turn) => {
    for (let seed = 1000; seed < 1000 + DRAWS; seed++) {
      const plate = plateOf(layout, seed);
      const { plates, comparisons, orientation } = analyse(said(plate, turn));
      expect(orientation?.[plate.plateId]).toMatchObject({ verdict: "fits", said: turn });
      expect(plates[plate.plateId]?.failReasons).toContain("TURNED");
      expect(new Set(comparisons.map((one) => one.class))).toEqual(new Set(["inconclusive"]));
    }
  });

  test("said to have lain as read have the numbers of those of which nobody spoke", () => {
    const plate = plateOf(layout, 1000);
    const { orientation: _, ...numbers } = analyse(said(plate, "as-read"));
    const { orientation: __, ...wanted } = analyse(plate);
    expect(numbers).toEqual(wanted);
  });
});

test("a layout that means the same when turned is not held for that, and is for its mirrors", () => {
  const held = TURNS.map((turn) => {
    const plate = plateOf(ROT180, 1000);
    return analyse(said(plate, turn)).plates[plate.plateId]?.failReasons.includes("TURNED");
  });
  expect(held).toEqual([false, true, true]);
});

test("a plate is held for what was said exactly when another way is better by more than the limit", () => {
  const patients = Object.keys(PATIENTS) as Patient[];
  fc.assert(
    fc.property(
      fc.nat({ max: 9999 }),
      fc.constantFrom(...patients),
      fc.constantFrom(...PLATE_TURNS),
      (seed, patient, turn) => {
        const plate = plateOf(HARMFUL[0] ?? "", seed, patient);
        const { plates, orientation } = analyse(said(plate, turn));
        const found = orientation?.[plate.plateId];
        if (found === undefined) throw new Error("the plate was not looked at");
        const misfits = found.ways.map((way) => way.misfit ?? Number.NaN);
        const margin = (misfits[PLATE_TURNS.indexOf(turn)] ?? Number.NaN) - Math.min(...misfits);
        const isAgainst = margin > found.limit;
        expect(clearlyBetter(found, turn) !== null).toBe(isAgainst);
        const isHeld = plates[plate.plateId]?.failReasons.includes("TURNED");
        expect(isHeld).toBe(isAgainst && turn !== "as-read");
      },
    ),
    { numRuns: 15 },
  );
});
