/** Says beside the database what state it is in, so that what is changed, cut off or put back past the program shows. */
import type { Store } from "../store/open-store.ts";
import { type Anchor, type Head, isSameHead } from "./anchor.ts";
import { anchorsFolderOf, presentFile } from "./anchor-files.ts";
import { headOf } from "./head-of.ts";
import { holdsLine, keepLine, keepLineSoon, seeFile } from "./kept-lines.ts";

export interface AnchoredProgram {
  readonly program: Anchor["program"];
  readonly programVersion: string;
}

/** So long after the first of several changes the state is written down. */
const SOON_MS = 400;
/** Where the audit trail has not moved, e.g. while bytes come in, this is soon enough. */
const LATER_MS = 30_000;

export interface AnchorEvents {
  /** A line is on disk. */
  readonly onKept: () => void;
  readonly onFailure: (error: unknown) => void;
}

export interface AnchorKeeper {
  /** Watches the store from now on and writes each new state down within a second, beside other work. */
  watch(events: AnchorEvents): { stop(): Promise<void> };
  /** The last word of this process, before it closes the store; nothing where it has written nothing. */
  close(): void;
}

/** The line that says it. */
export function anchorNow(
  store: Store,
  by: string,
  who: AnchoredProgram,
  kind: Anchor["kind"],
  head: Head,
): Anchor {
  return { kind, atUtc: store.nowUtc(), by, ...who, head };
}

/**
 * Before the first change that this process makes, a line says that it is at work; until `close` the state may move
 * without one. Throws STORE_FULL or STORE_NOT_WRITABLE from that first change when the line cannot be kept.
 */
export function keepAnchors(store: Store, who: AnchoredProgram): AnchorKeeper {
  const file = presentFile(anchorsFolderOf(store), "anchors");
  const by = store.newId();
  let last: Head | null = null;
  const write = (kind: Anchor["kind"]): void => {
    const head = headOf(store);
    keepLine(file, anchorNow(store, by, who, kind, head));
    last = head;
  };
  store.onFirstWrite(() => {
    if (!holdsLine(seeFile(file))) write("begun");
    write("opened");
  });
  return {
    watch: (events) =>
      watchStore(store, events, async (isDue) => {
        const head = headOf(store);
        if (last !== null && isSameHead(last, head)) return "kept";
        if (!isDue && last !== null && last.auditSeq === head.auditSeq) return "later";
        await keepLineSoon(file, anchorNow(store, by, who, "moved", head));
        last = head;
        return "kept";
      }),
    close: () => {
      // What the disk refused last may come to light with the next opening: then this process is the one that did it.
      if (store.mayHoldMore()) return;
      // Under the write lock: no other process changes anything between the look and the line.
      if (last !== null) store.inTransaction(() => write("closed"));
    },
  };
}

type Keep = (isDue: boolean) => Promise<"kept" | "later">;

/** One line at a time; while one is written, what comes meanwhile waits for the next. */
function watchStore(store: Store, events: AnchorEvents, keep: Keep): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | null = null;
  let waitsUntilMs = Number.POSITIVE_INFINITY;
  let underWay: Promise<void> = Promise.resolve();
  const keepNow = (isDue: boolean): void => {
    timer = null;
    waitsUntilMs = Number.POSITIVE_INFINITY;
    underWay = underWay
      .then(() => keep(isDue))
      .then((kept) => (kept === "later" ? wait(LATER_MS, true) : events.onKept()))
      .catch(events.onFailure);
  };
  function wait(ms: number, isDue: boolean): void {
    const untilMs = performance.now() + ms;
    if (untilMs >= waitsUntilMs) return;
    if (timer !== null) clearTimeout(timer);
    waitsUntilMs = untilMs;
    timer = setTimeout(() => keepNow(isDue), ms);
  }
  const stopListening = store.onCommit(() => wait(SOON_MS, false));
  wait(SOON_MS, false);
  return {
    stop: async () => {
      stopListening();
      if (timer !== null) clearTimeout(timer);
      await underWay;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
