/** Reads a stored data file; the caller states the shape it relies on. */
import { readFileSync } from "node:fs";
import path from "node:path";

export function readData(name: string): unknown {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, "../data", name), "utf8"));
}

export interface GoldCase<Input, Expected> {
  readonly name: string;
  readonly input: Input;
  readonly expected: Expected;
}

export function readGold<Input, Expected>(name: string): readonly GoldCase<Input, Expected>[] {
  const file = readData(`gold/${name}.json`) as { cases: GoldCase<Input, Expected>[] };
  return file.cases;
}

/** |actual - expected| over |expected|, for messages that show how far off a number is. */
export function relativeError(actual: number | null | undefined, expected: number): number {
  if (actual === null || actual === undefined) return Number.POSITIVE_INFINITY;
  if (actual === expected) return 0;
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
}
