/** Single cells of a table of annotations: what they can mean, and what they cannot. */
import type { MutatedClone, MutationState } from "../../domain/annotation.ts";

/** Words for "not known". A missing value is no value: never zero, never "absent". */
const MISSING = new Set(["", "na", "n/a", "#n/a", "nan", "null", "missing", "unknown"]);

export function isMissing(text: string): boolean {
  return MISSING.has(text.toLowerCase());
}

/** May mean "missing", "negative" or "not determined"; the wrong guess would make a finding. */
export function isAmbiguous(text: string): boolean {
  return ["-", "–", "—", ".", "?", "n.d.", "nd", "n.a."].includes(text.toLowerCase());
}

/** What a spreadsheet shows where its own formula failed. */
export function isSpreadsheetError(text: string): boolean {
  return /^#(?:DIV\/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)$/i.test(text);
}

export type DecimalMark = "point" | "comma";

export interface NumberCell {
  readonly number: number;
  /** Null for a whole number. */
  readonly mark: DecimalMark | null;
  /** Written with a percent sign. */
  readonly percent: boolean;
}

const NUMBER = /^([+-]?\d+(?:([.,])\d+)?(?:[eE][+-]?\d+)?)( ?%)?$/;

/** A number with decimal point or comma, and perhaps a percent sign; null for everything else, also for bounds. */
export function numberCell(text: string): NumberCell | null {
  const match = NUMBER.exec(text.replaceAll("\u00a0", " ").replace("\u2212", "-"));
  if (match === null) return null;
  const [, digits = "", mark, percent] = match;
  const number = Number(digits.replace(",", "."));
  if (!Number.isFinite(number)) return null;
  return {
    // -0 and 0 are one measurement.
    number: number === 0 ? 0 : number,
    mark: mark === undefined ? null : mark === "," ? "comma" : "point",
    percent: percent !== undefined,
  };
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["false", false],
  ["no", false],
]);

/** `yes`, `no`, `true`, `false`; null for everything else: 1 and 0 are numbers. */
export function booleanCell(text: string): boolean | null {
  return BOOLEANS.get(text.toLowerCase()) ?? null;
}

const STATES: ReadonlyMap<string, MutationState> = new Map([
  ["present", "present"],
  ["mutated", "present"],
  ["mutant", "present"],
  ["mut", "present"],
  ["absent", "absent"],
  ["wild type", "absent"],
  ["wild-type", "absent"],
  ["wildtype", "absent"],
  ["wt", "absent"],
  ["not tested", "not tested"],
]);

/** `present`, `mutated`, `wild type` and the like; null for everything else. */
export function mutationState(text: string): MutationState | null {
  return STATES.get(text.toLowerCase()) ?? null;
}

/** What a cell on a mutation says; fractions as written, not yet percent. */
export interface MutationCell {
  readonly state: MutationState;
  readonly clones: readonly (Omit<MutatedClone, "vafPercent"> & {
    readonly vaf: NumberCell | null;
  })[];
}

const CLONE = /^(?:(present|mutated|mutant|mut)\b)? ?([^()]*?)? ?(?:\(([^()]+)\))?$/i;

/**
 * `present`, `absent`, `not tested`, `35 %`, `present 35 % (G12D)`, several clones parted by `;` or `+`. A fraction
 * of zero by itself is "absent". Null where the cell says nothing of the kind.
 */
export function mutationCell(text: string): MutationCell | null {
  const state = mutationState(text);
  if (state !== null) {
    return { state, clones: state === "present" ? [{ vaf: null, clone: null }] : [] };
  }
  if (numberCell(text)?.number === 0) return { state: "absent", clones: [] };
  const clones = text.split(/\s*[;+]\s*/).map(cloneCell);
  const whole = clones.filter((clone) => clone !== null);
  if (whole.length === 0 || whole.length < clones.length) return null;
  return { state: "present", clones: whole };
}

function cloneCell(text: string): MutationCell["clones"][number] | null {
  const match = CLONE.exec(text);
  if (match === null) return null;
  const [, word, fraction = "", clone] = match;
  const vaf = fraction === "" ? null : numberCell(fraction);
  if (fraction !== "" && vaf === null) return null;
  if (word === undefined && vaf === null) return null;
  return { vaf, clone: clone?.trim() ?? null };
}

/** Fractions to percent without the dust of binary arithmetic: 0.07 is 7. */
export function toPercent(fraction: number): number {
  return Number((fraction * 100).toPrecision(15));
}
