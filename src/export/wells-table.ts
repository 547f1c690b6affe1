import { turnWell } from "../domain/plate-turn.ts";
import { planeOf, type WellValue } from "../domain/reading.ts";
import { wellPosition } from "../domain/well.ts";
import type { GatheredPlate, GatheredWell } from "./gather-plates.ts";
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
import { inhibitorUmOf } from "./well-content.ts";

interface WellRow {
  readonly plate: GatheredPlate;
  readonly well: GatheredWell;
}

function directionOf(value: WellValue | null): string | null {
  return value?.absorbance === null ? value.direction : null;
}

const CONTENT: readonly Column<WellRow>[] = [
  textColumn("well", "A1 to H12.", ({ well }) => well.well),
  textColumn("row", "A to H.", ({ well }) => well.well.slice(0, 1)),
  countColumn("column", "", "1 to 12.", ({ well }) => wellPosition(well.well).column + 1),
  textColumn(
    "role",
    "treated, vehicle (the vehicle arm without prednisolone), untreated, blank, kill, reference, edge or unused.",
    ({ well }) => well.layout.role,
  ),
  textColumn(
    "arm",
    "One inhibitor at one concentration, or the vehicle, over the prednisolone series; empty outside an arm.",
    ({ well }) => well.layout.arm,
  ),
  textColumn("compound", "The arm's compound.", ({ well }) => well.arm?.compound ?? null),
  flagColumn(
    "is_vehicle",
    "TRUE for every well of the vehicle arm, with or without prednisolone.",
    ({ well }) => (well.arm === null ? null : well.arm.vehicle),
  ),
  numberColumn(
    "inhibitor_um",
    "µM",
    "Concentration of the inhibitor; empty in vehicle wells and where none is stated.",
    ({ well }) => inhibitorUmOf(well),
  ),
  numberColumn(
    "matched_inhibitor_um",
    "µM",
    "In a vehicle well: the inhibitor concentration that holds as much vehicle.",
    ({ well }) => (well.arm?.vehicle === true ? well.layout.inhibitorUm : null),
  ),
  numberColumn(
    "prednisolone_ug_per_ml",
    "µg/mL",
    "Exact dose; 0 is the arm's own control; empty outside a prednisolone series.",
    ({ well }) => well.layout.prednisoloneUgPerMl,
  ),
  countColumn(
    "replicate",
    "",
    "Number of the dilution series in its arm.",
    ({ well }) => well.layout.replicate,
  ),
];

const READING: readonly Column<WellRow>[] = [
  numberColumn(
    "measurement_nm",
    "nm",
    "Measurement wavelength.",
    ({ plate }) => planeOf(plate.evidence.reading, "measurement")?.wavelengthNm ?? null,
  ),
  numberColumn(
    "measurement_au",
    "AU",
    "Absorbance at the measurement wavelength; empty when the reader gave no number.",
    ({ well }) => well.measurement?.absorbance ?? null,
  ),
  textColumn(
    "read_at",
    "Where the reader measured it: the well itself, unless a person said that the plate lay another way.",
    ({ plate, well }) => turnWell(well.well, plate.evidence.turn?.turn ?? "as-read"),
  ),
  textColumn(
    "measurement_token",
    "What the reader itself said, character for character.",
    ({ well }) => well.measurement?.token ?? null,
  ),
  textColumn(
    "measurement_missing",
    "Why there is no number: over-range, under-range or not-read.",
    ({ well }) => directionOf(well.measurement),
  ),
  numberColumn(
    "reference_nm",
    "nm",
    "Reference wavelength; empty when none was read.",
    ({ plate }) => planeOf(plate.evidence.reading, "reference")?.wavelengthNm ?? null,
  ),
  numberColumn(
    "reference_au",
    "AU",
    "Absorbance at the reference wavelength.",
    ({ well }) => well.reference?.absorbance ?? null,
  ),
  textColumn(
    "reference_token",
    "As measurement_token.",
    ({ well }) => well.reference?.token ?? null,
  ),
  textColumn("reference_missing", "As measurement_missing.", ({ well }) =>
    directionOf(well.reference),
  ),
  flagColumn(
    "reference_subtracted",
    "TRUE when the reader itself took the reference off: measurement_au is then net already.",
    ({ plate }) => plate.evidence.reading.referenceSubtracted,
  ),
];

const RESULT: readonly Column<WellRow>[] = [
  numberColumn(
    "net_au",
    "AU",
    "Measurement less reference.",
    ({ well }) => well.result.netAbsorbance,
  ),
  numberColumn(
    "corrected_au",
    "AU",
    "Net less the mean net of the blanks that count; may be negative.",
    ({ well }) => well.result.correctedAbsorbance,
  ),
  numberColumn(
    "survival_percent",
    "%",
    "Corrected in percent of the mean corrected of the same arm's wells at zero prednisolone that count; never cut at 0 or 100; empty where the layout gives it no such meaning.",
    ({ well }) => well.result.survivalPercent,
  ),
  textColumn(
    "mask_reason",
    "Why the well is left out of every mean: over-range, reference-artefact, review or blank-outlier; empty = it counts.",
    ({ well }) => well.result.maskReason,
  ),
  textColumn("mask_comment", "What the person who masked it gave as the reason.", ({ well }) =>
    well.mask === null ? null : well.mask.reason,
  ),
  textColumn("masked_by", "Who masked it.", ({ well }) => well.mask?.by ?? null),
  textColumn(
    "plate_quality",
    "pass, warn or fail; not-judged when the layout cannot answer the question.",
    ({ plate }) => (plate.judged ? (plate.statistics?.verdict ?? null) : "not-judged"),
  ),
  textColumn(
    "reader",
    "The reader or folder it came by.",
    ({ plate }) => plate.evidence.row.reader_id,
  ),
  textColumn(
    "captured_at_utc",
    "When the reading was captured: ISO 8601, UTC.",
    ({ plate }) => plate.evidence.row.captured_at_utc,
  ),
  textColumn(
    "reader_clock",
    "The reader's own clock as it printed it; it has no zone.",
    ({ plate }) => plate.evidence.reading.readerClock,
  ),
];

/** One row a well, 96 a plate in reading order A1, A2 … H12; unused wells too. */
export function wellsTable(plates: readonly GatheredPlate[]): Table {
  const rows = plates.flatMap((plate) => plate.wells.map((well): WellRow => ({ plate, well })));
  const columns = [...plateColumns<WellRow>(), ...CONTENT, ...READING, ...RESULT];
  return tableOf("wells", [...columns, ...provenanceColumns<WellRow>()], rows);
}
