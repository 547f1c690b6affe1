/**
 * CSV of the PerkinElmer EnVision Workstation: for each plate and label a table `Plate information`, perhaps
 * `Background information`, then `Results for LABEL - channel …` with a grid; protocol and instrument at the end.
 */
import type {
  CellTable,
  ExportDialect,
  ExportDocument,
  ImportBar,
  ImportedPlate,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { findBlocks, findGrids } from "./parts/find-blocks.ts";
import { headerOf, headPairs, pairValue } from "./parts/head-pairs.ts";
import { blockCells, cellText, type PlateBlock } from "./parts/plate-block.ts";
import { refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { checkBlock, hasContent, readOfLines } from "./parts/plate-reads.ts";
import { parseNumber, type ValueReader, valueReader } from "./parts/read-values.ts";
import { duplicatePlate, noResults, notAbsorbance, placeOf, reducedOnly } from "./parts/refuse.ts";
import { findSignature } from "./parts/signature.ts";
import { rowText } from "./parts/titles.ts";
import { wavelengthOf, wavelengthsIn } from "./parts/wavelength.ts";

const CODE_VERSION = "1";

/** One grid with the line of the plate's table that stands above it, by the heads of that table. */
interface Result {
  readonly block: PlateBlock;
  readonly title: string;
  readonly facts: ReadonlyMap<string, string>;
  readonly calculated: boolean;
}

export function envisionCsv(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "envision-csv",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({
      signature: findSignature(document, profile.signatures),
      structure: document.tables.some((table) => resultsOf(table).length > 0)
        ? "grids under “Results for”"
        : null,
    }),
    readPlates: (document) => readPlates(document, profile),
  };
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const results = document.tables.flatMap(resultsOf);
  const measured = results.filter(
    ({ calculated, block }) => !calculated && hasContent(block.lines),
  );
  const calculated = results.filter((result) => result.calculated).map(({ title }) => title);
  if (measured.length === 0) {
    throw calculated.length > 0
      ? reducedOnly(calculated.join(", "))
      : noResults("EnVision wrote no results");
  }
  for (const result of measured) checkResult(result);
  const cells = measured.flatMap(({ block }) => blockCells(block)).map(({ cell }) => cell);
  const reader = valueReader(profile, cells);
  const bars = savedAgainBars(document, profile);
  const groups = groupByPlate(measured);
  const plates = groups.map((group) => plateOf(group, calculated, reader, bars));
  const repeats = groups.map((group) => group[0]?.facts.get("repeat") ?? "");
  return refuseDuplicates(plates.map(requireWells), repeats);
}

/** Grids under a title, or bare lines of numbers where the export leaves titles out. */
function resultsOf(table: CellTable): readonly Result[] {
  const grids = findGrids(table);
  const titled = grids.flatMap((block, index) => {
    const from = (grids[index - 1]?.bottom ?? -1) + 1;
    const title = resultTitle(table, from, block.top);
    return title === null ? [] : [{ block, title }];
  });
  const tables = plateTables(table);
  const found = titled.length > 0 ? titled : bareResults(table, tables);
  const isBehind =
    tables.length > 0 && found.every(({ block }) => block.top < (tables[0]?.row ?? 0));
  return found.map(({ block, title }, index) => {
    const own = isBehind
      ? tables.filter(
          (one) => one.row > block.bottom && one.row < (found[index + 1]?.block.top ?? Infinity),
        )
      : tables.filter((one) => one.row < block.top);
    const calculated = /^(?:calculated|calc\b)/i.test(title);
    return { block, title, facts: factsFor(own, title, isBehind), calculated };
  });
}

function bareResults(
  table: CellTable,
  tables: readonly PlateTable[],
): readonly { readonly block: PlateBlock; readonly title: string }[] {
  const bare = findBlocks(table, new Set()).blocks.filter((block) => block.form === "bare");
  if (bare.length !== tables.length) return [];
  return bare.map((block, index) => ({ block, title: tables[index]?.facts.get("label") ?? "" }));
}

function resultTitle(table: CellTable, from: number, to: number): string | null {
  for (let row = to - 1; row >= Math.max(from, to - 4); row -= 1) {
    const text = rowText(table, row);
    if (/^(?:results for|calculated results|calc \d+)/i.test(text)) return text;
    if (text !== "") return null;
  }
  return null;
}

interface PlateTable {
  readonly row: number;
  readonly facts: ReadonlyMap<string, string>;
}

/** Each line of the tables `Plate, Repeat, Barcode …`: the heads with the values below them. */
function plateTables(table: CellTable): readonly PlateTable[] {
  return table.rows.flatMap((cells, row) => {
    const heads = cells.map((_, column) => cellText(table, row, column));
    const isHead =
      heads.some((head) => /^barcode$/i.test(head)) && heads.some((head) => /^plate$/i.test(head));
    if (!isHead) return [];
    const lines: PlateTable[] = [];
    for (let at = row + 1; /^\d+$/.test(rowText(table, at).split(" ")[0] ?? ""); at += 1) {
      const facts = new Map(
        heads.map((head, column) => [head.toLowerCase(), cellText(table, at, column)]),
      );
      lines.push({ row: at, facts });
    }
    return lines;
  });
}

/** The nearest line, by preference one of the same label. */
function factsFor(
  tables: readonly PlateTable[],
  title: string,
  isBehind: boolean,
): ReadonlyMap<string, string> {
  const nearestFirst = isBehind ? tables : tables.toReversed();
  const label = labelOf(title).toLowerCase();
  const [first] = nearestFirst;
  const group = nearestFirst.filter((one) => Math.abs(one.row - (first?.row ?? 0)) < tables.length);
  const own = group.find(({ facts }) => facts.get("label")?.toLowerCase() === label);
  return (own ?? first)?.facts ?? new Map();
}

/** Light that is measured at its own wavelength has no emission filter. */
function checkResult({ block, title, facts }: Result): void {
  checkBlock(block, true);
  const emission = /\bEm=(\S+)/i.exec(facts.get("measinfo") ?? "")?.[1];
  const isOther = emission !== undefined && !/^n\/a$/i.test(emission);
  if (isOther && wavelengthOf(labelOf(title)) === null) {
    throw notAbsorbance(
      `“${title}” was measured with an emission filter`,
      placeOf(block.table.name, block.top),
    );
  }
}

function groupByPlate(results: readonly Result[]): readonly (readonly Result[])[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const { facts } = result;
    const key = `${facts.get("plate") ?? ""}/${facts.get("repeat") ?? ""}/${facts.get("barcode") ?? ""}`;
    const group = groups.get(key) ?? [];
    if (group.some((other) => other.title === result.title)) {
      throw duplicatePlate(
        facts.get("barcode") || `plate ${facts.get("plate") ?? "without a number"}`,
      );
    }
    groups.set(key, [...group, result]);
  }
  return [...groups.values()];
}

