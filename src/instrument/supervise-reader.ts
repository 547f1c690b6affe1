/**
 * One reader for the life of the daemon: connect, fetch what it still holds, identify, then plates by command and
 * plates it sends by itself; after a loss all of it anew, later and later.
 */
import {
  BehaviorSubject,
  concatMap,
  defer,
  exhaustMap,
  from,
  ignoreElements,
  merge,
  Observable,
  Subject,
  switchMap,
  tap,
  throwError,
} from "rxjs";
import { PlatewardenError } from "../domain/errors.ts";
import type { CapturePort } from "./capture-port.ts";
import type {
  Driver,
  DriverReport,
  LastPlate,
  LastPlateContext,
  ReaderFault,
  ReadRequest,
  UnaskedRecord,
} from "./contract.ts";
import type { Link } from "./links/link.ts";
import { type Conversation, openSession, type ReaderSession } from "./reader-session.ts";
import type { ReaderStatus, ReadingProgress } from "./reader-status.ts";
import {
  DriverBug,
  errorSentence,
  faultSentence,
  LinkLost,
  stoppedSentence,
} from "./reader-troubles.ts";
import { progressAfter, startProgress } from "./reading-progress.ts";
import { type Backoff, backoffMs, reconnect } from "./reconnect.ts";
import type { Timers } from "./run-dialogue.ts";
import type { TranscriptRecorder } from "./transcript-recorder.ts";

export interface RunCommand {
  readonly runId: string;
  readonly request: ReadRequest;
}

export interface SupervisedReader {
  readonly id: string;
  readonly driver: Driver;
  /** The newest status, and every one after it. */
  readonly status$: BehaviorSubject<ReaderStatus>;
  /** Runs for ever once subscribed; unsubscribing closes the link. A fault of the driver is its only error. */
  readonly work$: Observable<never>;
  /** Throws READER_BUSY or READER_NOT_READY when a run could not start now. */
  requireReady(): void;
  /** Throws as `requireReady`; otherwise the run is under way when it returns. */
  startRun(command: RunCommand): void;
  /** False when that run is not under way here. */
  cancelRun(runId: string): boolean;
  /** Resolves when nothing that touches the store is under way; to be awaited after unsubscribing. */
  settled(): Promise<void>;
}

export interface ReaderParts {
  readonly id: string;
  readonly driver: Driver;
  readonly options: unknown;
  readonly makeLink: () => Link;
  readonly recorder: TranscriptRecorder;
  readonly capture: CapturePort;
  readonly newId: () => string;
  readonly timers: Timers;
  readonly backoff: Backoff;
}

interface ActiveRun {
  readonly runId: string;
  readonly cancel: AbortController;
}

