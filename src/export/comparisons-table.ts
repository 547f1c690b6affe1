import type { ArmCurve } from "../analysis/assays/sample-assays.ts";
import type { ArmResult, Comparison } from "../analysis/sample-analysis.ts";
import { studyP, studyQ } from "../analysis/study-q.ts";
import { REFERENCE_COLUMNS, VERDICT_COLUMNS, WHOLE_CURVE_COLUMNS } from "./comparison-columns.ts";
import { armCompound, armInhibitorUm } from "./doses-table.ts";
import { type FitNames, fitColumns } from "./fit-columns.ts";
import type { GatheredPlate } from "./gather-plates.ts";
import { plateColumns, provenanceColumns } from "./provenance-columns.ts";
import {
  type Column,
  countColumn,
  flagColumn,
  numberColumn,
  type Table,
  tableOf,
  textColumn,
} from "./table.ts";

interface ComparisonRow {
  readonly plate: GatheredPlate;
  readonly comparison: Comparison;
  readonly studyFamilySize: number;
  readonly inhibitor: ArmResult | null;
  readonly vehicle: ArmResult | null;
  readonly inhibitorCurve: ArmCurve | null;
  readonly vehicleCurve: ArmCurve | null;
}

const SUBJECT: readonly Column<ComparisonRow>[] = [
  textColumn(
    "arm",
    "The inhibitor's arm, compared with the vehicle of the same plate.",
    ({ comparison }) => comparison.arm,
  ),
  textColumn("compound", "As in wells.", ({ plate, comparison }) =>
    armCompound(plate, comparison.arm),
  ),
  numberColumn("inhibitor_um", "µM", "As in doses.", ({ plate, comparison }) =>
    armInhibitorUm(plate, comparison.arm),
  ),
  textColumn(
    "ras_status",
    "RAS pathway of the sample: mutant, wild type or unknown.",
    ({ plate }) => plate.sample.ras_status,
  ),
  numberColumn(
    "blasts_day4_percent",
    "%",
    "Leukaemic cells on day 4; empty = not entered.",
    ({ plate }) => plate.sample.blasts_day4_percent,
  ),
];

function lc50Columns(
  prefix: string,
  words: string,
  armOf: (row: ComparisonRow) => ArmResult | null,
): readonly Column<ComparisonRow>[] {
  return [
    textColumn(
      `${prefix}lc50_relation`,
      `LC50 ${words}: = is a value, < and > are bounds at the lowest or highest dose tested.`,
      (row) => armOf(row)?.lc50?.relation ?? null,
    ),
    numberColumn(
      `${prefix}lc50_ug_per_ml`,
      "µg/mL",
      "Its value or bound, by interpolation on antitonic dose means.",
      (row) => armOf(row)?.lc50?.value ?? null,
    ),
    flagColumn(
      `${prefix}lc50_multiple_crossings`,
      "TRUE when the dose means cross the level more than once.",
      (row) => armOf(row)?.lc50?.multipleCrossings ?? null,
    ),
    textColumn(
      `${prefix}prednisolone_class`,
      "sensitive, intermediate, resistant or indeterminate.",
      (row) => armOf(row)?.prednisoloneClass ?? null,
    ),
    numberColumn(
      `${prefix}control_au`,
      "AU",
      "Mean corrected absorbance of the arm's wells without prednisolone.",
      (row) => armOf(row)?.controlOd ?? null,
    ),
    countColumn(
      `${prefix}control_wells`,
      "wells",
      "How many of them count.",
      (row) => armOf(row)?.controlWells ?? null,
    ),
  ];
}

const LC50: readonly Column<ComparisonRow>[] = [
  ...lc50Columns("", "with the inhibitor", (row) => row.inhibitor),
  ...lc50Columns("vehicle_", "with the vehicle", (row) => row.vehicle),
  textColumn(
    "lc50_ratio_relation",
    "LC50 with the vehicle over LC50 with the inhibitor: =, >=, <= or indeterminate.",
    ({ comparison }) => comparison.lc50Ratio.relation,
  ),
  numberColumn(
    "lc50_ratio",
    "",
    "Its value or bound.",
    ({ comparison }) => comparison.lc50Ratio.value,
  ),
];

function fitNames(prefix: string, words: string): FitNames {
  return { prefix, words, suffix: "ug_per_ml", unit: "µg/mL" };
}

const COLUMNS: readonly Column<ComparisonRow>[] = [
  ...plateColumns<ComparisonRow>(),
  ...SUBJECT,
  ...VERDICT_COLUMNS,
  textColumn(
    "suspicions",
    "What makes the plate's numbers look copied, stuck or made up: codes joined by |.",
    ({ plate }) =>
      (plate.result.suspicions?.[plate.barcode] ?? []).map(({ kind }) => kind).join("|"),
  ),
  textColumn(
    "plate_quality",
    "pass, warn or fail.",
    ({ plate }) => plate.statistics?.verdict ?? null,
  ),
  ...REFERENCE_COLUMNS,
  ...WHOLE_CURVE_COLUMNS,
  ...LC50,
  ...fitColumns<ComparisonRow>(fitNames("", "the inhibitor's arm"), (row) => row.inhibitorCurve),
  ...fitColumns<ComparisonRow>(fitNames("vehicle_", "the vehicle arm"), (row) => row.vehicleCurve),
  ...provenanceColumns<ComparisonRow>(),
];

function rowsOf(plate: GatheredPlate): readonly Omit<ComparisonRow, "studyFamilySize">[] {
  const vehicle = plate.arms.find((arm) => arm.vehicle) ?? null;
  const curveOf = (arm: string | undefined): ArmCurve | null =>
    plate.result.curves?.find((one) => one.plate === plate.barcode && one.arm === arm) ?? null;
  return plate.comparisons.map((comparison) => ({
    plate,
    comparison,
    inhibitor: plate.arms.find((arm) => arm.arm === comparison.arm) ?? null,
    vehicle,
    inhibitorCurve: curveOf(comparison.arm),
    vehicleCurve: curveOf(vehicle?.arm),
  }));
}

/**
 * One row a comparison of an inhibitor with the vehicle of its plate. Only plates that can be judged. What is exported
 * together is the study of `study_q`.
 */
export function comparisonsTable(plates: readonly GatheredPlate[]): Table {
  const rows = plates.flatMap(rowsOf);
  const { qs, familySize } = studyQ(rows.map(({ comparison }) => studyP(comparison)));
  const ofStudy = rows.map((row, index) => ({
    ...row,
    studyFamilySize: familySize,
    comparison: { ...row.comparison, studyQ: qs[index] ?? null },
  }));
  return tableOf("comparisons", COLUMNS, ofStudy);
}
