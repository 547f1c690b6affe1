import type { BenchView, FeedMessage, FolderView, ReaderView } from "../../api/views.ts";
import { fetchBench } from "../clients/live-client.ts";
import { followLiveFeed, type LiveFeed } from "./live-feed.ts";

export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** What is shown is from `sinceMs`. */
  | { readonly kind: "lost"; readonly sinceMs: number };

export interface BenchState {
  readonly bench: BenchView | null;
  readonly connection: Connection;
  /** Set for a while after a lost connection came back; `changes` is null when the bench started afresh meanwhile. */
  readonly caughtUp: { readonly atMs: number; readonly changes: number | null } | null;
  /** Server time minus this computer's. */
  readonly clockOffsetMs: number;
}

export interface BenchStore {
  readonly current: () => BenchState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Begins to follow the bench, or goes on where it paused. */
  readonly start: () => void;
  /** Stops following; what was shown stays. */
  readonly pause: () => void;
  /** Stops following and forgets the bench: nobody is signed in any more. */
  readonly forget: () => void;
}

const CAUGHT_UP_SHOWN_MS = 10_000;
const FETCH_AGAIN_MS = 2000;

const NOTHING: BenchState = {
  bench: null,
  connection: { kind: "connecting" },
  caughtUp: null,
  clockOffsetMs: 0,
};

/**
 * Holds what the bench page shows: the bench as last fetched, kept fresh by the live feed. Every `changed`
 * message fetches the bench again (at most one fetch under way); `reader`, `folder` and `problems` messages replace
 * what they tell of at once.
 * The state stays on screen when the feed is lost, and is fetched again when it is back. `onLost` is called whenever the
 * feed breaks: the session may have ended.
 */
export function createBenchStore(onLost: () => void = () => undefined): BenchStore {
  let state = NOTHING;
  const listeners = new Set<() => void>();
  let feed: LiveFeed | null = null;
  let fetching = false;
  let fetchAgain = false;
  let fetchTimer = 0;
  /** Grows whenever following stops: what was asked for before is not taken any more. */
  let round = 0;
  /** Messages that came while a fetch was under way: they may be newer than its answer. */
  let readersMeanwhile = new Map<string, ReaderView>();
  let foldersMeanwhile = new Map<string, FolderView>();

  const change = (part: Partial<BenchState>): void => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  const lose = (): void => {
    if (state.connection.kind !== "live" || feed === null) return;
    change({ connection: { kind: "lost", sinceMs: feed.lastHeardMs() }, caughtUp: null });
  };

  const refresh = async (): Promise<void> => {
    fetchAgain = fetching;
    if (fetching) return;
    fetching = true;
    clearTimeout(fetchTimer);
    const asked = round;
    readersMeanwhile = new Map();
    foldersMeanwhile = new Map();
    try {
      const { bench, clockOffsetMs } = await fetchBench();
      if (asked === round) accept(bench, clockOffsetMs);
      else fetchAgain = feed !== null;
    } catch {
      lose();
      if (feed !== null) fetchTimer = setTimeout(() => void refresh(), FETCH_AGAIN_MS);
    }
    fetching = false;
    if (fetchAgain) await refresh();
  };

  const accept = (bench: BenchView, clockOffsetMs: number): void => {
    const missed = bench.lastEventId - (state.bench?.lastEventId ?? 0);
    const readers = bench.readers.map((one) => readersMeanwhile.get(one.id) ?? one);
    const folders = bench.folders.map((one) => foldersMeanwhile.get(one.id) ?? one);
    const wasLost = state.connection.kind === "lost";
    change({ bench: { ...bench, readers, folders }, clockOffsetMs });
    if (!feed?.isOpen()) return;
    change({ connection: { kind: "live" } });
    if (wasLost) tellCaughtUp(missed < 0 ? null : missed);
  };

  const tellCaughtUp = (changes: number | null): void => {
    const caughtUp = { atMs: Date.now(), changes };
    change({ caughtUp });
    setTimeout(() => {
      if (state.caughtUp === caughtUp) change({ caughtUp: null });
    }, CAUGHT_UP_SHOWN_MS);
  };

  const take = (message: FeedMessage): void => {
    if (message.type === "changed") {
      void refresh();
      return;
    }
    if (message.type === "problems") {
      if (state.bench !== null) change({ bench: { ...state.bench, problems: message.problems } });
      return;
    }
    if (message.type === "folder") {
      const { folder } = message;
      foldersMeanwhile.set(folder.id, folder);
      if (state.bench === null) return;
      const folders = state.bench.folders.map((one) => (one.id === folder.id ? folder : one));
      change({ bench: { ...state.bench, folders } });
      return;
    }
    const { reader } = message;
    readersMeanwhile.set(reader.id, reader);
    if (state.bench === null) return;
    const readers = state.bench.readers.map((one) => (one.id === reader.id ? reader : one));
    change({ bench: { ...state.bench, readers } });
  };

  const stop = (): void => {
    feed?.close();
    feed = null;
    round += 1;
    clearTimeout(fetchTimer);
  };

  return {
    current: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      feed ??= followLiveFeed({
        resumeAfter: () => state.bench?.lastEventId ?? null,
        onOpen: () => void refresh(),
        onMessage: take,
        onLost: () => {
          lose();
          onLost();
        },
      });
    },
    pause: () => {
      stop();
      change({ connection: { kind: "connecting" }, caughtUp: null });
    },
    forget: () => {
      stop();
      change(NOTHING);
    },
  };
}
