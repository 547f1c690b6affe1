import type { Store } from "../store/open-store.ts";
import { anchorsFolderOf, presentFile, setAside } from "./anchor-files.ts";
import { headOf } from "./head-of.ts";
import { type AnchoredProgram, anchorNow } from "./keep-anchors.ts";
import { keepLine } from "./kept-lines.ts";

/** What the audit trail calls the putting back of a database to an earlier state. */
export const RESTORED = "store.restored";

/**
 * Begins a new file of anchors after a database was put back: to be called when the newest entry of the audit trail
 * tells of it (`store.restored`) and before anything else is written. What the older anchors know beyond it counts as
 * given up. Throws STORE_FULL or STORE_NOT_WRITABLE.
 */
export function anchorRestore(store: Store, who: AnchoredProgram): void {
  const folder = anchorsFolderOf(store);
  const restored = anchorNow(store, store.newId(), who, "restored", headOf(store));
  setAside(folder, restored.atUtc);
  keepLine(presentFile(folder, "anchors"), restored);
}
