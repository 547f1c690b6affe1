/** Every dialect of export files, each with its profile. */
import type { ExportDialect } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { biorad680 } from "./biorad-680.ts";
import { bioradText } from "./biorad-text.ts";
import { bmgCsv } from "./bmg-csv.ts";
import { bmgTable } from "./bmg-table.ts";
import { byonoyCsv } from "./byonoy-csv.ts";
import { envisionCsv } from "./envision-csv.ts";
import { gen5Text } from "./gen5-text.ts";
import { genericGrid } from "./generic-grid.ts";
import { genericList } from "./generic-list.ts";
import { kaleidoCsv } from "./kaleido-csv.ts";
import { skanit } from "./skanit.ts";
import { softmaxText } from "./softmax-text.ts";
import { tecanIcontrol } from "./tecan-icontrol.ts";
import { tecanMagellan } from "./tecan-magellan.ts";
import { tecanSpark } from "./tecan-spark.ts";

/** The folder of the profiles that come with the program. */
export const SHIPPED_EXPORT_PROFILES: string = `${import.meta.dirname}/profiles`;

const FACTORIES: Readonly<Record<string, (profile: ExportProfile) => ExportDialect>> = {
  "biorad-680": biorad680,
  "biorad-text": bioradText,
  "bmg-csv": bmgCsv,
  "bmg-table": bmgTable,
  "byonoy-csv": byonoyCsv,
  "envision-csv": envisionCsv,
  "gen5-text": gen5Text,
  "generic-grid": genericGrid,
  "generic-list": genericList,
  "kaleido-csv": kaleidoCsv,
  skanit,
  "softmax-text": softmaxText,
  "tecan-icontrol": tecanIcontrol,
  "tecan-magellan": tecanMagellan,
  "tecan-spark": tecanSpark,
};

/** One dialect a profile. Throws RangeError for a profile whose dialect does not exist. */
export function exportDialects(profiles: readonly ExportProfile[]): readonly ExportDialect[] {
  return profiles.map((profile) => {
    const factory = FACTORIES[profile.dialect];
    if (factory === undefined) throw new RangeError(`no dialect “${profile.dialect}”`);
    return factory(profile);
  });
}
