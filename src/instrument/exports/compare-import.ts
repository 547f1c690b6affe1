/** Walks an oracle and an import of the same file beside each other. What either has and the other lacks is a deviation. */
import type { ImportedPlate, ImportedRead, ImportedWell, ImportOutcome } from "./contract.ts";
import type { ExportOracle, OraclePlate, OracleRead } from "./export-oracle.ts";

export interface ComparisonOfImport {
  /** Things that were compared and agree. */
  readonly passed: number;
  /** One sentence each, with plate, read and well. */
  readonly deviations: readonly string[];
  /** What is shown but not judged: labels and clock texts that differ. */
  readonly remarks: readonly string[];
}

class Tally {
  passed = 0;
  readonly deviations: string[] = [];
  readonly remarks: string[] = [];

  equal(where: string, expected: unknown, found: unknown): void {
    if (Object.is(expected, found) || expected === found) this.passed += 1;
    else this.deviations.push(`${where}: expected ${show(expected)}, found ${show(found)}`);
  }

  remark(where: string, expected: unknown, found: unknown): void {
    if (expected !== found) this.remarks.push(`${where}: ${show(expected)} / ${show(found)}`);
  }
}

/** Numbers are compared as exact JSON numbers; a refusal agrees with an oracle that has no plate. */
export function compareImport(oracle: ExportOracle, outcome: ImportOutcome): ComparisonOfImport {
  const tally = new Tally();
  const mustRefuse = oracle.refused === true || oracle.plates.length === 0;
  if (outcome.kind === "refused") {
    const found = `refused (${outcome.code}): ${outcome.sentence}`;
    if (mustRefuse) tally.passed += 1;
    else tally.deviations.push(`expected ${oracle.plates.length} plates, found: ${found}`);
    tally.remarks.push(found);
  } else if (mustRefuse) {
    tally.deviations.push(
      `expected a refusal, found ${outcome.plates.length} plates (${outcome.dialectId})`,
    );
  } else {
    tally.remarks.push(`read as ${outcome.dialectId}`);
    comparePlates(oracle.plates, outcome.plates, tally);
  }
  const { passed, deviations, remarks } = tally;
  return { passed, deviations, remarks };
}

function comparePlates(
  expected: readonly OraclePlate[],
  found: readonly ImportedPlate[],
  tally: Tally,
): void {
  tally.equal("number of plates", expected.length, found.length);
  for (const [index, plate] of expected.entries()) {
    const other = found[index];
    const where = `plate ${index + 1}`;
    if (other === undefined) continue;
    tally.remark(`${where} label`, plate.label ?? null, other.label);
    tally.remark(`${where} read at`, plate.read_at_local ?? null, other.readAtLocal);
    if (typeof plate.plate_id === "string")
      tally.equal(`${where} plate_id`, plate.plate_id, other.plateId);
    if (typeof plate.rows === "number") tally.equal(`${where} rows`, plate.rows, other.rows);
    if (typeof plate.columns === "number")
      tally.equal(`${where} columns`, plate.columns, other.columns);
    compareReads(plate.reads, other.reads, where, tally);
  }
}

function compareReads(
  expected: readonly OracleRead[],
  found: readonly ImportedRead[],
  plate: string,
  tally: Tally,
): void {
  tally.equal(`${plate}: number of reads`, expected.length, found.length);
  for (const [index, read] of expected.entries()) {
    const other = found[index];
    const where = `${plate} read ${index + 1}`;
    if (other === undefined) continue;
    tally.remark(`${where} label`, read.label ?? null, other.label);
    tally.equal(`${where} wavelength`, read.wavelength_nm ?? null, other.wavelengthNm);
    if (typeof read.unit === "string")
      tally.equal(`${where} unit is absorbance`, true, isAbsorbanceUnit(read.unit));
    compareWells(read, other.wells, where, tally);
  }
}

/** OD, AU, A and Abs are names of one unit. */
function isAbsorbanceUnit(unit: string): boolean {
  return /^(?:od|au|a|abs|absorbance)$/i.test(unit);
}

function compareWells(
  read: OracleRead,
  wells: ImportedRead["wells"],
  where: string,
  tally: Tally,
): void {
  const found = new Map<string, ImportedWell>(Object.entries(wells));
  const names = new Set([...Object.keys(read.wells), ...Object.keys(read.flags), ...found.keys()]);
  for (const name of names) {
    const well = found.get(name);
    tally.equal(`${where} well ${name}`, read.wells[name] ?? null, well?.absorbance ?? null);
    compareFlag(read.flags[name], well, `${where} well ${name}`, tally);
  }
}

function compareFlag(
  flag: OracleRead["flags"][string] | undefined,
  well: ImportedWell | undefined,
  where: string,
  tally: Tally,
): void {
  const remark = well?.remark ?? null;
  if (flag === undefined) {
    if (remark !== null)
      tally.deviations.push(
        `${where}: flagged ${show(well?.token)} (${remark.meaning}), the oracle has no flag`,
      );
    return;
  }
  if (remark === null) {
    tally.deviations.push(`${where}: expected the flag ${show(flag.token)}, found none`);
    return;
  }
  tally.equal(`${where} token`, flag.token, well?.token);
  const expected = directionOf(flag.meaning ?? "");
  const agrees = expected === null || expected.includes(remark.direction);
  if (agrees) tally.passed += 1;
  else
    tally.deviations.push(
      `${where}: expected “${flag.meaning}”, found “${remark.meaning}” (${remark.direction})`,
    );
}

/** The directions that the words of an oracle allow, from the plainest word on; null when they say nothing known. */
function directionOf(meaning: string): readonly string[] | null {
  if (/mask|exclud/i.test(meaning)) return ["masked"];
  if (/over|satur|above|too high/i.test(meaning)) return ["over-range"];
  if (/path|comput|calcul|invalid|error|no number|not a number|fail/i.test(meaning))
    return ["not-computable", "warning", "not-read"];
  if (/under|below|low/i.test(meaning)) return ["under-range", "not-computable"];
  if (/miss|not (?:measured|read)|unread|no value|empty/i.test(meaning))
    return ["not-read", "not-computable"];
  return null;
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
