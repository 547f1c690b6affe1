/**
 * CSV of PerkinElmer (Revvity) Kaleido: `Results for TECHNOLOGY`, a line with barcode and repeats, a grid; behind it
 * basic information, the plate's map and the settings of each technology.
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
import { findGrids } from "./parts/find-blocks.ts";
import { headerOf, headPairs, pairValue } from "./parts/head-pairs.ts";
import { blockCells, cellText, type PlateBlock } from "./parts/plate-block.ts";
import { refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { checkBlock, hasContent, readOfLines } from "./parts/plate-reads.ts";
import { parseNumber, type ValueReader, valueReader } from "./parts/read-values.ts";
import { duplicatePlate, noResults, notAbsorbance, placeOf } from "./parts/refuse.ts";
import { findSignature } from "./parts/signature.ts";
import { rowText, textsAbove } from "./parts/titles.ts";
import { wavelengthOf, wavelengthsIn } from "./parts/wavelength.ts";

const CODE_VERSION = "2";

interface PlateFacts {
  readonly barcode: string | null;
  readonly repeat: string;
  /** As Kaleido 3 writes them above each result; empty for Kaleido 2, which states them below. */
  readonly excitation: string;
  readonly emission: string;
}

interface Result extends PlateFacts {
  readonly block: PlateBlock;
  readonly technology: string;
}

export function kaleidoCsv(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "kaleido-csv",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({
      signature: findSignature(document, profile.signatures),
      structure: document.tables.some((table) => findGrids(table).length > 0)
        ? "grids with row letters"
        : null,
    }),
    readPlates: (document) => readPlates(document, profile),
  };
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const results = document.tables.flatMap(resultsOf).filter(({ block }) => hasContent(block.lines));
  if (results.length === 0) throw noResults("Kaleido wrote no results");
  for (const result of results) checkResult(result);
  const cells = results.flatMap(({ block }) => blockCells(block)).map(({ cell }) => cell);
  const reader = valueReader(profile, cells);
  const bars = savedAgainBars(document, profile);
  const groups = groupByPlate(results);
  const plates = groups.map((group) => requireWells(plateOf(group, reader, bars)));
  return refuseDuplicates(
    plates,
    groups.map((group) => group[0]?.repeat ?? ""),
  );
}

function resultsOf(table: CellTable): readonly Result[] {
  const grids = findGrids(table);
  let technology: string | null = null;
  return grids.flatMap((block, index) => {
    const from = (grids[index - 1]?.bottom ?? -1) + 1;
    const texts = textsAbove(block, from).slice(0, 3);
    const facts = factsInLine(texts) ?? factsInTable(block, from);
    technology =
      /^results? for\s+(.+)$/i.exec(texts.find((text) => /^results? for/i.test(text)) ?? "")?.[1] ??
      (facts === null ? null : technology);
    if (technology === null) return [];
    const none = { barcode: null, repeat: "1", excitation: "", emission: "" };
    return [{ block, technology, ...(facts ?? none) }];
  });
}

/** Kaleido 2: `Barcode: MTT0001, PlateRepeat: 1, WellRepeat: 1`. */
function factsInLine(texts: readonly string[]): PlateFacts | null {
  const line = texts.find((text) => /barcode:/i.test(text) && /platerepeat:/i.test(text));
  if (line === undefined) return null;
  const barcode = /barcode:\s*(.*?)[\s,]*platerepeat:/i.exec(line)?.[1] ?? "";
  const repeat = /platerepeat:\s*(\d+)/i.exec(line)?.[1] ?? "1";
  return { barcode: barcode === "" ? null : barcode, repeat, excitation: "", emission: "" };
}

