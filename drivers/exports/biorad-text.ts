/**
 * Text of Bio-Rad Microplate Manager 6: `MTX`, `Row` or `Col`; the number of readings; rows and columns (may be empty);
 * then a time stamp with the values as lines of a plate, as one line, or one a line by rows. Wavelengths are not in it.
 */
import { ALL_WELLS, type WellName } from "../../src/domain/well.ts";
import {
  type CellTable,
  type ExportDialect,
  type ExportDocument,
  ExportRefused,
  type ImportedPlate,
  type ImportedWell,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { type BlockCell, cellText, isEmptyRow } from "./parts/plate-block.ts";
import { requireWells } from "./parts/plate-names.ts";
import { valueReader } from "./parts/read-values.ts";
import { noResults, placeOf, truncatedGrid, wrongFormat } from "./parts/refuse.ts";
import { wavelengthOf } from "./parts/wavelength.ts";

const CODE_VERSION = "1";

const FORM = /^(mtx|row|col)$/i;
const TIME = /^\d{1,3}:\d{2,3}:\d{2}(?:\.\d+)?$/;

interface Head {
  readonly table: CellTable;
  readonly form: string;
  readonly readings: number;
  readonly rows: number;
  readonly columns: number;
  /** The rows of the table that are not empty, from the one behind the head on. */
  readonly body: readonly number[];
}

export function bioradText(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "biorad-text",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => {
      const head = document.tables.map(readHead).find((one) => one !== null);
      return {
        signature: head?.form ?? null,
        structure: head?.body.some((row) => timeColumn(head.table, row) !== null)
          ? "time stamps before values"
          : null,
      };
    },
    readPlates: (document) => readPlates(document, profile),
  };
}

/** The three first lines; null when they are not those of this form. */
function readHead(table: CellTable): Head | null {
  const filled = table.rows.flatMap((_, row) => (isEmptyRow(table, row) ? [] : [row]));
  const [first = -1, second = -1, third = -1] = filled;
  const texts = (row: number) =>
    (table.rows[row] ?? []).map((_, at) => cellText(table, row, at)).filter((text) => text !== "");
  const [form = "", more] = texts(first);
  const [count = "", none] = texts(second);
  if (!FORM.test(form) || more !== undefined || !/^\d+$/.test(count) || none !== undefined)
    return null;
  const [rows = "", columns = "", rest] = texts(third);
  const isSize = /^\d{1,2}$/.test(rows) && /^\d{1,2}$/.test(columns) && rest === undefined;
  return {
    table,
    form,
    readings: Number(count),
    rows: isSize ? Number(rows) : 8,
    columns: isSize ? Number(columns) : 12,
    body: filled.slice(isSize ? 3 : 2),
  };
}

function timeColumn(table: CellTable, row: number): number | null {
  const column = (table.rows[row] ?? []).findIndex((_, at) => TIME.test(cellText(table, row, at)));
  return column < 0 ? null : column;
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const heads = document.tables.flatMap((table) => readHead(table) ?? []);
  const read = heads.map((head) => ({ head, cells: plateCells(head) }));
  const reader = valueReader(
    profile,
    read.flatMap(({ cells }) => cells.map(({ cell }) => cell)),
  );
  return read.map(({ head, cells }) => {
    const wells: Partial<Record<WellName, ImportedWell>> = {};
    for (const [index, { cell, tableRow, tableColumn }] of cells.entries()) {
      const well = ALL_WELLS[index];
      const source = { table: head.table.name, row: tableRow + 1, column: tableColumn + 1 };
      const value = reader.read(cell, source);
      if (value !== null && well !== undefined) wells[well] = value;
    }
    const wavelengthNm = wavelengthOf(document.fileName.replaceAll("_", " "));
    return requireWells({
      label: null,
      plateId: null,
      barcodeCandidates: [],
      rows: 8,
      columns: 12,
      readAtLocal: null,
      readerModel: null,
      readerSerial: null,
      temperatureC: null,
      reads: [{ label: null, wavelengthNm: null, wells, referenceSubtracted: false }],
      vendorResults: [],
      header: wavelengthNm === null ? {} : { "Wavelength in the file's name": `${wavelengthNm}` },
      bars: savedAgainBars(document, profile),
      warnings: reader.warnings,
    });
  });
}

/** The cells of one reading by rows of the plate. Throws NOT_ENDPOINT, PLATE_FORMAT, NO_RESULTS, TRUNCATED_GRID. */
function plateCells({ table, readings, rows, columns, body }: Head): readonly BlockCell[] {
  const where = placeOf(table.name, body[0] ?? 0);
  if (rows * columns !== 96 || rows !== 8) throw wrongFormat(`${rows * columns} wells`, where);
  const times = body.filter((row) => timeColumn(table, row) !== null);
  if (readings > 1 || times.length > 1) {
    throw new ExportRefused(
      "NOT_ENDPOINT",
      `The file has ${Math.max(readings, times.length)} readings in time (${where}); only endpoint reads are taken.`,
    );
  }
  const cells = body.flatMap((row) => {
    const from = (timeColumn(table, row) ?? -1) + 1;
    const all = (table.rows[row] ?? []).map((cell, column) => ({
      cell,
      tableRow: row,
      tableColumn: column,
    }));
    return withoutEmptyEnd(all.slice(from));
  });
  if (cells.length === 0) throw noResults("Microplate Manager wrote no values");
  if (cells.length !== 96) {
    throw truncatedGrid(`The plate has ${cells.length} values instead of 96`, where);
  }
  return cells;
}

function withoutEmptyEnd(cells: readonly BlockCell[]): readonly BlockCell[] {
  const last = cells.findLastIndex(({ cell }) => cell !== undefined && cell.text.trim() !== "");
  return cells.slice(0, last + 1);
}
