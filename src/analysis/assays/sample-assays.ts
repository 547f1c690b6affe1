/**
 * What the plates of a sample say beside the verdicts: curves with their intervals, and the results of the assays
 * that are not a comparison over a prednisolone series. A number that cannot be computed is null; where it is not
 * plain why, `notReported` says so by the name of what is missing. Survival is in percent, excess and delta in
 * points, absorbance in AU, prednisolone in µg/mL, inhibitors in µM.
 */
import type { WellName } from "../../domain/well.ts";
import type { Matrix } from "../matrix.ts";
import type { TTest } from "../statistics/t-test.ts";
import type { DescribedCurve } from "./describe-curve.ts";

/** Which analyses run follows from the layout; a plate may hold several assays. */
export const ASSAY_KINDS = [
  "combination-dose-response",
  "combination-one-concentration",
  "single-agent",
  "checkerboard",
  "uniform",
] as const;
export type AssayKind = (typeof ASSAY_KINDS)[number];

/** Why something is not reported. */
export const ASSAY_GAPS = [
  "NO_BACKGROUND",
  "NO_VEHICLE_CONTROL",
  "NO_INHIBITOR_CONTROL",
  "NO_MATCHED_VEHICLE",
  "NO_USABLE_WELL",
  "TOO_FEW_REPLICATES",
  "TOO_FEW_CONTROLS",
  "NO_SCATTER",
  "PLATE_FAILED",
  "TOO_FEW_INHIBITOR_CONCENTRATIONS",
  "TOO_FEW_PREDNISOLONE_DOSES",
  "NO_SINGLE_AGENT",
  "NO_CURVE",
  "BEYOND_EITHER_DRUG",
  "NO_COMBINED_EFFECT",
  "NO_SIGNAL",
] as const;
export type AssayGap = (typeof ASSAY_GAPS)[number];

/** What is not reported, by the name of the number or model, with the reason. */
export type Gaps = Readonly<Record<string, AssayGap>>;

/**
 * The fitted curve of one arm over its prednisolone series: 4PL within its bounds on the survival of the wells, relative
 * to the arm's own control; zero dose included.
 */
export interface ArmCurve extends DescribedCurve {
  readonly plate: string;
  readonly arm: string;
  readonly vehicle: boolean;
  /** Null for the vehicle, and where none is stated. */
  readonly inhibitorUm: number | null;
  /** Fitted and laboratory LC50 contradict each other by more than two-fold; null where one of them says nothing. */
  readonly disagreesWithInterpolation: boolean | null;
}

/** Excess over independence of one inhibitor arm; lists hold every dose of the plate, ascending, zero first. */
export interface ArmExcess {
  readonly plate: string;
  readonly arm: string;
  readonly inhibitorUm: number | null;
  readonly dose: readonly number[];
  readonly blissExcessPoints: readonly (number | null)[];
  readonly hsaExcessPoints: readonly (number | null)[];
}

export interface MeanSem {
  /** Wells that count. */
  readonly n: number;
  readonly meanPercent: number | null;
  /** Null for fewer than two wells. */
  readonly semPercent: number | null;
}

/** One inhibitor with vehicle at the one prednisolone concentration above zero. It shows no dose range: no verdict. */
export interface OneConcentrationResult {
  readonly plate: string;
  readonly arm: string;
  readonly inhibitorUm: number | null;
  readonly prednisoloneUgPerMl: number;
  /** Survival with prednisolone, relative to the same wells without it. */
  readonly vehicle: MeanSem;
  readonly inhibitor: MeanSem;
  /** The inhibitor without prednisolone against the vehicle without it. */
  readonly singleAgentSurvivalPercent: number | null;
  /** Vehicle minus inhibitor, points. */
  readonly delta: number | null;
  readonly relativePercent: number | null;
  readonly blissExcessPoints: number | null;
  readonly hsaExcessPoints: number | null;
  readonly student: TTest | null;
  readonly welch: TTest | null;
  /** Benjamini-Hochberg over the sample's results of this kind on plates that did not fail; undefined P stays out. */
  readonly studentQ: number | null;
  readonly welchQ: number | null;
  readonly notReported: Gaps;
}

/** A titration of inhibitors without prednisolone; lists in ascending order of concentration. */
export interface SingleAgentResult {
  readonly plate: string;
  readonly blankMean: number | null;
  readonly untreatedMeanOd: number | null;
  readonly inhibitorUm: readonly number[];
  /** Mean corrected absorbance of the vehicle wells at the same dilution level. */
  readonly vehicleMeanOd: readonly (number | null)[];
  readonly vehicleN: readonly number[];
  readonly arms: readonly SingleAgentArm[];
}