export function superviseReader(parts: ReaderParts): SupervisedReader {
  const { driver, capture } = parts;
  const status$ = new BehaviorSubject<ReaderStatus>({
    readerId: parts.id,
    state: "connecting",
    sentence: "Connecting.",
    sinceUtc: new Date().toISOString(),
    identity: null,
    progress: null,
  });
  const commands$ = new Subject<RunCommand>();
  let active: ActiveRun | null = null;
  const never = new AbortController().signal;
  const underWay = new Set<Promise<unknown>>();

  function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): void => void underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  function show(change: Partial<ReaderStatus>): void {
    const before = status$.value;
    const after = { ...before, ...change };
    const sinceUtc = after.state === before.state ? before.sinceUtc : new Date().toISOString();
    status$.next({ ...after, sinceUtc });
  }

  const ready = (): void =>
    show({ state: "ready", sentence: "Ready: waits for a plate.", progress: null });

  function follow(progress: ReadingProgress): (report: DriverReport) => void {
    let now = progress;
    show({ state: "reading", sentence: "Reads a plate.", progress: now });
    return (report) => {
      now = progressAfter(now, report, new Date().toISOString());
      if (now !== status$.value.progress) show({ progress: now });
    };
  }

  async function fetchLastPlate(
    session: ReaderSession,
    context: LastPlateContext & { readonly runId: string | null; readonly signal: AbortSignal },
  ): Promise<Conversation<LastPlate> | null> {
    const lastPlate = driver.dialogues.lastPlate;
    if (lastPlate === null) return null;
    const { readMayBeUnderWay, runId, signal } = context;
    return session.converse({
      dialogue: "lastPlate",
      request: { options: parts.options, context: { readMayBeUnderWay } },
      runId,
      start: () => lastPlate(parts.options, { readMayBeUnderWay }),
      signal,
    });
  }

  /** Throws when the link is lost or the driver has a bug; a fault of the reader comes back. */
  function faultOf(conversation: Conversation<unknown>): ReaderFault | null {
    const { outcome } = conversation;
    if (outcome.kind === "done") return null;
    if (outcome.kind === "fault") return outcome.fault;
    throw outcome.kind === "bug"
      ? new DriverBug(driver, outcome.error)
      : new LinkLost(outcome.kind === "lost" ? outcome.reason : "the conversation was broken off");
  }

  /**
   * What the reader still holds comes first: asking what it is takes and gives back remote control, and with it the
   * proof that nobody has used its panel since a run was broken off.
   */
  async function introduce(session: ReaderSession): Promise<ReaderFault | null> {
    const readMayBeUnderWay = capture.awaitsPlate();
    if (readMayBeUnderWay) {
      const sentence =
        "Fetches the plate of the run that was interrupted; the reader may still be reading it.";
      show({ sentence });
    }
    const held = await fetchLastPlate(session, { readMayBeUnderWay, runId: null, signal: never });
    if (held !== null) {
      await capture.recovered(held);
      const fault = faultOf(held);
      if (fault !== null && driver.faults[fault.fault]?.needsOperator) return fault;
    }
    const conversation = await session.converse({
      dialogue: "identify",
      request: { options: parts.options },
      runId: null,
      start: () => driver.dialogues.identify(parts.options),
      signal: never,
    });
    await capture.ended(conversation);
    if (conversation.outcome.kind === "done") show({ identity: conversation.outcome.result });
    return faultOf(conversation);
  }

  /** Asks until the reader answers; plates it sends meanwhile are captured all the same. */
  async function greet(session: ReaderSession): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      show({ state: "identifying", sentence: "Asks the reader what it is.", progress: null });
      const fault = await introduce(session);
      if (fault === null) return ready();
      show({ state: "unreachable", sentence: faultSentence(driver, fault) });
      const waitMs = backoffMs(parts.backoff, attempt);
      const waited = new Promise<void>((resolve) => void parts.timers.after(waitMs, resolve));
      await Promise.race([waited, session.lost]);
      if (session.isLost()) throw new LinkLost(await session.lost);
    }
  }

  async function holdRun(session: ReaderSession, command: RunCommand): Promise<void> {
    const cancel = new AbortController();
    active = { runId: command.runId, cancel };
    const onReport = follow(startProgress(command.runId, new Date().toISOString()));
    try {
      const before = await fetchLastPlate(session, {
        readMayBeUnderWay: false,
        runId: command.runId,
        signal: cancel.signal,
      });
      if (before !== null) await capture.baseline(command.runId, before);
      if (before !== null && !(await mayGoOn(session, command, before))) return;
      await capture.runReading(command.runId);
      const conversation = await session.converse({
        dialogue: "readPlate",
        request: { request: command.request, options: parts.options },
        runId: command.runId,
        start: () => driver.dialogues.readPlate(command.request, parts.options),
        signal: cancel.signal,
        onReport,
      });
      await capture.runEnded(command.runId, conversation);
      await afterRun(session, conversation);
    } finally {
      active = null;
    }
  }

  /** Without an answer to the first question there is no point in asking for a read. */
  async function mayGoOn(
    session: ReaderSession,
    command: RunCommand,
    before: Conversation<LastPlate>,
  ): Promise<boolean> {
    const { outcome } = before;
    if (outcome.kind === "cancelled") {
      await capture.runFailed(command.runId, "cancelled", "Cancelled before the reader began.");
      await release(session);
      ready();
      return false;
    }
    if (outcome.kind === "lost") {
      const sentence = `The link was lost before the reader began: ${outcome.reason}. Start the run again.`;
      await capture.runFailed(command.runId, "interrupted", sentence);
      throw new LinkLost(outcome.reason);
    }
    if (outcome.kind === "bug") {
      const bug = new DriverBug(driver, outcome.error);
      await capture.runFailed(command.runId, "failed", bug.message);
      throw bug;
    }
    if (outcome.kind === "fault" && driver.faults[outcome.fault.fault]?.needsOperator) {
      const sentence = faultSentence(driver, outcome.fault);
      await capture.runFailed(command.runId, "failed", sentence);
      show({ state: "unreachable", sentence, progress: null });
      await greet(session);
      return false;
    }
    return true;
  }

  async function afterRun(
    session: ReaderSession,
    conversation: Conversation<unknown>,
  ): Promise<void> {
    const { outcome } = conversation;
    if (outcome.kind === "lost") throw new LinkLost(outcome.reason);
    if (outcome.kind === "bug") throw new DriverBug(driver, outcome.error);
    if (outcome.kind === "cancelled") await release(session);
    if (outcome.kind === "fault") return greet(session);
    ready();
  }

  async function release(session: ReaderSession): Promise<void> {
    const sentence = "Cancelled; waits until the reader has given its panel back.";
    show({ sentence, progress: null });
    const conversation = await session.converse({
      dialogue: "release",
      request: { options: parts.options },
      runId: null,
      start: () => driver.dialogues.release(parts.options),
      signal: never,
    });
    const { outcome } = conversation;
    // The read that was broken off may have ended all the same: its plate is kept, for a person to look at.
    if (outcome.kind === "done" && outcome.result.plate !== null)
      await capture.unasked(conversation);
    else await capture.ended(conversation);
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
      shown ??= { before, onReport: follow(startProgress(null, new Date().toISOString())) };
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

  function serve(session: ReaderSession, unasked$: Observable<never>): Observable<"connected"> {
    const lost$ = from(session.lost).pipe(
      switchMap((reason) => throwError(() => new LinkLost(reason))),
    );
    const greeted$ = defer(() => tracked(greet(session)).then(() => "connected" as const));
    // exhaustMap: while a plate is read there is no second one; `startRun` has refused it already.
    const runs$ = commands$.pipe(
      exhaustMap((command) => tracked(holdRun(session, command)).then(() => "connected" as const)),
    );
    return merge(lost$, unasked$, greeted$, runs$);
  }

  function requireReady(): void {
    const { state, sentence } = status$.value;
    if (active !== null || state === "reading") {
      throw new PlatewardenError("READER_BUSY", `Reader ${parts.id} is reading another plate.`);
    }
    if (state !== "ready") {
      throw new PlatewardenError(
        "READER_NOT_READY",
        `Reader ${parts.id} is not ready: ${sentence}`,
      );
    }
  }

  const connection$ = new Observable<"connected">((subscriber) => {
    show({ state: "connecting", sentence: "Connecting.", progress: null });
    const link = parts.makeLink();
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
        const sentence = `${errorSentence(error)} Tries again in ${seconds} s.`;
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
    requireReady,
    startRun: (command) => {
      requireReady();
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
