import type { Store } from "../store/open-store.ts";

/** Of all stores whose backups are in one folder ours is known by the first entry of its audit trail; null before there is one. */
export function storeIdOf(store: Store): string | null {
  return store.journal.entriesAfter(0, 1)[0]?.sha256 ?? null;
}
