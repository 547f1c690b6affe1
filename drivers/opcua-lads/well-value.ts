/** From what the reader gave for one well to a number in AU, or to why there is none. */
import { missing, type WellValue } from "../../src/domain/reading.ts";
import type { LadsOptions } from "./options.ts";

export type ValueMeaning = Pick<LadsOptions, "nan" | "overflowValue">;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const OVER = /over|ovr|satur|out.?of.?range|exceed|^[>#*+]/i;
const UNDER = /under|^</i;

/**
 * One well: a number is AU after `factor`; NaN, an infinity, the configured overflow value and words are no numbers.
 * Nothing at all is a well that was not read.
 */
export function wellValue(given: unknown, factor: number, meaning: ValueMeaning): WellValue {
  if (typeof given === "number") return fromNumber(given, String(given), factor, meaning);
  const token = typeof given === "string" ? given.trim() : "";
  if (token === "") return missing("", "not-read");
  if (token === "NaN") return missing(token, meaning.nan);
  if (token === "Infinity") return missing(token, "over-range");
  if (token === "-Infinity") return missing(token, "under-range");
  if (NUMBER.test(token)) return fromNumber(Number(token), token, factor, meaning);
  if (OVER.test(token)) return missing(token, "over-range");
  return missing(token, UNDER.test(token) ? "under-range" : "not-read");
}

/** A well whose value the reader marks as bad, by the name of the status. */
export function badWell(status: string): WellValue {
  return missing(status, OVER.test(status) ? "over-range" : "not-read");
}

function fromNumber(
  number: number,
  token: string,
  factor: number,
  meaning: ValueMeaning,
): WellValue {
  const absorbance = factor === 1 ? number : number * factor;
  // More digits than a number can have, as `1e999`: no reader measures that.
  if (!Number.isFinite(absorbance)) {
    if (Number.isNaN(absorbance)) return missing(token, meaning.nan);
    return missing(token, absorbance > 0 ? "over-range" : "under-range");
  }
  const { overflowValue } = meaning;
  if (overflowValue !== undefined && absorbance >= overflowValue) {
    return missing(token, "over-range");
  }
  return { absorbance, token };
}

/** What a unit's values are multiplied by to be AU; null for a unit that is no absorbance. */
export function factorToAu(unit: string | null): number | null {
  const word = (unit ?? "").trim().toLowerCase();
  if (["", "1", "a", "au", "od", "abs", "absorbance", "a.u.", "o.d."].includes(word)) return 1;
  if (["mau", "mod", "mabs", "milli-absorbance-unit"].includes(word)) return 0.001;
  return null;
}
