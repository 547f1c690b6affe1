/** One transfer of a plate as it arrived: its head, its blocks, and what does not fit. */
import type { WellValue } from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT, WELL_COUNT } from "../../src/domain/well.ts";
import { cellsPerLine, parseCellLine, parseToken, parseTriplet, wellOfCell } from "./cells.ts";
import { readChecksum } from "./checksum.ts";
import type { Profile } from "./profile-schema.ts";

export interface Block {
  /** What the block itself says of its filter; null when it says nothing. */
  readonly filter: string | null;
  /** By well in reading order; null where nothing readable has arrived. */
  readonly values: (WellValue | null)[];
  /** Lines counted by a checksum, verbatim, from `begin` on. */
  readonly beginLine: string | null;
  readonly lines: string[];
  /** Lines of the block so far, spoilt ones with them. */
  lineCount: number;
  spoiltLines: number;
  /** Tokens that are neither numbers nor markers of the profile. */
  readonly unknownTokens: string[];
  /** The checksum line as sent, and its number; null where none could be read. */
  checksum: { readonly text: string; readonly sum: number | null } | null;
  ended: boolean;
}

export interface PlateCopy {
  readonly plate: Profile["plate"];
  readonly checksum: Profile["checksum"];
  readonly unasked: boolean;
  /** The first line; empty when it was lost or the profile has none. */
  header: string;
  /** What the lines outside the blocks said, by group name. */
  readonly facts: Record<string, string>;
  readonly headLines: string[];
  readonly blocks: Block[];
  /** Lines that are not known. */
  readonly unexpected: string[];
  readonly problems: string[];
}

export type LineKind =
  | "blank"
  | "filler"
  | "head"
  | "begin"
  | "row"
  | "checksum"
  | "end"
  | "spoilt"
  | "other";

export function startCopy(profile: Profile, unasked: boolean): PlateCopy {
  return {
    plate: profile.plate,
    checksum: profile.checksum,
    unasked,
    header: "",
    facts: {},
    headLines: [],
    blocks: [],
    unexpected: [],
    problems: [],
  };
}

export function openBlock(copy: PlateCopy): Block | null {
  return copy.blocks.find((block) => !block.ended) ?? null;
}

/** True when a line can only stand at the beginning of a plate or in it. */
export function belongsToPlate(profile: Profile, line: string): boolean {
  const { plate } = profile;
  const patterns = [plate.header, plate.begin, ...plate.capture];
  if (patterns.some((pattern) => pattern?.test(line))) return true;
  if (parseTriplet(plate, line) !== null) return true;
  return plate.order !== "triplets" && isTellingRow(plate, line);
}

/** Cells of which most are values: a sentence with as many words as a row has cells is none. */
function isTellingRow(plate: Profile["plate"], line: string): boolean {
  const tokens = parseCellLine(plate, line)?.tokens ?? [];
  const known = tokens.filter((token) => parseToken(plate, token).isKnown);
  return known.length > 0 && known.length * 2 >= tokens.length;
}

/** Takes the next line into the copy and says what it was; `spoilt` and `other` lines are for the caller to show. */
export function addLine(copy: PlateCopy, text: string): LineKind {
  const line = Array.from(text, (one) => (copy.plate.strip.includes(one) ? "" : one)).join("");
  if (line.trim() === "") return "blank";
  if (copy.plate.filler.some((pattern) => pattern.test(line))) return "filler";
  if (copy.plate.order === "triplets") return addTriplet(copy, line) ?? addOutside(copy, line);
  const block = openBlock(copy);
  return block === null ? addOutside(copy, line) : addInside(copy, block, line);
}

function addOutside(copy: PlateCopy, line: string): LineKind {
  const { plate } = copy;
  const begin = plate.begin?.find(line);
  if (begin) {
    startBlock(copy, begin.groups.filter ?? null, line);
    return "begin";
  }
  if (takeFacts(copy, line)) return "head";
  const canBegin =
    plate.order !== "triplets" && (plate.begin === undefined || copy.blocks.length === 0);
  if (canBegin && isRowHere(copy, line)) {
    if (plate.begin !== undefined)
      copy.problems.push("a row stands before the beginning of its block");
    return addInside(copy, startBlock(copy, null, null), line);
  }
  if (copy.blocks.length > 0 && takeChecksum(copy, copy.blocks.at(-1), line)) return "checksum";
  if (copy.blocks.length > 0) copy.problems.push("unknown text stands behind a block");
  else copy.unexpected.push(line);
  return "other";
}

/** Behind the first line of a plate, cells that are all unknown are a row as well: it must not be left out. */
function isRowHere({ plate, header }: PlateCopy, line: string): boolean {
  const isExpected = plate.begin === undefined && header !== "";
  return isTellingRow(plate, line) || (isExpected && parseCellLine(plate, line) !== null);
}

