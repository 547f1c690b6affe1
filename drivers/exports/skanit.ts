/** Thermo Scientific SkanIt (Multiskan, Varioskan): a sheet a step of the protocol, raw steps among calculated ones. */
import type {
  CellTable,
  DialectMarks,
  ExportDialect,
  ExportDocument,
  ImportedPlate,
  ImportedRead,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { ownSheets } from "./parts/own-sheets.ts";
import { blockCells, holdsValues, isEmptyRow, type PlateBlock } from "./parts/plate-block.ts";
import { givenName, refuseDuplicates } from "./parts/plate-names.ts";
import { checkBlock, hasContent, readOfLines } from "./parts/plate-reads.ts";
import { type ValueReader, valueReader } from "./parts/read-values.ts";
import {
  duplicatePlate,
  noResults,
  notAbsorbance,
  placeOf,
  reducedOnly,
  truncatedGrid,
} from "./parts/refuse.ts";
import { lineValue, settingLines } from "./parts/setting-lines.ts";
import { findSignature, matchesAny } from "./parts/signature.ts";
import { isSkanitResult, type SkanitGrid, skanitGrids, skanitRunTime } from "./skanit-steps.ts";

const CODE_VERSION = "2";

/** What the corner of a grid of absorbances says. */
const ABSORBANCE = /^(abs|absorbance|od|extinktion|absorption)\b/i;
const OTHER_MODE = /^(rfu|rlu|fluorescence|luminescence|cps|counts)\b/i;

/** Learned from exports of SkanIt 5 to 7 in public repositories, English and French. */
export function skanit(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "skanit",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => marksOf(document, profile),
    readPlates: (document) => readPlates(document, profile),
  };
}

function marksOf(document: ExportDocument, profile: ExportProfile): DialectMarks {
  const grids = document.tables.flatMap((table) => skanitGrids(table, profile));
  const isResult = document.tables.some(isSkanitResult) && grids.length > 0;
  return {
    signature: findSignature(document, profile.signatures),
    structure:
      isResult || grids.some(({ quantity }) => ABSORBANCE.test(quantity))
        ? "a grid with the corner Abs"
        : null,
  };
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  const sheets = ownSheets(document.tables, isSkanitResult);
  const grids = sheets.tables
    .flatMap((table) => skanitGrids(table, profile))
    .filter(({ block }) => holdsValues(block, tokens));
  const raw = grids.filter((grid) => isMeasured(grid, profile));
  const others = grids.filter((grid) => OTHER_MODE.test(grid.quantity));
  const calculated = grids.filter((grid) => !raw.includes(grid) && !others.includes(grid));
  requireRaw(raw, others, calculated, document);
  for (const { block } of raw) {
    checkBlock(block, false);
    refuseCut(block);
  }
  const reader = valueReader(
    profile,
    raw.flatMap(({ block }) => blockCells(block).map(({ cell }) => cell)),
  );
  const names = [...new Set(raw.map(({ plate }) => plate))];
  return refuseDuplicates(
    names.map((name) => {
      const own = raw.filter(({ plate }) => plate === name);
      const derived = calculated.filter(({ plate }) => plate === name);
      const plate = plateOf(document, profile, own, derived, reader);
      return { ...plate, warnings: [...plate.warnings, ...sheets.warnings] };
    }),
  );
}

/** In a text SkanIt writes a line behind its results: one that ends with the first rows of a plate was cut off. */
function refuseCut({ table, lines, bottom, plateColumns }: PlateBlock): void {
  const rows = new Set(lines.map(({ plateRow }) => plateRow)).size;
  if (table.name !== null || plateColumns.length < 12 || rows === 8) return;
  const isLast = table.rows.every((_, row) => row <= bottom || isEmptyRow(table, row));
  if (!isLast) return;
  throw truncatedGrid(`The file ends with row ${rows} of the plate`, placeOf(table.name, bottom));
}

/** A step that SkanIt calculated may show absorbances too, so that its name counts beside the corner. */
function isMeasured({ quantity, step, table }: SkanitGrid, profile: ExportProfile): boolean {
  if (!ABSORBANCE.test(quantity) || matchesAny(quantity, profile.calculated)) return false;
  return (
    !matchesAny(step ?? "", profile.calculated) && !matchesAny(table.name ?? "", profile.calculated)
  );
}

function requireRaw(
  raw: readonly SkanitGrid[],
  others: readonly SkanitGrid[],
  calculated: readonly SkanitGrid[],
  document: ExportDocument,
): void {
  if (raw.some(({ block }) => hasContent(block.lines))) return;
  const [other] = others;
  if (other !== undefined) {
    const where = placeOf(other.table.name, other.block.top);
    throw notAbsorbance(`SkanIt measured ${other.step ?? other.quantity}`, where);
  }
  if (calculated.length > 0) throw reducedOnly(titlesOf(calculated).join(", "));
  throw noResults(`SkanIt wrote no results into ${document.fileName}`);
}

function plateOf(
  document: ExportDocument,
  profile: ExportProfile,
  grids: readonly SkanitGrid[],
  calculated: readonly SkanitGrid[],
  reader: ValueReader,
): ImportedPlate {
  const name = grids[0]?.plate ?? null;
  refuseRepeated(grids, name);
  const facts = document.tables.filter((table) => !isSkanitResult(table));
  const session = factOf(facts, "execution time");
  return {
    label: name,
    plateId: givenName(name),
    barcodeCandidates: [givenName(name) ?? []].flat(),
    rows: 8,
    columns: 12,
    readAtLocal: session ?? runTimeOf(grids),
    readerModel: factOf(facts, "name", "instrument"),
    readerSerial: factOf(facts, "serial number"),
    temperatureC: null,
    reads: grids.map((grid) => toRead(grid, reader)),
    vendorResults: titlesOf(calculated),
    header: {},
    bars: savedAgainBars(document, profile),
    warnings: reader.warnings,
  };
}

/** One step at one wavelength has each plate once. */
function refuseRepeated(grids: readonly SkanitGrid[], name: string | null): void {
  const keys = grids.map(
    ({ table, step, wavelengthNm }) => `${table.name} ${step} ${wavelengthNm}`,
  );
  if (new Set(keys).size < keys.length) throw duplicatePlate(name ?? "no name");
}

function toRead(
  { block, step, quantity, wavelengthNm }: SkanitGrid,
  reader: ValueReader,
): ImportedRead {
  const title = { label: step ?? quantity, wavelengthNm, referenceSubtracted: false };
  return readOfLines(block, block.lines, title, reader);
}

function titlesOf(grids: readonly SkanitGrid[]): readonly string[] {
  return [...new Set(grids.map(({ step, quantity }) => step ?? quantity))];
}

function runTimeOf(grids: readonly SkanitGrid[]): string | null {
  return grids.map(({ table }) => skanitRunTime(table)).find((time) => time !== null) ?? null;
}

function factOf(tables: readonly CellTable[], ...keys: readonly string[]): string | null {
  for (const table of tables) {
    const value = lineValue(settingLines(table, 0, table.rows.length), keys);
    if (value !== null) return value;
  }
  return null;
}
