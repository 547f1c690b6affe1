/** Tecan Magellan: results as a list of wells, or as a grid, with lines about the measurement below. */
import type {
  CellTable,
  DialectMarks,
  ExportDialect,
  ExportDocument,
  ImportedPlate,
} from "../../src/instrument/exports/contract.ts";
import { ExportRefused } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { ownSheets } from "./parts/own-sheets.ts";
import { refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import type { ReadTitle } from "./parts/plate-reads.ts";
import { type ValueReader, valueReader } from "./parts/read-values.ts";
import { noResults, notAbsorbance, placeOf, reducedOnly } from "./parts/refuse.ts";
import { findSignature, matchesAny } from "./parts/signature.ts";
import { namesDifference, wavelengthOf } from "./parts/wavelength.ts";
import { readOfCells } from "./parts/well-cells.ts";
import { findMagellanGrid } from "./tecan-magellan-grid.ts";
import {
  findMagellanList,
  hasMagellanNotes,
  holdsNumbers,
  type MagellanList,
  type MagellanQuantity,
} from "./tecan-magellan-list.ts";
import {
  type MagellanMeasurement,
  type MagellanNotes,
  readMagellanNotes,
} from "./tecan-magellan-notes.ts";
import { checkPart } from "./tecan-part.ts";

const CODE_VERSION = "1";

/** Learned from exports of Magellan 7 to 7.5 in public repositories. */
export function tecanMagellan(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "tecan-magellan",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => marksOf(document, profile),
    readPlates: (document) => readPlates(document, profile),
  };
}

function marksOf(document: ExportDocument, profile: ExportProfile): DialectMarks {
  const sheet = document.tables.find(({ name }) => name?.startsWith("Magellan"))?.name ?? null;
  const quantities = document.tables.flatMap((table) => quantitiesOf(table).quantities);
  return {
    signature: findSignature(document, profile.signatures) ?? sheet,
    structure: quantities.length > 0 ? "a list with well positions, or a grid with <>" : null,
  };
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const own = ownSheets(document.tables, hasMagellanNotes);
  const plates = own.tables.flatMap((table) => readTable(document, table, profile));
  return refuseDuplicates(
    plates.map(requireWells).map((plate) => ({
      ...plate,
      warnings: [...plate.warnings, ...own.warnings],
    })),
  );
}

interface Found {
  readonly quantities: readonly MagellanQuantity[];
  /** The row after the results, where the lines about the measurement begin. */
  readonly endRow: number;
}

function quantitiesOf(table: CellTable): Found {
  const list = findMagellanList(table);
  if (list !== null) return fromList(list);
  const grids = findMagellanGrid(table);
  return { quantities: grids.quantities, endRow: grids.endRow };
}

function fromList(list: MagellanList): Found {
  const columns = list.columns.filter((column) => holdsNumbers(list, column));
  return {
    quantities: columns.map(({ label, column }) => ({
      label,
      cells: list.rows.map(({ well, row, plate }) => ({
        well,
        plate,
        cell: list.table.rows[row]?.[column],
        row,
        column,
      })),
    })),
    endRow: (list.rows.at(-1)?.row ?? list.headerRow) + 1,
  };
}

function readTable(
  document: ExportDocument,
  table: CellTable,
  profile: ExportProfile,
): readonly ImportedPlate[] {
  const found = quantitiesOf(table);
  if (found.quantities.length === 0) return [];
  const notes = readMagellanNotes(table, found.endRow);
  const raw = found.quantities.filter((quantity) => isMeasured(quantity, notes, profile));
  const calculated = found.quantities.filter((one) => !raw.includes(one)).map(({ label }) => label);
  requireAbsorbance(table, raw, calculated, notes);
  checkPart(
    raw[0]?.cells ?? [],
    notes.pairs.Range ?? null,
    true,
    placeOf(table.name, found.endRow - 1),
  );
  const reader = valueReader(
    profile,
    raw.flatMap(({ cells }) => cells.map(({ cell }) => cell)),
  );
  const names = plateNames(table, raw);
  return names.map((name) => ({
    label: name,
    plateId: name ?? notes.barcode,
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal: notes.readAtLocal,
    readerModel: notes.readerModel,
    readerSerial: notes.readerSerial,
    temperatureC: notes.temperatureC,
    reads: raw.map((quantity, index) =>
      readOfPlate(table, quantity, name, titleOf(quantity.label, index, raw.length, notes), reader),
    ),
    vendorResults: calculated,
    header: notes.pairs,
    bars: savedAgainBars(document, profile),
    warnings: reader.warnings,
  }));
}

/** A stated temperature stands for a measurement; where none is stated, what is not calculated was measured. */
function isMeasured(
  { label }: MagellanQuantity,
  notes: MagellanNotes,
  profile: ExportProfile,
): boolean {
  const stated = [...notes.measuredLabels, ...notes.measurements.flatMap((one) => one.label ?? [])];
  if (stated.includes(label)) return true;
  return !matchesAny(label, profile.calculated) && !namesDifference(label);
}

function requireAbsorbance(
  table: CellTable,
  raw: readonly MagellanQuantity[],
  calculated: readonly string[],
  notes: MagellanNotes,
): void {
  if (raw.length === 0 && calculated.length > 0) throw reducedOnly(calculated.join(", "));
  if (raw.length === 0) throw noResults("The list has no values");
  const other = notes.measurements.find(({ mode }) => mode !== null && !/^abs/i.test(mode));
  if (other !== undefined)
    throw notAbsorbance(`Magellan measured ${other.mode}`, placeOf(table.name, 0));
}

/** Each name that the plate column has; the only one counts for lines without a name too. */
function plateNames(
  table: CellTable,
  raw: readonly MagellanQuantity[],
): readonly (string | null)[] {
  const cells = raw[0]?.cells ?? [];
  const names = [...new Set(cells.map(({ plate }) => plate))].filter((name) => name !== "");
  const nameless = cells.find(({ plate }) => plate === "");
  if (names.length > 1 && nameless !== undefined) {
    throw new ExportRefused(
      "PLATE_UNCLEAR",
      `The list names ${names.length} plates, but not in every line (${placeOf(table.name, nameless.row)}): export each plate to a file of its own.`,
    );
  }
  return names.length === 0 ? [null] : names;
}

function readOfPlate(
  table: CellTable,
  quantity: MagellanQuantity,
  plateId: string | null,
  title: ReadTitle,
  reader: ValueReader,
): ImportedPlate["reads"][number] {
  const own = quantity.cells.filter(({ plate }) => plate === "" || plate === plateId);
  return readOfCells(table, own, title, reader);
}

/** The measurement of a column is the one with its label, else the one in its place. */
function titleOf(label: string, index: number, count: number, notes: MagellanNotes): ReadTitle {
  const named = notes.measurements.find((one) => one.label === label);
  const measurement: MagellanMeasurement | undefined =
    named ?? (notes.measurements.length === count ? notes.measurements[index] : undefined);
  const alone = notes.wavelengthsNm.length === count ? (notes.wavelengthsNm[index] ?? null) : null;
  return {
    label,
    wavelengthNm: measurement?.wavelengthNm ?? wavelengthOf(label) ?? alone,
    referenceSubtracted: false,
  };
}
