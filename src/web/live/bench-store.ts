import type { BenchView, FeedMessage, FolderView, ReaderView } from "../../api/views.ts";
import { fetchBench } from "../clients/live-client.ts";
import { followLiveFeed, type LiveFeed } from "./live-feed.ts";
import { notOftenerThan } from "./not-oftener-than.ts";

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
/** Many readers at once tell more often than anybody can see; drawing all of it would hold up the plates. */
const DRAW_EVERY_MS = 50;

const NOTHING: BenchState = {
  bench: null,
  connection: { kind: "connecting" },
  caughtUp: null,
  clockOffsetMs: 0,
};

/**
 * Holds what the bench page shows: the bench as last fetched, kept fresh by the live feed. A `changed` message that is
 * newer than what is shown fetches the bench again (at most one fetch under way, and one more only where its answer is
 * older than what was told meanwhile); `reader`, `folder` and `problems` messages replace what they tell of, those that
 * follow within moments together.
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
  /** The newest change that this feed has told of: a bench that takes account of it need not be fetched again. */
  let newestId = 0;
  /** Grows whenever following stops: what was asked for before is not taken any more. */
  let round = 0;
  /** Messages that came while a fetch was under way: they may be newer than its answer. */
  let readersMeanwhile = new Map<string, ReaderView>();
  let foldersMeanwhile = new Map<string, FolderView>();
  /** Those that are not shown yet. */
  const readersToShow = new Map<string, ReaderView>();
  const foldersToShow = new Map<string, FolderView>();

  const change = (part: Partial<BenchState>): void => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  const lose = (): void => {
    if (state.connection.kind !== "live" || feed === null) return;
    change({ connection: { kind: "lost", sinceMs: feed.lastHeardMs() }, caughtUp: null });
  };

  const isOutdated = (): boolean => newestId > (state.bench?.lastEventId ?? -1);

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
      if (asked !== round) fetchAgain = feed !== null;
      else {
        accept(bench, clockOffsetMs);
        fetchAgain ||= isOutdated();
      }
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
    readersToShow.clear();
    foldersToShow.clear();
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
      newestId = message.id;
      // What is under way may take account of it already: that is known when it is there.
      if (!fetching && isOutdated()) void refresh();
      return;
    }
    if (message.type === "problems") {
      if (state.bench !== null) change({ bench: { ...state.bench, problems: message.problems } });
      return;
    }
    if (message.type === "folder") {
      foldersMeanwhile.set(message.folder.id, message.folder);
      foldersToShow.set(message.folder.id, message.folder);
    } else {
      readersMeanwhile.set(message.reader.id, message.reader);
      readersToShow.set(message.reader.id, message.reader);
    }
    showSources();
  };

  const showSources = notOftenerThan(DRAW_EVERY_MS, () => {
    const { bench } = state;
    const isAnything = readersToShow.size + foldersToShow.size > 0;
    if (bench === null || !isAnything) return;
    const readers = bench.readers.map((one) => readersToShow.get(one.id) ?? one);
    const folders = bench.folders.map((one) => foldersToShow.get(one.id) ?? one);
    readersToShow.clear();
    foldersToShow.clear();
    change({ bench: { ...bench, readers, folders } });
  });

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
        onOpen: () => {
          // Another database may answer now, whose changes are counted anew.
          newestId = 0;
          void refresh();
        },
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