/** Header and captures; the values of their groups are kept, the first one of each counts. */
function takeFacts(copy: PlateCopy, line: string): boolean {
  const { header, capture } = copy.plate;
  const isHeader = header?.test(line) ?? false;
  if (isHeader && copy.header === "") copy.header = line.trim();
  const matches = [header, ...capture].flatMap((pattern) => pattern?.find(line) ?? []);
  for (const [name, value] of matches.flatMap((match) => Object.entries(match.groups))) {
    copy.facts[name] ??= value.trim();
  }
  if (matches.length > 0) copy.headLines.push(line);
  return matches.length > 0;
}

function startBlock(copy: PlateCopy, filter: string | null, beginLine: string | null): Block {
  const block: Block = {
    filter,
    values: Array.from({ length: WELL_COUNT }, () => null),
    beginLine,
    lines: [],
    lineCount: 0,
    spoiltLines: 0,
    unknownTokens: [],
    checksum: null,
    ended: false,
  };
  copy.blocks.push(block);
  return block;
}

function addInside(copy: PlateCopy, block: Block, line: string): LineKind {
  const { plate } = copy;
  if (plate.end?.test(line)) {
    block.ended = true;
    return "end";
  }
  const begin = plate.begin?.find(line);
  if (begin) {
    // Some readers name their only wavelength twice, in the list of all of them and before its block.
    if (block.lineCount === 0 && block.filter === (begin.groups.filter ?? null)) return "begin";
    copy.problems.push("a block breaks off where the next one begins");
    block.ended = true;
    startBlock(copy, begin.groups.filter ?? null, line);
    return "begin";
  }
  if (takeChecksum(copy, block, line)) return "checksum";
  const isFull = block.lineCount * cellsPerLine(plate) >= WELL_COUNT;
  if (isFull) {
    copy.problems.push("unknown text stands behind the rows of a block");
    return "other";
  }
  return takeCells(copy, block, line);
}

function takeCells(copy: PlateCopy, block: Block, line: string): LineKind {
  const { plate } = copy;
  const perLine = cellsPerLine(plate);
  const cells = parseCellLine(plate, line);
  const at = cells?.index ?? block.lineCount;
  const first = wellOfCell(plate.order, at * perLine);
  block.lines.push(line);
  block.lineCount += 1;
  const isTaken = (block.values[first] ?? null) !== null;
  const isRow = cells !== null && !isTaken && (at + 1) * perLine <= WELL_COUNT;
  if (isRow) {
    cells.tokens.forEach((token, n) => {
      takeToken(plate, block, wellOfCell(plate.order, at * perLine + n), token);
    });
  } else block.spoiltLines += 1;
  // Without a mark after it a block is over with its last line; a checksum may still follow.
  if (plate.end === undefined && block.lineCount * perLine >= WELL_COUNT) block.ended = true;
  return isRow ? "row" : "spoilt";
}

function takeToken(plate: Profile["plate"], block: Block, index: number, token: string): void {
  const { value, isKnown } = parseToken(plate, token);
  block.values[index] = value;
  if (!isKnown) block.unknownTokens.push(token);
}

function takeChecksum(copy: PlateCopy, block: Block | undefined, line: string): boolean {
  const sum = copy.checksum.line?.find(line)?.groups.sum;
  if (sum === undefined || block === undefined || block.checksum !== null) return false;
  block.checksum = { text: line, sum: readChecksum(copy.checksum.form, sum) };
  return true;
}

/** A line that names its well; null when it names none. A well that comes twice is a problem, the first one stays. */
function addTriplet(copy: PlateCopy, line: string): LineKind | null {
  const triplet = parseTriplet(copy.plate, line);
  if (triplet === null) return null;
  const { index, token, filter } = triplet;
  const block = copy.blocks.find((one) => one.filter === filter) ?? startBlock(copy, filter, null);
  if (index === null || block.values[index] !== null) {
    copy.problems.push(index === null ? "a well is none of this plate" : "a well comes twice");
    return "spoilt";
  }
  takeToken(copy.plate, block, index, token);
  block.lines.push(line);
  block.lineCount += 1;
  block.ended = block.lineCount === WELL_COUNT;
  return "row";
}

/**
 * Whether each value stands in its own well. Lines without labels that one of them is missing from, or that an unknown
 * line stands among, may be one off.
 */
export function placesAreCertain(copy: PlateCopy, block: Block): boolean {
  const { plate } = copy;
  if (plate.order === "triplets" || plate.label !== undefined) return true;
  const isShort = block.ended && block.lineCount * cellsPerLine(plate) < WELL_COUNT;
  const mayBeShifted = plate.begin === undefined && copy.unexpected.length > 0;
  return !isShort && !mayBeShifted;
}

/** Twelve values of a row when all have arrived; null otherwise. */
export function wholeRow(block: Block, row: number): readonly WellValue[] | null {
  const values = block.values.slice(row * COLUMN_COUNT, (row + 1) * COLUMN_COUNT);
  const present = values.filter((value) => value !== null);
  return row < ROW_COUNT && present.length === COLUMN_COUNT ? present : null;
}
