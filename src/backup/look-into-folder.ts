/** What the daemon asks of the folder of the sets. A share may not answer for long: so a thread of its own asks. */
import { readdirSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";
import type { BackupRule } from "./backup-rule.ts";
import { type BackupStanding, backupStanding, newestPast } from "./backup-standing.ts";
import { type IncrementName, parseIncrementName } from "./increment.ts";
import { listSets } from "./list-sets.ts";
import type { Manifest } from "./manifest.ts";

const HOUR_MS = 3_600_000;

export interface FolderQuestion {
  readonly rule: BackupRule;
  readonly dataFolder: string;
  readonly storeId: string | null;
}

export interface FolderView {
  readonly standing: BackupStanding;
  /** Whether it is time for another set. */
  readonly isDue: boolean;
  /** What the sets that count hold, newest first. */
  readonly sets: readonly Pick<Manifest, "madeAtUtc" | "content">[];
  readonly increments: readonly IncrementName[];
}

/** Never throws: a folder that cannot be looked into is due, so that trying says why and tells people. */
export function lookIntoFolder({ rule, dataFolder, storeId }: FolderQuestion): FolderView {
  const now = new Date();
  const standing = backupStanding(rule, { dataFolder, storeId }, now);
  const isTimed = rule.everyH > 0;
  try {
    const sets = listSets(rule.folder, storeId);
    const newest = newestPast(sets, now.toISOString());
    const ageMs =
      newest === null ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(newest.madeAtUtc);
    return {
      standing,
      isDue: isTimed && ageMs >= rule.everyH * HOUR_MS,
      sets: sets.flatMap(({ state, manifest }) =>
        state === "verified" && manifest !== null
          ? [{ madeAtUtc: manifest.madeAtUtc, content: manifest.content }]
          : [],
      ),
      increments: readdirSync(rule.folder).flatMap((name) => parseIncrementName(name) ?? []),
    };
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    return { standing, isDue: isTimed, sets: [], increments: [] };
  }
}
