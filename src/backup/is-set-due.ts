import { anchorsFolderOf, presentFile } from "../integrity/anchor-files.ts";
import { lastRestored } from "../integrity/given-up-copies.ts";
import { seeFile } from "../integrity/kept-lines.ts";
import type { Store } from "../store/open-store.ts";
import type { BackupRule } from "./backup-rule.ts";
import { isOurPast } from "./keep-increments.ts";
import type { FolderView } from "./look-into-folder.ts";

const HOUR_MS = 3_600_000;

/** Number of the entry of the audit trail that tells of the last restore; 0 where there was none. */
function restoredSeq(store: Store): number {
  const present = seeFile(presentFile(anchorsFolderOf(store), "anchors"));
  return lastRestored([present])?.head.auditSeq ?? 0;
}

function keysOf(recipients: readonly string[]): string {
  return [...new Set(recipients)].sort().join(" ");
}

/**
 * Whether it is time for another set; never where something else starts them. Only sets of this store's own past count:
 * not those of a past that was given up, nor of a bench that goes on with a copy of this data folder. However young the
 * newest one is, another is due at once after a database was put back, and after `recipients` has changed: beside an
 * encrypted set no increment in the clear is believed.
 */
export function isSetDue(
  store: Store,
  { sets }: Pick<FolderView, "sets">,
  { everyH, recipients }: Pick<BackupRule, "everyH" | "recipients">,
  nowUtc: string,
): boolean {
  if (everyH === 0) return false;
  const newest = sets.find(
    ({ madeAtUtc, content: { audit } }) =>
      madeAtUtc <= nowUtc && (audit === null || isOurPast(store, audit.seq, audit.sha256)),
  );
  if (newest === undefined) return true;
  if (Date.parse(nowUtc) - Date.parse(newest.madeAtUtc) >= everyH * HOUR_MS) return true;
  if ((newest.content.audit?.seq ?? 0) < restoredSeq(store)) return true;
  return keysOf(newest.encryptedFor) !== keysOf(recipients);
}
