import { blissExcess, hsaExcess } from "../combination/independence.ts";
import { relativeTo } from "../correct-plate.ts";
import { relativeEffect } from "../measure-effect.ts";
import { adjustP } from "../statistics/adjust-p.ts";
import { finiteOrNull } from "../statistics/moments.ts";
import { studentTest, welchTest } from "../statistics/t-test.ts";
import type { LevelDose, MeasuredLevel } from "./measure-level.ts";
import type { AssayGap, Gaps, OneConcentrationResult } from "./sample-assays.ts";

/**
 * One inhibitor against the vehicle at the one prednisolone dose of its wells, `doseIndex` among the plate's doses:
 * means with SEM, effect, excess over independence, Student's and Welch's test on the survival of the wells. A test
 * needs two wells in each arm. As at a single dose of a series, the tests do not know the error of the controls, and
 * one dose shows no dose range: there is no verdict. Source: analysis reference, 1.3 and 2.6.
 */
export function measureOneConcentration(
  plate: string,
  vehicle: MeasuredLevel,
  inhibitor: MeasuredLevel,
  doseIndex: number,
): OneConcentrationResult | null {
  const ofVehicle = vehicle.doses[doseIndex];
  const ofInhibitor = inhibitor.doses[doseIndex];
  if (ofVehicle === undefined || ofInhibitor === undefined) return null;
  const [a, b] = [ofVehicle.survival, ofInhibitor.survival];
  const enough = a.length >= 2 && b.length >= 2;
  const student = enough ? studentTest(a, b) : null;
  const welch = enough ? welchTest(a, b) : null;
  return {
    plate,
    arm: inhibitor.design.arm,
    inhibitorUm: inhibitor.design.inhibitorUm,
    prednisoloneUgPerMl: ofVehicle.doseUgPerMl,
    vehicle: pickMeanSem(ofVehicle),
    inhibitor: pickMeanSem(ofInhibitor),
    ...effectOf(vehicle, inhibitor, ofVehicle.meanPercent, ofInhibitor.meanPercent),
    student,
    welch,
    studentQ: null,
    welchQ: null,
    notReported: {
      ...survivalGaps(vehicle, inhibitor, ofVehicle, ofInhibitor),
      ...testGaps({ student, welch }, enough ? "NO_SCATTER" : "TOO_FEW_REPLICATES"),
    },
  };
}

/**
 * The same results with P values adjusted over all of them (Benjamini-Hochberg). Those of a plate that failed take no
 * part and have no q. Source: analysis reference, 2.6 and 2.7.
 */
export function adjustOneConcentration(
  results: readonly OneConcentrationResult[],
  failedPlates: ReadonlySet<string>,
): OneConcentrationResult[] {
  const adjusted = (test: "student" | "welch") =>
    adjustP(
      results.map((result) => (failedPlates.has(result.plate) ? null : (result[test]?.p ?? null))),
      "BH",
    );
  const [studentQ, welchQ] = [adjusted("student"), adjusted("welch")];
  return results.map((result, index) => ({
    ...result,
    studentQ: studentQ[index] ?? null,
    welchQ: welchQ[index] ?? null,
    notReported: failedPlates.has(result.plate) ? withoutQ(result) : result.notReported,
  }));
}

function withoutQ({ student, welch, notReported }: OneConcentrationResult): Gaps {
  return {
    ...notReported,
    ...(student === null ? {} : { studentQ: "PLATE_FAILED" }),
    ...(welch === null ? {} : { welchQ: "PLATE_FAILED" }),
  };
}

function pickMeanSem({ n, meanPercent, semPercent }: LevelDose) {
  return { n, meanPercent, semPercent };
}

function effectOf(
  vehicle: MeasuredLevel,
  inhibitor: MeasuredLevel,
  ofVehicle: number | null,
  ofInhibitor: number | null,
) {
  const alone = relativeTo(vehicle.controlAu, inhibitor.controlAu);
  if (ofVehicle === null || ofInhibitor === null) {
    return {
      singleAgentSurvivalPercent: alone,
      delta: null,
      relativePercent: null,
      blissExcessPoints: null,
      hsaExcessPoints: null,
    };
  }
  return {
    singleAgentSurvivalPercent: alone,
    delta: finiteOrNull(ofVehicle - ofInhibitor),
    relativePercent: relativeEffect(ofVehicle, ofInhibitor),
    ...excessOf(alone, ofVehicle, ofInhibitor),
  };
}

/** Excess at one dose, points of the vehicle control; null without the inhibitor's own effect. */
export function excessOf(
  singleAgentSurvivalPercent: number | null,
  vehiclePercent: number | null,
  inhibitorPercent: number | null,
): { readonly blissExcessPoints: number | null; readonly hsaExcessPoints: number | null } {
  if (singleAgentSurvivalPercent === null || vehiclePercent === null || inhibitorPercent === null) {
    return { blissExcessPoints: null, hsaExcessPoints: null };
  }
  const combined = (singleAgentSurvivalPercent * inhibitorPercent) / 100;
  const delta = vehiclePercent - inhibitorPercent;
  return {
    blissExcessPoints: finiteOrNull(blissExcess(singleAgentSurvivalPercent, delta)),
    hsaExcessPoints: finiteOrNull(hsaExcess(singleAgentSurvivalPercent, vehiclePercent, combined)),
  };
}

function survivalGaps(
  vehicle: MeasuredLevel,
  inhibitor: MeasuredLevel,
  ofVehicle: LevelDose,
  ofInhibitor: LevelDose,
): Gaps {
  const gaps: Record<string, AssayGap> = {};
  if (ofVehicle.meanPercent === null) gaps.vehicle = lackOf(vehicle, "NO_VEHICLE_CONTROL");
  if (ofInhibitor.meanPercent === null) gaps.inhibitor = lackOf(inhibitor, "NO_INHIBITOR_CONTROL");
  return gaps;
}

function testGaps(tests: Readonly<Record<string, unknown>>, gap: AssayGap): Gaps {
  const missing = Object.keys(tests).filter((name) => tests[name] === null);
  return Object.fromEntries(missing.map((name) => [name, gap]));
}

/** Without survival: either the control cannot be divided by, or every well at the dose is left out. */
function lackOf(level: MeasuredLevel, noControl: AssayGap): AssayGap {
  return level.controlAu !== null && level.controlAu > 0 ? "NO_USABLE_WELL" : noControl;
}
