/** Finds what people should know, and sends it where they want it, for as long as the daemon runs. */
import { asyncScheduler, merge, type Observable, Subject, throttleTime } from "rxjs";
import type { Store } from "../store/open-store.ts";
import { findNews } from "./find-news.ts";
import type { NoticeWay } from "./notice-ways.ts";
import { fillOutbox, sendDue } from "./outbox.ts";

/** News are not urgent to the millisecond, and what follows a burst of changes is looked through in steps. */
const TOGETHER_MS = 100;
const AFTER_FAILURE_MS = 60_000;

export interface Telling {
  /** Ends it; resolves when what is being sent has been sent or refused. */
  stop(): Promise<void>;
}

interface TellingParts {
  readonly ways: readonly NoticeWay[];
  readonly changes$: Observable<void>;
  /** Address of the pages, for the link in what goes out. */
  readonly pageUrl: string;
  readonly onFailure: (error: unknown) => void;
}

export function tellPeople(store: Store, parts: TellingParts): Telling {
  const more$ = new Subject<void>();
  const senders = parts.ways.map((way) => sender(store, way, parts));

  function look(): void {
    try {
      const isMore = findNews(store, parts.onFailure);
      fillOutbox(store, parts.ways);
      if (isMore) more$.next();
    } catch (error) {
      parts.onFailure(error);
    }
    for (const one of senders) one.wake();
  }

  const together = { leading: false, trailing: true };
  const looking = merge(parts.changes$, more$)
    .pipe(throttleTime(TOGETHER_MS, asyncScheduler, together))
    .subscribe(look);
  look();
  return {
    stop: async () => {
      looking.unsubscribe();
      await Promise.all(senders.map((one) => one.stop()));
    },
  };
}

/** Sends on one way, one delivery at a time, when it is woken and when the next attempt is due. */
function sender(store: Store, way: NoticeWay, { pageUrl, onFailure }: TellingParts) {
  let sending: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function send(): Promise<void> {
    let waitMs = AFTER_FAILURE_MS;
    try {
      waitMs = await sendDue(store, way, pageUrl);
    } catch (error) {
      onFailure(error);
    }
    sending = null;
    if (stopped) return;
    timer = setTimeout(wake, waitMs);
    timer.unref();
  }

  function wake(): void {
    if (stopped || sending !== null) return;
    clearTimeout(timer);
    sending = send();
  }

  return {
    wake,
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(timer);
      await sending;
    },
  };
}
