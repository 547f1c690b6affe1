/**
 * What a Bio-Rad Model 680 or 550 sends, saved to a file by a terminal program: the report with `.begin` and `.end`
 * around eight lines, or the raw download in one line. A minus sign takes the place of the blank before its number.
 */
import { ALL_WELLS, type WellName } from "../../src/domain/well.ts";
import type {
  Cell,
  CellTable,
  ExportDialect,
  ExportDocument,
  ImportedPlate,
  ImportedRead,
  ImportedWell,
} from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { savedAgainBars } from "./parts/bars.ts";
import { requireWells } from "./parts/plate-names.ts";
import { valueReader } from "./parts/read-values.ts";
import { placeOf, truncatedGrid } from "./parts/refuse.ts";

const CODE_VERSION = "1";

const WELLS = 96;
const VALUE = /-?(?:\d\.\d{3}|\*\.\*{3})/g;
/** Fields of the raw download before its date: two filters, their wavelengths in nm. */
const DOWNLOAD_HEAD =
  /,(\d{3}),(\d{3})?,[^,]*,[^,]*,[^,]*,(\d{2}\/\d{1,2}\/\d{1,2}[ ,]\d{1,2}:\d{1,2}:\d{1,2})\s*,\s*\.?\s*begin/i;

interface Block {
  readonly table: CellTable;
  /** The row of the table with the mark, from 0. */
  readonly row: number;
  /** What stands before the mark. */
  readonly head: string;
  readonly values: readonly string[];
}

export function biorad680(profile: ExportProfile): ExportDialect {
  return {
    kind: "vendor",
    id: "biorad-680",
    version: `${CODE_VERSION}+${profile.version}`,
    vendor: profile.vendor,
    programs: profile.programs,
    marks: (document) => {
      const blocks = document.tables.flatMap(blocksOf);
      return {
        signature: blocks.length > 0 ? ".begin" : null,
        structure: blocks.some(({ values }) => values.length > 0)
          ? "values between the marks"
          : null,
      };
    },
    readPlates: (document) => [readPlate(document, profile)],
  };
}

/** From a begin mark to its end mark. Runs of blanks are single ones in the text, so that this runs in linear time. */
const BETWEEN_MARKS = /(?:^|[,\n]) ?\.? ?begin\b([\s\S]*?)(?:[,\n] ?\.? ?end\b|$)/gi;

/** The text between each `begin` and its `end`, from cells that a separator may have cut anywhere. */
function blocksOf(table: CellTable): readonly Block[] {
  if (!table.rows.some((row) => row.some((cell) => /begin/i.test(cell.text)))) return [];
  const lines = table.rows.map((row) =>
    row
      .map((cell) => cell.text)
      .join(isDownload(row) ? "," : " ")
      .replace(/\s+/g, " "),
  );
  const text = lines.join("\n");
  const blocks: Block[] = [];
  for (const match of text.matchAll(BETWEEN_MARKS)) {
    blocks.push({
      table,
      row: text.slice(0, match.index + 1).split("\n").length - 1,
      head: text.slice(0, match.index + match[0].length),
      values: (match[1] ?? "").match(VALUE) ?? [],
    });
  }
  return blocks;
}

function isDownload(row: readonly Cell[]): boolean {
  return row.some((cell) => /begin/i.test(cell.text)) && row.length > 8;
}

/** One plate at one or two wavelengths. Throws TRUNCATED_GRID. */
function readPlate(document: ExportDocument, profile: ExportProfile): ImportedPlate {
  const blocks = document.tables.flatMap(blocksOf);
  for (const { table, row, values } of blocks) {
    if (values.length !== WELLS) {
      throw truncatedGrid(
        `The plate has ${values.length} values instead of ${WELLS}`,
        placeOf(table.name, row),
      );
    }
  }
  const download = DOWNLOAD_HEAD.exec(blocks[0]?.head ?? "");
  const head = blocks[0]?.head ?? "";
  const filters = download === null ? reportFilters(head) : [download[1], download[2]].map(Number);
  const reader = valueReader(
    profile,
    blocks.flatMap(({ values }) => values.map(asCell)),
  );
  const reads = blocks.map(({ table, row, values }, index): ImportedRead => {
    const wells: Partial<Record<WellName, ImportedWell>> = {};
    for (const [at, well] of ALL_WELLS.entries()) {
      const source = { table: table.name, row: row + 1, column: 1 };
      const value = reader.read(asCell(values[at] ?? ""), source);
      if (value !== null) wells[well] = value;
    }
    return {
      label: index === 0 ? "Mes" : "Ref",
      wavelengthNm: filters[index] || null,
      wells,
      referenceSubtracted: blocks.length === 1 && (filters[1] ?? 0) > 0,
    };
  });
  return requireWells({
    label: null,
    plateId: null,
    barcodeCandidates: [],
    rows: 8,
    columns: 12,
    readAtLocal:
      download?.[3]?.replace(",", " ") ??
      /\d{1,2}\/\d{1,2}\/\d{2,4} \d{1,2}:\d{2}(?::\d{2})?/.exec(head)?.[0] ??
      null,
    readerModel: /Model \d{3}/i.exec(head)?.[0] ?? null,
    readerSerial: null,
    temperatureC: null,
    reads,
    vendorResults: [],
    header: {},
    bars: savedAgainBars(document, profile),
    warnings: reader.warnings,
  });
}

function reportFilters(head: string): readonly number[] {
  const nm = (name: RegExp) => Number(name.exec(head)?.[1] ?? 0);
  return [nm(/mes\w*\.?\s*filter\s*:?\s*(\d{3})/i), nm(/ref\w*\.?\s*filter\s*:?\s*(\d{3})/i)];
}

function asCell(text: string): Cell {
  return { text, number: null };
}
