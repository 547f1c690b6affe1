/**
 * Every code of the analysis as a plain sentence for technician and reviewer. They speak of an assay result for
 * review; none of them is advice.
 */
import {
  COMPARISON_REASONS,
  type ComparisonClass,
  type ComparisonReason,
  FAIL_REASONS,
  type FailReason,
  type MaskReason,
  type PlateWarning,
  type Qualifier,
  type VerdictReason,
} from "./sample-analysis.ts";

export const MASK_SENTENCES: Readonly<Record<MaskReason, string>> = {
  "over-range":
    "The reader gave no number for this well (over its range, or not read). It is left out, not counted as zero.",
  "reference-artefact":
    "The reference wavelength is far above the rest of the plate: a bubble, a scratch or a precipitate rather than colour.",
  review: "A reviewer took this well out and said why.",
  "blank-outlier":
    "This blank is far from the other blanks, as if cells had got into it; it is not used for the background.",
};

export const FAIL_SENTENCES: Readonly<Record<FailReason, string>> = {
  TURNED:
    "The plate seems turned, or was said to lie otherwise than it did: its numbers fit the layout clearly better another way round. It is held until a person says how it lay.",
  TOO_FEW_BLANKS: "There are too few usable blanks to take the background off.",
  CONTROL_OD_LOW:
    "The vehicle control without prednisolone is missing or too weak: the cells did not live through the culture, or were too few.",
  Z_PRIME_FAIL:
    "Untreated wells and blanks overlap (Z'): this plate cannot tell living cells from none.",
  CONTROL_CV_FAIL: "The untreated wells differ too much from each other.",
  SIGNAL_TO_BACKGROUND_FAIL: "The untreated wells are hardly darker than the blanks.",
};

export const WARNING_SENTENCES: Readonly<Record<PlateWarning, string>> = {
  NO_UNTREATED:
    "There are fewer than two usable untreated wells, so Z', SSMD and their variation cannot be computed.",
  Z_PRIME_LOW: "The distance between untreated wells and blanks (Z') is smaller than usual.",
  CONTROL_CV_HIGH: "The untreated wells differ more than usual from each other.",
  BLANK_SD_HIGH: "The blanks differ more than usual from each other.",
  ROW_DRIFT: "Absorbance drifts from row A to row H within equal treatments.",
  COLUMN_DRIFT: "Absorbance drifts from column 1 to column 12 within equal treatments.",
  EDGE_EFFECT: "Wells at the rim differ from equally treated wells inside.",
  VEHICLE_EFFECT: "The vehicle alone changes survival more than usual against untreated cells.",
  SINGLE_WAVELENGTH:
    "The plate was read at one wavelength only: scratches and bubbles cannot be told from colour.",
  REFERENCE_SUBTRACTED:
    "The reader took the reference off itself: an overflow behind a number cannot be excluded.",
  DISCORDANT_DUPLICATES:
    "Some duplicates differ by more than chance; nothing tells which well is wrong.",
  WELLS_MASKED: "Some wells are left out; each says why.",
};

const COMPARISON_SENTENCES: Readonly<Record<ComparisonReason, string>> = {
  BLASTS_LOW:
    "Too few of the cells were leukaemic on day 4 for the result to speak for the leukaemia.",
  ARM_CONTROL_OD_LOW:
    "The inhibitor's wells without prednisolone are missing or too weak to divide by.",
  SINGLE_AGENT_TOXIC:
    "The inhibitor alone kills most of the cells: nothing is left that could be sensitised.",
  TOO_FEW_DOSES:
    "Too few prednisolone doses have usable wells in both arms, or the reference dose has none.",
  IMPRECISE: "The effect at the reference dose is too imprecise to be judged.",
  MIXED_DIRECTION: "The inhibitor helps prednisolone at some doses and works against it at others.",
  EFFECT_NOT_SIGNIFICANT:
    "There is an effect at neighbouring doses, but the curves as a whole do not differ significantly.",
  REPLICATE_DISCORDANCE:
    "The class hangs on a duplicate whose two wells disagree: without the suspect well it is another.",
};

export const QUALIFIER_SENTENCES: Readonly<Record<Qualifier, string>> = {
  NO_HEADROOM:
    "At fewer than two doses prednisolone alone was seen to leave enough cells alive: sensitisation could not have been seen.",
  LIMITED_HEADROOM:
    "At a few doses only prednisolone alone was seen to leave enough cells alive to show sensitisation.",
  SIGNIFICANT_BUT_SMALL: "The curves differ significantly, but by less than the rule asks for.",
  BLASTS_NOT_ENTERED:
    "The share of leukaemic cells on day 4 has not been entered; enter it before this result is relied on.",
};

export const CLASS_SENTENCES: Readonly<Record<ComparisonClass, string>> = {
  complete:
    "Complete sensitisation: with the inhibitor the reference dose of prednisolone leaves next to no cells alive. Assay result for review.",
  partial:
    "Partial sensitisation: prednisolone kills clearly more cells with the inhibitor than with the vehicle. Assay result for review.",
  antagonistic:
    "Antagonism: prednisolone kills clearly fewer cells with the inhibitor than with the vehicle. Assay result for review.",
  none: "No substantial effect of the inhibitor on the response to prednisolone.",
  inconclusive: "Inconclusive: the assay cannot say; the reasons stand beside it.",
};

/** The sentence of a verdict reason; `PLATE_…` says that the plate failed and why. */
export function reasonSentence(reason: VerdictReason): string {
  const own = COMPARISON_REASONS.find((code) => code === reason);
  if (own !== undefined) return COMPARISON_SENTENCES[own];
  const fails = FAIL_REASONS.filter((code) => reason === `PLATE_${code}`);
  return ["The plate failed.", ...fails.map((code) => FAIL_SENTENCES[code])].join(" ");
}
