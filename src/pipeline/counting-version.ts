/** Which reading of a plate counts: what happened last decides, a reading that was bound or a person's choice. */
import type { Store } from "../store/open-store.ts";
import type { PlateVersionRow } from "../store/plates.ts";
import type { VersionChoiceRow } from "../store/review.ts";

export interface CountingVersion {
  readonly version: PlateVersionRow;
  /** The choice by which it counts; null where it is simply the newest. */
  readonly choice: VersionChoiceRow | null;
}

/** Null for a plate without a reading. A choice ends with the next reading that is bound. */
export function countingVersion(store: Store, plateId: string): CountingVersion | null {
  const versions = store.plates.versions(plateId);
  const newest = versions.at(-1);
  if (newest === undefined) return null;
  const choice = store.review.choices(plateId).at(-1);
  if (choice === undefined || choice.versions_then !== versions.length) {
    return { version: newest, choice: null };
  }
  const chosen = versions.find(({ version }) => version === choice.version);
  if (chosen === undefined) throw new Error(`plate ${plateId} has no version ${choice.version}`);
  return { version: chosen, choice };
}
