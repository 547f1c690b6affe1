/**
 * CSV of BMG LABTECH's MARS and control software: lines `Key: value` with commas, up to three id lines, the mode, a
 * heading `Raw Data (450)`, the grid. Further grids are what MARS calculated.
 */

import { tidy } from "../../src/instrument/exports/cell-kinds.ts";
import type {
  CellTable,
  ExportDialect,
  ExportDocument,
  ImportBar,
  ImportedPlate,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { restoreLines } from "./bmg-lines.ts";
import { findWellLists } from "./list-columns.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { blockOfList } from "./parts/block-of-list.ts";
import { findGrids } from "./parts/find-blocks.ts";
import { ownDocument, withWarnings } from "./parts/own-document.ts";
import { blockCells, type PlateBlock } from "./parts/plate-block.ts";
import { givenName, refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { checkBlock, hasContent, readOfLines } from "./parts/plate-reads.ts";
import { isCalculated } from "./parts/quantities.ts";
import { type ValueReader, valueReader } from "./parts/read-values.ts";
import { duplicatePlate, noResults, notAbsorbance, placeOf, reducedOnly } from "./parts/refuse.ts";
import { findSignature } from "./parts/signature.ts";
import { rowText } from "./parts/titles.ts";
import { wavelengthOf } from "./parts/wavelength.ts";

const CODE_VERSION = "1";

const KEYS =
  /^(User|Path|Test run no\.|Test name|Test ID|Date|Time|ID ?\d|No\. of Channels[^:]*|Reader|Software version)\s*:\s*(.*)$/i;

/** Several keys stand in one line, between commas that a new separator may have taken away. */
const NEXT_KEY = /[\s,]*(?=\b(?:Path|Test run no\.|Date|Time|ID ?\d)\s*:)/i;

/** A title that refers to a line of the head, which has the wavelength. */
const CHROMATIC = /^chromatic:?\s*(\d)/i;

interface TitledGrid {
  readonly title: string;
  readonly block: PlateBlock;
}

interface Test {
  readonly table: CellTable;
  readonly facts: ReadonlyMap<string, string>;
  readonly raw: readonly TitledGrid[];
  readonly vendorResults: readonly string[];
}

export function bmgCsv(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "bmg-csv",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({
      signature: findSignature(document, profile.signatures),
      structure: document.tables
        .map(restoreLines)
        .some((table) => blocksOf(table, profile).length > 0)
        ? "grid or list of wells"
        : null,
    }),
    readPlates: (document) => {
      const own = ownDocument(document, profile);
      return withWarnings(readPlates(own.document, profile), own.warnings);
    },
  };
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const tests = document.tables.map(restoreLines).flatMap((table) => testsOf(table, profile));
  const cells = tests.flatMap(({ raw }) => raw.flatMap(({ block }) => blockCells(block)));
  const reader = valueReader(
    profile,
    cells.map(({ cell }) => cell),
  );
  const bars = savedAgainBars(document, profile);
  return refuseDuplicates(tests.map((test) => requireWells(plateOf(test, reader, bars))));
}

/** A test begins with its user or its name; a file may hold several. */
function testsOf(table: CellTable, profile: ExportProfile): readonly Test[] {
  const starts = rowsWith(table, /^Test name\s*:/i);
  const grids = blocksOf(table, profile);
  const begins = starts.length > 1 ? [0, ...starts.slice(1)] : [0];
  return begins.flatMap((start, index) => {
    const end = begins[index + 1] ?? table.rows.length;
    const own = grids.filter((block) => block.top >= start && block.top < end);
    if (own.length === 0 && table.name !== null) return [];
    return [testOf(table, start, end, own, profile)];
  });
}

function blocksOf(table: CellTable, profile: ExportProfile): readonly PlateBlock[] {
  const grids = findGrids(table);
  if (grids.length > 0) return grids;
  return findWellLists(table, profile, new Set())
    .flatMap((list) => list.values.slice(0, 1).map((column) => blockOfList(list, column)))
    .filter((block) => CHROMATIC.test(titleAbove(block)));
}

function rowsWith(table: CellTable, pattern: RegExp): readonly number[] {
  return table.rows.flatMap((row, index) =>
    row.some((cell) => pattern.test(tidy(cell.text))) ? [index] : [],
  );
}

function testOf(
  table: CellTable,
  start: number,
  end: number,
  grids: readonly PlateBlock[],
  profile: ExportProfile,
): Test {
  const where = placeOf(table.name, start);
  const facts = factsOf(table, start, Math.min(end, grids[0]?.top ?? end));
  const titled = grids.map((block) => ({ block, title: titleAbove(block) }));
  const isRaw = ({ title }: TitledGrid) => !isCalculated(title, profile);
  const raw = titled.filter((one) => isRaw(one) && hasContent(one.block.lines));
  const derived = titled.filter((one) => !isRaw(one)).map(({ title }) => title);
  refuseOtherModes(table, start, grids[0]?.top ?? end, where);
  if (raw.length === 0) {
    throw derived.length > 0
      ? reducedOnly(derived.join(", "))
      : noResults(`There are no results (${where})`);
  }
  const titles = raw.map(({ title }) => title);
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice !== undefined) throw duplicatePlate(facts.get("id1") ?? twice);
  for (const { block } of raw)
    checkBlock(block, block.form === "grid" && block.plateColumns.length === 12);
  return { table, facts, raw, vendorResults: derived };
}

