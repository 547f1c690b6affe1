import { relativeEffect } from "./measure-effect.ts";
import {
  COMPARISON_REASONS,
  type ComparisonClass,
  type ComparisonReason,
  type FailReason,
  QUALIFIERS,
  type Qualifier,
  type VerdictReason,
} from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";

/** One non-zero dose as the rule sees it; survival in percent, null without a number. The vehicle's also where not tested. */
export interface DoseEvidence {
  readonly tested: boolean;
  readonly vehicle: number | null;
  readonly inhibitor: number | null;
  readonly contrastP: number | null;
}

/** What decides the class of an effect, gates apart. */
export interface EffectEvidence {
  /** Every non-zero dose of the plate, ascending. */
  readonly doses: readonly DoseEvidence[];
  /** Index of the reference dose in `doses`; -1 = the plate has none. */
  readonly referenceIndex: number;
  /** Adjusted P of the interaction; null = plate failed, or there is no P. */
  readonly q: number | null;
}

/** All that decides a verdict. An input that is left out passes the check made on it. */
export interface VerdictEvidence extends EffectEvidence {
  readonly plateFailReasons?: readonly FailReason[];
  /** Null = not entered. */
  readonly blastsDay4Percent?: number | null;
  /** Z of the inhibitor arm, AU; null = no control well. */
  readonly armControlOd?: number | null;
  readonly singleAgentSurvivalPercent?: number | null;
  /** Of the 95 % interval of delta at the reference dose, points; null = cannot be computed. */
  readonly halfWidthAtReference?: number | null;
  readonly studentP?: number | null;
  /** The class without the suspect wells; null or left out = there are none. */
  readonly classSuspectsMasked?: ComparisonClass | null;
}

export interface EffectClass {
  readonly class: ComparisonClass;
  /** Why the rules themselves cannot decide. */
  readonly reason: "MIXED_DIRECTION" | "EFFECT_NOT_SIGNIFICANT" | null;
  readonly longestSensitisingRun: number;
  readonly longestAntagonisticRun: number;
}

export interface Verdict {
  readonly class: ComparisonClass;
  readonly flag: boolean;
  readonly grade: "A" | "B" | null;
  readonly reasons: readonly VerdictReason[];
  readonly qualifiers: readonly Qualifier[];
  readonly classIgnoringGates: ComparisonClass;
  readonly longestSensitisingRun: number;
  readonly longestAntagonisticRun: number;
}

/** Neighbouring doses that must agree before an effect is one. */
const RUN_MIN = 2;
/** With fewer doses than these above the headroom limit there is none, or little. */
const HEADROOM_DOSES_MIN = 2;
const HEADROOM_DOSES_AMPLE = 4;

/**
 * The rule below the gates: effect size and contrast at neighbouring doses, interaction significant, complete if
 * next to nothing is left at the reference dose. Source: analysis reference, 2.6 (doses that count) and 2.7.
 */
export function classifyEffect(evidence: EffectEvidence, settings: AnalysisSettings): EffectClass {
  const sensitising = longestRun(evidence.doses, (dose) => isSensitising(dose, settings));
  const antagonistic = longestRun(evidence.doses, (dose) => isAntagonistic(dose, settings));
  const decided = (effectClass: ComparisonClass, reason: EffectClass["reason"] = null) => ({
    class: effectClass,
    reason,
    longestSensitisingRun: sensitising,
    longestAntagonisticRun: antagonistic,
  });
  if (sensitising >= RUN_MIN && antagonistic >= RUN_MIN) {
    return decided("inconclusive", "MIXED_DIRECTION");
  }
  if (sensitising < RUN_MIN && antagonistic < RUN_MIN) return decided("none");
  if (evidence.q === null || evidence.q >= settings.alpha) {
    return decided("inconclusive", "EFFECT_NOT_SIGNIFICANT");
  }
  if (antagonistic >= RUN_MIN) return decided("antagonistic");
  return decided(isComplete(evidence, settings) ? "complete" : "partial");
}

/**
 * The verdict on one comparison with every reason, qualifier and grade, in the order of the reference, 2.7. Never
 * changes a number; on a failed plate only the plate's reasons and BLASTS_LOW are given.
 */
export function judgeComparison(evidence: VerdictEvidence, settings: AnalysisSettings): Verdict {
  const plateFails = evidence.plateFailReasons ?? [];
  const failed = plateFails.length > 0;
  const effect = classifyEffect(evidence, settings);
  const classIgnoringGates = failed ? "inconclusive" : effect.class;
  const raised = raisedReasons(evidence, effect, settings);
  const reasons: VerdictReason[] = [
    ...plateFails.map((reason) => `PLATE_${reason}` as const),
    ...COMPARISON_REASONS.filter(
      (reason) => raised[reason] && (!failed || reason === "BLASTS_LOW"),
    ),
  ];
  const verdict = reasons.length > 0 ? "inconclusive" : classIgnoringGates;
  const flag = verdict !== "none" && verdict !== "inconclusive";
  return {
    class: verdict,
    flag,
    grade: flag ? gradeOf(evidence, settings) : null,
    reasons,
    qualifiers: qualifiersOf(evidence, verdict, settings),
    classIgnoringGates,
    longestSensitisingRun: effect.longestSensitisingRun,
    longestAntagonisticRun: effect.longestAntagonisticRun,
  };
}

