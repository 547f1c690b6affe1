/** One or more reads of the same plate, and which of them can be believed. */
import {
  missing,
  type PlateReading,
  type ReadingWarning,
  type WellValue,
} from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT } from "../../src/domain/well.ts";
import { type Dialogue, ReaderFault } from "../../src/instrument/contract.ts";
import { fault } from "./faults.ts";

/** One wavelength of one read as it arrived. */
export interface BlockCopy {
  /** Twelve values in column order for each row; null where no readable row arrived. */
  readonly rows: readonly (readonly WellValue[] | null)[];
  /** Why the block is not built as it should be; empty for a whole one. */
  readonly problems: readonly string[];
  /** What is wrong with the checksum; null when it is right. */
  readonly checksumFlaw: string | null;
  /** In °C as the reader wrote it into the block; null where it did not. */
  readonly temperatureC: number | null;
}

export interface ReadCopy {
  readonly blocks: readonly BlockCopy[];
  readonly warnings: readonly ReadingWarning[];
}

/** The warning of a read without the mark or the status that ends it. */
export const NO_END_MARK: ReadingWarning = {
  code: "NO_END_MARK",
  message: "All values came, but not the mark or the status that ends a read.",
};

/** How a plane of the reading is called, in the order of the blocks. */
export interface PlaneName {
  readonly role: "measurement" | "reference";
  readonly wavelengthNm: number | null;
  readonly filterToken: string;
}

const MOST_READS = 3;

/** Two reads of one plate agree when each well does within this: the greater of 0.01 AU and 2 %. */
const AGREE_AU = 0.01;
const AGREE_FRACTION = 0.02;

/**
 * Reads until a read can be believed: whole, and either with right checksums or, since the rule of the checksum is not
 * printed in the manuals, in agreement with an earlier whole one. Throws DAMAGED_TRANSFER after three reads, with the
 * rows of the fullest as `partial`.
 */
export function* readUntilSure(
  names: readonly PlaneName[],
  readerModel: string,
  readOnce: (isAgain: boolean) => Dialogue<ReadCopy>,
): Dialogue<ReadCopy> {
  const copies: ReadCopy[] = [];
  while (copies.length < MOST_READS) {
    const copy = yield* keepingRows(copies, names, readerModel, readOnce(copies.length > 0));
    const chosen = choose(copy, copies);
    if (chosen !== null) return chosen;
    copies.push(copy);
  }
  const partial = toReading(fullest(copies), names, readerModel);
  throw fault("DAMAGED_TRANSFER", `the plate did not arrive whole. ${damage(copies)}`, { partial });
}

/** How the wavelengths of a plate are read one after the other. */
export interface OneByOne {
  /** Tells the reader what to read next. */
  readonly define: (name: PlaneName) => Dialogue<void>;
  readonly readOnce: (name: PlaneName, isAgain: boolean) => Dialogue<ReadCopy>;
}

/** Reads each wavelength by itself, until it can be believed. A fault of a further one keeps the planes before it. */
export function* readOneByOne(
  names: readonly PlaneName[],
  readerModel: string,
  { define, readOnce }: OneByOne,
): Dialogue<ReadCopy> {
  let soFar: ReadCopy = { blocks: [], warnings: [] };
  for (const name of names) {
    const again = (isAgain: boolean) => readOnce(name, isAgain);
    const work = function* (): Dialogue<ReadCopy> {
      yield* define(name);
      return yield* readUntilSure([name], readerModel, again);
    };
    const earlier = soFar.blocks.length === 0 ? [] : [soFar];
    const copy = yield* keepingRows(earlier, names, readerModel, work());
    soFar = {
      blocks: [...soFar.blocks, ...copy.blocks],
      warnings: withoutRepeats([...soFar.warnings, ...copy.warnings]),
    };
  }
  return soFar;
}

function withoutRepeats(warnings: readonly ReadingWarning[]): ReadingWarning[] {
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}

/** A fault of a further read keeps the rows of those before it. */
function* keepingRows(
  copies: readonly ReadCopy[],
  names: readonly PlaneName[],
  readerModel: string,
  work: Dialogue<ReadCopy>,
): Dialogue<ReadCopy> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof ReaderFault) || copies.length === 0) throw error;
    const partial = toReading(fullest(copies), names, readerModel);
    const code = error.readerCode === null ? {} : { readerCode: error.readerCode };
    throw new ReaderFault(error.fault, error.message, { ...code, partial });
  }
}

