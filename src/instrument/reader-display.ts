import { BehaviorSubject } from "rxjs";
import type { DriverReport } from "./contract.ts";
import type { ReaderStatus, ReadingProgress } from "./reader-status.ts";
import { progressAfter } from "./reading-progress.ts";

/** What is shown of a reader; the newest status counts. */
export interface ReaderDisplay {
  readonly status$: BehaviorSubject<ReaderStatus>;
  show(change: Partial<ReaderStatus>): void;
  ready(): void;
  /** Shows a plate under way; the returned function takes what the driver reports of it. */
  follow(progress: ReadingProgress): (report: DriverReport) => void;
}

export function displayOf(readerId: string): ReaderDisplay {
  const status$ = new BehaviorSubject<ReaderStatus>({
    readerId,
    state: "connecting",
    sentence: "Connecting.",
    sinceUtc: new Date().toISOString(),
    identity: null,
    progress: null,
  });

  function show(change: Partial<ReaderStatus>): void {
    const before = status$.value;
    const after = { ...before, ...change };
    const sinceUtc = after.state === before.state ? before.sinceUtc : new Date().toISOString();
    status$.next({ ...after, sinceUtc });
  }

  return {
    status$,
    show,
    ready: () => show({ state: "ready", sentence: "Ready: waits for a plate.", progress: null }),
    follow: (progress) => {
      let now = progress;
      show({ state: "reading", sentence: "Reads a plate.", progress: now });
      return (report) => {
        now = progressAfter(now, report, new Date().toISOString());
        if (now !== status$.value.progress) show({ progress: now });
      };
    },
  };
}
