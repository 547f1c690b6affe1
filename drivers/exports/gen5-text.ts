/**
 * Text of BioTek Gen5 (and of a sheet into which it was pasted): key and value lines, then grids with a label right of
 * the last column, `step:wavelength` or a bare wavelength for what was measured.
 */
import type {
  ExportDialect,
  ExportDocument,
  ImportBar,
  ImportedPlate,
  ImportedRead,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { isRawColumn, type Section, sectionsOf } from "./gen5-sections.ts";
import { findWellLists } from "./list-columns.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { findGrids } from "./parts/find-blocks.ts";
import { headerOf, pairValue } from "./parts/head-pairs.ts";
import { ownDocument, withWarnings } from "./parts/own-document.ts";
import type { BlockCell } from "./parts/plate-block.ts";
import { givenName, refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { readOfLines } from "./parts/plate-reads.ts";
import type { Quantity } from "./parts/quantities.ts";
import { parseNumber, type ValueReader, valueReader } from "./parts/read-values.ts";
import { findSignature } from "./parts/signature.ts";

const CODE_VERSION = "2";

const BARS: Readonly<Record<string, ImportBar>> = {
  simulation: {
    code: "SIMULATION",
    sentence: "The file says that Gen5 simulated the reading: no plate was measured.",
  },
  manual: { code: "MANUAL_ENTRY", sentence: "The file says that its values were typed by hand." },
  file: {
    code: "FROM_FILE",
    sentence: "The file says that its values came from another file, not from a reader.",
  },
};

export function gen5Text(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "gen5-text",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({
      signature: findSignature(document, profile.signatures),
      structure: structureOf(document, profile),
    }),
    readPlates: (document) => {
      const own = ownDocument(document, profile);
      return withWarnings(readPlates(own.document, profile), own.warnings);
    },
  };
}

function structureOf(document: ExportDocument, profile: ExportProfile): string | null {
  if (document.tables.some((table) => findGrids(table).length > 0)) return "grid with row letters";
  const lists = document.tables.flatMap((table) => findWellLists(table, profile, new Set()));
  return lists.some(({ numeric }) => numeric.some(isRawColumn)) ? "list of wells" : null;
}

function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const sections = document.tables.flatMap((table) => sectionsOf(table, profile));
  const cells = sections.flatMap(({ raw }) => raw.flatMap(cellsOf)).map(({ cell }) => cell);
  const reader = valueReader(profile, cells);
  const again = savedAgainBars(document, profile);
  const plates = sections.map((section) => plateOf(section, reader, again));
  return refuseDuplicates(plates.map(requireWells));
}

function cellsOf({ lines }: Quantity): readonly BlockCell[] {
  return lines.flatMap((line) => line.cells);
}

function plateOf(
  section: Section,
  reader: ValueReader,
  again: readonly ImportBar[],
): ImportedPlate {
  const { pairs } = section;
  const label = pairValue(pairs, "Plate Number");
  const plateId = pairValue(pairs, "Plate ID", "Barcode", "Plate Barcode");
  const kind = BARS[pairValue(pairs, "Reading Type")?.toLowerCase() ?? ""];
  const date = pairValue(pairs, "Date");
  const time = pairValue(pairs, "Time");
  const temperatureC = parseNumber(pairValue(pairs, "Actual Temperature") ?? "");
  return {
    label,
    plateId,
    barcodeCandidates: [givenName(label) ?? []].flat(),
    rows: 8,
    columns: 12,
    readAtLocal: date === null ? null : [date, time ?? ""].join(" ").trim(),
    readerModel: known(pairValue(pairs, "Reader Type")),
    readerSerial: known(pairValue(pairs, "Reader Serial Number")),
    temperatureC: temperatureC === 0 ? null : temperatureC,
    reads: section.raw.map((quantity) => toRead(quantity, reader)),
    vendorResults: section.vendorResults,
    header: headerOf(pairs.filter(({ row }) => row < (section.raw[0]?.block.top ?? 0))),
    bars: kind === undefined ? again : [kind, ...again],
    warnings: reader.warnings,
  };
}

function toRead(
  { block, lines, label, wavelengthNm }: Quantity,
  reader: ValueReader,
): ImportedRead {
  return readOfLines(block, lines, { label, wavelengthNm, referenceSubtracted: false }, reader);
}

function known(text: string | null): string | null {
  return text === null || /^(?:n\/a|unknown)$/i.test(text) ? null : text;
}
