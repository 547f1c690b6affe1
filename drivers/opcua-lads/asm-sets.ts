/** Absorbances in an Allotrope plate reader document: one measurement a well and wavelength, found wherever it stands. */
import { missing, type WellValue } from "../../src/domain/reading.ts";
import { ALL_WELLS, parseWellName, wellIndex } from "../../src/domain/well.ts";
import { ReaderFault } from "../../src/instrument/contract.ts";
import type { LadsOptions } from "./options.ts";
import type { ValueSet } from "./value-sets.ts";
import { factorToAu, wellValue } from "./well-value.ts";

/** Empty when the text is no such document. Wells without a measurement were not read. */
export function asmSets(text: string, options: LadsOptions): ValueSet[] {
  const sets = new Map<number | null, WellValue[]>();
  for (const measurement of measurementsIn(parseJson(text))) {
    const well = parseWellName(String(firstOf(measurement, "location identifier") ?? ""));
    const isAbsorbance = /absorbance/i.test(String(firstOf(measurement, "detection type") ?? ""));
    const quantity = firstOf(measurement, "absorbance");
    if (well === null || (!isAbsorbance && quantity === null)) continue;
    const nm = numberIn(firstOf(measurement, "detector wavelength setting"));
    const values = sets.get(nm) ?? ALL_WELLS.map(() => missing("", "not-read"));
    sets.set(nm, values);
    values[wellIndex(well)] = valueIn(measurement, quantity, options);
  }
  return [...sets].map(([nm, values]) => ({
    name: nm === null ? "Absorbance" : `Absorbance ${nm} nm`,
    values,
    wavelengthNm: nm,
  }));
}

function valueIn(measurement: Fields, quantity: unknown, options: LadsOptions): WellValue {
  if (!isFields(quantity)) return wellValue(firstOf(measurement, "error"), 1, options);
  const unit = typeof quantity.unit === "string" ? quantity.unit : null;
  const factor = factorToAu(unit);
  if (factor === null) throw new ReaderFault("UNIT_UNKNOWN", `an absorbance is in ${unit}`);
  return wellValue(quantity.value, factor, options);
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Every member of a `measurement document`, at any depth. */
function measurementsIn(node: unknown): Fields[] {
  if (Array.isArray(node)) return node.flatMap(measurementsIn);
  if (!isFields(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key !== "measurement document") return measurementsIn(value);
    return (Array.isArray(value) ? value : [value]).filter(isFields);
  });
}

/** The first value of that name, at any depth; null when there is none. */
function firstOf(node: unknown, name: string): unknown {
  if (Array.isArray(node)) {
    for (const one of node) {
      const found = firstOf(one, name);
      if (found !== null) return found;
    }
    return null;
  }
  if (!isFields(node)) return null;
  if (node[name] !== undefined) return node[name];
  return firstOf(Object.values(node), name);
}

function numberIn(value: unknown): number | null {
  const number = isFields(value) ? value.value : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}