/** Kaleido 3: a line of headings, `Barcode`, `Repeat`, … `Exc wl / filter`, `Ems wl`, and a line of values below it. */
function factsInTable({ table, top }: PlateBlock, from: number): PlateFacts | null {
  for (let row = from; row < top - 1; row += 1) {
    const heads = (table.rows[row] ?? []).map((_, column) => cellText(table, row, column));
    const valueUnder = (head: RegExp) => {
      const column = heads.findIndex((text) => head.test(text));
      return column < 0 ? "" : cellText(table, row + 1, column);
    };
    if (!/^barcode$/i.test(heads[0] ?? "") || !/^repeat$/i.test(heads[1] ?? "")) continue;
    const barcode = valueUnder(/^barcode$/i);
    return {
      barcode: barcode === "" ? null : barcode,
      repeat: valueUnder(/^repeat$/i) || "1",
      excitation: valueUnder(/^exc/i),
      emission: valueUnder(/^ems?\b/i),
    };
  }
  return null;
}

function checkResult({ block, technology, emission: stated }: Result): void {
  checkBlock(block, true);
  const settings = settingsOf(block.table, technology);
  const emission = settings.find(
    (text) =>
      /^em(?:ission|\.)[^\d]*(?:wavelength|filter)/i.test(text) && wavelengthsIn(text).length > 0,
  );
  const isOther =
    stated !== "" ||
    emission !== undefined ||
    /^(?:fi|fluo|lum|us lum|alpha|trf|htrf)/i.test(technology);
  if (isOther) {
    throw notAbsorbance(
      `“${technology}” was measured by its emission`,
      placeOf(block.table.name, block.top),
    );
  }
}

/** The line that begins the settings of a technology, in Kaleido 2 and 3. */
const TECHNOLOGY = /^(?:tech|operation)\b/i;

/** The lines of the technology's settings: from the one that names it to the next one. */
function settingsOf(table: CellTable, technology: string): readonly string[] {
  const lines = table.rows.map((_, row) => rowText(table, row));
  const start = lines.findIndex(
    (line) => TECHNOLOGY.test(line) && line.replace(TECHNOLOGY, "").trim() === technology,
  );
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) =>
    /^(?:tech\b|operation\b|meas$|analysis:|comments:|post processing)/i.test(line),
  );
  return end < 0 ? rest : rest.slice(0, end);
}

function groupByPlate(results: readonly Result[]): readonly (readonly Result[])[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = `${result.barcode ?? ""}\n${result.repeat}`;
    const group = groups.get(key) ?? [];
    if (group.some((other) => other.technology === result.technology)) {
      throw duplicatePlate(result.barcode ?? "without a barcode");
    }
    groups.set(key, [...group, result]);
  }
  return [...groups.values()];
}

function plateOf(
  group: readonly Result[],
  reader: ValueReader,
  bars: readonly ImportBar[],
): ImportedPlate {
  const table = group[0]?.block.table ?? { name: null, rows: [] };
  const pairs = headPairs(table, 0, table.rows.length);
  const barcode = group[0]?.barcode ?? null;
  const isVirtual = /^V-\d{4}-\d{2}-\d{2}/.test(barcode ?? "");
  const made = {
    code: "VIRTUAL_BARCODE",
    message: `Kaleido could not read the barcode and made up “${barcode}”.`,
  };
  return {
    label: barcode,
    plateId: barcode,
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal: pairValue(pairs, "Measurement Started"),
    readerModel: pairValue(pairs, "Instrument", "Instrument Name"),
    readerSerial: pairValue(pairs, "Instrument Serial Number"),
    temperatureC: parseNumber(pairValue(pairs, "Temperature") ?? ""),
    reads: group.map(({ block, technology, excitation }) =>
      readOfLines(
        block,
        block.lines,
        {
          label: technology,
          wavelengthNm: wavelengthsIn(excitation)[0] ?? wavelengthFor(table, technology),
          referenceSubtracted: false,
        },
        reader,
      ),
    ),
    vendorResults: [],
    header: headerOf(pairs),
    bars,
    warnings: isVirtual ? [...reader.warnings, made] : reader.warnings,
  };
}

function wavelengthFor(table: CellTable, technology: string): number | null {
  const line = settingsOf(table, technology).find(
    (text) => /^exc/i.test(text) && wavelengthsIn(text).length > 0,
  );
  return line === undefined ? wavelengthOf(technology) : (wavelengthsIn(line)[0] ?? null);
}
