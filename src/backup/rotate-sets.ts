import { listSets, removeSet } from "./list-sets.ts";
import type { Manifest } from "./manifest.ts";
import { type KeepRule, setsToKeep } from "./sets-to-keep.ts";

/**
 * Removes the sets of the same store as `justMade` that the rule does not keep; returns their names. Sets of other
 * stores, damaged ones, everything else in the folder and `justMade` itself stay, whatever their times say. Throws
 * BACKUP_FOLDER_MISSING.
 */
export function rotateSets(
  folder: string,
  justMade: Pick<Manifest, "name" | "content">,
  rule: KeepRule,
): readonly string[] {
  // One that cannot be read any more may be another store's, or the last that is left: people decide.
  const ours = listSets(folder, justMade.content.storeId).filter(
    ({ manifest }) => manifest !== null,
  );
  const kept = setsToKeep(
    ours.map(({ name, madeAtUtc, state }) => ({
      name,
      madeAtUtc,
      isVerified: state === "verified",
    })),
    rule,
  );
  const leaving = ours.filter(({ name }) => name !== justMade.name && !kept.has(name));
  for (const { set } of leaving) removeSet(set);
  return leaving.map(({ name }) => name);
}
