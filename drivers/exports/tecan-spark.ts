/** Tecan SparkControl (Spark readers): `Mode` groups, grids with the corner `<>` or lists `<>`, `Value`. */
import type { ExportDialect } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { tecanDialect } from "./tecan-dialect.ts";

/** Learned from exports of SparkControl 2.3 and 3.1. A measurement with a reference gives a second and a third table. */
export function tecanSpark(profile: ExportProfile): ExportDialect {
  return tecanDialect("tecan-spark", "1", profile);
}
