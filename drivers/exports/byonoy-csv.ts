/**
 * CSV of the Byonoy Absorbance 96 App and of the Opentrons Flex with the same reader: a grid of absorbances, a grid of
 * sample names (often empty), tables of samples, and below them wavelengths, serial number and times.
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
import { findGrids } from "./parts/find-blocks.ts";
import { type HeadPair, headerOf, headPairs, pairValue } from "./parts/head-pairs.ts";
import { ownDocument, withWarnings } from "./parts/own-document.ts";
import { blockCells, holdsValues, isFilled, type PlateBlock } from "./parts/plate-block.ts";
import { requireWells } from "./parts/plate-names.ts";
import { checkBlock, hasContent, readOfLines } from "./parts/plate-reads.ts";
import { parseNumber, type ValueReader, valueReader } from "./parts/read-values.ts";
import { duplicatePlate, noResults, placeOf } from "./parts/refuse.ts";
import { findSignature } from "./parts/signature.ts";

const CODE_VERSION = "1";

export function byonoyCsv(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "byonoy-csv",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({
      signature: findSignature(document, profile.signatures),
      structure: document.tables.some((table) => findGrids(table).length > 0)
        ? "grid with row letters"
        : null,
    }),
    readPlates: (document) => {
      const own = ownDocument(document, profile);
      return withWarnings(readPlates(own.document, profile), own.warnings);
    },
  };
}

/** A file is one plate at one wavelength. */
function readPlates(document: ExportDocument, profile: ExportProfile): readonly ImportedPlate[] {
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  const grids = document.tables.flatMap((table) => findGrids(table));
  const measured = grids.filter((block) => hasContent(block.lines) && holdsValues(block, tokens));
  const [block, second] = measured;
  if (block === undefined) throw noResults("The file has no absorbances");
  if (second !== undefined) throw duplicatePlate(placeOf(second.table.name, second.top));
  checkBlock(block, true);
  refuseRepeatedRows(block);
  const reader = valueReader(
    profile,
    blockCells(block).map(({ cell }) => cell),
  );
  return [requireWells(plateOf(block, document, reader, savedAgainBars(document, profile)))];
}

/**
 * The first robots with this reader wrote, in each row of the file, twelve times the well on the plate's diagonal
 * (Opentrons, `PlateReaderDataTransform`); a plate that looks so cannot be believed.
 */
function refuseRepeatedRows(block: PlateBlock): void {
  const rows = block.lines.map((line) =>
    line.cells.filter(isFilled).map(({ cell }) => cell?.text.trim()),
  );
  const isRepeated = rows.every((row) => row.length === 12 && new Set(row).size === 1);
  if (!isRepeated || new Set(rows.map((row) => row[0])).size < 4) return;
  throw new ExportRefused(
    "REPEATED_VALUES",
    `Each row of the plate has twelve times the same value (${placeOf(block.table.name, block.top + 1)}), as a faulty version of the robot's software wrote it: update the software and read the plate again.`,
  );
}

function plateOf(
  block: PlateBlock,
  document: ExportDocument,
  reader: ValueReader,
  bars: readonly ImportBar[],
): ImportedPlate {
  const pairs = document.tables.flatMap((table) => headPairs(table, 0, table.rows.length));
  const wavelengthNm = parseNumber(
    pairValue(pairs, "Sample Wavelength (nm)", "Sample Wavelength", "Wavelength (nm)") ?? "",
  );
  const referenceSubtracted = referenceOf(pairs) !== null;
  const title = { label: null, wavelengthNm, referenceSubtracted };
  const hidden = {
    code: "REFERENCE_SUBTRACTED",
    message: `The reference at ${referenceOf(pairs)} nm was taken off already: whether a well was over range cannot be seen.`,
  };
  return {
    label: null,
    plateId: pairValue(pairs, "Plate ID", "Barcode"),
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal: pairValue(pairs, "Measurement started at"),
    readerModel: "Absorbance 96",
    readerSerial: pairValue(pairs, "Serial No.", "Serial No", "Serial number"),
    temperatureC: null,
    reads: [readOfLines(block, block.lines, title, reader)],
    vendorResults: [],
    header: headerOf(pairs.filter(({ row }) => row > block.bottom)),
    bars,
    warnings: referenceSubtracted ? [...reader.warnings, hidden] : reader.warnings,
  };
}

/** The reference wavelength in nm; null when none was used, which the app writes as -1. */
function referenceOf(pairs: readonly HeadPair[]): number | null {
  const nm = parseNumber(
    pairValue(pairs, "Reference Wavelength (nm)", "Reference Wavelength") ?? "",
  );
  return nm !== null && nm > 0 ? nm : null;
}
