/** Which set of values is the measurement and which the reference. Never guessed: the two are taken off each other. */
import type { AbsorbancePlane } from "../../src/domain/reading.ts";
import { ReaderFault } from "../../src/instrument/contract.ts";
import type { ResultRecord } from "../../src/instrument/opcua/result-record.ts";
import { wavelengthsIn } from "../../src/instrument/opcua/wavelengths-in.ts";
import type { LadsOptions } from "./options.ts";
import { textAt } from "./result-samples.ts";
import type { ValueSet } from "./value-sets.ts";

interface Wavelengths {
  readonly measurementNm: number;
  readonly referenceNm: number | null;
}

/** The planes, measurement first. Throws a ReaderFault when the roles are not certain. */
export function assignRoles(
  sets: readonly ValueSet[],
  record: ResultRecord,
  options: LadsOptions,
): AbsorbancePlane[] {
  const named = withWavelengths(sets, options);
  const said = saidBy(record, options, named);
  const [only, ...others] = named;
  if (said === null && only !== undefined && others.length === 0)
    return [plane(only, "measurement")];
  if (said === null) throw unclear(named, "nothing says which is which");
  // A single set without a wavelength of its own can only be what the program measures.
  if (only !== undefined && others.length === 0 && only.wavelengthNm === null) {
    if (said.referenceNm !== null) throw unclear(named, "there is one set for two wavelengths");
    return [plane({ ...only, wavelengthNm: said.measurementNm }, "measurement")];
  }
  const planes = named.map((set) => plane(set, roleOf(set, said)));
  const has = (role: AbsorbancePlane["role"]): boolean => planes.some((one) => one.role === role);
  if (!has("measurement")) throw unclear(named, `none is of ${said.measurementNm} nm`);
  if (said.referenceNm !== null && !has("reference")) {
    throw unclear(named, `none is of ${said.referenceNm} nm`);
  }
  const ranks = ["measurement", "reference", "other"];
  return planes.sort((a, b) => ranks.indexOf(a.role) - ranks.indexOf(b.role));
}

/** Sets of absorbance with the wavelength of each, by the options or by its name; what else has 96 values is left out. */
function withWavelengths(sets: readonly ValueSet[], options: LadsOptions): ValueSet[] {
  const known = sets.map((set) => {
    const [inName = null, ...more] = wavelengthsIn(set.name);
    const byName = more.length === 0 ? inName : null;
    return {
      ...set,
      wavelengthNm: options.variables[set.name] ?? set.wavelengthNm ?? byName,
    };
  });
  const configured = known.filter((set) => options.variables[set.name] !== undefined);
  if (configured.length > 0) return distinct(configured);
  const told = known.filter((set) => set.wavelengthNm !== null);
  return distinct(told.length > 0 ? told : known);
}

function distinct(sets: ValueSet[]): ValueSet[] {
  for (const set of sets) {
    const twin = sets.find((one) => one !== set && one.wavelengthNm === set.wavelengthNm);
    if (twin === undefined) continue;
    throw unclear([set, twin], "they are of the same wavelength");
  }
  return sets;
}

/** By the options, else by the program: as configured, by its name, by its description. */
function saidBy(
  record: ResultRecord,
  options: LadsOptions,
  sets: readonly ValueSet[],
): Wavelengths | null {
  if (options.measurementNm !== undefined) {
    return { measurementNm: options.measurementNm, referenceNm: orNull(options.referenceNm) };
  }
  const template = textAt(record, ["ProgramTemplate", "DeviceTemplateId"]);
  const configured = options.programs.find((one) => one.template === template);
  if (configured !== undefined) {
    const { measurementNm, referenceNm } = configured;
    return { measurementNm, referenceNm: orNull(referenceNm) };
  }
  const description = textAt(record, ["ProgramTemplate", "Description"]);
  for (const words of [template, description]) {
    const [measurementNm, referenceNm = null, ...more] = wavelengthsIn(words ?? "");
    if (measurementNm === undefined || more.length > 0) continue;
    // Numbers of which none was measured mean something else, e.g. a version.
    const nms = sets.map((set) => set.wavelengthNm);
    if (nms.includes(measurementNm) || (referenceNm !== null && nms.includes(referenceNm))) {
      return { measurementNm, referenceNm };
    }
  }
  return null;
}

function orNull(nm: number | "none" | undefined): number | null {
  return nm === undefined || nm === "none" ? null : nm;
}

function roleOf(set: ValueSet, said: Wavelengths): AbsorbancePlane["role"] {
  if (set.wavelengthNm === said.measurementNm) return "measurement";
  return set.wavelengthNm !== null && set.wavelengthNm === said.referenceNm ? "reference" : "other";
}

function plane(set: ValueSet, role: AbsorbancePlane["role"]): AbsorbancePlane {
  const filterToken = set.wavelengthNm === null ? set.name : String(set.wavelengthNm);
  return { role, wavelengthNm: set.wavelengthNm, filterToken, values: set.values };
}

function unclear(sets: readonly ValueSet[], why: string): ReaderFault {
  const names = sets.map((set) => set.name).join(", ");
  return new ReaderFault("WAVELENGTHS_UNCLEAR", `${names}: ${why}`);
}
