/** Tecan i-control (Infinite readers): a sheet or text a plate, `Label: …` sections, grids with the corner `<>`. */
import type { ExportDialect } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { tecanDialect } from "./tecan-dialect.ts";

/** Learned from exports of i-control 1.6 to 2.0 in public repositories, English and German. */
export function tecanIcontrol(profile: ExportProfile): ExportDialect {
  return tecanDialect("tecan-icontrol", "1", profile);
}
