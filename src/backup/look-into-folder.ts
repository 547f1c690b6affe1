/** What the daemon asks of the folder of the sets. A share may not answer for long: so a thread of its own asks. */
import { readdirSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";
import type { BackupRule } from "./backup-rule.ts";
import { type BackupStanding, backupStanding } from "./backup-standing.ts";
import { type IncrementName, parseIncrementName } from "./increment.ts";
import { listSets } from "./list-sets.ts";
import type { Manifest } from "./manifest.ts";

export interface FolderQuestion {
  readonly rule: BackupRule;
  readonly dataFolder: string;
  readonly storeId: string | null;
}

export interface FolderView {
  readonly standing: BackupStanding;
  /** What the sets that count hold, newest first. */
  readonly sets: readonly Pick<Manifest, "madeAtUtc" | "content" | "encryptedFor">[];
  readonly increments: readonly IncrementName[];
}

/** Never throws: in a folder that cannot be looked into there are no sets, so that trying to make one tells people why. */
export function lookIntoFolder({ rule, dataFolder, storeId }: FolderQuestion): FolderView {
  const standing = backupStanding(rule, { dataFolder, storeId }, new Date());
  try {
    return {
      standing,
      sets: listSets(rule.folder, storeId).flatMap(({ state, manifest }) =>
        state === "verified" && manifest !== null
          ? [
              {
                madeAtUtc: manifest.madeAtUtc,
                content: manifest.content,
                encryptedFor: manifest.encryptedFor,
              },
            ]
          : [],
      ),
      increments: readdirSync(rule.folder).flatMap((name) => parseIncrementName(name) ?? []),
    };
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    return { standing, sets: [], increments: [] };
  }
}
