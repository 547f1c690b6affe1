import { ownJudgement } from "../analysis/assays/assays-of.ts";
import type { ControlsResult, FarthestWell } from "../analysis/assays/sample-assays.ts";
import type { PlateStatistics } from "../analysis/sample-analysis.ts";
import { gapsText, NOT_REPORTED } from "./gaps-text.ts";
import type { GatheredPlate } from "./gather-plates.ts";
import { plateColumns, provenanceColumns } from "./provenance-columns.ts";
import {
  type Cell,
  type Column,
  countColumn,
  numberColumn,
  type Table,
  tableOf,
  textColumn,
} from "./table.ts";

interface PlateRow {
  readonly plate: GatheredPlate;
  readonly verdict: PlateStatistics["verdict"] | null;
  /** Null where the plate is not judged by its controls: their figures would mean nothing. */
  readonly statistics: PlateStatistics | null;
  readonly controls: ControlsResult | null;
}

const ofStatistics =
  (read: (statistics: PlateStatistics) => Cell) =>
  ({ statistics }: PlateRow): Cell =>
    statistics === null ? null : read(statistics);

const ofControls =
  (read: (controls: ControlsResult) => Cell) =>
  ({ controls }: PlateRow): Cell =>
    controls === null ? null : read(controls);

const JUDGEMENT: readonly Column<PlateRow>[] = [
  textColumn("assays", "What the layout asks, joined by |.", ({ plate }) =>
    (plate.result.assays?.[plate.barcode] ?? []).join("|"),
  ),
  textColumn(
    "plate_quality",
    "pass, warn or fail; not-judged when the layout cannot answer any question.",
    (row) => row.verdict ?? "not-judged",
  ),
  textColumn(
    "fail_reasons",
    "Codes joined by |.",
    ofStatistics((s) => s.failReasons.join("|")),
  ),
  textColumn(
    "warnings",
    "Codes joined by |.",
    ofStatistics((s) => s.warnings.join("|")),
  ),
];

const CONTROLS: readonly Column<PlateRow>[] = [
  countColumn(
    "n_blank",
    "wells",
    "Blanks that count.",
    ofStatistics((s) => s.nBlank),
  ),
  numberColumn(
    "blank_mean_au",
    "AU",
    "Their mean net absorbance, taken off every well.",
    ofStatistics((s) => s.blankMean),
  ),
  numberColumn(
    "blank_sd_au",
    "AU",
    "Its standard deviation.",
    ofStatistics((s) => s.blankSd),
  ),
  countColumn(
    "n_untreated",
    "wells",
    "Untreated wells that count.",
    ofStatistics((s) => s.nUntreated),
  ),
  numberColumn(
    "untreated_mean_au",
    "AU",
    "Their mean corrected absorbance.",
    ofStatistics((s) => s.untreatedMeanOd),
  ),
  numberColumn(
    "untreated_cv_percent",
    "%",
    "Its variation.",
    ofStatistics((s) => s.cvUntreatedPercent),
  ),
  numberColumn(
    "vehicle_control_au",
    "AU",
    "Mean corrected absorbance of the vehicle without prednisolone.",
    ofStatistics((s) => s.vehicleControlOd),
  ),
  numberColumn(
    "vehicle_effect_percent",
    "%",
    "That in percent of the untreated mean.",
    ofStatistics((s) => s.vehicleEffectPercent),
  ),
];

const SEPARATION: readonly Column<PlateRow>[] = [
  numberColumn(
    "z_prime",
    "",
    "Z' of untreated against blank.",
    ofStatistics((s) => s.zPrime),
  ),
  numberColumn(
    "z_prime_robust",
    "",
    "The same from medians and 1.4826 MAD, for information.",
    ofControls((c) => c.zPrimeRobust),
  ),
  numberColumn(
    "ssmd",
    "",
    "SSMD of untreated against blank.",
    ofStatistics((s) => s.ssmd),
  ),
  numberColumn(
    "ssmd_robust",
    "",
    "The same from medians and 1.4826 MAD, for information.",
    ofControls((c) => c.ssmdRobust),
  ),
  numberColumn(
    "signal_to_background",
    "",
    "Mean net absorbance of untreated over that of blanks.",
    ofStatistics((s) => s.signalToBackground),
  ),
  numberColumn(
    "signal_to_noise",
    "",
    "Difference of these means over the SD of the blanks, for information.",
    ofControls((c) => c.signalToNoise),
  ),
];