function refuseOtherModes(table: CellTable, start: number, end: number, where: string): void {
  for (let row = start; row < end; row += 1) {
    for (const cell of table.rows[row] ?? []) {
      const mode = /^(fluorescence|luminescence|time resolved|alpha|nephelometry)\b.*$/i.exec(
        tidy(cell.text),
      )?.[0];
      if (mode !== undefined) throw notAbsorbance(`The test measured “${mode}”`, where);
    }
  }
}

/** `Key: value` of every line, by key in lower case without blanks; of equal keys the last that has a value. */
function factsOf(table: CellTable, start: number, end: number): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (let row = start; row < end; row += 1) {
    for (const text of rowText(table, row).split(NEXT_KEY)) {
      const [, key, value = ""] = KEYS.exec(text.trim()) ?? [];
      const plain = value.replace(/[\s,]+$/, "");
      if (key !== undefined && plain !== "")
        facts.set(key.toLowerCase().replaceAll(" ", ""), plain);
    }
  }
  return facts;
}

/** The nearest text above the header, but for the temperature. */
function titleAbove({ table, top, corner }: PlateBlock): string {
  for (let row = top - 1; row >= Math.max(0, top - 5); row -= 1) {
    const text = rowText(table, row);
    if (text !== "" && !/^(?:T\s*\[|well\b)/i.test(text)) return text;
  }
  return corner;
}

/** From the title; `Chromatic: 2` refers to a line `2: 660nm` of the head. */
function wavelengthOfTitle(title: string, table: CellTable): number | null {
  const chromatic = CHROMATIC.exec(title)?.[1];
  if (chromatic === undefined) return wavelengthOf(title);
  const lines = table.rows.map((_, row) => rowText(table, row));
  const line = lines.find((text) => new RegExp(`^${chromatic}\\s*:\\s*\\d{3}`).test(text));
  return wavelengthOf(line?.replace(/^\d\s*:/, "") ?? null);
}

function plateOf(test: Test, reader: ValueReader, bars: readonly ImportBar[]): ImportedPlate {
  const { facts } = test;
  const ids = ["id1", "id2", "id3"]
    .map((key) => givenName(facts.get(key) ?? null))
    .flatMap((id) => id ?? []);
  const date = facts.get("date");
  return {
    label: ids[0] ?? facts.get("testname") ?? null,
    plateId: facts.get("id1") || (ids[0] ?? null),
    barcodeCandidates: ids,
    rows: 8,
    columns: 12,
    readAtLocal: date === undefined ? null : [date, facts.get("time") ?? ""].join(" ").trim(),
    readerModel: facts.get("reader") ?? null,
    readerSerial: null,
    temperatureC: null,
    reads: test.raw.map(({ title, block }) =>
      readOfLines(
        block,
        block.lines,
        {
          label: title.replace(/\s*\(.*$/, ""),
          wavelengthNm: wavelengthOfTitle(title, block.table),
          referenceSubtracted: false,
        },
        reader,
      ),
    ),
    vendorResults: test.vendorResults,
    header: Object.fromEntries(facts),
    bars,
    warnings: reader.warnings,
  };
}
