/**
 * One reader for the life of the daemon: connect, greet, then plates by command and plates it sends by itself; after a
 * loss all of it anew, later and later.
 */
import {
  concatMap,
  defer,
  exhaustMap,
  filter,
  from,
  ignoreElements,
  interval,
  merge,
  NEVER,
  Observable,
  Subject,
  switchMap,
  tap,
  throwError,
} from "rxjs";
import type { CapturePort } from "./capture-port.ts";
import type { Driver, DriverReport, UnaskedRecord } from "./contract.ts";
import type { Link } from "./links/link.ts";
import { displayOf } from "./reader-display.ts";
import { type Conversation, openSession, type ReaderSession } from "./reader-session.ts";
import type { ReaderStatus } from "./reader-status.ts";
import { DriverBug, errorSentence, LinkLost, stoppedSentence } from "./reader-troubles.ts";
import { type ReaderWork, SettingsUnfit, workOn } from "./reader-work.ts";
import { startProgress } from "./reading-progress.ts";
import { type Backoff, reconnect } from "./reconnect.ts";
import { requireReady } from "./require-ready.ts";
import type { Timers } from "./run-dialogue.ts";
import type { RunCommand, SupervisedReader } from "./supervised-reader.ts";
import type { TranscriptRecorder } from "./transcript-recorder.ts";

export interface ReaderParts {
  readonly id: string;
  readonly driver: Driver;
  readonly options: unknown;
  /** One way to open the port for each of the driver's settings, in the order they are tried; at least one. */
  readonly makeLinks: readonly (() => Link)[];
  readonly recorder: TranscriptRecorder;
  readonly capture: CapturePort;
  readonly newId: () => string;
  readonly timers: Timers;
  readonly backoff: Backoff;
}

/** So many looks are left out at most after one that failed. */
const LONGEST_REST = 128;

interface ActiveRun {
  readonly runId: string;
  readonly cancel: AbortController;
}

/** Which of the port settings is tried; the first that is answered stays. */
interface SettingsTrial {
  index: number;
  isFound: boolean;
}

