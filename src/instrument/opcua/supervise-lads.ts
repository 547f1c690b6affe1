/**
 * A reader behind an OPC UA server of the LADS model, for the life of the daemon: connect, take every result, start runs;
 * after a loss all of it anew, later and later. Loaded only where such a reader is configured.
 */
import { Observable } from "rxjs";
import type { ServerDriver } from "../contract.ts";
import { displayOf } from "../reader-display.ts";
import { startProgress } from "../reading-progress.ts";
import { type Backoff, backoffMs } from "../reconnect.ts";
import type { RecordPort } from "../record-port.ts";
import { requireReady } from "../require-ready.ts";
import type { SupervisedReader } from "../supervised-reader.ts";
import { benchState, newRun } from "./bench-state.ts";
import { connectLads } from "./connect-lads.ts";
import { connectionOptions } from "./connection-options.ts";
import { type ConnectionTrouble, troubleOf } from "./connection-trouble.ts";
import { type OpcuaLog, redirectLibraryLog } from "./library-log.ts";
import { pinStamp } from "./pinned-servers.ts";
import { endRun } from "./run-on-unit.ts";
import { serveUnit } from "./serve-unit.ts";

export interface LadsParts {
  readonly id: string;
  readonly driver: ServerDriver;
  /** As the configuration has them. */
  readonly options: unknown;
  /** `opc.tcp://host:port[/path]` */
  readonly address: string;
  readonly records: RecordPort;
  /** Own certificate and trusted servers; shared by all readers of this daemon. */
  readonly pkiFolder: string;
  readonly backoff: Backoff;
  readonly log?: OpcuaLog;
}

/** How often to look whether a person has trusted the server meanwhile. */
const TRUST_LOOK_MS = 1000;

export function superviseLads(parts: LadsParts): SupervisedReader {
  const { driver, records, address, pkiFolder } = parts;
  const log: OpcuaLog = (line) => parts.log?.(line);
  const options = connectionOptions.parse(driver.options.parse(parts.options));
  const display = displayOf(parts.id);
  const bench = benchState();
  let working: Promise<void> = Promise.resolve();

  /** One connection from beginning to end; comes back with why it ended. */
  async function serveOnce(stop: AbortSignal, onUp: () => void): Promise<ConnectionTrouble> {
    let leave: (() => Promise<void>) | null = null;
    let forgetStop = (): void => undefined;
    try {
      const session = await connectLads({ address, pkiFolder, options });
      leave = session.close;
      const endSession = (): void => session.end(troubleOf(new Error("the daemon is stopping")));
      stop.addEventListener("abort", endSession, { once: true });
      forgetStop = () => stop.removeEventListener("abort", endSession);
      if (stop.aborted) endSession();
      return await serveUnit({
        session,
        driver,
        options,
        driverOptions: parts.options,
        records,
        bench,
        display,
        log,
        onUp,
      });
    } catch (error) {
      return troubleOf(error);
    } finally {
      // First of all the session: what is still asked of it must never be carried out later.
      await leave?.();
      forgetStop();
    }
  }

  /** What had been started may still bring a plate; what had not never will. */
  async function interruptRun(trouble: ConnectionTrouble): Promise<void> {
    const run = bench.active;
    if (run === null) return;
    if (run.cancelAsked) {
      // Whoever cancels may have put the wrong plate in: what the reader still brings of it waits for a person.
      const sentence = `Cancelled; ${trouble.message} Look whether the reader still measures.`;
      return endRun({ records, bench }, run, "cancelled", sentence);
    }
    const mayStillCome = run.phase !== "queued";
    const sentence = mayStillCome
      ? `${trouble.message} The run's plate is taken when the reader answers again.`
      : `${trouble.message} The reader had not begun. Start the run again.`;
    await endRun({ records, bench }, run, "interrupted", sentence, mayStillCome);
  }

  async function work(stop: AbortSignal): Promise<void> {
    redirectLibraryLog(parts.log);
    for (let attempt = 1; !stop.aborted; attempt += 1) {
      display.show({ state: "connecting", sentence: "Connecting.", progress: null });
      const trouble = await serveOnce(stop, () => {
        attempt = 0;
      });
      await interruptRun(trouble);
      if (stop.aborted) break;
      const isRefused = trouble.kind === "refused";
      const waitMs = isRefused
        ? options.trustPauseMs
        : backoffMs(parts.backoff, Math.max(attempt, 1)) * (0.8 + Math.random() * 0.4);
      const seconds = Math.round(waitMs / 100) / 10;
      const sentence = `${trouble.message} Tries again in ${seconds} s.`;
      display.show({ state: "unreachable", sentence, progress: null });
      await waitBeforeNext(waitMs, isRefused, stop);
    }
  }

  /** Cut short when the daemon stops, and after a refusal when somebody has trusted the server. */
  async function waitBeforeNext(ms: number, isRefused: boolean, stop: AbortSignal): Promise<void> {
    const stamp = pinStamp(pkiFolder, address);
    const untilMs = performance.now() + ms;
    while (!stop.aborted) {
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0 || (isRefused && pinStamp(pkiFolder, address) !== stamp)) return;
      await interruptible(Math.min(leftMs, TRUST_LOOK_MS), stop);
    }
  }

  const work$ = new Observable<never>((subscriber) => {
    const stop = new AbortController();
    working = work(stop.signal).catch((error: unknown) => subscriber.error(error));
    return () => stop.abort();
  });

  return {
    id: parts.id,
    driver,
    status$: display.status$,
    work$,
    requireReady: () => requireReady(display.status$.value, bench.active !== null),
    startRun: (command) => {
      requireReady(display.status$.value, bench.active !== null);
      bench.active = newRun(command);
      display.follow(startProgress(command.runId, new Date().toISOString()));
      bench.wake();
    },
    cancelRun: (runId) => {
      if (bench.active?.command.runId !== runId) return false;
      bench.active.cancelAsked = true;
      bench.wake();
      return true;
    },
    settled: () => working,
  };
}

function interruptible(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms);
    stop.addEventListener("abort", finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      stop.removeEventListener("abort", finish);
      resolve();
    }
  });
}
