import { describe, expect, test } from "vitest";
import { describeControls } from "../../src/analysis/control-statistics.ts";
import { correctPlate, relativeTo } from "../../src/analysis/correct-plate.ts";
import { blissExcess, hsaExcess } from "../../src/analysis/independence.ts";
import { relativeEffect } from "../../src/analysis/measure-effect.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import {
  fiellerInterval,
  ratioStandardError,
} from "../../src/analysis/statistics/ratio-of-means.ts";
import { summariseArm } from "../../src/analysis/summarise-arm.ts";
import { emptyPlate, UNUSED_WELL } from "../analysis/plate-builder.ts";
import { readGold, relativeError } from "../analysis/test-data.ts";

const GROUPS = ["blank", "vehicle0", "inhibitor0", "untreated", "vehicle", "inhibitor"] as const;
type Group = (typeof GROUPS)[number];
type Input = Readonly<Record<Group, { readonly od570: number[]; readonly od650: number[] }>>;
interface Pair<T = number> {
  readonly vehicle: T;
  readonly inhibitor: T;
}
interface Expected {
  readonly blank: number;
  readonly controlOd: Pair & { readonly untreated: number };
  readonly vehicleEffectPercent: number;
  readonly singleAgentSurvivalPercent: number;
  readonly survival: Pair<number[]>;
  readonly mean: Pair & { readonly inhibitorVsVehicleControl: number };
  readonly sem: Pair;
  readonly seWithControlUncertainty: Pair;
  readonly fiellerCi95: Pair<[number, number]>;
  readonly delta: number;
  readonly relativeSensitisationPercent: number;
  readonly blissExcess: number;
  readonly hsaExcess: number;
}

function wellOf(group: Group, replicate: number) {
  if (group === "blank" || group === "untreated") return { ...UNUSED_WELL, role: group };
  const vehicle = group.startsWith("vehicle");
  const prednisoloneUgPerMl = group.endsWith("0") ? 0 : 3.90625;
  const arm = vehicle ? "vehicle" : "inhibitor";
  return { ...UNUSED_WELL, role: "sample" as const, arm, vehicle, replicate, prednisoloneUgPerMl };
}

/** The groups of a case laid out one after another; a zero reference is a plate without one. */
function plateOf(input: Input) {
  const plate = emptyPlate();
  let index = 0;
  for (const group of GROUPS) {
    input[group].od570.forEach((measured, replicate) => {
      plate.wells[index] = wellOf(group, replicate + 1);
      plate.measurement[index] = measured;
      plate.reference[index] = input[group].od650[replicate] ?? null;
      index += 1;
    });
  }
  const single = plate.reference.every((value) => value === 0 || value === null);
  return { ...plate, reference: single ? null : plate.reference };
}

function agree(found: number | null | undefined, expected: number): void {
  expect(relativeError(found, expected)).toBeLessThan(1e-10);
}

describe("from raw absorbance to corrected survival", () => {
  test.each(readGold<Input, Expected>("correction"))("$name", ({ input, expected }) => {
    const plate = correctPlate(plateOf(input), DEFAULT_SETTINGS);
    const [vehicle, inhibitor] = plate.arms.map((arm) => summariseArm(plate, arm, new Set()));
    const controls = describeControls(plate);
    agree(plate.blankMean, expected.blank);
    agree(controls.untreatedMeanOd, expected.controlOd.untreated);
    agree(controls.vehicleEffectPercent, expected.vehicleEffectPercent);
    const zVehicle = vehicle?.corrected.controlMean ?? null;
    const zInhibitor = inhibitor?.corrected.controlMean ?? null;
    agree(zVehicle, expected.controlOd.vehicle);
    agree(zInhibitor, expected.controlOd.inhibitor);
    const singleAgent = relativeTo(zVehicle, zInhibitor);
    agree(singleAgent, expected.singleAgentSurvivalPercent);

    for (const key of ["vehicle", "inhibitor"] as const) {
      const summary = key === "vehicle" ? vehicle : inhibitor;
      const dose = summary?.doses[1];
      expect(dose?.survival.length).toBe(expected.survival[key].length);
      expected.survival[key].forEach((value, index) => {
        agree(dose?.survival[index], value);
      });
      agree(dose?.mean, expected.mean[key]);
      agree(dose?.sem, expected.sem[key]);
      const treatedC = (dose?.wells ?? []).flatMap((well) => plate.corrected[well] ?? []);
      const controlC = (summary?.doses[0]?.wells ?? []).flatMap(
        (well) => plate.corrected[well] ?? [],
      );
      agree(
        100 * (ratioStandardError(treatedC, controlC) ?? Number.NaN),
        expected.seWithControlUncertainty[key],
      );
      const interval = fiellerInterval(treatedC, controlC);
      agree(100 * (interval?.[0] ?? Number.NaN), expected.fiellerCi95[key][0]);
      agree(100 * (interval?.[1] ?? Number.NaN), expected.fiellerCi95[key][1]);
    }

    const survivalVehicle = vehicle?.doses[1]?.mean ?? Number.NaN;
    const survivalInhibitor = inhibitor?.doses[1]?.mean ?? Number.NaN;
    const delta = survivalVehicle - survivalInhibitor;
    agree(delta, expected.delta);
    agree(
      relativeEffect(survivalVehicle, survivalInhibitor),
      expected.relativeSensitisationPercent,
    );
    agree(blissExcess(singleAgent ?? Number.NaN, delta), expected.blissExcess);
    agree(
      hsaExcess(
        singleAgent ?? Number.NaN,
        survivalVehicle,
        expected.mean.inhibitorVsVehicleControl,
      ),
      expected.hsaExcess,
    );
  });
});
