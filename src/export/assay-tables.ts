/** The results of assays that are no comparison over a prednisolone series, as tidy tables. */
import type {
  CheckerboardResult,
  OneConcentrationResult,
  SingleAgentArm,
  SingleAgentResult,
  UniformPlateResult,
} from "../analysis/assays/sample-assays.ts";
import type { Matrix } from "../analysis/matrix.ts";
import { fitColumns } from "./fit-columns.ts";
import { gapsText, NOT_REPORTED } from "./gaps-text.ts";
import type { GatheredPlate } from "./gather-plates.ts";
import { type OfPlate, plateColumns, provenanceColumns } from "./provenance-columns.ts";
import {
  type Column,
  countColumn,
  numberColumn,
  type Table,
  tableOf,
  textColumn,
} from "./table.ts";

function ofPlate<Result extends { readonly plate: string }>(
  plate: GatheredPlate,
  all: readonly Result[] | undefined,
): readonly Result[] {
  return (all ?? []).filter((one) => one.plate === plate.barcode);
}

function framed<Row extends OfPlate>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  return [...plateColumns<Row>(), ...columns, ...provenanceColumns<Row>()];
}

interface OneConcentrationRow extends OfPlate {
  readonly one: OneConcentrationResult;
}

const ONE_CONCENTRATION: readonly Column<OneConcentrationRow>[] = [
  textColumn("arm", "As in wells.", ({ one }) => one.arm),
  numberColumn("inhibitor_um", "µM", "As in doses.", ({ one }) => one.inhibitorUm),
  numberColumn(
    "prednisolone_ug_per_ml",
    "µg/mL",
    "The one dose of the plate above zero.",
    ({ one }) => one.prednisoloneUgPerMl,
  ),
  countColumn("n_vehicle", "wells", "Vehicle wells that count.", ({ one }) => one.vehicle.n),
  numberColumn(
    "vehicle_mean_percent",
    "%",
    "Their mean survival, against the vehicle without prednisolone.",
    ({ one }) => one.vehicle.meanPercent,
  ),
  numberColumn("vehicle_sem_percent", "%", "Its SEM.", ({ one }) => one.vehicle.semPercent),
  countColumn("n_inhibitor", "wells", "Inhibitor wells that count.", ({ one }) => one.inhibitor.n),
  numberColumn(
    "inhibitor_mean_percent",
    "%",
    "Their mean survival, against the inhibitor without prednisolone.",
    ({ one }) => one.inhibitor.meanPercent,
  ),
  numberColumn("inhibitor_sem_percent", "%", "Its SEM.", ({ one }) => one.inhibitor.semPercent),
  numberColumn(
    "single_agent_survival_percent",
    "%",
    "The inhibitor without prednisolone against the vehicle without it.",
    ({ one }) => one.singleAgentSurvivalPercent,
  ),
  numberColumn("delta_points", "points", "Vehicle less inhibitor.", ({ one }) => one.delta),
  numberColumn(
    "relative_percent",
    "%",
    "Delta in percent of the survival with the vehicle.",
    ({ one }) => one.relativePercent,
  ),
  numberColumn("bliss_excess_points", "points", "As in doses.", ({ one }) => one.blissExcessPoints),
  numberColumn("hsa_excess_points", "points", "As in doses.", ({ one }) => one.hsaExcessPoints),
  numberColumn("student_t", "", "Student's t.", ({ one }) => one.student?.t ?? null),
  numberColumn("student_df", "", "Its df.", ({ one }) => one.student?.df ?? null),
  numberColumn("student_p", "", "Its two-sided P.", ({ one }) => one.student?.p ?? null),
  numberColumn(
    "student_q",
    "",
    "That P after Benjamini and Hochberg over the sample's results of this kind.",
    ({ one }) => one.studentQ,
  ),
  numberColumn("welch_t", "", "Welch's t.", ({ one }) => one.welch?.t ?? null),
  numberColumn("welch_df", "", "Its df.", ({ one }) => one.welch?.df ?? null),
  numberColumn("welch_p", "", "Its two-sided P.", ({ one }) => one.welch?.p ?? null),
  numberColumn("welch_q", "", "As student_q.", ({ one }) => one.welchQ),
  textColumn("not_reported", NOT_REPORTED, ({ one }) => gapsText(one.notReported)),
];

