/** `npm run -s exports -- DIR`: reads export files through the product's importer and compares them with their oracles. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { exportDialects, SHIPPED_EXPORT_PROFILES } from "../../drivers/exports/index.ts";
import { fileReason } from "../domain/file-reason.ts";
import { compareImport } from "../instrument/exports/compare-import.ts";
import type { ExportDialect } from "../instrument/exports/contract.ts";
import { type ExportOracle, parseExportOracle } from "../instrument/exports/export-oracle.ts";
import { loadExportProfiles } from "../instrument/exports/load-export-profile.ts";
import { readExport } from "../instrument/exports/read-export.ts";

const ORACLE_END = ".wells.json";

interface Totals {
  passed: number;
  failed: number;
}

/** Compares every file of the folder that has an oracle. Gives the exit code: 0 only if something agreed and nothing failed. */
export async function compareExports(
  folder: string,
  print: (line: string) => void,
): Promise<number> {
  const names = listNames(folder);
  if (typeof names === "string") {
    print(names);
    return 1;
  }
  const dialects = exportDialects(loadExportProfiles(SHIPPED_EXPORT_PROFILES));
  const oracles = names.filter((name) => name.endsWith(ORACLE_END)).sort();
  if (oracles.length === 0) print(`${folder} has no file NAME${ORACLE_END} to compare with.`);
  const totals: Totals = { passed: 0, failed: 0 };
  for (const name of oracles) await compareOne({ folder, name, names }, dialects, totals, print);
  print(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

function listNames(folder: string): readonly string[] | string {
  try {
    return readdirSync(folder);
  } catch (error) {
    return `${folder} cannot be read: ${fileReason(error)}.`;
  }
}

interface OracleFile {
  readonly folder: string;
  readonly name: string;
  /** All names of the folder. */
  readonly names: readonly string[];
}

async function compareOne(
  file: OracleFile,
  dialects: readonly ExportDialect[],
  totals: Totals,
  print: (line: string) => void,
): Promise<void> {
  const fail = (line: string) => {
    totals.failed += 1;
    print(line);
  };
  const oracle = readOracle(join(file.folder, file.name));
  if (typeof oracle === "string")
    return fail(`${file.name}: the oracle cannot be used: ${oracle}.`);
  const rawName = rawFileOf(file, oracle);
  if (rawName === null) return fail(`${file.name}: its raw file is not in the folder.`);
  const bytes = readBytes(join(file.folder, rawName));
  if (typeof bytes === "string") return fail(`${rawName} cannot be read: ${bytes}.`);
  const outcome = await readExport(dialects, { name: rawName, bytes });
  const { passed, deviations, remarks } = compareImport(oracle, outcome);
  totals.passed += passed;
  for (const deviation of deviations) fail(`${rawName}: ${deviation}`);
  print(`${rawName}: ${passed} agree, ${deviations.length} deviate; ${remarks.join("; ")}`);
}

function readOracle(path: string): ExportOracle | string {
  const bytes = readBytes(path);
  if (typeof bytes === "string") return bytes;
  const result = parseExportOracle(new TextDecoder().decode(bytes));
  return "oracle" in result ? result.oracle : result.problem;
}

function readBytes(path: string): Uint8Array | string {
  try {
    return readFileSync(path);
  } catch (error) {
    return fileReason(error);
  }
}

/** The file that the oracle names, else the one whose name without its ending is the oracle's. */
function rawFileOf({ folder, name, names }: OracleFile, oracle: ExportOracle): string | null {
  const stated = oracle.raw_file;
  if (typeof stated === "string" && names.includes(basename(stated))) return basename(stated);
  const stem = name.slice(0, -ORACLE_END.length);
  const others = names.filter(
    (other) =>
      !other.endsWith(".json") &&
      (other === stem || other.startsWith(`${stem}.`)) &&
      statSync(join(folder, other)).isFile(),
  );
  return others[0] ?? null;
}

if (import.meta.main) {
  const [folder, more] = process.argv.slice(2);
  if (folder === undefined || more !== undefined) {
    console.log("Usage: npm run -s exports -- DIR");
    process.exitCode = 2;
  } else {
    process.exitCode = await compareExports(folder, (line) => console.log(line));
  }
}
