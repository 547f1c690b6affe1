import { wellIndex } from "../domain/well.ts";
import type { AnalysisPlate, AnalysisSample } from "./analysis-input.ts";
import { type CorrectedPlate, correctPlate, relativeTo } from "./correct-plate.ts";
import { classifyEffect, type EffectEvidence, judgeComparison } from "./judge-comparison.ts";
import { classifyLc50, compareLc50, type DoseMean, interpolateLc50 } from "./lc50.ts";
import { type Effect, measureEffect } from "./measure-effect.ts";
import { judgePlate } from "./plate-statistics.ts";
import type { ArmResult, Comparison, PlateStatistics, SampleAnalysis } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import { adjustP } from "./statistics/adjust-p.ts";
import { type ArmSummary, summariseArm } from "./summarise-arm.ts";
import { summariseEffect } from "./summarise-effect.ts";

interface MeasuredPlate {
  readonly corrected: CorrectedPlate;
  readonly summaries: readonly ArmSummary[];
  readonly vehicle: ArmSummary | null;
  readonly statistics: PlateStatistics;
  readonly arms: readonly ArmResult[];
}

/** One inhibitor arm of one plate, measured, not yet judged. */
interface Pair {
  readonly measured: MeasuredPlate;
  readonly arm: ArmSummary;
  readonly result: ArmResult;
  readonly effect: Effect;
  /** Null when neither arm has a suspect well. */
  readonly effectWithoutSuspects: Effect | null;
}

const NONE: ReadonlySet<number> = new Set();
const NO_PLATE: ReadonlySet<string> = new Set();

/**
 * The decision path for one sample: masks, correction, plate statistics, LC50, comparison of every inhibitor arm
 * with the vehicle of the same plate, verdict. The family for the adjusted P values is every comparison of the
 * sample whose plate did not fail. `studyQ` is null here; see `withStudyQ`. Plates in `turned` seem to have lain another
 * way round: they fail.
 *
 * Results come in the order of the plates given, the vehicle's arm first, then by first appearance in reading
 * order. What cannot be computed is null with its reason; nothing throws on 96 wells of numbers and nulls, and the
 * same input gives the same bits. Source: analysis reference, section 2.
 */
export function analyseSample(
  sample: AnalysisSample,
  settings: AnalysisSettings,
  turned: ReadonlySet<string> = NO_PLATE,
): SampleAnalysis {
  const plates = sample.plates.map((plate) =>
    measurePlate(plate, sample.sampleId, settings, turned.has(plate.plateId)),
  );
  const pairs = plates.flatMap((plate) => measurePairs(plate, settings));
  const interactionPs = pairs.map((pair) => familyP(pair, pair.effect.interaction));
  const interactionQs = adjustP(interactionPs, "BH");
  const studentQs = adjustP(
    pairs.map((pair) => familyP(pair, pair.effect.student)),
    "BH",
  );
  return {
    plates: Object.fromEntries(
      plates.map(({ corrected, statistics }) => [corrected.plate.plateId, statistics]),
    ),
    arms: plates.flatMap((plate) => plate.arms),
    comparisons: pairs.map((pair, index) =>
      concludePair(pair, sample, settings, {
        interactionQ: interactionQs[index] ?? null,
        studentQ: studentQs[index] ?? null,
        qWithoutSuspects: adjustWithout(pair, interactionPs, index),
      }),
    ),
  };
}

function measurePlate(
  plate: AnalysisPlate,
  sampleId: string,
  settings: AnalysisSettings,
  turned: boolean,
): MeasuredPlate {
  const corrected = correctPlate(plate, settings);
  const summaries = corrected.arms.map((arm) => summariseArm(corrected, arm, NONE));
  const vehicle = summaries.find((summary) => summary.corrected === corrected.vehicle) ?? null;
  const statistics = judgePlate(corrected, summaries, settings, turned);
  const arms = summaries.map((summary) => armResult(summary, corrected, sampleId, settings));
  return { corrected, summaries, vehicle, statistics, arms };
}

function armResult(
  summary: ArmSummary,
  plate: CorrectedPlate,
  sampleId: string,
  settings: AnalysisSettings,
): ArmResult {
  const { design, controlMean, controlWells } = summary.corrected;
  const dose = plate.design.dosesUgPerMl;
  const lc50 = interpolateLc50(nonZeroMeans(summary, dose), settings.lcLevel);
  return {
    plate: plate.plate.plateId,
    patient: sampleId,
    arm: design.arm,
    vehicle: design.vehicle,
    controlOd: controlMean,
    controlWells,
    singleAgentSurvivalPercent: relativeTo(plate.vehicle?.controlMean ?? null, controlMean),
    dose,
    n: summary.doses.map((each) => each.wells.length),
    survivalMean: summary.doses.map((each) => each.mean),
    survivalSd: summary.doses.map((each) => each.sd),
    survivalSem: summary.doses.map((each) => each.sem),
    lc50,
    prednisoloneClass: classifyLc50(lc50, settings),
  };
}

function nonZeroMeans(summary: ArmSummary, dosesUgPerMl: readonly number[]): DoseMean[] {
  return summary.doses.flatMap(({ mean: survivalPercent, wells }, index) => {
    const doseUgPerMl = dosesUgPerMl[index] ?? 0;
    const usable = doseUgPerMl > 0 && survivalPercent !== null;
    return usable ? [{ doseUgPerMl, survivalPercent, n: wells.length }] : [];
  });
}

