/** Why a plate is not simply good, in sentences and in a few words. */
import type {
  FailReason,
  MaskReason,
  PlateStatistics,
  PlateWarning,
} from "../analysis/sample-analysis.ts";
import { FAIL_SENTENCES, WARNING_SENTENCES } from "../analysis/sentences.ts";
import type { WellName } from "../domain/well.ts";

/** Wells named of one reason; the plate's own page lists them all. */
const NAMED_WELLS = 6;

const failsInShort: Readonly<Record<FailReason, string>> = {
  TURNED: "seems turned",
  TOO_FEW_BLANKS: "too few blanks",
  CONTROL_OD_LOW: "vehicle control too weak",
  Z_PRIME_FAIL: "untreated wells and blanks overlap",
  CONTROL_CV_FAIL: "untreated wells differ too much",
  SIGNAL_TO_BACKGROUND_FAIL: "hardly darker than the blanks",
};

const warningsInShort: Readonly<Record<Exclude<PlateWarning, "WELLS_MASKED">, string>> = {
  NO_UNTREATED: "too few untreated wells",
  Z_PRIME_LOW: "Z' lower than usual",
  CONTROL_CV_HIGH: "untreated wells differ",
  BLANK_SD_HIGH: "blanks differ",
  ROW_DRIFT: "drift from row A to H",
  COLUMN_DRIFT: "drift from column 1 to 12",
  EDGE_EFFECT: "rim differs from inside",
  VEHICLE_EFFECT: "vehicle alone has an effect",
  SINGLE_WAVELENGTH: "one wavelength only",
  REFERENCE_SUBTRACTED: "reference taken off by the reader",
  DISCORDANT_DUPLICATES: "duplicates disagree",
};

const masksInShort: Readonly<Record<MaskReason, string>> = {
  "over-range": "over range or not read",
  "reference-artefact": "reference artefact",
  review: "masked by a person",
  "blank-outlier": "blank unlike the others",
};

type Judged = Pick<PlateStatistics, "failReasons" | "warnings" | "masked">;

/** Reasons to fail first, then warnings, both in the order of the analysis; wells that are left out are named. */
export function plateReasons(judged: Judged): {
  readonly sentences: readonly string[];
  readonly inShort: readonly string[];
} {
  const leftOut = wellsLeftOut(judged.masked);
  return {
    sentences: [
      ...judged.failReasons.map((reason) => FAIL_SENTENCES[reason]),
      ...judged.warnings.flatMap((warning) =>
        warning === "WELLS_MASKED" ? leftOut.map((text) => `${text}.`) : WARNING_SENTENCES[warning],
      ),
    ],
    inShort: [
      ...judged.failReasons.map((reason) => failsInShort[reason]),
      ...judged.warnings.flatMap((warning) =>
        warning === "WELLS_MASKED" ? leftOut : warningsInShort[warning],
      ),
    ],
  };
}

/** One text for each mask reason, in the order of the plate: `C4 and G8 left out: reference artefact`. */
function wellsLeftOut(masked: Judged["masked"]): string[] {
  const byReason = Map.groupBy(masked, ({ reason }) => reason);
  return [...byReason].map(
    ([reason, wells]) =>
      `${listWells(wells.map(({ well }) => well))} left out: ${masksInShort[reason]}`,
  );
}

function listWells(wells: readonly WellName[]): string {
  const named = wells.length > NAMED_WELLS ? wells.slice(0, NAMED_WELLS - 1) : wells;
  const rest = wells.length - named.length;
  const [last, ...before] = [...named, ...(rest === 0 ? [] : [`${rest} more`])].reverse();
  return before.length === 0 ? `${last}` : `${before.reverse().join(", ")} and ${last}`;
}
