import type { Store } from "../store/open-store.ts";
import { isOurPast } from "./keep-increments.ts";
import { type KnownSet, listSets, removeSet } from "./list-sets.ts";
import type { Manifest } from "./manifest.ts";
import { type KeepRule, setsToKeep } from "./sets-to-keep.ts";

/** A data folder that was copied goes on under the same store's name: what the other bench has made since is not ours. */
function isOfPastOf(store: Store, { manifest }: KnownSet): boolean {
  // One that cannot be read any more may be another store's, or the last that is left: people decide.
  if (manifest === null) return false;
  const { audit } = manifest.content;
  return audit === null || isOurPast(store, audit.seq, audit.sha256);
}

/**
 * Removes the sets of this store's own past that the rule does not keep; returns their names. Sets of other stores and of
 * a past that was given up, damaged ones, everything else in the folder and `justMade` itself stay, whatever their times
 * say. Throws BACKUP_FOLDER_MISSING.
 */
export function rotateSets(
  store: Store,
  folder: string,
  justMade: Pick<Manifest, "name" | "content">,
  rule: KeepRule,
): readonly string[] {
  const ours = listSets(folder, justMade.content.storeId).filter((set) => isOfPastOf(store, set));
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
