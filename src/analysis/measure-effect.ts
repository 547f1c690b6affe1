import type { AnalysisWell } from "./analysis-input.ts";
import type { Interaction } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import {
  type InteractionTest,
  type SeriesValue,
  testInteraction,
} from "./statistics/interaction-test.ts";
import { finiteOrNull, mean } from "./statistics/moments.ts";
import { studentTest, type TTest, welchTest } from "./statistics/t-test.ts";
import { quantileT, twoSidedT } from "./statistics/tails.ts";
import type { ArmSummary } from "./summarise-arm.ts";

/** One dose of a comparison; all numbers null where it is not tested. Survival and delta in percent (points). */
export interface DoseEffect {
  readonly doseUgPerMl: number;
  /** At least one unmasked well in both arms. */
  readonly tested: boolean;
  readonly vehicle: number | null;
  readonly inhibitor: number | null;
  /** Vehicle minus inhibitor: above zero the inhibitor sensitises. */
  readonly delta: number | null;
  readonly relativePercent: number | null;
  readonly contrastP: number | null;
  /** Of the 95 % interval of delta. */
  readonly halfWidth: number | null;
}

/** Everything measured of one inhibitor arm against its vehicle, before any verdict. */
export interface Effect {
  /** Every dose of the plate, ascending, zero first. */
  readonly doses: readonly DoseEffect[];
  readonly interaction: Interaction | null;
  /** Index in `doses` of the reference dose; -1 on a plate without a non-zero dose. */
  readonly referenceIndex: number;
  /** Means at the reference dose, given even if only one of the arms has wells there. */
  readonly vehicleAtReference: number | null;
  readonly inhibitorAtReference: number | null;
  readonly student: TTest | null;
  readonly welch: TTest | null;
}

const CONFIDENCE_QUANTILE = 0.975;

/**
 * Compares an inhibitor arm with the vehicle arm dose by dose: delta, contrast with the pooled error of the
 * interaction test plus the error of both controls, and t tests at the reference dose. `vehicle` is null on a plate
 * without one: then nothing is tested. Source: analysis reference, 2.6.
 */
export function measureEffect(
  vehicle: ArmSummary | null,
  inhibitor: ArmSummary,
  dosesUgPerMl: readonly number[],
  wells: readonly AnalysisWell[],
  settings: AnalysisSettings,
): Effect {
  const test = vehicle === null ? null : testInteraction(seriesValues(vehicle, inhibitor, wells));
  const tQuantile = test === null ? null : quantileT(CONFIDENCE_QUANTILE, test.df2);
  const referenceIndex = nearestDose(dosesUgPerMl, settings.referenceDose);
  const vehicleAtReference = vehicle?.doses[referenceIndex];
  const inhibitorAtReference = inhibitor.doses[referenceIndex];
  const a = vehicleAtReference?.survival ?? [];
  const b = inhibitorAtReference?.survival ?? [];
  const enough = a.length >= 2 && b.length >= 2;
  return {
    doses: dosesUgPerMl.map((doseUgPerMl, index) => {
      const means = doseMeans(vehicle, inhibitor, index);
      const se = means === null || test === null ? null : contrastError(means, test.msError);
      return { doseUgPerMl, ...effectOf(means), ...contrastOf(means, se, test, tQuantile) };
    }),
    interaction: test === null ? null : pickInteraction(test),
    referenceIndex,
    vehicleAtReference: vehicleAtReference?.mean ?? null,
    inhibitorAtReference: inhibitorAtReference?.mean ?? null,
    student: enough ? studentTest(a, b) : null,
    welch: enough ? welchTest(a, b) : null,
  };
}

/** Survival nearer to zero than this, in points, is a zero with rounding. */
const ZERO_SURVIVAL = 1e-9;

/** Relative effect `100 (vehicle - inhibitor) / vehicle` in percent; null where the vehicle's survival is 0. */
export function relativeEffect(vehicle: number, inhibitor: number): number | null {
  if (Math.abs(vehicle) < ZERO_SURVIVAL) return null;
  return finiteOrNull((100 * (vehicle - inhibitor)) / vehicle);
}

/** Index of the non-zero dose nearest to `target`, the lower one on a tie; -1 where there is none. */
function nearestDose(dosesUgPerMl: readonly number[], target: number): number {
  let nearest = -1;
  let distance = Number.POSITIVE_INFINITY;
  dosesUgPerMl.forEach((dose, index) => {
    if (dose > 0 && Math.abs(dose - target) < distance) {
      nearest = index;
      distance = Math.abs(dose - target);
    }
  });
  return nearest;
}