export function superviseReader(parts: ReaderParts): SupervisedReader {
  const { driver, capture } = parts;
  const display = displayOf(parts.id);
  const { status$, show } = display;
  const commands$ = new Subject<RunCommand>();
  const lastSeen: { words: string | null } = { words: null };
  const trial: SettingsTrial = { index: 0, isFound: parts.makeLinks.length < 2 };
  let active: ActiveRun | null = null;
  const underWay = new Set<Promise<unknown>>();

  function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): void => void underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  async function greet(work: ReaderWork): Promise<void> {
    try {
      await work.greet();
      trial.isFound = true;
    } catch (error) {
      if (error instanceof SettingsUnfit) {
        trial.index = (trial.index + 1) % parts.makeLinks.length;
      }
      throw error;
    }
  }

  async function holdRun(work: ReaderWork, command: RunCommand): Promise<void> {
    const cancel = new AbortController();
    active = { runId: command.runId, cancel };
    try {
      await work.holdRun(command, cancel);
    } finally {
      active = null;
    }
  }

  /**
   * Stores what the reader sends by itself, one record after the other, and shows its rows, unless a run is being
   * followed. Begins at once, and what has arrived is stored even where the link is lost meanwhile; the stream itself
   * only brings a fault of the driver.
   */
  function followUnasked(session: ReaderSession): Observable<never> {
    const bugs$ = new Subject<never>();
    let shown: { before: ReaderStatus; onReport: (report: DriverReport) => void } | null = null;
    session.unaskedReports$.subscribe((report) => {
      if (active !== null || report.kind !== "row") return;
      const before = status$.value;
      shown ??= { before, onReport: display.follow(startProgress(null, new Date().toISOString())) };
      shown.onReport(report);
    });
    async function keep(conversation: Conversation<UnaskedRecord>): Promise<void> {
      await capture.unasked(conversation);
      if (conversation.outcome.kind === "bug")
        throw new DriverBug(driver, conversation.outcome.error);
      if (shown !== null && active === null && !session.isLost()) {
        const { state, sentence } = shown.before;
        show({ state, sentence, progress: null });
      }
      shown = null;
    }
    session.unasked$
      // concatMap: every record is stored before the next one is looked at.
      .pipe(concatMap((conversation) => tracked(keep(conversation))))
      .subscribe({ error: (error: unknown) => bugs$.error(error) });
    return bugs$;
  }

  /** Looks at the reader while it is idle, so that plates read at its panel are fetched. */
  function polls$(work: ReaderWork): Observable<"connected"> {
    const everyMs = driver.capabilities.pollEveryMs;
    if (everyMs === null || driver.dialogues.poll === null) return NEVER;
    let faults = 0;
    let rest = 0;
    return interval(everyMs).pipe(
      filter(() => {
        if (active !== null || status$.value.state !== "ready") return false;
        rest = Math.max(0, rest - 1);
        return rest === 0;
      }),
      // exhaustMap: a look that takes long is not overtaken by the next one.
      exhaustMap(async () => {
        // What fails again and again is asked for less and less often: each failure is a reading that somebody sees.
        faults = (await tracked(work.poll())) ? 0 : faults + 1;
        rest = faults === 0 ? 0 : Math.min(2 ** faults, LONGEST_REST);
        return "connected" as const;
      }),
    );
  }

  function serve(session: ReaderSession, unasked$: Observable<never>): Observable<"connected"> {
    const work = workOn({
      ...parts,
      display,
      session,
      lastSeen,
      mayBeOtherSettings: !trial.isFound,
    });
    const lost$ = from(session.lost).pipe(
      switchMap((reason) => throwError(() => new LinkLost(reason))),
    );
    const greeted$ = defer(() => tracked(greet(work)).then(() => "connected" as const));
    // exhaustMap: while a plate is read there is no second one; `startRun` has refused it already.
    const runs$ = commands$.pipe(
      exhaustMap((command) => tracked(holdRun(work, command)).then(() => "connected" as const)),
    );
    return merge(lost$, unasked$, greeted$, runs$, polls$(work));
  }

  const connection$ = new Observable<"connected">((subscriber) => {
    const makeLink = parts.makeLinks[trial.index];
    if (makeLink === undefined) throw new Error(`reader ${parts.id} has no port to open`);
    show({ state: "connecting", sentence: "Connecting.", progress: null });
    const link = makeLink();
    const session = openSession({ ...parts, readerId: parts.id, link });
    const unasked$ = followUnasked(session);
    const serving = from(link.open())
      .pipe(switchMap(() => serve(session, unasked$)))
      .subscribe(subscriber);
    return () => {
      serving.unsubscribe();
      void tracked(session.close().catch(() => undefined));
    };
  });

  return {
    id: parts.id,
    driver,
    status$,
    work$: reconnect(connection$, {
      backoff: parts.backoff,
      onLost: (error, waitMs) => {
        const seconds = Math.round(waitMs / 100) / 10;
        const other = error instanceof SettingsUnfit ? " with other port settings" : "";
        const sentence = `${errorSentence(error)} Tries again${other} in ${seconds} s.`;
        show({ state: "unreachable", sentence, progress: null });
      },
      isFinal: (error) => error instanceof DriverBug,
    }).pipe(
      ignoreElements(),
      tap({
        error: (error: unknown) =>
          show({ state: "stopped", sentence: stoppedSentence(error), progress: null }),
      }),
    ),
    requireReady: () => requireReady(status$.value, active !== null),
    startRun: (command) => {
      requireReady(status$.value, active !== null);
      commands$.next(command);
    },
    cancelRun: (runId) => {
      if (active?.runId !== runId) return false;
      active.cancel.abort();
      return true;
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
  };
}
