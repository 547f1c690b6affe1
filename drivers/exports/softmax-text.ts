/**
 * Text of SoftMax Pro (also its `.xls`, which is such a text, and a sheet into which it was pasted): sections Plate,
 * Group and Note. Only the raw values of plate sections are reads; groups repeat them.
 */
import {
  type ExportDialect,
  type ExportDocument,
  ExportRefused,
  type ImportBar,
  type ImportedPlate,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { blockCells, cellText } from "./parts/plate-block.ts";
import { givenName, refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { readOfLines } from "./parts/plate-reads.ts";
import { parseNumber, type ValueReader, valueReader } from "./parts/read-values.ts";
import { notAbsorbance, placeOf, reducedOnly, truncatedGrid, wrongFormat } from "./parts/refuse.ts";
import { findSignature } from "./parts/signature.ts";
import { rowText } from "./parts/titles.ts";
import { type RawValues, rawValues } from "./softmax-lines.ts";
import { type PlateSection, plateSections } from "./softmax-sections.ts";

const CODE_VERSION = "1";

interface RawSection {
  readonly section: PlateSection;
  readonly values: RawValues;
}

export function softmaxText(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "softmax-text",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({
      signature: findSignature(document, profile.signatures),
      structure: sectionsOf(document).length > 0 ? "plate sections" : null,
    }),
    readPlates: (document) => readPlates(document, profile),
  };
}

function sectionsOf(document: ExportDocument): readonly PlateSection[] {
  return document.tables.flatMap(plateSections);
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const sections = sectionsOf(document);
  const measured = sections.filter(({ readMode }) => /^abs/i.test(readMode));
  const other = sections.find((section) => !measured.includes(section));
  if (measured.length === 0 && other !== undefined) {
    throw notAbsorbance(
      `Plate “${other.name}” is ${other.readMode || "no absorbance"}`,
      placeOf(other.table.name, other.top),
    );
  }
  refuseMissingBlocks(document, sections);
  const raw = measured.map((section) => ({ section, values: checkedValues(section) }));
  const cells = raw
    .flatMap(({ values }) => values.blocks.flatMap(blockCells))
    .map(({ cell }) => cell);
  const reader = valueReader(profile, cells);
  const bars = savedAgainBars(document, profile);
  const plates = raw.map((one) => plateOf(one, reader, bars));
  return refuseDuplicates(plates.map(requireWells));
}

/** A file that was cut behind a section has fewer than it states and lacks the line with the file's name. */
function refuseMissingBlocks(document: ExportDocument, plates: readonly PlateSection[]): void {
  for (const table of document.tables) {
    const lines = table.rows.map((_, row) => rowText(table, row));
    const stated = Number(
      /^##\s*BLOCKS\s*=\s*(\d+)/i.exec(lines.find((line) => /^##\s*BLOCKS/i.test(line)) ?? "")?.[1],
    );
    const found = lines.filter((line) =>
      /^(?:plate|group|note|cuvette(?: set)?):/i.test(line),
    ).length;
    const isCut = found < stated && !lines.some((line) => /^original filename/i.test(line));
    if (isCut && plates.some((section) => section.table === table)) {
      throw truncatedGrid(
        `The file states ${stated} sections and has ${found}`,
        placeOf(table.name, table.rows.length - 1),
      );
    }
  }
}

function checkedValues(section: PlateSection): RawValues {
  const { name, table, top, wavelengthsNm } = section;
  if (section.wells !== null && section.wells !== 96) {
    throw wrongFormat(`${section.wells} wells: “${name}”`, placeOf(table.name, top));
  }
  if (/^reduced$/i.test(section.dataType))
    throw reducedOnly(`plate “${name}” was exported as reduced data`);
  if (section.readType !== "" && !/^endpoint/i.test(section.readType)) {
    throw new ExportRefused(
      "NOT_ENDPOINT",
      `Plate “${name}” is a ${section.readType.toLowerCase()} read (${placeOf(table.name, top)}); only endpoint reads are taken.`,
    );
  }
  const values = rawValues(section);
  if (wavelengthsNm.length > 0 && values.blocks.length !== wavelengthsNm.length) {
    throw truncatedGrid(
      `Plate “${name}” states ${wavelengthsNm.length} wavelengths but has ${values.blocks.length} grids`,
      placeOf(table.name, top),
    );
  }
  for (const block of values.blocks) {
    if (
      block.plateColumns.some((column) => column >= 12) ||
      block.lines.some(({ plateRow }) => plateRow >= 8)
    ) {
      throw wrongFormat(`more than 96 wells: “${name}”`, placeOf(table.name, block.top));
    }
    const uneven = block.shortRow ?? block.longRow;
    if (uneven !== null) {
      throw truncatedGrid(
        `A row of plate “${name}” has not as many values as the others`,
        placeOf(table.name, uneven),
      );
    }
  }
  return values;
}

function plateOf(
  { section, values }: RawSection,
  reader: ValueReader,
  bars: readonly ImportBar[],
): ImportedPlate {
  const temperatureC = parseNumber(values.temperature);
  const several = new Set(section.wavelengthsNm).size < section.wavelengthsNm.length;
  return {
    label: section.name,
    plateId: null,
    barcodeCandidates: [givenName(section.name) ?? []].flat(),
    rows: 8,
    columns: 12,
    readAtLocal: null,
    readerModel: null,
    readerSerial: null,
    temperatureC: temperatureC === 0 ? null : temperatureC,
    reads: values.blocks.map((block, index) => {
      const wavelengthNm = section.wavelengthsNm[index] ?? null;
      const name =
        wavelengthNm === null ? null : `${wavelengthNm} nm${several ? ` #${index + 1}` : ""}`;
      const title = { label: name, wavelengthNm, referenceSubtracted: false };
      return readOfLines(block, block.lines, title, reader);
    }),
    vendorResults: hasReduced(section, values) ? ["Reduced"] : [],
    header: { ...lastSaved(section), "Read type": section.readType, "Read mode": section.readMode },
    bars,
    warnings: section.closed
      ? reader.warnings
      : [
          ...reader.warnings,
          {
            code: "NO_END_MARK",
            message: `Plate “${section.name}” has no end mark; all its rows are there.`,
          },
        ],
  };
}

function hasReduced({ table, end }: PlateSection, values: RawValues): boolean {
  const from = Math.max(...values.blocks.map((block) => block.bottom)) + 1;
  return table.rows.slice(from, end).some((row) => row.some((cell) => cell.text.trim() !== ""));
}

/** When the document was saved: SoftMax Pro does not write when the plate was read. */
function lastSaved({ table }: PlateSection): Readonly<Record<string, string>> {
  for (let row = table.rows.length - 1; row >= 0; row -= 1) {
    const line = (table.rows[row] ?? []).map((_, column) => cellText(table, row, column)).join(" ");
    const saved = /Date Last Saved:\s*(.+?)\s*$/i.exec(line)?.[1];
    if (saved !== undefined) return { "Date Last Saved": saved };
  }
  return {};
}
