/** How things stand with the backups of a bench, in words. */
import { PlatewardenError } from "../domain/errors.ts";
import { type BackupRule, lateAfterMs } from "./backup-rule.ts";
import { isSameDisk } from "./disk.ts";
import { type KnownSet, listSets } from "./list-sets.ts";

export interface BackupStanding {
  /** `none` = nothing is configured; `unreachable` = the folder is not there; the others as they say. */
  readonly code: "fine" | "none" | "unreachable" | "never" | "late" | "same-disk";
  readonly sentence: string;
  readonly remedy: string | null;
  /** The newest set that counts. */
  readonly newestUtc: string | null;
}

const NO_BACKUPS: BackupStanding = {
  code: "none",
  sentence: "No backups are made: when this computer's disk dies, every plate is lost.",
  remedy:
    'Name a folder on another disk or a share under [backup] in the configuration, e.g. folder = "/srv/backup/platewarden".',
  newestUtc: null,
};

const NEXT_ONE = "Look at `platewarden backup list`, and make one with `platewarden backup`.";

/** The newest set that counts and was made before now: one of the future tells of a wrong clock. */
export function newestPast(sets: readonly KnownSet[], nowUtc: string): KnownSet | null {
  return sets.find(({ state, madeAtUtc }) => state === "verified" && madeAtUtc <= nowUtc) ?? null;
}

/** `storeId` names whose sets count; without it those of every store do. Never throws. */
export function backupStanding(
  rule: BackupRule | null,
  bench: { readonly dataFolder: string; readonly storeId?: string | null },
  now: Date,
): BackupStanding {
  if (rule === null) return NO_BACKUPS;
  const { folder } = rule;
  let newestUtc: string | null;
  try {
    const sets = listSets(folder, bench.storeId);
    newestUtc = newestPast(sets, now.toISOString())?.madeAtUtc ?? null;
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    const { message: sentence, entry } = error;
    return { code: "unreachable", sentence, remedy: entry.remedy, newestUtc: null };
  }
  if (newestUtc === null) {
    const sentence = `There is no verified backup in ${folder} yet.`;
    return { code: "never", sentence, remedy: NEXT_ONE, newestUtc };
  }
  if (now.getTime() - Date.parse(newestUtc) > lateAfterMs(rule)) {
    const sentence = `The newest verified backup is of ${newestUtc}; what came since is in this computer alone.`;
    return { code: "late", sentence, remedy: NEXT_ONE, newestUtc };
  }
  if (isSameDisk(folder, bench.dataFolder)) {
    const sentence = `Backups are on the disk of the data (${folder}): when it dies, both are gone.`;
    const remedy = "Name a folder on another disk or a share under [backup].";
    return { code: "same-disk", sentence, remedy, newestUtc };
  }
  const sentence = `The newest verified backup is of ${newestUtc}.`;
  return { code: "fine", sentence, remedy: null, newestUtc };
}
