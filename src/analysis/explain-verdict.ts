import type { ArmResult, Comparison, Lc50, SampleAnalysis } from "./sample-analysis.ts";
import { CLASS_SENTENCES, QUALIFIER_SENTENCES, reasonSentence } from "./sentences.ts";
import type { AnalysisSettings } from "./settings.ts";

/** The arms that a comparison compares; null where the plate has none. */
export interface ComparedArms {
  readonly vehicle: ArmResult | null;
  readonly inhibitor: ArmResult | null;
}

/** The arms of a comparison, from the analysis it is part of. */
export function findComparedArms(
  analysis: Pick<SampleAnalysis, "arms">,
  comparison: Pick<Comparison, "plate" | "arm">,
): ComparedArms {
  const ofPlate = analysis.arms.filter((arm) => arm.plate === comparison.plate);
  return {
    vehicle: ofPlate.find((arm) => arm.vehicle) ?? null,
    inhibitor: ofPlate.find((arm) => arm.arm === comparison.arm) ?? null,
  };
}

/**
 * A verdict in a few sentences with the numbers and limits it rests on: class, every reason, effect at the reference
 * dose, interaction, runs of doses, LC50s, qualifiers. Numbers are rounded for reading only. What is null is said to
 * be missing, or left out where it says nothing.
 */
export function explainVerdict(
  comparison: Comparison,
  arms: ComparedArms,
  settings: AnalysisSettings,
): string[] {
  return [
    headline(comparison),
    ...comparison.reasons.map(reasonSentence),
    effectSentence(comparison, settings),
    interactionSentence(comparison, settings),
    runSentence(comparison, settings),
    lc50Sentence(comparison, arms),
    ...suspectSentence(comparison),
    ...comparison.qualifiers.map((qualifier) => QUALIFIER_SENTENCES[qualifier]),
  ];
}

/** A number as people read it: three significant digits, very small ones as powers of ten; `–` for null. */
export function formatNumber(value: number | null): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

/** An LC50 with its bound, e.g. `> 250 µg/mL`; `not measured` for null. */
export function formatLc50(lc50: Lc50 | null): string {
  if (lc50 === null) return "not measured";
  const bound = lc50.relation === "=" ? "" : `${lc50.relation} `;
  return `${bound}${formatNumber(lc50.value)} µg/mL`;
}

function headline(comparison: Comparison): string {
  const grade = comparison.grade === null ? "" : ` Grade ${comparison.grade}.`;
  return `${comparison.arm}: ${CLASS_SENTENCES[comparison.class]}${grade}`;
}

function effectSentence(comparison: Comparison, settings: AnalysisSettings): string {
  const { arm, referenceDose, survivalVehicleAtReference: vehicle } = comparison;
  const index = referenceDose === null ? -1 : comparison.dose.indexOf(referenceDose);
  const delta = comparison.delta[index] ?? null;
  if (referenceDose === null || delta === null) {
    return "There is no effect to report at the reference dose.";
  }
  const inhibitor = comparison.survivalInhibitorAtReference;
  const half = comparison.ciHalfWidth[index] ?? null;
  const interval = half === null ? "without an interval" : `± ${formatNumber(half)}`;
  const direction = delta < 0 ? "more" : "less";
  return (
    `At ${formatNumber(referenceDose)} µg/mL prednisolone ${formatNumber(vehicle)} % of the cells live with vehicle ` +
    `and ${formatNumber(inhibitor)} % with ${arm}: ${formatNumber(Math.abs(delta))} points ${direction} ` +
    `(${interval}; up to ± ${settings.ciHalfWidthMax} is precise enough)${shareOfVehicle(comparison)}; ` +
    `P = ${formatNumber(comparison.contrastP[index] ?? null)}.`
  );
}

/** How much of the vehicle's survival is gone, or how many times it has become. */
function shareOfVehicle(comparison: Comparison): string {
  const relative = comparison.relativeAtReferencePercent;
  if (relative === null) return "";
  if (relative >= 0) return `, which is ${formatNumber(relative)} % of what lives with vehicle`;
  return `, ${formatNumber(1 - relative / 100)} times what lives with vehicle`;
}

function interactionSentence(comparison: Comparison, settings: AnalysisSettings): string {
  const { interaction, interactionQ } = comparison;
  if (interaction === null)
    return "The interaction of inhibitor and prednisolone cannot be computed.";
  const { F, df1, df2, p } = interaction;
  const test = `F(${df1}, ${df2}) = ${formatNumber(F)}, P = ${formatNumber(p)}`;
  if (interactionQ === null) {
    return `Interaction of inhibitor and prednisolone: ${test}; not adjusted, because the plate failed.`;
  }
  const sign = interactionQ < settings.alpha ? "below" : "not below";
  return (
    `Interaction of inhibitor and prednisolone: ${test}, adjusted over the sample's comparisons ` +
    `q = ${formatNumber(interactionQ)}, ${sign} ${settings.alpha}.`
  );
}

function runSentence(comparison: Comparison, settings: AnalysisSettings): string {
  return (
    `Neighbouring doses that count: ${comparison.longestSensitisingRun} sensitising, ` +
    `${comparison.longestAntagonisticRun} antagonistic; two are needed, each with at least ` +
    `${settings.effectPoints} points and ${settings.effectRelative} % and P below ${settings.alpha}.`
  );
}

function lc50Sentence(comparison: Comparison, arms: ComparedArms): string {
  const vehicle = formatLc50(arms.vehicle?.lc50 ?? null);
  const inhibitor = formatLc50(arms.inhibitor?.lc50 ?? null);
  const { relation, value } = comparison.lc50Ratio;
  const sign = relation === "=" ? "" : `${relation === ">=" ? "≥" : "≤"} `;
  const ratio =
    value === null
      ? "their ratio cannot be told"
      : `vehicle over inhibitor ${sign}${formatNumber(value)}`;
  return `LC50 of prednisolone: ${vehicle} with vehicle, ${inhibitor} with ${comparison.arm}; ${ratio}.`;
}

function suspectSentence({ classSuspectsMasked }: Comparison): string[] {
  if (classSuspectsMasked === null) return [];
  return [
    `Without the suspect wells of discordant duplicates the class is ${classSuspectsMasked}.`,
  ];
}
