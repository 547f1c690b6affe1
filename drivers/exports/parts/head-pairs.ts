/** Keys with values, as vendors write them above, below and between their results. */

import { tidy } from "../../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../../src/instrument/exports/contract.ts";

export interface HeadPair {
  readonly key: string;
  readonly value: string;
  readonly row: number;
}

/**
 * First and second text of each row from `from` up to `to` (not included), wherever in the row they stand. A cell
 * `Key: value` counts as both when nothing follows it. Without a value the value is empty.
 */
export function headPairs(table: CellTable, from: number, to: number): readonly HeadPair[] {
  const pairs: HeadPair[] = [];
  for (let row = from; row < Math.min(to, table.rows.length); row += 1) {
    const texts = (table.rows[row] ?? [])
      .map((cell) => tidy(cell.text))
      .filter((text) => text !== "");
    const [first, second] = texts;
    if (first === undefined) continue;
    const inside = second === undefined ? /^([^:]{2,60}):\s+(.+)$/s.exec(first) : null;
    if (inside !== null) pairs.push({ key: `${inside[1]}:`, value: inside[2] ?? "", row });
    else pairs.push({ key: first, value: second ?? "", row });
  }
  return pairs;
}

/** The value of the first pair whose key is one of the names, without regard to case and colon; null when none is. */
export function pairValue(pairs: readonly HeadPair[], ...names: readonly string[]): string | null {
  const wanted = names.map(plainKey);
  const pair = pairs.find(({ key, value }) => value !== "" && wanted.includes(plainKey(key)));
  return pair?.value ?? null;
}

/** The pairs that have a value, by key in the file's own words; of equal keys the first. */
export function headerOf(pairs: readonly HeadPair[]): Readonly<Record<string, string>> {
  const header: Record<string, string> = {};
  for (const { key, value } of pairs) {
    if (value !== "" && /[A-Za-z]{2}/.test(key) && !Object.hasOwn(header, key)) header[key] = value;
  }
  return header;
}

function plainKey(key: string): string {
  return key.replace(/[:\s]+$/, "").toLowerCase();
}
