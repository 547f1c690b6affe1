/** The sets of 96 values in a result: as one variable each, or as one variable a well. */
import { missing, type WellValue } from "../../src/domain/reading.ts";
import { ALL_WELLS, parseWellName, type WellName, wellIndex } from "../../src/domain/well.ts";
import { ReaderFault } from "../../src/instrument/contract.ts";
import type { RecordedVariable, ResultRecord } from "../../src/instrument/opcua/result-record.ts";
import type { LadsOptions } from "./options.ts";
import { type ResultSample, samplesOf } from "./result-samples.ts";
import { badWell, factorToAu, wellValue } from "./well-value.ts";

/** 96 values in reading order under the reader's own name for them. */
export interface ValueSet {
  readonly name: string;
  readonly values: readonly WellValue[];
  /** Wavelength where something better than the name says it; null where the name is to be asked. */
  readonly wavelengthNm: number | null;
}

const WELLS = ALL_WELLS.length;
/** Fewer wells of one name are no plate. */
const LEAST_WELLS = 8;

/** Variables of 96 values. Throws a ReaderFault for bad ones, unknown units and an order that contradicts itself. */
export function arraySets(record: ResultRecord, options: LadsOptions): ValueSet[] {
  const lists = record.variables.filter(isNumberList).filter((one) => !isProperty(one, record));
  const arrays = lists.filter((one) => one.value.length === WELLS);
  if (arrays.length === 0) {
    const kinetic = lists.find((one) => one.value.length > WELLS && one.value.length % WELLS === 0);
    if (kinetic !== undefined) {
      throw new ReaderFault(
        "NOT_AN_ENDPOINT_READ",
        `${nameOf(kinetic)} has ${kinetic.value.length} values`,
      );
    }
  }
  return arrays.map((one) => arraySet(one, record, options));
}

function arraySet(variable: NumberList, record: ResultRecord, options: LadsOptions): ValueSet {
  const name = nameOf(variable);
  if (variable.status.startsWith("Bad")) {
    throw new ReaderFault("BAD_VALUES", `${name} has the status ${variable.status}`);
  }
  const factor = factorOf(variable, record);
  const order = orderOf(variable, samplesOf(record), options);
  const values = new Array<WellValue>(WELLS).fill(missing("", "not-read"));
  for (const [index, well] of order.entries()) {
    values[wellIndex(well)] = wellValue(variable.value[index], factor, options);
  }
  return { name, values, wavelengthNm: null };
}

/** Which well each value is of. */
function orderOf(
  variable: NumberList,
  samples: readonly ResultSample[],
  options: LadsOptions,
): readonly WellName[] {
  const [rows, columns] = variable.dimensions ?? [];
  if (rows === 8 && columns === 12) return ALL_WELLS;
  if (rows === 12 && columns === 8) return COLUMN_MAJOR;
  const positions = positionsOf(samples);
  const configured =
    options.wellOrder === undefined
      ? null
      : options.wellOrder === "row-major"
        ? ALL_WELLS
        : COLUMN_MAJOR;
  if (configured === null || positions === null) return configured ?? positions ?? ALL_WELLS;
  const at = configured.findIndex((well, index) => well !== positions[index]);
  if (at < 0) return configured;
  throw new ReaderFault(
    "WELLS_UNCLEAR",
    `value ${at + 1} of ${nameOf(variable)} is ${configured[at]} by \`wellOrder\` and ${positions[at]} by the reader's list`,
  );
}

const COLUMN_MAJOR: readonly WellName[] = ALL_WELLS.map(
  (_, index) => ALL_WELLS[(index % 8) * 12 + Math.floor(index / 8)] ?? "A1",
);

/** The wells of the samples, when they are all 96 wells. */
function positionsOf(samples: readonly ResultSample[]): readonly WellName[] | null {
  const wells = samples.flatMap((sample) => parseWellName(sample.position) ?? []);
  return wells.length === WELLS && new Set(wells).size === WELLS ? wells : null;
}

/**
 * One variable a well, grouped by well or by name. The well is a name in the path, or the `Position` beside the value,
 * or that of the sample the group is named after. Wells that are absent were not read.
 */
export function perWellSets(record: ResultRecord, options: LadsOptions): ValueSet[] {
  const texts = new Map(record.variables.map((one) => [JSON.stringify(one.path), one.value]));
  const bySample = new Map(
    samplesOf(record).map((sample) => [sample.sampleId, parseWellName(sample.position)]),
  );
  const sets = new Map<string, WellValue[]>();
  for (const variable of record.variables) {
    if (variable.path[0] !== "VariableSet" || variable.path.length < 3) continue;
    if (!isNumber(variable.value) && !variable.status.startsWith("Bad")) continue;
    const place = placeOf(variable.path, texts, bySample);
    if (place === null) continue;
    const values = sets.get(place.name) ?? ALL_WELLS.map(() => missing("", "not-read"));
    sets.set(place.name, values);
    const index = wellIndex(place.well);
    if (values[index]?.token !== "") {
      throw new ReaderFault("WELLS_UNCLEAR", `${place.name} has two values for ${place.well}`);
    }
    values[index] = variable.status.startsWith("Bad")
      ? badWell(variable.status)
      : wellValue(variable.value, factorOf(variable, record), options);
  }
  return [...sets]
    .filter(([, values]) => values.filter((value) => value.token !== "").length >= LEAST_WELLS)
    .map(([name, values]) => ({ name, values, wavelengthNm: null }));
}

function placeOf(
  path: readonly string[],
  texts: ReadonlyMap<string, unknown>,
  bySample: ReadonlyMap<string, WellName | null>,
): { readonly name: string; readonly well: WellName } | null {
  const last = path.at(-1) ?? "";
  const group = path.at(-2) ?? "";
  const lastWell = parseWellName(last);
  if (lastWell !== null) return { name: group, well: lastWell };
  const beside = texts.get(JSON.stringify([...path.slice(0, -1), "Position"]));
  const well =
    parseWellName(group) ??
    (typeof beside === "string" ? parseWellName(beside) : null) ??
    bySample.get(group) ??
    null;
  return well === null ? null : { name: last, well };
}

interface NumberList extends RecordedVariable {
  readonly value: (number | string)[];
}

function isNumberList(variable: RecordedVariable): variable is NumberList {
  return Array.isArray(variable.value) && variable.value.every(isNumber);
}

function isNumber(value: unknown): boolean {
  return (
    typeof value === "number" || value === "NaN" || value === "Infinity" || value === "-Infinity"
  );
}

/** Properties of a variable are not values of their own. */
function isProperty(variable: RecordedVariable, record: ResultRecord): boolean {
  const parent = JSON.stringify(variable.path.slice(0, -1));
  return record.variables.some((one) => JSON.stringify(one.path) === parent);
}

function factorOf(variable: RecordedVariable, record: ResultRecord): number {
  const path = JSON.stringify([...variable.path, "EngineeringUnits"]);
  const unit = record.variables.find((one) => JSON.stringify(one.path) === path)?.value;
  const name =
    unit !== null && typeof unit === "object" && !Array.isArray(unit) ? unit.displayName : null;
  const text = typeof name === "string" ? name : null;
  const factor = factorToAu(text);
  if (factor !== null) return factor;
  throw new ReaderFault("UNIT_UNKNOWN", `${nameOf(variable)} is in ${text}`);
}

function nameOf(variable: RecordedVariable): string {
  return variable.path.at(-1) ?? "";
}
