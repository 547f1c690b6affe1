import type { Daemon } from "../daemon/start-daemon.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { RunRow } from "../store/runs.ts";

/** Resolves with the first value that is not null, looked for now and after every change of the bench. */
export function whenBench<T>(daemon: Daemon, look: () => T | null): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop = (): void => undefined;
    const check = (): void => {
      try {
        const found = look();
        if (found === null) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    stop = daemon.service.subscribe(check);
    check();
  });
}

/** The run when it has ended, whatever its end, and its reader can take the next one. */
export function runEnded(daemon: Daemon, runId: string): Promise<RunRow> {
  return whenBench(daemon, () => {
    const run = daemon.store.runs.byId(runId);
    if (run === null) throw new Error(`run ${runId} has vanished`);
    if (run.state === "starting" || run.state === "reading") return null;
    const reader = daemon.readers.find((one) => one.id === run.reader_id);
    return reader?.status$.value.state === "reading" ? null : run;
  });
}

/** The reader when it can take a run. */
export function readerReady(daemon: Daemon, readerId: string): Promise<SupervisedReader> {
  return whenBench(daemon, () => {
    const reader = daemon.readers.find((one) => one.id === readerId);
    if (reader === undefined) throw new Error(`there is no reader ${readerId}`);
    return reader.status$.value.state === "ready" ? reader : null;
  });
}
