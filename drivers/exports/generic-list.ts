/** Lists with a line a well, in any order: well (or row and column), values, perhaps plate and wavelength. */
import { ALL_WELLS, type WellName } from "../../src/domain/well.ts";
import {
  type ExportDialect,
  type ExportDocument,
  ExportRefused,
  type ImportedPlate,
  type ImportedWell,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { findWellLists, type ListColumn, type WellList } from "./list-columns.ts";
import { NO_SIGNATURE } from "./parts/bars.ts";
import { findBlocks } from "./parts/find-blocks.ts";
import { cellText, holdsValues } from "./parts/plate-block.ts";
import { givenName, refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { namesPlateOnly, plateTitle } from "./parts/plate-title.ts";
import { IMPOSSIBLE_WITHOUT_UNIT_AU, type ValueReader, valueReader } from "./parts/read-values.ts";
import { noResults, placeOf, reducedOnly, truncatedGrid } from "./parts/refuse.ts";
import { wavelengthOf, wavelengthsIn } from "./parts/wavelength.ts";

const CODE_VERSION = "2";

interface ListRead {
  readonly label: string | null;
  readonly wavelengthNm: number | null;
  readonly wells: Partial<Record<WellName, ImportedWell>>;
}

interface ListPlate {
  readonly name: string | null;
  readonly isId: boolean;
  readonly reads: Map<string, ListRead>;
}

export function genericList(profile: ExportProfile): ExportDialect {
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  return {
    kind: "generic",
    id: "generic-list",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({
      signature: null,
      structure: isList(document, profile, tokens) ? "list of wells" : null,
    }),
    readPlates: (document) => readPlates(document, profile, tokens),
  };
}

/** Beside grids of values a list repeats them: then the grids are read. */
function isList(
  document: ExportDocument,
  profile: ExportProfile,
  tokens: ReadonlySet<string>,
): boolean {
  if (listsOf(document, profile, tokens).length === 0) return false;
  return document.tables.every((table) =>
    findBlocks(table, tokens).blocks.every((block) => !holdsValues(block, tokens)),
  );
}

function listsOf(
  document: ExportDocument,
  profile: ExportProfile,
  tokens: ReadonlySet<string>,
): readonly WellList[] {
  return document.tables.flatMap((table) => findWellLists(table, profile, tokens));
}

function readPlates(
  document: ExportDocument,
  profile: ExportProfile,
  tokens: ReadonlySet<string>,
): readonly ImportedPlate[] {
  const lists = listsOf(document, profile, tokens);
  const vendorResults = lists.flatMap((list) => list.calculated);
  const withValues = lists.filter((list) => list.values.length > 0).map(withTitle);
  if (withValues.length === 0) {
    throw vendorResults.length > 0
      ? reducedOnly(vendorResults.join(", "))
      : noResults("The list has wells but no values");
  }
  const reader = valueReader(profile, withValues.flatMap(cellsOf), IMPOSSIBLE_WITHOUT_UNIT_AU);
  const plates: ListPlate[] = [];
  for (const list of withValues) addList(plates, list, reader);
  const imported = plates.map((plate) => toPlate(plate, vendorResults, reader));
  return refuseDuplicates(imported.map(requireWells));
}

function cellsOf({ table, rows, values }: WellList) {
  return rows.flatMap(({ row }) => values.map(({ column }) => table.rows[row]?.[column]));
}

/** One column of values that names no wavelength has the only one that the texts above the list name. */
function withTitle(list: WellList): WellList {
  const [column, other] = list.values;
  if (column === undefined || other !== undefined || column.wavelengthNm !== null) return list;
  if (list.wavelengthColumn !== null) return list;
  const titles = list.titles.filter((title) => !namesPlateOnly(title) && title.length < 100);
  const named = new Set(titles.flatMap((title) => wavelengthOf(title) ?? []));
  const [wavelengthNm, second] = named;
  const several = titles.some(
    (title) => wavelengthOf(title) !== null && wavelengthsIn(title).length > 1,
  );
  if (wavelengthNm === undefined || second !== undefined || several) return list;
  return { ...list, values: [{ ...column, wavelengthNm }] };
}

/** A list without names of plates begins a new plate when it has wells of a read that the last one has already. */
function addList(plates: ListPlate[], list: WellList, reader: ValueReader): void {
  const before = plates.length;
  const title = list.plateColumn === null ? plateTitle(list.titles, null) : null;
  const stated = title?.plateId ?? null;
  let current = list.plateColumn === null ? plates.at(-1) : undefined;
  for (const { row, well } of list.rows) {
    refuseShort(list, row);
    const name = nameInRow(list, row) ?? stated ?? current?.name ?? null;
    for (const column of list.values) {
      const own = column.plate ?? name;
      const isId = list.plateIsId || (stated !== null && own === stated);
      if (own !== null || current === undefined) current = plateNamed(plates, own, isId);
      const value = reader.read(list.table.rows[row]?.[column.column], {
        table: list.table.name,
        row: row + 1,
        column: column.column + 1,
      });
      if (value === null) continue;
      const read = readOf(current, list, row, column);
      if (read.wells[well] !== undefined) {
        if (current.name !== null || plates.length > before) throw twice(list, row, well);
        current = { name: null, isId: false, reads: new Map() };
        plates.push(current);
        readOf(current, list, row, column).wells[well] = value;
      } else {
        read.wells[well] = value;
      }
    }
  }
}

/** What the row says of its plate; some programs write it into the first rows only. */
function nameInRow({ table, plateColumn }: WellList, row: number): string | null {
  const text = plateColumn === null ? "" : cellText(table, row, plateColumn);
  return text === "" ? null : text;
}

/** The plate of that name, a new one if there is none; without a name always a new one. */
function plateNamed(plates: ListPlate[], name: string | null, isId: boolean): ListPlate {
  const known = name === null ? undefined : plates.find((plate) => plate.name === name);
  if (known !== undefined) return known;
  const plate: ListPlate = { name, isId, reads: new Map() };
  plates.push(plate);
  return plate;
}

function twice({ table }: WellList, row: number, well: WellName): ExportRefused {
  return new ExportRefused(
    "DUPLICATE_PLATE",
    `Well ${well} comes twice (${placeOf(table.name, row)}) and no column says of which plate or wavelength: add one, or save each plate in a file of its own.`,
  );
}

/** A text line that ends before its values were written. */
function refuseShort({ table, rows, values }: WellList, row: number): void {
  if (table.name !== null) return;
  const last = Math.max(...values.map(({ column }) => column));
  const reaches = (one: number) => (table.rows[one]?.length ?? 0) > last;
  if (!reaches(row) && rows.some((one) => reaches(one.row))) {
    throw truncatedGrid("A line of the list ends before its values", placeOf(table.name, row));
  }
}

function readOf(plate: ListPlate, list: WellList, row: number, column: ListColumn): ListRead {
  const stated =
    list.wavelengthColumn === null ? null : cellText(list.table, row, list.wavelengthColumn);
  const label = stated ?? column.label;
  const key = `${list.values.indexOf(column)}/${label ?? ""}/${column.wavelengthNm ?? ""}`;
  const known = plate.reads.get(list.wavelengthColumn === null ? key : (label ?? ""));
  if (known !== undefined) return known;
  const read = { label, wavelengthNm: wavelengthOf(label) ?? column.wavelengthNm, wells: {} };
  plate.reads.set(list.wavelengthColumn === null ? key : (label ?? ""), read);
  return read;
}

function toPlate(
  plate: ListPlate,
  vendorResults: readonly string[],
  reader: ValueReader,
): ImportedPlate {
  return {
    label: plate.name,
    plateId: plate.isId ? plate.name : givenName(plate.name),
    barcodeCandidates: [givenName(plate.name) ?? []].flat(),
    rows: 8,
    columns: 12,
    readAtLocal: null,
    readerModel: null,
    readerSerial: null,
    temperatureC: null,
    reads: [...plate.reads.values()].map((read) => ({
      label: read.label,
      wavelengthNm: read.wavelengthNm,
      wells: inPlateOrder(read.wells),
      referenceSubtracted: false,
    })),
    vendorResults,
    header: {},
    bars: [NO_SIGNATURE],
    warnings: reader.warnings,
  };
}

function inPlateOrder(
  wells: Partial<Record<WellName, ImportedWell>>,
): Partial<Record<WellName, ImportedWell>> {
  const ordered: Partial<Record<WellName, ImportedWell>> = {};
  for (const well of ALL_WELLS) {
    const value = wells[well];
    if (value !== undefined) ordered[well] = value;
  }
  return ordered;
}
