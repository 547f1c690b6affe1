/**
 * What the analysis says of a sample: names and nesting are those of the stored studies. A number that cannot be
 * computed is null; survival, delta and drift are percent or percentage points, absorbance is in AU.
 */
import type { WellName } from "../domain/well.ts";
import type { TTest } from "./statistics/t-test.ts";

export const MASK_REASONS = [
  "over-range",
  "reference-artefact",
  "review",
  "blank-outlier",
] as const;
export type MaskReason = (typeof MASK_REASONS)[number];

/** In the order in which a plate lists them. */
export const FAIL_REASONS = [
  "TURNED",
  "TOO_FEW_BLANKS",
  "CONTROL_OD_LOW",
  "Z_PRIME_FAIL",
  "CONTROL_CV_FAIL",
  "SIGNAL_TO_BACKGROUND_FAIL",
] as const;
export type FailReason = (typeof FAIL_REASONS)[number];

/** In the order in which a plate lists them. */
export const PLATE_WARNINGS = [
  "NO_UNTREATED",
  "Z_PRIME_LOW",
  "CONTROL_CV_HIGH",
  "BLANK_SD_HIGH",
  "ROW_DRIFT",
  "COLUMN_DRIFT",
  "EDGE_EFFECT",
  "VEHICLE_EFFECT",
  "SINGLE_WAVELENGTH",
  "REFERENCE_SUBTRACTED",
  "DISCORDANT_DUPLICATES",
  "WELLS_MASKED",
] as const;
export type PlateWarning = (typeof PLATE_WARNINGS)[number];

/** In the order in which a comparison lists them, after `PLATE_…`. */
export const COMPARISON_REASONS = [
  "BLASTS_LOW",
  "ARM_CONTROL_OD_LOW",
  "SINGLE_AGENT_TOXIC",
  "TOO_FEW_DOSES",
  "IMPRECISE",
  "MIXED_DIRECTION",
  "EFFECT_NOT_SIGNIFICANT",
  "REPLICATE_DISCORDANCE",
] as const;
export type ComparisonReason = (typeof COMPARISON_REASONS)[number];
export type VerdictReason = `PLATE_${FailReason}` | ComparisonReason;

/** In the order in which a comparison lists them. */
export const QUALIFIERS = [
  "NO_HEADROOM",
  "LIMITED_HEADROOM",
  "SIGNIFICANT_BUT_SMALL",
  "BLASTS_NOT_ENTERED",
] as const;
export type Qualifier = (typeof QUALIFIERS)[number];

export const COMPARISON_CLASSES = [
  "complete",
  "partial",
  "antagonistic",
  "none",
  "inconclusive",
] as const;
export type ComparisonClass = (typeof COMPARISON_CLASSES)[number];

export type PrednisoloneClass = "sensitive" | "intermediate" | "resistant" | "indeterminate";

/** `wells` and `survival` in replicate order. */
export interface DiscordantDuplicate {
  readonly arm: string;
  readonly dose: number;
  readonly wells: readonly WellName[];
  readonly survival: readonly number[];
}

export interface PositionEffects {
  readonly rowDriftPercent: number | null;
  readonly rowDriftP: number | null;
  readonly columnDriftPercent: number | null;
  readonly columnDriftP: number | null;
  readonly edgeEffectPercent: number | null;
  readonly edgeEffectP: number | null;
  readonly withinConditionCvPercent: number | null;
  readonly withinConditionDf: number | null;
}

export interface ControlStatistics {
  readonly nBlank: number;
  readonly blankMean: number | null;
  readonly blankSd: number | null;
  readonly nUntreated: number;
  readonly untreatedMeanOd: number | null;
  readonly cvUntreatedPercent: number | null;
  readonly vehicleControlOd: number | null;
  readonly vehicleEffectPercent: number | null;
  readonly zPrime: number | null;
  readonly ssmd: number | null;
  readonly signalToBackground: number | null;
}

export interface PlateStatistics extends ControlStatistics, PositionEffects {
  readonly duplicateRobustSd: number | null;
  readonly verdict: "pass" | "warn" | "fail";
  readonly failReasons: readonly FailReason[];
  readonly warnings: readonly PlateWarning[];
  readonly masked: readonly { readonly well: WellName; readonly reason: MaskReason }[];
  readonly discordant: readonly DiscordantDuplicate[];
  readonly suspects: readonly WellName[];
}

export interface Lc50 {
  /** `<` and `>` are bounds: `value` is then the lowest or highest dose tested. */
  readonly relation: "=" | "<" | ">";
  /** µg/mL prednisolone. */
  readonly value: number;
  readonly multipleCrossings: boolean;
}

export interface Lc50Ratio {
  readonly relation: "=" | ">=" | "<=" | "indeterminate";
  readonly value: number | null;
}

/** One arm of one plate; lists hold every dose of the plate, ascending, zero first. */
export interface ArmResult {
  readonly plate: string;
  /** The sample's id. */
  readonly patient: string;
  readonly arm: string;
  readonly vehicle: boolean;
  readonly controlOd: number | null;
  readonly controlWells: number;
  readonly singleAgentSurvivalPercent: number | null;
  readonly dose: readonly number[];
  readonly n: readonly number[];
  readonly survivalMean: readonly (number | null)[];
  readonly survivalSd: readonly (number | null)[];
  readonly survivalSem: readonly (number | null)[];
  /** Null where no non-zero dose has a survival. */
  readonly lc50: Lc50 | null;
  readonly prednisoloneClass: PrednisoloneClass;
}

export interface Interaction {
  readonly F: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
  readonly msError: number;
}

/** One inhibitor arm against the vehicle of the same plate; lists as in `ArmResult`, null at a dose not tested. */
export interface Comparison {
  readonly plate: string;
  /** The sample's id. */
  readonly patient: string;
  readonly arm: string;
  readonly class: ComparisonClass;
  readonly flag: boolean;
  /** Null without a flag. */
  readonly grade: "A" | "B" | null;
  readonly reasons: readonly VerdictReason[];
  readonly qualifiers: readonly Qualifier[];
  readonly classIgnoringGates: ComparisonClass;
  /** Null when neither arm has a suspect well. */
  readonly classSuspectsMasked: ComparisonClass | null;
  readonly singleAgentSurvivalPercent: number | null;
  readonly dose: readonly number[];
  readonly delta: readonly (number | null)[];
  readonly relativePercent: readonly (number | null)[];
  readonly ciHalfWidth: readonly (number | null)[];
  readonly contrastP: readonly (number | null)[];
  readonly referenceDose: number | null;
  readonly survivalVehicleAtReference: number | null;
  readonly survivalInhibitorAtReference: number | null;
  readonly relativeAtReferencePercent: number | null;
  readonly studentAtReference: TTest | null;
  readonly welchAtReference: TTest | null;
  readonly interaction: Interaction | null;
  readonly interactionQ: number | null;
  readonly studentQ: number | null;
  readonly meanDelta: number | null;
  readonly maxRelativePercent: number | null;
  readonly maxRelativeDose: number | null;
  readonly largestLossPoints: number | null;
  readonly longestSensitisingRun: number;
  readonly longestAntagonisticRun: number;
  /** Where results are shown together, never stored; null before, on a failed plate and where the interaction has no P. */
  readonly studyQ: number | null;
  readonly lc50Ratio: Lc50Ratio;
}

export interface SampleAnalysis {
  readonly plates: Readonly<Record<string, PlateStatistics>>;
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly Comparison[];
}
