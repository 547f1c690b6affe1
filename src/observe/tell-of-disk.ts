import { endNotice, raiseNotice } from "../pipeline/raise-notice.ts";
import type { Store } from "../store/open-store.ts";
import type { Trouble } from "./health-report.ts";

/** Raises one notice of a disk that is nearly full, which stands until there is room again or somebody has seen to it. */
export function tellOfDisk(store: Store, trouble: Trouble | null): void {
  const standing = store.notices.standingOf("disk-low");
  if (trouble === null) {
    for (const notice of standing) endNotice(store, notice, "daemon");
    return;
  }
  if (standing.length > 0) return;
  const { sentence, remedy } = trouble;
  const words = remedy === null ? sentence : `${sentence} ${remedy}`;
  raiseNotice(store, { kind: "disk-low", subject: "disk", sentence: words });
}