interface SingleAgentRow extends OfPlate {
  readonly result: SingleAgentResult;
  readonly arm: SingleAgentArm;
  /** Place of the concentration in the lists. */
  readonly at: number;
}

const SINGLE_AGENT: readonly Column<SingleAgentRow>[] = [
  textColumn("arm", "As in wells.", ({ arm }) => arm.arm),
  numberColumn(
    "inhibitor_um",
    "µM",
    "Concentration of the inhibitor alone.",
    ({ result, at }) => result.inhibitorUm[at] ?? null,
  ),
  countColumn("n", "wells", "Wells that count.", ({ arm, at }) => arm.n[at] ?? null),
  numberColumn(
    "survival_mean_percent",
    "%",
    "Mean, against the vehicle wells of the same dilution level.",
    ({ arm, at }) => arm.survivalVsMatchedVehicle[at] ?? null,
  ),
  numberColumn(
    "survival_sem_percent",
    "%",
    "Its SEM; the vehicle mean is taken as exact.",
    (row) => row.arm.sem[row.at] ?? null,
  ),
  numberColumn(
    "vehicle_mean_au",
    "AU",
    "Mean corrected absorbance of those vehicle wells.",
    ({ result, at }) => result.vehicleMeanOd[at] ?? null,
  ),
  countColumn(
    "n_vehicle",
    "wells",
    "How many of them count.",
    ({ result, at }) => result.vehicleN[at] ?? null,
  ),
  numberColumn(
    "untreated_mean_au",
    "AU",
    "Mean corrected absorbance of the plate's untreated wells.",
    ({ result }) => result.untreatedMeanOd,
  ),
  ...fitColumns<SingleAgentRow>(
    { prefix: "", words: "the whole arm; the same in each of its rows", suffix: "um", unit: "µM" },
    ({ arm }) => arm,
  ),
  textColumn("not_reported", NOT_REPORTED, ({ arm }) => gapsText(arm.notReported)),
];

interface CheckerboardRow extends OfPlate {
  readonly board: CheckerboardResult;
  readonly row: number;
  readonly column: number;
}

function cell(read: (board: CheckerboardResult) => Matrix) {
  return ({ board, row, column }: CheckerboardRow): number | null =>
    read(board)[row]?.[column] ?? null;
}

const CHECKERBOARD: readonly Column<CheckerboardRow>[] = [
  textColumn("inhibitor", "The inhibitor's compound.", ({ board }) => board.inhibitor),
  numberColumn(
    "prednisolone_ug_per_ml",
    "µg/mL",
    "0 = the inhibitor alone.",
    ({ board, row }) => board.prednisoloneUgPerMl[row] ?? null,
  ),
  numberColumn(
    "inhibitor_um",
    "µM",
    "0 = the vehicle.",
    ({ board, column }) => board.inhibitorUm[column] ?? null,
  ),
  countColumn(
    "n",
    "wells",
    "Wells that count.",
    cell((board) => board.n),
  ),
  numberColumn(
    "survival_mean_percent",
    "%",
    "Mean, against the wells with neither drug.",
    cell((board) => board.survivalPercent),
  ),
  numberColumn(
    "bliss_excess_points",
    "points",
    "Inhibition beyond Bliss independence.",
    cell((board) => board.blissExcessPoints),
  ),
  numberColumn(
    "hsa_excess_points",
    "points",
    "Inhibition beyond the highest single agent.",
    cell((board) => board.hsaExcessPoints),
  ),
  numberColumn(
    "loewe_excess_points",
    "points",
    "Inhibition beyond Loewe additivity.",
    cell((board) => board.loeweExcessPoints),
  ),
  numberColumn(
    "combination_index",
    "",
    "At the observed effect; below 1 the drugs do more together.",
    cell((board) => board.combinationIndex),
  ),
  numberColumn(
    "zip_delta_points",
    "points",
    "ZIP delta.",
    cell((board) => board.zipDeltaPoints),
  ),
  textColumn("not_reported", NOT_REPORTED, ({ board }) => gapsText(board.notReported)),
];

