/**
 * The table view of BMG LABTECH's MARS and SMART Control: facts, the mode, then a line a well with its content and a
 * column a quantity, `Raw Data (562)` for what was measured.
 */
import type {
  CellTable,
  DialectMarks,
  ExportDialect,
  ExportDocument,
  ImportedPlate,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { findWellLists, type ListColumn, type WellList } from "./list-columns.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { findGrids } from "./parts/find-blocks.ts";
import { givenName, refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { isCalculated } from "./parts/quantities.ts";
import { type ValueReader, valueReader } from "./parts/read-values.ts";
import { noResults, notAbsorbance, placeOf, reducedOnly } from "./parts/refuse.ts";
import { lineValue, rowTexts, type SettingLine, settingLines } from "./parts/setting-lines.ts";
import { findSignature } from "./parts/signature.ts";
import { wavelengthOf } from "./parts/wavelength.ts";
import { readOfCells } from "./parts/well-cells.ts";

const CODE_VERSION = "1";

const OTHER_MODE = /^(fluorescence|luminescence|time resolved|alpha|nephelometry)\b/i;
const RAW_HEADING = /^(?:\d+\.\s*)?raw data\b/i;

export function bmgTable(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "bmg-table",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => marksOf(document, profile),
    readPlates: (document) => readPlates(document, profile),
  };
}

/** A workbook with the grids as well says the same twice: then the grids are read. */
function marksOf(document: ExportDocument, profile: ExportProfile): DialectMarks {
  const hasGrids = document.tables.some((table) => findGrids(table).length > 0);
  const hasTable = document.tables.some((table) => tableHead(table) !== null);
  return {
    signature: findSignature(document, profile.signatures),
    structure: hasTable && !hasGrids ? "a table with well and content" : null,
  };
}

/** The row, from 0, in which the headings begin with the well and, next to it, the content or the column. */
function tableHead(table: CellTable): number | null {
  const row = table.rows.findIndex((_cells, index) => {
    const [first = "", second = ""] = rowTexts(table, index);
    return /^well( row)?$/i.test(first) && /^(content|well col)/i.test(second);
  });
  return row < 0 ? null : row;
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  const plates = document.tables.flatMap((table) => {
    const head = tableHead(table);
    if (head === null) return [];
    const list = findWellLists(table, profile, tokens)[0];
    if (list === undefined)
      throw noResults(`The table has no wells (${placeOf(table.name, head)})`);
    return [plateOf(document, profile, list, head)];
  });
  return refuseDuplicates(plates.map(requireWells));
}

function plateOf(
  document: ExportDocument,
  profile: ExportProfile,
  list: WellList,
  head: number,
): ImportedPlate {
  const { table } = list;
  refuseOtherModes(list, head);
  const columns = valueColumns(list, head);
  const raw = columns.filter(
    ({ label }) => RAW_HEADING.test(label ?? "") && !isCalculated(label, profile),
  );
  const calculated = columns.filter((one) => !raw.includes(one)).map(({ label }) => label ?? "");
  if (raw.length === 0) throw reducedOnly(calculated.join(", "));
  const facts = settingLines(table, 0, head);
  const ids = ["id1", "id2", "id3"].flatMap((key) => givenName(lineValue(facts, [key])) ?? []);
  const cells = raw.flatMap(({ column }) => list.rows.map(({ row }) => table.rows[row]?.[column]));
  const reader = valueReader(profile, cells);
  return {
    label: ids[0] ?? lineValue(facts, ["test name"]),
    plateId: ids[0] ?? null,
    barcodeCandidates: ids,
    rows: 8,
    columns: 12,
    readAtLocal: clockOf(facts),
    readerModel: null,
    readerSerial: null,
    temperatureC: null,
    reads: raw.map((column) => toRead(list, column, reader)),
    vendorResults: calculated,
    header: Object.fromEntries(facts.map(({ key, value }) => [key, value])),
    bars: savedAgainBars(document, profile),
    warnings: reader.warnings,
  };
}

/** Every column with a heading, but for the wells and their contents. */
function valueColumns({ table }: WellList, head: number): readonly ListColumn[] {
  return (table.rows[head] ?? []).flatMap((cell, column) => {
    const label = cell.text.trim();
    if (label === "" || /^(well.*|content|group|name|id\d?)$/i.test(label)) return [];
    return [{ column, label, wavelengthNm: wavelengthOf(label), plate: null }];
  });
}

/** A second line of headings has wavelengths or times: a spectrum or a kinetic measurement. */
function refuseOtherModes({ table, rows }: WellList, head: number): void {
  for (let row = 0; row < (rows[0]?.row ?? head); row++) {
    for (const text of rowTexts(table, row)) {
      if (OTHER_MODE.test(text))
        throw notAbsorbance(`The test measured “${text}”`, placeOf(table.name, row));
      if (row > head && /^(time|wavelength)/i.test(text)) {
        throw notAbsorbance(
          "The table has several times or wavelengths a well",
          placeOf(table.name, row),
        );
      }
    }
  }
}

function toRead(
  list: WellList,
  { column, label, wavelengthNm }: ListColumn,
  reader: ValueReader,
): ImportedPlate["reads"][number] {
  const cells = list.rows.map(({ row, well }) => ({
    well,
    cell: list.table.rows[row]?.[column],
    row,
    column,
  }));
  const name = (label ?? "").replace(/^\d+\.\s*/, "").replace(/\s*\(.*$/, "");
  const title = { label: name, wavelengthNm, referenceSubtracted: false };
  return readOfCells(list.table, cells, title, reader);
}

function clockOf(facts: readonly SettingLine[]): string | null {
  const date = lineValue(facts, ["date"]);
  return date === null ? null : [date, lineValue(facts, ["time"]) ?? ""].join(" ").trim();
}