/**
 * Lists as in the result that holds it; null at a level that the arm does not have. The curve is 3PL over the
 * inhibitor's concentration, on the survival of the wells; at none it is 100 %, as the vehicle is.
 */
export interface SingleAgentArm extends DescribedCurve {
  readonly arm: string;
  readonly n: readonly number[];
  readonly survivalVsMatchedVehicle: readonly (number | null)[];
  readonly sem: readonly (number | null)[];
  readonly notReported: Gaps;
}

/** One inhibitor at several concentrations over several prednisolone doses; matrices are [prednisolone][inhibitor]. */
export interface CheckerboardResult {
  readonly plate: string;
  readonly inhibitor: string;
  /** Ascending, zero first; the same for `inhibitorUm`. */
  readonly prednisoloneUgPerMl: readonly number[];
  readonly inhibitorUm: readonly number[];
  readonly n: readonly (readonly number[])[];
  /** Percent of the wells with neither drug. */
  readonly survivalPercent: Matrix;
  readonly blissExcessPoints: Matrix;
  readonly hsaExcessPoints: Matrix;
  readonly loeweExcessPoints: Matrix;
  /** At the observed effect, of wells with both drugs; below 1 they do more together. `notReported` names empty cells. */
  readonly combinationIndex: Matrix;
  readonly zipDeltaPoints: Matrix;
  /** Means over the cells with both drugs; null where no such cell has a number. */
  readonly meanBlissExcessPoints: number | null;
  readonly meanHsaExcessPoints: number | null;
  readonly meanLoeweExcessPoints: number | null;
  readonly meanZipDeltaPoints: number | null;
  readonly notReported: Gaps;
}

/** In the order in which a uniform plate lists them. */
export const UNIFORM_WARNINGS = [
  "CV_HIGH",
  "ROW_DRIFT",
  "COLUMN_DRIFT",
  "EDGE_EFFECT",
  "WELLS_MASKED",
] as const;
export type UniformWarning = (typeof UNIFORM_WARNINGS)[number];

/** A plate with the same in every well: how even are reader and pipettes? Net absorbance of unmasked wells. */
export interface UniformPlateResult {
  readonly plate: string;
  readonly n: number;
  readonly meanAu: number | null;
  readonly sdAu: number | null;
  readonly cvPercent: number | null;
  /** Mean of the rim over mean of the wells inside. */
  readonly edgeRatio: number | null;
  readonly edgeP: number | null;
  readonly rowDriftPercent: number | null;
  readonly rowDriftP: number | null;
  readonly columnDriftPercent: number | null;
  readonly columnDriftP: number | null;
  /** Rows A-H by columns 1-12; null for a well that is left out. */
  readonly bScore: Matrix | null;
  /** Wells whose B-score is beyond 3, in reading order: for information, even noise alone has one now and then. */
  readonly unevenWells: readonly WellName[];
  readonly verdict: "pass" | "warn" | "fail";
  readonly warnings: readonly UniformWarning[];
  readonly notReported: Gaps;
}

/** Of several wells with the same content the one farthest from their mean. */
export interface FarthestWell {
  readonly well: WellName;
  /** Its distance in standard deviations. */
  readonly G: number;
  /** Two-sided P of Grubbs' test. */
  readonly p: number;
}

/** What is known of a plate's controls beside the figures that have limits; net absorbance of unmasked wells. */
export interface ControlsResult {
  readonly plate: string;
  /** From medians and 1.4826 MAD, untreated against blank. */
  readonly zPrimeRobust: number | null;
  readonly ssmdRobust: number | null;
  /** Difference of the means over the SD of the blanks. */
  readonly signalToNoise: number | null;
  readonly farthestBlank: FarthestWell | null;
  readonly farthestUntreated: FarthestWell | null;
  readonly notReported: Gaps;
}

export interface SampleAssays {
  /** By plate, in the order of `ASSAY_KINDS`; empty where the layout asks nothing that can be answered. */
  readonly assays: Readonly<Record<string, readonly AssayKind[]>>;
  /** One of each plate. */
  readonly controls: readonly ControlsResult[];
  readonly curves: readonly ArmCurve[];
  readonly excess: readonly ArmExcess[];
  readonly oneConcentration: readonly OneConcentrationResult[];
  readonly singleAgents: readonly SingleAgentResult[];
  readonly checkerboards: readonly CheckerboardResult[];
  readonly uniformPlates: readonly UniformPlateResult[];
}

/** A result from before there were assays, or of no plate. */
export const NO_ASSAYS: SampleAssays = {
  assays: {},
  controls: [],
  curves: [],
  excess: [],
  oneConcentration: [],
  singleAgents: [],
  checkerboards: [],
  uniformPlates: [],
};