interface UniformRow extends OfPlate {
  readonly uniform: UniformPlateResult;
}

const UNIFORM: readonly Column<UniformRow>[] = [
  textColumn("verdict", "pass, warn or fail.", ({ uniform }) => uniform.verdict),
  textColumn("warnings", "Codes joined by |.", ({ uniform }) => uniform.warnings.join("|")),
  countColumn("n", "wells", "Wells that count.", ({ uniform }) => uniform.n),
  numberColumn("mean_au", "AU", "Mean net absorbance.", ({ uniform }) => uniform.meanAu),
  numberColumn("sd_au", "AU", "Its standard deviation.", ({ uniform }) => uniform.sdAu),
  numberColumn("cv_percent", "%", "Its variation.", ({ uniform }) => uniform.cvPercent),
  numberColumn(
    "edge_ratio",
    "",
    "Mean of the rim over mean inside.",
    ({ uniform }) => uniform.edgeRatio,
  ),
  numberColumn("edge_p", "", "Its P.", ({ uniform }) => uniform.edgeP),
  numberColumn(
    "row_drift_percent",
    "%",
    "From row A to H.",
    ({ uniform }) => uniform.rowDriftPercent,
  ),
  numberColumn("row_drift_p", "", "Its P.", ({ uniform }) => uniform.rowDriftP),
  numberColumn(
    "column_drift_percent",
    "%",
    "From column 1 to 12.",
    ({ uniform }) => uniform.columnDriftPercent,
  ),
  numberColumn("column_drift_p", "", "Its P.", ({ uniform }) => uniform.columnDriftP),
  textColumn("uneven_wells", "Wells with a B-score beyond 3, joined by |.", ({ uniform }) =>
    uniform.unevenWells.join("|"),
  ),
  textColumn("not_reported", NOT_REPORTED, ({ uniform }) => gapsText(uniform.notReported)),
];

function singleAgentRows(plate: GatheredPlate): readonly SingleAgentRow[] {
  return ofPlate(plate, plate.result.singleAgents).flatMap((result) =>
    result.arms.flatMap((arm) => result.inhibitorUm.map((_, at) => ({ plate, result, arm, at }))),
  );
}

function checkerboardRows(plate: GatheredPlate): readonly CheckerboardRow[] {
  return ofPlate(plate, plate.result.checkerboards).flatMap((board) =>
    board.prednisoloneUgPerMl.flatMap((_, row) =>
      board.inhibitorUm.map((__, column) => ({ plate, board, row, column })),
    ),
  );
}

/**
 * One row an inhibitor (one concentration), a concentration (single agent), a pair of concentrations (checkerboard) or
 * a plate (uniform). A table without rows is left out.
 */
export function assayTables(plates: readonly GatheredPlate[]): readonly Table[] {
  const oneConcentration = plates.flatMap((plate) =>
    ofPlate(plate, plate.result.oneConcentration).map((one) => ({ plate, one })),
  );
  const uniform = plates.flatMap((plate) =>
    ofPlate(plate, plate.result.uniformPlates).map((one) => ({ plate, uniform: one })),
  );
  return [
    tableOf("one_concentration", framed(ONE_CONCENTRATION), oneConcentration),
    tableOf("single_agent", framed(SINGLE_AGENT), plates.flatMap(singleAgentRows)),
    tableOf("checkerboard", framed(CHECKERBOARD), plates.flatMap(checkerboardRows)),
    tableOf("uniform", framed(UNIFORM), uniform),
  ].filter((table) => table.rows.length > 0);
}
