import type { Logger } from "pino";
import { Subscription } from "rxjs";
import type { ReaderStatus } from "../instrument/reader-status.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { Store } from "../store/open-store.ts";

const LOST: ReadonlySet<ReaderStatus["state"]> = new Set(["unreachable", "stopped"]);

/** How long it will be until the next attempt changes with each of them. */
function withoutWait(sentence: string): string {
  return sentence.replace(/ Tries again\b.*$/, "");
}

/**
 * Writes each state of a reader into the log once; while it reads a plate, with its run and its barcode. Attempts to
 * reach one that stays lost for the same reason are written at level debug: a reader that is switched off at night
 * would fill the log.
 */
export function logReaders(
  store: Store,
  readers: readonly SupervisedReader[],
  log: Logger,
): Subscription {
  const all = new Subscription();
  for (const reader of readers) {
    let shown = "";
    /** Why it is lost; null while it is not. */
    let lostBecause: string | null = null;

    function levelOf({ state, sentence }: ReaderStatus): "debug" | "info" | "warn" {
      if (state === "connecting" && lostBecause !== null) return "debug";
      if (!LOST.has(state)) {
        lostBecause = null;
        return "info";
      }
      const because = withoutWait(sentence);
      const isKnown = because === lostBecause;
      lostBecause = because;
      return isKnown ? "debug" : "warn";
    }

    all.add(
      reader.status$.subscribe((status) => {
        const { state, sentence, progress } = status;
        const run = progress?.runId ?? null;
        const words = `${state} ${sentence} ${run}`;
        if (shown === words) return;
        shown = words;
        const barcode = run === null ? undefined : store.runs.byId(run)?.barcode;
        const about = { reader: reader.id, state, run: run ?? undefined, barcode };
        log[levelOf(status)](about, sentence);
      }),
    );
  }
  return all;
}
