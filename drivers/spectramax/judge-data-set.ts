/** Whether a data set is a plate, whether it is whole, and the reading that it is. */
import {
  type AbsorbancePlane,
  missing,
  type PlateReading,
  type ReadingWarning,
  type WellValue,
} from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT } from "../../src/domain/well.ts";
import type { ReadRequest } from "../../src/instrument/contract.ts";
import type { DataBlock, DataSet } from "./data-set.ts";

/** As many as one endpoint read takes. */
const MOST_WAVELENGTHS = 6;

/** By the order in which the wavelengths were asked for, or set at the panel; further ones are of no use to the assay. */
const ROLES = ["measurement", "reference"] as const;

/** The wavelengths of a request in the order in which they are asked for, in nm. */
export function wavelengthsOf(request: ReadRequest): number[] {
  const { measurementNm, referenceNm } = request;
  return referenceNm === null ? [measurementNm] : [measurementNm, referenceNm];
}

/** True when at least one column of a 96-well plate has arrived, at no more wavelengths than a read takes. */
export function isPlate(data: DataSet): boolean {
  const isSome = data.blocks.some((block) => block.columns.some((column) => column !== null));
  return isSome && data.blocks.length <= MOST_WAVELENGTHS;
}

/**
 * What is wrong with a plate, in words; empty when it is whole and, where we asked for it, of the wavelengths asked
 * for. The language has no checksum, so a digit that became another one is not noticed.
 */
export function flaws(data: DataSet, request: ReadRequest | null): string[] {
  const found = [...structuralFlaws(data), ...data.blocks.flatMap(blockFlaws)];
  const named = data.blocks.map((block) => block.wavelength);
  if (request !== null && !isSameList(named.map(Number), wavelengthsOf(request))) {
    found.push(`it is of ${listNm(named)}, not of ${listNm(wavelengthsOf(request))}`);
  }
  return found;
}

function structuralFlaws(data: DataSet): string[] {
  const found: string[] = [];
  const named = data.blocks.map((block) => block.wavelength);
  if (data.announced === null) found.push("the list of wavelengths is missing");
  else if (!isSameList(data.announced, named)) {
    found.push(`it announces ${listNm(data.announced)} and brings ${listNm(named)}`);
  }
  if (data.unreadable.length > 0)
    found.push(`lines that cannot be read: ${data.unreadable.length}`);
  if (!data.closed) found.push("the prompt at its end is missing");
  return found;
}

function blockFlaws(block: DataBlock): string[] {
  const lost = block.columns.flatMap((column, index) => (column === null ? [index + 1] : []));
  return lost.length === 0
    ? []
    : [`at ${block.wavelength} nm column ${lost.join(", ")} is missing`];
}

/** True when two copies have at least one column in common, and no token in their common columns differs. */
export function agrees(one: DataSet, other: DataSet): boolean {
  const common = one.blocks.flatMap((block, index) => {
    const same = other.blocks.find(({ wavelength }) => wavelength === block.wavelength);
    // Where the wavelength itself is damaged, the place of the block tells which one it is.
    const columns = (same ?? other.blocks[index])?.columns ?? [];
    return block.columns.flatMap((column, at) => {
      const again = columns[at] ?? null;
      return column === null || again === null ? [] : [{ column, again }];
    });
  });
  const tokens = (column: readonly WellValue[]) => column.map((value) => value.token);
  return (
    common.length > 0 &&
    common.every(({ column, again }) => isSameList(tokens(column), tokens(again)))
  );
}

function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function listNm(wavelengths: readonly (string | number)[]): string {
  return wavelengths.length === 0 ? "nothing" : `${wavelengths.join(" and ")} nm`;
}

/**
 * The reading of a data set: one plane a block in the order measurement, reference, others, 96 values in reading order,
 * and the temperature of its head. Columns that did not arrive are `not-read`.
 */
export function toReading(
  data: DataSet,
  modelLine: string,
  warnings: readonly ReadingWarning[] = [],
): PlateReading {
  const unexpected = data.unexpected.map((text) => ({
    code: "UNEXPECTED_TEXT",
    message: `The reader sent a line before the values that is not known: ${text.trim()}`,
  }));
  return {
    planes: data.blocks.map((block, index) => toPlane(block, index)),
    referenceSubtracted: false,
    readerClock: data.time,
    readerModel: modelLine,
    ...(data.temperatureC === null ? {} : { temperatureC: Number(data.temperatureC) }),
    warnings: [...warnings, ...unexpected],
  };
}

function toPlane(block: DataBlock, index: number): AbsorbancePlane {
  return {
    role: ROLES[index] ?? "other",
    wavelengthNm: Number(block.wavelength),
    filterToken: block.wavelength,
    values: Array.from({ length: ROW_COUNT }, (_, row) =>
      Array.from(
        { length: COLUMN_COUNT },
        (_, column) => block.columns[column]?.[row] ?? missing("", "not-read"),
      ),
    ).flat(),
  };
}