function choose(copy: ReadCopy, earlier: readonly ReadCopy[]): ReadCopy | null {
  if (!isWhole(copy)) return null;
  const again = earlier.length === 0 ? [] : [readAgain(earlier)];
  const doubts = checksumFlaws(copy);
  if (doubts.length === 0) return { ...copy, warnings: [...copy.warnings, ...again] };
  if (!earlier.some((other) => isWhole(other) && agree(copy, other))) return null;
  const message = `${doubts.join(" ")} The plate was read again and gave the same values.`;
  return { ...copy, warnings: [...copy.warnings, { code: "CHECKSUM", message }] };
}

function isWhole(copy: ReadCopy): boolean {
  return copy.blocks.every((block) => block.problems.length === 0);
}

function checksumFlaws(copy: ReadCopy): string[] {
  return copy.blocks.flatMap(({ checksumFlaw }) =>
    checksumFlaw === null ? [] : [`In one block ${checksumFlaw}.`],
  );
}

function readAgain(earlier: readonly ReadCopy[]): ReadingWarning {
  const message = `The plate was read again because of damage on the way. ${damage(earlier)} This read is whole.`;
  return { code: "RETRANSMITTED", message };
}

function damage(copies: readonly ReadCopy[]): string {
  const sentences = copies.map((copy, index) => {
    const problems = copy.blocks.flatMap((block) => block.problems).map((one) => `${one}.`);
    return `Read ${index + 1}: ${[...problems, ...checksumFlaws(copy)].join(" ")}`;
  });
  return sentences.join(" ");
}

function agree(left: ReadCopy, right: ReadCopy): boolean {
  const others = right.blocks.map((block) => block.rows.flatMap((row) => row ?? []));
  return left.blocks.every((block, index) => {
    const values = block.rows.flatMap((row) => row ?? []);
    return values.every((value, well) => isClose(value, others[index]?.[well]));
  });
}

function isClose(left: WellValue, right: WellValue | undefined): boolean {
  if (right === undefined) return false;
  if (left.absorbance === null || right.absorbance === null) return left.token === right.token;
  const size = Math.max(Math.abs(left.absorbance), Math.abs(right.absorbance));
  return Math.abs(left.absorbance - right.absorbance) <= Math.max(AGREE_AU, AGREE_FRACTION * size);
}

function fullest(copies: readonly ReadCopy[]): ReadCopy {
  const rowCount = (copy: ReadCopy) =>
    copy.blocks.flatMap((block) => block.rows).filter((row) => row !== null).length;
  return copies.reduce((best, copy) => (rowCount(copy) > rowCount(best) ? copy : best));
}

/**
 * The reading of a read: one plane for each name, 96 values in reading order. Rows that did not arrive, and blocks, are
 * `not-read`. The temperature is that of the first block which told one.
 */
export function toReading(
  copy: ReadCopy,
  names: readonly PlaneName[],
  readerModel: string,
): PlateReading {
  return {
    planes: names.map((name, index) => ({
      ...name,
      values: allValues(copy.blocks[index]?.rows ?? []),
    })),
    referenceSubtracted: false,
    readerClock: null,
    readerModel,
    ...temperatureOf(copy),
    warnings: copy.warnings,
  };
}

function allValues(rows: readonly (readonly WellValue[] | null)[]): WellValue[] {
  return Array.from({ length: ROW_COUNT }, (_, row) => {
    const values = rows[row] ?? null;
    return values ?? Array.from({ length: COLUMN_COUNT }, () => missing("", "not-read"));
  }).flat();
}

function temperatureOf(copy: ReadCopy): { temperatureC?: number } {
  const told = copy.blocks.find(({ temperatureC }) => temperatureC !== null)?.temperatureC ?? null;
  return told === null ? {} : { temperatureC: told };
}

/** The planes of a request: the measurement, and the reference where there is one. */
export function planeNames(request: {
  readonly measurementNm: number;
  readonly referenceNm: number | null;
}): PlaneName[] {
  const name = (role: PlaneName["role"], wavelengthNm: number): PlaneName => ({
    role,
    wavelengthNm,
    filterToken: String(wavelengthNm),
  });
  const names = [name("measurement", request.measurementNm)];
  if (request.referenceNm !== null) names.push(name("reference", request.referenceNm));
  return names;
}
