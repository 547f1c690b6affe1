import type { FeedMessage } from "../../api/views.ts";

const REOPEN_MS = 2000;
/** The feed shows that it is alive every 15 s; after two and a half of them it is taken for lost. */
const SILENCE_LIMIT_MS = 40_000;

export interface LiveFeed {
  readonly isOpen: () => boolean;
  /** When anything was last heard, in this computer's time. */
  readonly lastHeardMs: () => number;
  /** Ends it for good; another one can go on where this one stood. */
  readonly close: () => void;
}

export interface FeedListener {
  /** The event id to go on after when the feed has to be opened anew; null begins with now. */
  readonly resumeAfter: () => number | null;
  readonly onOpen: () => void;
  readonly onMessage: (message: FeedMessage) => void;
  readonly onLost: () => void;
}

/**
 * Follows `/api/v1/events` until it is closed. A broken feed is opened again, by the browser (which resumes
 * by itself) or, where the browser gives up or the line has fallen silent, by us.
 */
export function followLiveFeed(listener: FeedListener): LiveFeed {
  let source: EventSource | null = null;
  let heardMs = performance.now();
  let closed = false;

  const hear = (): void => {
    heardMs = performance.now();
  };

  const open = (): void => {
    source?.close();
    if (closed) return;
    const after = listener.resumeAfter();
    const feed = new EventSource(
      after === null ? "/api/v1/events" : `/api/v1/events?after=${after}`,
    );
    source = feed;
    feed.addEventListener("open", () => {
      hear();
      listener.onOpen();
    });
    feed.addEventListener("alive", hear);
    for (const type of ["changed", "reader", "folder", "problems"]) {
      feed.addEventListener(type, (event: MessageEvent<string>) => {
        hear();
        listener.onMessage(JSON.parse(event.data) as FeedMessage);
      });
    }
    feed.addEventListener("error", () => {
      if (source !== feed || closed) return;
      listener.onLost();
      const givenUp = feed.readyState === EventSource.CLOSED;
      if (givenUp) setTimeout(open, REOPEN_MS);
    });
  };

  const watchSilence = (): void => {
    if (performance.now() - heardMs < SILENCE_LIMIT_MS) return;
    listener.onLost();
    hear();
    open();
  };

  open();
  const watching = setInterval(watchSilence, REOPEN_MS);
  // Timers of a page in the background are slow: whoever comes back to it sees at once whether it is live.
  document.addEventListener("visibilitychange", watchSilence);
  return {
    isOpen: () => source?.readyState === EventSource.OPEN,
    lastHeardMs: () => heardMs,
    close: () => {
      closed = true;
      clearInterval(watching);
      document.removeEventListener("visibilitychange", watchSilence);
      source?.close();
    },
  };
}
