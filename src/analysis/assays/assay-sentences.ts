/** The assays, and why a number of theirs is not reported, in sentences for technician and reviewer. */
import type { AssayGap, AssayKind, UniformWarning } from "./sample-assays.ts";

export const ASSAY_TITLES: Readonly<Record<AssayKind, string>> = {
  "combination-dose-response": "Inhibitors with prednisolone over a series of doses",
  "combination-one-concentration": "Inhibitors with prednisolone at one concentration",
  "single-agent": "Inhibitors alone",
  checkerboard: "Inhibitor and prednisolone crossed",
  uniform: "The same in every well",
};

export const ASSAY_SENTENCES: Readonly<Record<AssayKind, string>> = {
  "combination-dose-response":
    "Each inhibitor beside the vehicle over the prednisolone doses. Verdicts, where the plate carries any, come from their comparison alone; fitted curves change none.",
  "combination-one-concentration":
    "One prednisolone concentration shows no dose range, so there is no verdict and no flag: mean, SEM and tests only.",
  "single-agent":
    "Survival under the inhibitor alone, against vehicle wells of the same dilution; it says nothing of prednisolone and raises no flag.",
  checkerboard:
    "What both drugs do together beyond a reference model, each named; above zero they do more together. No flag comes from it.",
  uniform:
    "Checks how evenly reader and pipettes treat a plate; it holds no treatment, so there is nothing to judge about a sample.",
};

export const GAP_SENTENCES: Readonly<Record<AssayGap, string>> = {
  NO_BACKGROUND: "there is no usable blank to take the background off",
  NO_VEHICLE_CONTROL: "the vehicle has no usable well without prednisolone to divide by",
  NO_INHIBITOR_CONTROL: "the inhibitor has no usable well without prednisolone to divide by",
  NO_MATCHED_VEHICLE: "there is no usable vehicle well at the same dilution",
  NO_USABLE_WELL: "every well is left out",
  TOO_FEW_REPLICATES: "a test needs two usable wells in each arm",
  TOO_FEW_CONTROLS: "there are too few usable blanks or untreated wells",
  NO_SCATTER: "the wells agree to the last digit: there is no scatter to judge by",
  PLATE_FAILED: "the plate failed, so that its P values are not among those adjusted",
  TOO_FEW_INHIBITOR_CONCENTRATIONS:
    "the inhibitor alone has fewer than three usable concentrations above zero",
  TOO_FEW_PREDNISOLONE_DOSES: "prednisolone alone has fewer than three usable doses above zero",
  NO_SINGLE_AGENT: "there is no usable well of one of the drugs alone, or none with both",
  NO_CURVE: "no falling curve could be fitted to one of the drugs alone",
  BEYOND_EITHER_DRUG: "neither drug alone reaches so strong an effect at any dose",
  NO_COMBINED_EFFECT:
    "both drugs together have no effect that doses of one alone could be compared with",
  NO_SIGNAL: "the mean absorbance is not above zero",
};

const GAP_NAMES: Readonly<Record<string, string>> = {
  bliss: "Bliss",
  hsa: "HSA",
  loewe: "Loewe",
  zip: "ZIP",
  combinationIndex: "combination index",
  student: "Student's test",
  welch: "Welch's test",
  studentQ: "Student's q",
  welchQ: "Welch's q",
  bScore: "B-scores",
  edgeP: "P of the rim",
  rowDriftP: "P of the drift over rows",
  columnDriftP: "P of the drift over columns",
};

/** The name of what is not reported, as people call it; doses behind it stay. */
export function gapName(name: string): string {
  const [first = ""] = name.split(" ");
  return `${GAP_NAMES[first] ?? first}${name.slice(first.length)}`;
}

export const UNIFORM_WARNING_SENTENCES: Readonly<Record<UniformWarning, string>> = {
  CV_HIGH: "The wells differ more than usual from each other.",
  ROW_DRIFT: "Absorbance drifts from row A to row H.",
  COLUMN_DRIFT: "Absorbance drifts from column 1 to column 12.",
  EDGE_EFFECT: "Wells at the rim differ from those inside.",
  WELLS_MASKED: "Some wells are left out; each says why.",
};

export const UNIFORM_FAIL_SENTENCE =
  "Wells with the same content differ far too much from each other, or have no signal.";
