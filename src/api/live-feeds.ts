/**
 * The live feed as server-sent events. `changed` messages carry an id: a client that comes back with the last one it saw
 * gets every one it missed, once and in order; without one it starts with now. Each feed begins with the present state
 * of every reader and folder, because those messages are not replayed.
 */
import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { BenchService, FeedMessage } from "./views.ts";

/** How soon a browser that lost the feed asks again. */
const RETRY_MS = 1000;

/** Pages that one session, or one program, follows at once; nobody looks at so many. */
const MOST_OF_ONE = 32;

export interface LiveFeeds {
  /**
   * What happens from now on, or after that event id; `close` ends it, as the end of all feeds does, and nothing more
   * is told as soon as `stands` is false. Of those who have a name only so many are open at once: the oldest ends, so
   * that a page that was just opened always works.
   */
  open(
    after: number | null,
    stands: () => boolean,
    who: string | null,
  ): { readonly stream: Readable; close(): void };
}

/** The feeds of one server: an idle one shows every `heartbeatMs` that it is alive. */
export function createLiveFeeds(
  service: BenchService,
  heartbeatMs: number,
): LiveFeeds & { endAll(): void } {
  /** In the order in which they were opened. */
  const feeds = new Map<OpenFeed, string | null>();
  const heartbeat = setInterval(() => {
    for (const feed of feeds.keys()) feed.beat();
  }, heartbeatMs);
  heartbeat.unref();
  const endOldest = (who: string | null): void => {
    if (who === null) return;
    const own = [...feeds].filter(([, name]) => name === who);
    for (const [feed] of own.slice(0, Math.max(0, own.length + 1 - MOST_OF_ONE))) {
      feeds.delete(feed);
      feed.end();
    }
  };
  return {
    open: (after, stands, who) => {
      const feed = openFeed(service, after, stands);
      endOldest(who);
      feeds.set(feed, who);
      return {
        stream: Readable.from(feed.texts()),
        close: () => {
          feeds.delete(feed);
          feed.end();
        },
      };
    },
    endAll: () => {
      clearInterval(heartbeat);
      for (const feed of feeds.keys()) feed.end();
    },
  };
}

interface OpenFeed {
  readonly texts: () => AsyncGenerator<string>;
  readonly beat: () => void;
  readonly end: () => void;
}

/**
 * One client's place in the feed. It is pulled at the client's own pace: changes are fetched from where it stands,
 * and of each reader and folder, and of the problems, only the last message waits, so a client that reads slowly costs
 * no memory.
 */
function openFeed(service: BenchService, after: number | null, stands: () => boolean): OpenFeed {
  const { lastEventId, readers, folders } = service.bench();
  // An id from the future was given by another database: everything this one has is news to that client.
  let sentId = after === null ? lastEventId : after > lastEventId ? 0 : after;
  const waitingReaders = new Map(readers.map((reader) => [reader.id, reader]));
  const waitingFolders = new Map(folders.map((folder) => [folder.id, folder]));
  let waitingProblems: readonly string[] | null = null;
  const due = { changes: true, beat: false, anything: true };
  let ended = false;
  let wake = (): void => {};

  const notify = (): void => {
    due.anything = true;
    wake();
  };
  const unsubscribe = service.subscribe((message) => {
    if (message.type === "reader") waitingReaders.set(message.reader.id, message.reader);
    else if (message.type === "folder") waitingFolders.set(message.folder.id, message.folder);
    else if (message.type === "problems") waitingProblems = message.problems;
    else due.changes = true;
    notify();
  });

  function* dueTexts(): Generator<string> {
    if (due.changes) {
      due.changes = false;
      for (const message of service.changesAfter(sentId)) {
        if (message.type === "changed") sentId = message.id;
        yield eventText(message);
      }
    }
    for (const [id, reader] of waitingReaders) {
      waitingReaders.delete(id);
      yield eventText({ type: "reader", reader });
    }
    for (const [id, folder] of waitingFolders) {
      waitingFolders.delete(id);
      yield eventText({ type: "folder", folder });
    }
    if (waitingProblems !== null) {
      const problems = waitingProblems;
      waitingProblems = null;
      yield eventText({ type: "problems", problems });
    }
    if (due.beat) {
      due.beat = false;
      yield aliveText(new Date());
    }
  }

  return {
    async *texts() {
      yield `retry: ${RETRY_MS}\n\n`;
      while (!ended) {
        due.anything = false;
        for (const text of dueTexts()) {
          if (!stands()) return;
          yield text;
        }
        if (due.anything || ended) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        // A plate's lines that come as one piece change the reader many times in one turn: its last state is told.
        await nextTurn();
      }
    },
    beat() {
      due.beat = true;
      notify();
    },
    end() {
      ended = true;
      unsubscribe();
      wake();
    },
  };
}

/** One message as the event-stream format has it (WHATWG HTML, section 9.2); JSON has no raw line ends. */
function eventText(message: FeedMessage): string {
  const id = message.type === "changed" ? `id: ${message.id}\n` : "";
  return `${id}event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
}

/** A comment for proxies, and an event because browsers hide comments from the page. */
function aliveText(now: Date): string {
  return `: heartbeat\nevent: alive\ndata: ${JSON.stringify({ atUtc: now.toISOString() })}\n\n`;
}
