/** The daemon's side of the anchors: written as it goes, copied elsewhere, and closed with it. */
import type { Logger } from "pino";
import { anchorsFolderOf } from "../integrity/anchor-files.ts";
import { type AnchorKeeper, keepAnchors } from "../integrity/keep-anchors.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Store } from "../store/open-store.ts";
import { keepCopies } from "./keep-copies.ts";
import type { Health } from "./store-health.ts";
import { tellOfStop } from "./tell-of-start.ts";

const PART = "anchors";

/** To be called before the daemon writes anything. */
export function daemonAnchors(store: Store): AnchorKeeper {
  return keepAnchors(store, { program: "daemon", programVersion: PROGRAM_VERSION });
}

/** Closes after a start that failed: the error that ended it says more than one of the last line. */
export function abandonStart(store: Store, anchors: AnchorKeeper): void {
  try {
    anchors.close();
  } catch {
    // The next start finds a daemon that never said its end, as after a crash.
  } finally {
    store.close();
  }
}

/**
 * The last words: of the audit trail, then of the anchors. A store that takes none keeps nobody from stopping; the next
 * start finds a daemon that never said its end, as after a crash.
 */
export async function endAnchored(
  store: Store,
  anchoring: { stop(): Promise<void> },
  log: Logger,
): Promise<void> {
  try {
    tellOfStop(store);
    await anchoring.stop();
  } catch (error) {
    log.error({ err: error }, "the end of the daemon cannot be written down");
  }
}

/** Writes each new state down from now on, and copies it; what fails is told, and tried again with the next one. */
export function watchAnchors(
  store: Store,
  anchors: AnchorKeeper,
  copyTo: readonly string[],
  health: Pick<Health, "tell">,
): { stop(): Promise<void> } {
  const copies = keepCopies(anchorsFolderOf(store), copyTo, health);
  const watching = anchors.watch({
    onKept: () => {
      health.tell(PART, null);
      copies.renew();
    },
    onFailure: (error) => {
      const why = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
      health.tell(PART, `What proves the newest entries could not be written down: ${why}.`);
    },
  });
  return {
    stop: async () => {
      await watching.stop();
      anchors.close();
      await copies.stop();
    },
  };
}
