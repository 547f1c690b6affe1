/** The text of one data set as TRANSFER brings it: a head, the wavelengths, and a block of columns for each of them. */
import { missing, type WellValue } from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT } from "../../src/domain/well.ts";

/** No photometer of this kind measures beyond 4 AU; a larger number has lost its point on the way. */
const HIGHEST_PLAUSIBLE_AU = 10;

export interface DataBlock {
  /** The wavelength in nm as sent. */
  readonly wavelength: string;
  /** By plate column, first column first: eight values, A to H; null for a column that did not arrive. */
  readonly columns: (readonly WellValue[] | null)[];
}

export interface DataSet {
  /** The reader's time as sent, e.g. `5025.3`; null without a head. */
  readonly time: string | null;
  readonly temperatureC: string | null;
  /** e.g. `96-well`. */
  readonly container: string | null;
  /** The wavelengths named before the blocks, in nm as sent; null when that line is missing. */
  readonly announced: readonly string[] | null;
  readonly blocks: readonly DataBlock[];
  /** Lines before the wavelengths that are not the head. */
  readonly unexpected: readonly string[];
  /** Lines among the blocks of which nothing could be made. */
  readonly unreadable: readonly string[];
  /** True when the prompt came that ends it. */
  readonly closed: boolean;
}

interface OpenDataSet {
  head: readonly [string, string, string] | null;
  announced: readonly string[] | null;
  readonly blocks: DataBlock[];
  readonly unexpected: string[];
  readonly unreadable: string[];
}

/**
 * Reads the payload of TRANSFER; never throws. One line a plate column, values down the rows A to H in AU. Saturated
 * wells (`#SAT`) are over-range, other words without a number are not read; both keep their token. Layout: NOTES.md,
 * section on the data.
 */
export function parseDataSet(text: string, closed: boolean): DataSet {
  const open: OpenDataSet = {
    head: null,
    announced: null,
    blocks: [],
    unexpected: [],
    unreadable: [],
  };
  const lines = text.split(/\r\n|\n|\r/);
  // A line that a silence broke off may end in half a number.
  const broken = closed ? "" : (lines.pop() ?? "");
  for (const line of lines) {
    if (line.trim() !== "") addLine(open, line);
  }
  if (broken.trim() !== "") open.unreadable.push(broken);
  const { head, ...rest } = open;
  return {
    ...rest,
    time: head?.[0] ?? null,
    temperatureC: head?.[1] ?? null,
    container: head?.[2] ?? null,
    closed,
  };
}

function addLine(open: OpenDataSet, line: string): void {
  const wavelengths = parseWavelengths(line);
  if (wavelengths !== null) addWavelengths(open, wavelengths);
  else if (open.announced === null) addHead(open, line);
  else addColumn(open, line);
}

function addColumn(open: OpenDataSet, line: string): void {
  const column = parseColumn(line);
  const block = open.blocks.at(-1);
  const isNew = column !== null && block?.columns[column.index] === null;
  if (column === null || block === undefined || !isNew) open.unreadable.push(line);
  else block.columns[column.index] = column.values;
}

function addHead(open: OpenDataSet, line: string): void {
  const [time, temperature, container, ...more] = line.split("\t").map((word) => word.trim());
  const fits =
    open.head === null &&
    /^\d+(?:\.\d+)?$/.test(time ?? "") &&
    /^-?\d+(?:\.\d+)?$/.test(temperature ?? "") &&
    more.length === 0;
  if (fits) open.head = [time ?? "", temperature ?? "", container ?? ""];
  else open.unexpected.push(line);
}

function addWavelengths(open: OpenDataSet, wavelengths: readonly string[]): void {
  const [wavelength] = wavelengths;
  if (open.announced === null) open.announced = wavelengths;
  else if (wavelength === undefined || wavelengths.length > 1) {
    open.unreadable.push(`L: ${wavelengths.join(" ")}`);
  } else {
    open.blocks.push({ wavelength, columns: Array.from({ length: COLUMN_COUNT }, () => null) });
  }
}

/** `L:` and wavelengths in nm, separated by tabs; null when the line is none. */
function parseWavelengths(line: string): string[] | null {
  const match = /^L:((?:[\t ]+\d{3,4})+)[\t ]*$/.exec(line);
  return match?.[1] === undefined ? null : match[1].trim().split(/[\t ]+/);
}

/** `1:` and eight values, separated by tabs; null unless the whole line is that. */
export function parseColumn(
  line: string,
): { readonly index: number; readonly values: readonly WellValue[] } | null {
  const [label = "", ...tokens] = line.split("\t").map((word) => word.trim());
  const column = Number(/^(\d{1,2}):$/.exec(label)?.[1]);
  if (!(column >= 1 && column <= COLUMN_COUNT)) return null;
  // A tab at the end of a line makes no ninth value.
  if (tokens.length === ROW_COUNT + 1 && tokens.at(-1) === "") tokens.pop();
  const values = tokens.map(parseValue).filter((value) => value !== null);
  if (tokens.length !== ROW_COUNT || values.length !== ROW_COUNT) return null;
  return { index: column - 1, values };
}

/** Null for a token that cannot be what the reader sent. */
function parseValue(token: string): WellValue | null {
  if (/^[+-]?(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9})(?:e[+-]?\d{1,2})?$/i.test(token)) {
    const absorbance = Number(token);
    return Math.abs(absorbance) > HIGHEST_PLAUSIBLE_AU ? null : { absorbance, token };
  }
  if (/^#SAT$/i.test(token)) return missing(token, "over-range");
  return /^#?[A-Za-z*-]*$/.test(token) ? missing(token, "not-read") : null;
}
