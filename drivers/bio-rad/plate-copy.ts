/** One transfer of a plate as it arrived, and what can be said of it: whole, doubtful or damaged. */
import type { WellValue } from "../../src/domain/reading.ts";
import { ROW_COUNT } from "../../src/domain/well.ts";
import { checksumCandidates, type PlateLine, parsePlateLine } from "./plate-lines.ts";

export interface Block {
  /** Rows in the order they arrived; null where a line stood that is no row. */
  readonly rows: (readonly WellValue[] | null)[];
  /** The same lines verbatim. */
  readonly lines: string[];
  /** The line between the last row and `.end`; null when there was none. */
  checksumLine: string | null;
  ended: boolean;
}

export interface PlateCopy {
  /** The header line; empty when it was lost. */
  readonly header: string;
  /** True for a record the reader sent by itself: its layout has one block, also in dual mode. */
  readonly unasked: boolean;
  clock: string | null;
  measurementFilter: string | null;
  referenceFilter: string | null;
  readonly blocks: Block[];
  /** Lines before the first block that this driver does not know. */
  readonly unexpected: string[];
  /** Why the record is not built as it should be; empty for a whole one. */
  readonly problems: string[];
}

export function startCopy(header: string, unasked: boolean): PlateCopy {
  return {
    header: header.trim(),
    unasked,
    clock: null,
    measurementFilter: null,
    referenceFilter: null,
    blocks: [],
    unexpected: [],
    problems: header.trim() === "" ? ["the header line is missing"] : [],
  };
}

/** Takes the next line into the copy. Says what the line was; `other` lines are for the caller to show. */
export function addLine(copy: PlateCopy, text: string): PlateLine {
  const line = parsePlateLine(text);
  const block = openBlock(copy);
  if (block !== null) addToBlock(copy, block, line, text);
  else addOutside(copy, line, text);
  return line;
}

/** The block that is being received; null between blocks. */
export function openBlock(copy: PlateCopy): Block | null {
  const last = copy.blocks.at(-1);
  return last === undefined || last.ended ? null : last;
}

function addOutside(copy: PlateCopy, line: PlateLine, text: string): void {
  if (line.kind === "begin") beginBlock(copy);
  else if (line.kind === "clock") copy.clock = line.clock;
  else if (line.kind === "filter") addFilter(copy, line);
  else if (line.kind === "row") {
    copy.problems.push("a row stands before `.begin`");
    beginBlock(copy);
    addLine(copy, text);
  } else if (line.kind === "end" || line.kind === "checksum") {
    copy.problems.push(`\`${text.trim()}\` stands outside a block`);
  } else if (line.kind === "other") {
    if (copy.blocks.length === 0) copy.unexpected.push(text);
    else copy.problems.push("unknown text stands between the blocks");
  }
}

function addFilter(copy: PlateCopy, line: Extract<PlateLine, { kind: "filter" }>): void {
  if (line.role === "measurement") copy.measurementFilter = line.token;
  else copy.referenceFilter = line.token;
}

function beginBlock(copy: PlateCopy): void {
  copy.blocks.push({ rows: [], lines: [], checksumLine: null, ended: false });
}

function addToBlock(copy: PlateCopy, block: Block, line: PlateLine, text: string): void {
  if (line.kind === "end") {
    block.ended = true;
  } else if (line.kind === "begin") {
    copy.problems.push("a block has no `.end`");
    block.ended = true;
    beginBlock(copy);
  } else if (line.kind === "row" || (line.kind !== "blank" && block.rows.length < ROW_COUNT)) {
    // Digits alone are a checksum even where rows are missing; anything else in a row's place is a spoilt row.
    if (line.kind === "checksum") block.checksumLine = text;
    else {
      block.rows.push(line.kind === "row" ? line.values : null);
      block.lines.push(text);
    }
  } else if (line.kind !== "blank") {
    if (block.checksumLine !== null) copy.problems.push("unknown text stands after a checksum");
    block.checksumLine = text;
  }
}

/** How many blocks the head of this copy announces. */
export function blocksAnnounced(copy: PlateCopy): 1 | 2 {
  return copy.referenceFilter === null ? 1 : 2;
}

/** An unasked dual record has one block: measurement minus reference. */
export function isSubtracted(copy: PlateCopy): boolean {
  return copy.unasked && copy.referenceFilter !== null && copy.blocks.length === 1;
}

/**
 * What is wrong with the build of the copy; empty when all rows of all blocks are there. `asked` is how many blocks were
 * asked for; null for a record whose head alone tells.
 */
export function flaws(copy: PlateCopy, asked: 1 | 2 | null): string[] {
  const found = [...copy.problems];
  if (copy.measurementFilter === null) found.push("the measurement filter is missing");
  const announced = blocksAnnounced(copy);
  if (asked !== null && announced !== asked) found.push("the filter lines are not those asked for");
  const expected = asked ?? (isSubtracted(copy) ? 1 : announced);
  if (copy.blocks.length !== expected) {
    found.push(`${copy.blocks.length} of ${expected} blocks arrived`);
  }
  for (const block of copy.blocks) {
    const whole = block.rows.filter((row) => row !== null).length;
    if (block.rows.length !== ROW_COUNT || whole !== ROW_COUNT) {
      found.push(`a block has ${whole} readable rows instead of ${ROW_COUNT}`);
    }
    if (!block.ended) found.push("a block breaks off");
  }
  return found;
}

/** What is wrong with the checksums; a block without one has nothing wrong. */
export function checksumFlaws(copy: PlateCopy): string[] {
  return copy.blocks.flatMap((block) => {
    if (block.checksumLine === null) return [];
    const candidates = checksumCandidates(block.lines);
    const line = parsePlateLine(block.checksumLine);
    if (line.kind === "checksum" && candidates.includes(line.sum)) return [];
    const sent = block.checksumLine.trim();
    return [`the checksum is ${sent} and should be ${candidates.join(" or ")}`];
  });
}

/**
 * What is wrong with the lines that no checksum covers: which reader it was, and on the 680 when it read. Two readings of
 * one plate are told apart by them, and two transfers of one reading are known by them.
 */
export function headFlaws(copy: PlateCopy): string[] {
  const model = /^BIO-RAD Model (\d+)(?: Microplate)? READER$/i.exec(copy.header)?.[1];
  if (model === undefined) return [`the first line is "${copy.header}"`];
  if (model === "680" && copy.clock === null) return ["the date and time are missing"];
  return [];
}

/** True when both transfers brought the same head, rows and checksum lines. */
export function isSameTransfer(left: PlateCopy, right: PlateCopy): boolean {
  const content = (copy: PlateCopy) =>
    JSON.stringify([
      copy.header,
      copy.clock,
      copy.measurementFilter,
      copy.referenceFilter,
      copy.blocks.map((block) => [block.lines, block.checksumLine]),
    ]);
  return content(left) === content(right);
}
