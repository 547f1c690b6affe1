/** Cells to absorbances. No number is ever made from a token, and no token is passed over. */

import { isNumberText, tidy } from "../../../src/instrument/exports/cell-kinds.ts";
import {
  type Cell,
  ExportRefused,
  type ImportedWell,
  type SourceCell,
} from "../../../src/instrument/exports/contract.ts";
import type { ExportProfile, ExportToken } from "../../../src/instrument/exports/export-profile.ts";

/** No reader gives an absorbance of a thousand: such a number is a count, or 1.234 spoilt by a spreadsheet. */
const IMPOSSIBLE_AU = 1000;

/** For files that state no unit: no reader goes beyond 6 AU, and percentages, counts and mAU look like numbers too. */
export const IMPOSSIBLE_WITHOUT_UNIT_AU = 10;

/** A point or a comma before exactly three digits, after one to three: 1,234 may be a thousand or one and a bit. */
const TWO_WAYS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

export interface ValueReader {
  /**
   * The well of a cell; null for an empty one. Throws UNKNOWN_TOKEN for a text that the profile does not explain,
   * NOT_ABSORBANCE for a number that no reader gives.
   */
  readonly read: (cell: Cell | undefined, source: SourceCell) => ImportedWell | null;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/**
 * A reader for the value cells of one file. All of them must be given: they decide together whether the file writes
 * decimals with a point or a comma. Both may occur if each cell can be read one way only (then there is a warning);
 * throws MIXED_DECIMALS otherwise. Numbers from `impossibleAu` on are no absorbances. Separators of thousands do not occur. Throws TRUNCATED_GRID when the last value of a
 * text was cut off within its digits.
 */
export function valueReader(
  profile: ExportProfile,
  cells: Iterable<Cell | undefined>,
  impossibleAu = IMPOSSIBLE_AU,
): ValueReader {
  const all = [...cells];
  const decimals = decideDecimals(all);
  refuseCutValue(all);
  const tokens = new Map(profile.tokens.map((token) => [token.token.toLowerCase(), token]));
  return {
    warnings: decimals.mixed
      ? [
          {
            code: "MIXED_DECIMALS",
            message:
              "The file writes decimals with points and with commas; each value could be read one way only.",
          },
        ]
      : [],
    read: (cell, source) => readCell(cell, source, { tokens, impossibleAu }),
  };
}

/** The number that the text is, whichever decimal sign it has; null for any other text. */
export function parseNumber(text: string): number | null {
  const plain = text.replaceAll("\u2212", "-");
  if (!isNumberText(plain)) return null;
  const value = Number(plain.replace(",", "."));
  return Number.isFinite(value) ? value : null;
}

function decideDecimals(cells: Iterable<Cell | undefined>): { readonly mixed: boolean } {
  const points: string[] = [];
  const commas: string[] = [];
  for (const cell of cells) {
    if (cell === undefined || cell.number !== null) continue;
    const text = valueText(cell);
    if (!isNumberText(text)) continue;
    if (text.includes(".")) points.push(text);
    if (text.includes(",")) commas.push(text);
  }
  const mixed = points.length > 0 && commas.length > 0;
  if (mixed) refuseTwoWays(points.length < commas.length ? points : commas);
  return { mixed };
}

function refuseTwoWays(rarer: readonly string[]): void {
  const doubtful = rarer.find((text) => TWO_WAYS.test(text));
  if (doubtful === undefined) return;
  throw new ExportRefused(
    "MIXED_DECIMALS",
    `The file writes decimals with points and with commas, so that “${doubtful}” can be read two ways: export it again with one decimal sign.`,
  );
}

/** Fewer values do not show how many decimals a file writes. */
const MIN_UNIFORM = 10;

/** A file that ends within a number: all others have the same number of decimals, the last one has fewer. */
function refuseCutValue(cells: readonly (Cell | undefined)[]): void {
  const texts = cells.flatMap((cell) => {
    const text = cell === undefined || cell.number !== null ? "" : valueText(cell);
    return text === "" ? [] : [text];
  });
  const last = texts.at(-1);
  const others = texts.slice(0, -1).filter(isNumberText).map(countDecimals);
  const usual = others[0] ?? 0;
  if (last === undefined || !isNumberText(last) || others.length < MIN_UNIFORM) return;
  if (countDecimals(last) >= usual || others.some((decimals) => decimals !== usual)) return;
  throw new ExportRefused(
    "TRUNCATED_GRID",
    `The last value “${last}” has fewer decimals than all others: the file was cut off within it; export it again.`,
  );
}

function countDecimals(text: string): number {
  return /[.,](\d*)/.exec(text)?.[1]?.length ?? 0;
}

function valueText(cell: Cell): string {
  return tidy(cell.text)
    .replaceAll("\u2212", "-")
    .replace(/^\*(.*)\*$/, "$1")
    .trim();
}

interface ValueRules {
  /** By text in lower case. */
  readonly tokens: ReadonlyMap<string, ExportToken>;
  readonly impossibleAu: number;
}

function readCell(
  cell: Cell | undefined,
  source: SourceCell,
  rules: ValueRules,
): ImportedWell | null {
  if (cell === undefined) return null;
  const text = tidy(cell.text);
  if (cell.number !== null) return numberWell(cell.number, text, source, rules);
  if (text === "") return null;
  const value = parseNumber(text);
  if (value !== null) return numberWell(value, text, source, rules);
  return tokenWell(text, source, rules);
}

function numberWell(
  absorbance: number,
  token: string,
  source: SourceCell,
  { impossibleAu }: ValueRules,
): ImportedWell {
  if (!Number.isFinite(absorbance) || Math.abs(absorbance) >= impossibleAu) {
    throw new ExportRefused(
      "NOT_ABSORBANCE",
      `${placeName(source)} has ${token}, which is no absorbance: the file holds counts, or a spreadsheet program has spoilt its decimals; export the absorbances again.`,
    );
  }
  return { absorbance, token, remark: null, source };
}

/** `*0.356*` is masked with its value shown; `<0.1` and `>3.5` say that the true value lies beyond. */
function tokenWell(text: string, source: SourceCell, rules: ValueRules): ImportedWell {
  const known = rules.tokens.get(text.toLowerCase());
  if (known !== undefined) {
    const { direction, meaning } = known;
    return { absorbance: null, token: text, remark: { direction, meaning }, source };
  }
  const masked = /^\*+([^*]+)\*+$/.exec(text)?.[1]?.trim();
  if (masked !== undefined) return maskedWell(masked, text, source, rules);
  const beyond = /^([<>])\s*[=]?\s*(.+)$/.exec(text);
  if (beyond !== null && parseNumber(beyond[2] ?? "") !== null) {
    const over = beyond[1] === ">";
    const remark = {
      direction: over ? ("over-range" as const) : ("under-range" as const),
      meaning: over ? "over range (saturated)" : "under range",
    };
    return { absorbance: null, token: text, remark, source };
  }
  throw new ExportRefused(
    "UNKNOWN_TOKEN",
    `${placeName(source)} has “${text}”, whose meaning is not known: add it to the tokens of the export profile, or export the plate again.`,
  );
}

function maskedWell(
  value: string,
  token: string,
  source: SourceCell,
  rules: ValueRules,
): ImportedWell {
  const remark = { direction: "masked" as const, meaning: "masked (value shown)" };
  const absorbance = parseNumber(value);
  if (absorbance !== null) return { ...numberWell(absorbance, token, source, rules), remark };
  return { absorbance: null, token, remark: { ...remark, meaning: "masked" }, source };
}

function placeName(source: SourceCell): string {
  const line =
    source.table === null ? `Line ${source.row}` : `Sheet “${source.table}”, row ${source.row}`;
  return `${line}, column ${source.column}`;
}