function farthestColumns(
  prefix: string,
  words: string,
  of: (controls: ControlsResult) => FarthestWell | null,
): readonly Column<PlateRow>[] {
  return [
    textColumn(
      `${prefix}_farthest`,
      `The ${words} farthest from the mean of all.`,
      ofControls((c) => of(c)?.well ?? null),
    ),
    numberColumn(
      `${prefix}_farthest_g`,
      "",
      "Its distance in standard deviations.",
      ofControls((c) => of(c)?.G ?? null),
    ),
    numberColumn(
      `${prefix}_farthest_p`,
      "",
      "Two-sided P of Grubbs' test, for information.",
      ofControls((c) => of(c)?.p ?? null),
    ),
  ];
}

const POSITION: readonly Column<PlateRow>[] = [
  ...(["row", "column"] as const).flatMap((line) => [
    numberColumn<PlateRow>(
      `${line}_drift_percent`,
      "%",
      line === "row" ? "From row A to H." : "From column 1 to 12.",
      ofStatistics((s) => s[`${line}DriftPercent`]),
    ),
    numberColumn<PlateRow>(
      `${line}_drift_p`,
      "",
      "Its P.",
      ofStatistics((s) => s[`${line}DriftP`]),
    ),
  ]),
  numberColumn(
    "edge_effect_percent",
    "%",
    "The rim against the wells inside; empty where the layout does not tell.",
    ofStatistics((s) => s.edgeEffectPercent),
  ),
  numberColumn(
    "edge_effect_p",
    "",
    "Its P.",
    ofStatistics((s) => s.edgeEffectP),
  ),
  numberColumn(
    "within_condition_cv_percent",
    "%",
    "Variation of wells with the same treatment.",
    ofStatistics((s) => s.withinConditionCvPercent),
  ),
  countColumn(
    "within_condition_df",
    "",
    "Its degrees of freedom.",
    ofStatistics((s) => s.withinConditionDf),
  ),
];

const WELLS: readonly Column<PlateRow>[] = [
  numberColumn(
    "duplicate_robust_sd_points",
    "points",
    "Robust SD of the differences within duplicates.",
    ofStatistics((s) => s.duplicateRobustSd),
  ),
  textColumn(
    "masked",
    "Wells left out and why: well and code, joined by |.",
    ofStatistics((s) => s.masked.map(({ well, reason }) => `${well}:${reason}`).join("|")),
  ),
  textColumn(
    "discordant",
    "Duplicates that disagree: their wells joined by +, pairs by |.",
    ofStatistics((s) => s.discordant.map(({ wells }) => wells.join("+")).join("|")),
  ),
  textColumn(
    "suspects",
    "Of each the well farther from its neighbouring doses, joined by |.",
    ofStatistics((s) => s.suspects.join("|")),
  ),
  textColumn(
    "not_reported",
    NOT_REPORTED,
    ofControls((c) => gapsText(c.notReported)),
  ),
];

const COLUMNS: readonly Column<PlateRow>[] = [
  ...plateColumns<PlateRow>(),
  ...JUDGEMENT,
  ...CONTROLS,
  ...SEPARATION,
  ...farthestColumns("blank", "blank", (controls) => controls.farthestBlank),
  ...farthestColumns("untreated", "untreated well", (controls) => controls.farthestUntreated),
  ...POSITION,
  ...WELLS,
  ...provenanceColumns<PlateRow>(),
];

function rowOf(plate: GatheredPlate): PlateRow {
  const { barcode, result } = plate;
  const own = ownJudgement(result.assays?.[barcode] ?? []);
  const byControls = plate.judged || own === "controls";
  const uniform = result.uniformPlates?.find((one) => one.plate === barcode);
  const statistics = byControls ? plate.statistics : null;
  const controls = result.controls?.find((one) => one.plate === barcode);
  return {
    plate,
    verdict: statistics?.verdict ?? (own === "uniform" ? uniform?.verdict : null) ?? null,
    statistics,
    controls: byControls ? (controls ?? null) : null,
  };
}

/**
 * One row a plate, all of them: its quality with every figure of its controls. The figures are empty where the plate is
 * not judged by its controls; those of a uniform plate stand in a table of their own.
 */
export function platesTable(plates: readonly GatheredPlate[]): Table {
  return tableOf("plates", COLUMNS, plates.map(rowOf));
}