function labelOf(title: string): string {
  return /^results for\s+(.+?)(?:\s+-\s+channel.*)?$/i.exec(title)?.[1] ?? title;
}

function plateOf(
  group: readonly Result[],
  calculated: readonly string[],
  reader: ValueReader,
  bars: readonly ImportBar[],
): ImportedPlate {
  const facts = group[0]?.facts ?? new Map<string, string>();
  const table = group[0]?.block.table ?? { name: null, rows: [] };
  const pairs = headPairs(table, 0, table.rows.length);
  const barcode = barcodeOf(facts.get("barcode") ?? "");
  const number = facts.get("plate");
  const repeat = facts.get("repeat") ?? "1";
  return {
    label:
      number === undefined ? null : `Plate ${number}${repeat === "1" ? "" : `, repeat ${repeat}`}`,
    plateId: barcode,
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal: facts.get("measurement date") || null,
    readerModel: "EnVision",
    readerSerial: pairValue(pairs, "Serial#", "Serial number"),
    temperatureC: parseNumber(facts.get("chamber temperature at start") ?? ""),
    reads: group.map(({ block, title }) =>
      readOfLines(
        block,
        block.lines,
        {
          label: labelOf(title),
          wavelengthNm: wavelengthOfLabel(labelOf(title), table),
          referenceSubtracted: false,
        },
        reader,
      ),
    ),
    vendorResults: calculated,
    header: headerOf(pairs),
    bars,
    warnings: reader.warnings,
  };
}

/** An empty barcode is written as a formula, which a workbook may hold without its value. */
function barcodeOf(text: string): string | null {
  return text === "" || text.startsWith("=") ? null : text;
}

/** From the label itself, else from the excitation filter that the file's table of labels gives for it. */
function wavelengthOfLabel(label: string, table: CellTable): number | null {
  const own = wavelengthOf(label.replace(/\(\d+\)\s*$/, ""));
  if (own !== null) return own;
  const name = label
    .replace(/\(\d+\)\s*$/, "")
    .trim()
    .toLowerCase();
  const at = table.rows.findLastIndex((row) => (row[0]?.text.trim().toLowerCase() ?? "") === name);
  for (let row = at + 1; at >= 0 && row < Math.min(at + 8, table.rows.length); row += 1) {
    const text = rowText(table, row);
    if (/^(?:exc\. filter|excitation (?:filter|wavelength))/i.test(text))
      return wavelengthsIn(text)[0] ?? null;
  }
  return null;
}