function raisedReasons(
  evidence: VerdictEvidence,
  effect: EffectClass,
  settings: AnalysisSettings,
): Record<ComparisonReason, boolean> {
  const { armControlOd, singleAgentSurvivalPercent, classSuspectsMasked = null } = evidence;
  const tooFewDoses =
    evidence.doses.filter((dose) => dose.tested).length < settings.dosesMin ||
    evidence.doses[evidence.referenceIndex]?.tested !== true;
  const imprecise = !tooFewDoses && isImprecise(evidence, settings);
  const asMeasured = imprecise ? "inconclusive" : effect.class;
  return {
    BLASTS_LOW: isBelow(evidence.blastsDay4Percent, settings.blastsMin),
    ARM_CONTROL_OD_LOW: armControlOd === null || isBelow(armControlOd, settings.controlOdMin),
    SINGLE_AGENT_TOXIC: isBelow(singleAgentSurvivalPercent, settings.singleAgentMin),
    TOO_FEW_DOSES: tooFewDoses,
    IMPRECISE: imprecise,
    MIXED_DIRECTION: effect.reason === "MIXED_DIRECTION",
    EFFECT_NOT_SIGNIFICANT: effect.reason === "EFFECT_NOT_SIGNIFICANT",
    REPLICATE_DISCORDANCE: classSuspectsMasked !== null && classSuspectsMasked !== asMeasured,
  };
}

function isBelow(value: number | null | undefined, limit: number): boolean {
  return typeof value === "number" && value < limit;
}

/** Both means known but no interval around their difference (single wells): its precision fails too. */
function isImprecise(evidence: VerdictEvidence, settings: AnalysisSettings): boolean {
  const { halfWidthAtReference: half } = evidence;
  if (typeof half === "number") return half > settings.ciHalfWidthMax;
  const reference = evidence.doses[evidence.referenceIndex];
  const measured = reference?.vehicle !== null && reference?.inhibitor !== null;
  return half === null && measured;
}

function isSensitising(dose: DoseEvidence, settings: AnalysisSettings): boolean {
  const { vehicle, inhibitor, contrastP, tested } = dose;
  if (!tested || vehicle === null || inhibitor === null || contrastP === null) return false;
  return (
    vehicle - inhibitor >= settings.effectPoints &&
    (relativeEffect(vehicle, inhibitor) ?? 0) >= settings.effectRelative &&
    vehicle >= settings.headroom &&
    contrastP < settings.alpha
  );
}

function isAntagonistic(dose: DoseEvidence, settings: AnalysisSettings): boolean {
  const { vehicle, inhibitor, contrastP, tested } = dose;
  if (!tested || vehicle === null || inhibitor === null || contrastP === null) return false;
  const delta = vehicle - inhibitor;
  const protectionPercent = (-100 * delta) / (100 - vehicle);
  return (
    delta <= -settings.effectPoints &&
    protectionPercent >= settings.effectRelative &&
    vehicle <= 100 - settings.killNeeded &&
    contrastP < settings.alpha
  );
}

function longestRun(
  doses: readonly DoseEvidence[],
  counts: (dose: DoseEvidence) => boolean,
): number {
  let run = 0;
  let longest = 0;
  for (const dose of doses) {
    run = counts(dose) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function isComplete(evidence: EffectEvidence, settings: AnalysisSettings): boolean {
  const reference = evidence.doses[evidence.referenceIndex];
  if (reference === undefined || !reference.tested) return false;
  const { vehicle, inhibitor, contrastP } = reference;
  if (vehicle === null || inhibitor === null || contrastP === null) return false;
  const relative = relativeEffect(vehicle, inhibitor);
  return (
    inhibitor <= settings.completeResidual &&
    relative !== null &&
    relative >= settings.completeRelative &&
    contrastP < settings.alpha
  );
}

function gradeOf(evidence: VerdictEvidence, settings: AnalysisSettings): "A" | "B" {
  const contrastP = evidence.doses[evidence.referenceIndex]?.contrastP ?? null;
  const strong =
    isBelow(evidence.q, settings.gradeQ) &&
    isBelow(contrastP, settings.gradeContrastP) &&
    isBelow(evidence.studentP, settings.gradeStudentP);
  return strong ? "A" : "B";
}

function qualifiersOf(
  evidence: VerdictEvidence,
  verdict: ComparisonClass,
  settings: AnalysisSettings,
): Qualifier[] {
  // The vehicle's own survival counts, whether or not the inhibitor's arm has wells at that dose.
  const ample = evidence.doses.filter(
    ({ vehicle }) => vehicle !== null && vehicle >= settings.headroom,
  ).length;
  const holds: Record<Qualifier, boolean> = {
    NO_HEADROOM: ample < HEADROOM_DOSES_MIN,
    LIMITED_HEADROOM: ample >= HEADROOM_DOSES_MIN && ample < HEADROOM_DOSES_AMPLE,
    SIGNIFICANT_BUT_SMALL: verdict === "none" && isBelow(evidence.q, settings.alpha),
    BLASTS_NOT_ENTERED: evidence.blastsDay4Percent === null,
  };
  return QUALIFIERS.filter((qualifier) => holds[qualifier]);
}
