/** Plain grids that people make: pasted, typed, exported by programs without a name in the file. */
import {
  type ExportDialect,
  type ExportDocument,
  ExportRefused,
  type ImportedPlate,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import type { Rectangle } from "./parts/bare-blocks.ts";
import { NO_SIGNATURE } from "./parts/bars.ts";
import { findBlocks } from "./parts/find-blocks.ts";
import { headerOf, headPairs } from "./parts/head-pairs.ts";
import { holdsValues } from "./parts/plate-block.ts";
import { givenName, refuseDuplicates, requireWells } from "./parts/plate-names.ts";
import { readOfLines } from "./parts/plate-reads.ts";
import { IMPOSSIBLE_WITHOUT_UNIT_AU, type ValueReader, valueReader } from "./parts/read-values.ts";
import { noResults, placeOf, reducedOnly, truncatedGrid, wrongFormat } from "./parts/refuse.ts";
import { findTitledGrids, type TitledPlate } from "./titled-grids.ts";

const CODE_VERSION = "2";

export function genericGrid(profile: ExportProfile): ExportDialect {
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  return {
    kind: "generic",
    id: "generic-grid",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => ({ signature: null, structure: structureOf(document, tokens) }),
    readPlates: (document) => readPlates(document, profile, tokens),
  };
}

function structureOf(document: ExportDocument, tokens: ReadonlySet<string>): string | null {
  const found = document.tables.map((table) => findBlocks(table, tokens));
  const blocks = found.flatMap((one) => one.blocks);
  if (blocks.some((block) => holdsValues(block, tokens))) return "grid of wells";
  if (blocks.some((block) => block.plateColumns.length > 2)) return "grid without values";
  return found.some(({ strays }) => strays.some(isPlateLike)) ? "rectangle of numbers" : null;
}

/** Numbers enough for a plate that was cut or is of another size. */
function isPlateLike({ top, bottom }: Rectangle): boolean {
  return bottom - top >= 2;
}

function readPlates(
  document: ExportDocument,
  profile: ExportProfile,
  tokens: ReadonlySet<string>,
): readonly ImportedPlate[] {
  const { plates, vendorResults, emptyGrids } = findTitledGrids(document, profile);
  if (plates.length === 0) {
    if (vendorResults.length > 0) throw reducedOnly(vendorResults.join(", "));
    if (emptyGrids > 0) throw noResults("The plate has headings but no values");
    throw refuseStrays(document, tokens);
  }
  const lines = plates.flatMap(({ reads }) => reads.flatMap((read) => read.lines));
  const reader = valueReader(
    profile,
    lines.flatMap(({ cells }) => cells.map(({ cell }) => cell)),
    IMPOSSIBLE_WITHOUT_UNIT_AU,
  );
  const first = plates[0]?.reads[0]?.block;
  const header = first === undefined ? {} : headerOf(headPairs(first.table, 0, first.top));
  const imported = plates.map((plate) => ({
    ...plateOf(plate, vendorResults, reader),
    header,
  }));
  return refuseDuplicates(imported.map(requireWells));
}

/** Says of numbers that are no plate why they are none. */
function refuseStrays(document: ExportDocument, tokens: ReadonlySet<string>): ExportRefused {
  const strays = document.tables.flatMap((table) => findBlocks(table, tokens).strays);
  const stray = strays.find(isPlateLike);
  if (stray === undefined) {
    return new ExportRefused("UNKNOWN_DIALECT", "The grids of the file hold no values of a plate.");
  }
  const rows = stray.bottom - stray.top + 1;
  const columns = stray.right - stray.left + 1;
  const where = placeOf(stray.table.name, stray.top);
  if (rows === 12 && columns === 8) {
    return new ExportRefused(
      "AMBIGUOUS_ORIENTATION",
      `The numbers stand in 12 rows and 8 columns (${where}), and nothing says which of them is which: write A to H above and 1 to 12 beside them.`,
    );
  }
  if (rows >= 16 && columns >= 24) return wrongFormat(`${rows * columns} wells`, where);
  return truncatedGrid(
    `Numbers stand in ${rows} rows and ${columns} columns without row letters and column numbers; only a whole plate of 8 and 12 can be read so`,
    where,
  );
}

function plateOf(
  plate: TitledPlate,
  vendorResults: readonly string[],
  reader: ValueReader,
): ImportedPlate {
  return {
    label: plate.label,
    plateId: plate.plateId,
    barcodeCandidates: [givenName(plate.label) ?? []].flat(),
    rows: 8,
    columns: 12,
    readAtLocal: null,
    readerModel: null,
    readerSerial: null,
    temperatureC: null,
    reads: plate.reads.map(({ block, lines, label, wavelengthNm, referenceSubtracted }) =>
      readOfLines(block, lines, { label, wavelengthNm, referenceSubtracted }, reader),
    ),
    vendorResults,
    header: {},
    bars: [NO_SIGNATURE],
    warnings: reader.warnings,
  };
}