function measurePairs(measured: MeasuredPlate, settings: AnalysisSettings): Pair[] {
  const { corrected, summaries, vehicle, statistics } = measured;
  const doses = corrected.design.dosesUgPerMl;
  const { wells } = corrected.plate;
  const suspects = statistics.suspects.map(wellIndex);
  return summaries.flatMap((arm, index): Pair[] => {
    const result = measured.arms[index];
    if (arm.corrected.design.vehicle || result === undefined) return [];
    const own = suspects.filter((well) => belongsTo(vehicle, well) || belongsTo(arm, well));
    const leftOut = new Set(own);
    const without = (summary: ArmSummary) => summariseArm(corrected, summary.corrected, leftOut);
    const effect = measureEffect(vehicle, arm, doses, wells, settings);
    const effectWithoutSuspects =
      own.length === 0
        ? null
        : measureEffect(vehicle && without(vehicle), without(arm), doses, wells, settings);
    return [{ measured, arm, result, effect, effectWithoutSuspects }];
  });
}

function belongsTo(arm: ArmSummary | null, well: number): boolean {
  return arm?.corrected.design.wellsByDose.some((wells) => wells.includes(well)) ?? false;
}

/** The P a pair brings into the family of its sample; a failed plate brings none. */
function familyP(pair: Pair, test: { readonly p: number } | null): number | null {
  return pair.measured.statistics.verdict === "fail" ? null : (test?.p ?? null);
}

/** q of the pair without its suspect wells, every other P as measured. */
function adjustWithout(pair: Pair, ps: readonly (number | null)[], index: number): number | null {
  if (pair.effectWithoutSuspects === null) return null;
  const replaced = ps.with(index, familyP(pair, pair.effectWithoutSuspects.interaction));
  return adjustP(replaced, "BH")[index] ?? null;
}

interface AdjustedPs {
  readonly interactionQ: number | null;
  readonly studentQ: number | null;
  readonly qWithoutSuspects: number | null;
}

function concludePair(
  pair: Pair,
  sample: AnalysisSample,
  settings: AnalysisSettings,
  adjusted: AdjustedPs,
): Comparison {
  const { measured, effect, result } = pair;
  const reference = effect.doses[effect.referenceIndex] ?? null;
  const classSuspectsMasked = classWithoutSuspects(pair, adjusted.qWithoutSuspects, settings);
  const verdict = judgeComparison(
    {
      ...evidenceOf(effect, adjusted.interactionQ, measured.vehicle),
      plateFailReasons: measured.statistics.failReasons,
      blastsDay4Percent: sample.blastsDay4Percent,
      armControlOd: result.controlOd,
      singleAgentSurvivalPercent: result.singleAgentSurvivalPercent,
      halfWidthAtReference: reference?.halfWidth ?? null,
      studentP: effect.student?.p ?? null,
      classSuspectsMasked,
    },
    settings,
  );
  return {
    plate: result.plate,
    patient: sample.sampleId,
    arm: result.arm,
    class: verdict.class,
    flag: verdict.flag,
    grade: verdict.grade,
    reasons: verdict.reasons,
    qualifiers: verdict.qualifiers,
    classIgnoringGates: verdict.classIgnoringGates,
    classSuspectsMasked,
    singleAgentSurvivalPercent: result.singleAgentSurvivalPercent,
    dose: result.dose,
    delta: effect.doses.map((dose) => dose.delta),
    relativePercent: effect.doses.map((dose) => dose.relativePercent),
    ciHalfWidth: effect.doses.map((dose) => dose.halfWidth),
    contrastP: effect.doses.map((dose) => dose.contrastP),
    referenceDose: reference?.doseUgPerMl ?? null,
    survivalVehicleAtReference: effect.vehicleAtReference,
    survivalInhibitorAtReference: effect.inhibitorAtReference,
    relativeAtReferencePercent: reference?.relativePercent ?? null,
    studentAtReference: effect.student,
    welchAtReference: effect.welch,
    interaction: effect.interaction,
    interactionQ: adjusted.interactionQ,
    studentQ: adjusted.studentQ,
    ...summariseEffect(effect.doses, settings),
    longestSensitisingRun: verdict.longestSensitisingRun,
    longestAntagonisticRun: verdict.longestAntagonisticRun,
    studyQ: null,
    lc50Ratio: compareLc50(vehicleLc50(measured), result.lc50),
  };
}

function vehicleLc50({ arms, vehicle }: MeasuredPlate) {
  return arms.find((arm) => arm.arm === vehicle?.corrected.design.arm)?.lc50 ?? null;
}

function evidenceOf(
  effect: Effect,
  q: number | null,
  vehicle: ArmSummary | null = null,
): EffectEvidence {
  const doses = effect.doses.map((dose, index) => ({
    ...dose,
    vehicle: dose.vehicle ?? vehicle?.doses[index]?.mean ?? null,
  }));
  const nonZero = doses.filter((dose) => dose.doseUgPerMl > 0);
  return {
    doses: nonZero,
    referenceIndex: effect.referenceIndex - (doses.length - nonZero.length),
    q,
  };
}

function classWithoutSuspects(pair: Pair, q: number | null, settings: AnalysisSettings) {
  if (pair.effectWithoutSuspects === null) return null;
  if (pair.measured.statistics.verdict === "fail") return "inconclusive";
  return classifyEffect(evidenceOf(pair.effectWithoutSuspects, q), settings).class;
}
