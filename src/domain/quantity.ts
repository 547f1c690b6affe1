/**
 * Concentrations with their unit. A concentration is never a bare number: text copied from a PDF loses the micro
 * sign, and 3.9 µg/mL becomes 3.9 mg/mL. What cannot be believed is questioned here, before it reaches a well.
 */

export type MolarUnit = "M" | "mM" | "uM" | "nM" | "pM";
export type MassUnit = "g/L" | "mg/L" | "mg/mL" | "ug/mL" | "ng/mL";
export type Unit = MolarUnit | MassUnit | "U/mL" | "% v/v";
export type Dimension = "molar" | "mass" | "activity" | "volume fraction";

/** `value` is zero or more, in `unit`. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** Why a text is no usable quantity. `offset` counts characters from the start of the text to the culprit. */
export interface QuantityProblem {
  readonly message: string;
  readonly remedy: string;
  readonly offset: number;
}

export type QuantityResult =
  | { readonly ok: true; readonly quantity: Quantity }
  | { readonly ok: false; readonly problem: QuantityProblem };

/** Powers of ten relative to mol/L (molar) and g/L (mass). */
const UNITS: Readonly<Record<Unit, { readonly dimension: Dimension; readonly power: number }>> = {
  M: { dimension: "molar", power: 0 },
  mM: { dimension: "molar", power: -3 },
  uM: { dimension: "molar", power: -6 },
  nM: { dimension: "molar", power: -9 },
  pM: { dimension: "molar", power: -12 },
  "g/L": { dimension: "mass", power: 0 },
  "mg/L": { dimension: "mass", power: -3 },
  "mg/mL": { dimension: "mass", power: 0 },
  "ug/mL": { dimension: "mass", power: -3 },
  "ng/mL": { dimension: "mass", power: -6 },
  "U/mL": { dimension: "activity", power: 0 },
  "% v/v": { dimension: "volume fraction", power: 0 },
};

export const UNIT_NAMES: readonly Unit[] = Object.keys(UNITS).filter(isUnit);

/** Other spellings people use; offered as a suggestion, never taken silently. Keys are lower case. */
const ALIASES: Readonly<Record<string, Unit>> = {
  "%": "% v/v",
  "%v/v": "% v/v",
  "% (v/v)": "% v/v",
  "mcg/ml": "ug/mL",
  "ug/l": "ng/mL",
  "mol/l": "M",
  "mmol/l": "mM",
  "umol/l": "uM",
  "nmol/l": "nM",
  "pmol/l": "pM",
  molar: "M",
};

/** Molar masses we state ourselves, in g/mol. Prednisolone: C21H28O5. */
export const PREDNISOLONE_G_PER_MOL = 360.44;

function isUnit(text: string): text is Unit {
  return Object.hasOwn(UNITS, text);
}

export function dimensionOf(unit: Unit): Dimension {
  return UNITS[unit].dimension;
}

/**
 * Reads `10 uM`, `2.5µM` or `0.06103515625 ug/mL`; both code points of the micro sign count as `u`.
 * A bare number, a decimal comma, a negative number and a unit outside the fixed list come back as a problem that
 * says what to write; nothing is guessed.
 */
export function parseQuantity(text: string): QuantityResult {
  const match = /^(\s*)([+-]?)(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)(?![\d.,])(\s*)(.*)$/u.exec(text);
  if (!match) return failed(text, 0, ...describeNonNumber(text));
  const [, lead = "", sign = "", digits = "", gap = "", rest = ""] = match;
  const numberAt = lead.length;
  const value = Number(digits);
  if (sign === "-" && value !== 0) {
    const advice = "Write the amount in the well, zero or more.";
    return failed(text, numberAt, `${quote(text)} is negative; a concentration cannot be`, advice);
  }
  if (!Number.isFinite(value)) {
    return failed(text, numberAt, `${quote(text)} is too large to be a concentration`, writeLike());
  }
  const unitAt = numberAt + sign.length + digits.length + gap.length;
  const unitText = rest.trim().replace(/[\u00b5\u03bc]/gu, "u");
  if (unitText === "") {
    const message = `${quote(text)} has no unit; a concentration is never a bare number`;
    return failed(text, text.trimEnd().length, message, `Write the unit: ${offerUnits(digits)}.`);
  }
  if (!isUnit(unitText)) {
    const suggested = suggestUnit(unitText);
    const message = `${quote(rest.trim())} is no unit of concentration that Platewarden knows`;
    const remedy = suggested
      ? `Did you mean ${quote(`${digits} ${suggested}`)}?`
      : `Use one of: ${UNIT_NAMES.join(", ")}.`;
    return failed(text, unitAt, message, remedy);
  }
  return { ok: true, quantity: { value, unit: unitText } };
}

function failed(text: string, offset: number, message: string, remedy: string): QuantityResult {
  return { ok: false, problem: { message, remedy, offset: Math.min(offset, text.length) } };
}

function describeNonNumber(text: string): [message: string, remedy: string] {
  const shown = quote(text);
  if (text.trim() === "") return ["the concentration is empty", writeLike()];
  if (/^\s*[+-]?\d+,\d/.test(text)) {
    const pointed = text.trim().replace(",", ".");
    return [`${shown} has a decimal comma`, `Write a decimal point: ${quote(pointed)}.`];
  }
  if (/^\s*\.\d/.test(text)) {
    return [
      `${shown} begins with a point, easily overlooked`,
      `Write ${quote(`0${text.trim()}`)}.`,
    ];
  }
  return [`${shown} is no number with a unit`, writeLike()];
}

function writeLike(): string {
  return 'Write a number, a space and a unit, for example "2.5 uM" or "3.90625 ug/mL".';
}

function offerUnits(digits: string): string {
  return `"${digits} uM" for an inhibitor, "${digits} ug/mL" for prednisolone`;
}

function suggestUnit(text: string): Unit | null {
  const wanted = text.toLowerCase();
  const alias = Object.hasOwn(ALIASES, wanted) ? ALIASES[wanted] : undefined;
  return alias ?? UNIT_NAMES.find((unit) => unit.toLowerCase() === wanted) ?? null;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** The shortest text that `parseQuantity` reads back to the same bits. */
export function formatQuantity(quantity: Quantity): string {
  return `${quantity.value} ${quantity.unit}`;
}

/**
 * The amount of `quantity` expressed in `unit`. Within mass and within molar only the decimal point moves, so
 * `1 nM` is 0.001 uM to the last bit. From mass to molar and back needs `molarMassGPerMol` (g/mol).
 * Null when the dimensions do not fit or the molar mass is missing.
 */
export function convertQuantity(
  quantity: Quantity,
  unit: Unit,
  molarMassGPerMol: number | null = null,
): number | null {
  const from = UNITS[quantity.unit];
  const to = UNITS[unit];
  const power = from.power - to.power;
  if (from.dimension === to.dimension) return shiftDecimalPoint(quantity.value, power);
  if (molarMassGPerMol === null) return null;
  if (from.dimension === "mass" && to.dimension === "molar") {
    return shiftDecimalPoint(quantity.value / molarMassGPerMol, power);
  }
  if (from.dimension === "molar" && to.dimension === "mass") {
    return shiftDecimalPoint(quantity.value * molarMassGPerMol, power);
  }
  return null;
}

/** Multiplies by a power of ten in decimal, because 0.07 * 100 in binary is 7.000000000000001. */
function shiftDecimalPoint(value: number, power: number): number {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + power}`);
}