/** Both arms at one tested dose. Means are null in an arm without a usable control. */
interface TestedDose {
  readonly vehicle: number | null;
  readonly inhibitor: number | null;
  /** Sum of the reciprocal counts, of wells at the dose and of control wells. */
  readonly wellShare: number;
  readonly vehicleControls: number;
  readonly inhibitorControls: number;
}

function doseMeans(
  vehicle: ArmSummary | null,
  inhibitor: ArmSummary,
  index: number,
): TestedDose | null {
  const ofVehicle = vehicle?.doses[index];
  const ofInhibitor = inhibitor.doses[index];
  if (!vehicle || !ofVehicle || !ofInhibitor) return null;
  if (ofVehicle.wells.length === 0 || ofInhibitor.wells.length === 0) return null;
  return {
    vehicle: ofVehicle.mean,
    inhibitor: ofInhibitor.mean,
    wellShare: 1 / ofVehicle.wells.length + 1 / ofInhibitor.wells.length,
    vehicleControls: vehicle.corrected.controlWells,
    inhibitorControls: inhibitor.corrected.controlWells,
  };
}

function effectOf(means: TestedDose | null) {
  const vehicle = means?.vehicle ?? null;
  const inhibitor = means?.inhibitor ?? null;
  const both = vehicle !== null && inhibitor !== null;
  return {
    tested: means !== null,
    vehicle,
    inhibitor,
    delta: both ? finiteOrNull(vehicle - inhibitor) : null,
    relativePercent: both ? relativeEffect(vehicle, inhibitor) : null,
  };
}

/** Standard error of delta in points: pooled well error, and that of the controls in proportion to survival. */
function contrastError(means: TestedDose, msError: number): number | null {
  if (means.vehicle === null || means.inhibitor === null) return null;
  const controlShare =
    (means.vehicle / 100) ** 2 / means.vehicleControls +
    (means.inhibitor / 100) ** 2 / means.inhibitorControls;
  return finiteOrNull(Math.sqrt(msError * (means.wellShare + controlShare)));
}

function contrastOf(
  means: TestedDose | null,
  se: number | null,
  test: InteractionTest | null,
  tQuantile: number | null,
) {
  const untested = { contrastP: null, halfWidth: null };
  if (means === null || means.vehicle === null || means.inhibitor === null) return untested;
  if (se === null || test === null || tQuantile === null || se === 0) return untested;
  return {
    contrastP: twoSidedT((means.vehicle - means.inhibitor) / se, test.df2),
    halfWidth: finiteOrNull(tQuantile * se),
  };
}

function pickInteraction({ F, df1, df2, p, msError }: InteractionTest): Interaction {
  return { F, df1, df2, p, msError };
}

/** Series values of both arms at the doses tested, zero included; wells of one replicate and dose are averaged. */
function seriesValues(
  vehicle: ArmSummary,
  inhibitor: ArmSummary,
  wells: readonly AnalysisWell[],
): SeriesValue[] {
  const seriesIds = new Map<string, number>();
  return [vehicle, inhibitor].flatMap((summary, arm) =>
    summary.doses.flatMap((dose, doseIndex) => {
      const tested =
        (vehicle.doses[doseIndex]?.survival.length ?? 0) > 0 &&
        (inhibitor.doses[doseIndex]?.survival.length ?? 0) > 0;
      if (!tested) return [];
      return [...byReplicate(dose.wells, dose.survival, wells)].flatMap(([replicate, survival]) => {
        const key = `${arm} ${replicate}`;
        const series = seriesIds.get(key) ?? seriesIds.size;
        seriesIds.set(key, series);
        const value = mean(survival);
        return value === null ? [] : [{ arm, series, dose: doseIndex, value }];
      });
    }),
  );
}

function byReplicate(
  indices: readonly number[],
  survival: readonly number[],
  wells: readonly AnalysisWell[],
): Map<number | null, number[]> {
  const groups = new Map<number | null, number[]>();
  indices.forEach((well, position) => {
    const replicate = wells[well]?.replicate ?? null;
    const value = survival[position];
    if (value === undefined) return;
    const group = groups.get(replicate);
    if (group === undefined) groups.set(replicate, [value]);
    else group.push(value);
  });
  return groups;
}
