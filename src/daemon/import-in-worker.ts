/**
 * Reads export files in a thread of its own: a file that is huge, or made to hurt, must not keep the daemon from a
 * reader's bytes, nor take its memory. The thread is started for the first file and ended when none has come for a while.
 */
import { Worker } from "node:worker_threads";
import type { ImportOutcome } from "../instrument/exports/contract.ts";
import type { ImportFile } from "../pipeline/interpret-file.ts";

export interface WorkerParts {
  /** The thread's program: answers each `{ id, name, bytes }` with `{ id, outcome }`. */
  readonly program: URL;
  /** Handed to the thread as its `workerData`. */
  readonly data: unknown;
  /** A file that takes longer is refused. */
  readonly withinMs: number;
  readonly endAfterMs: number;
  readonly memoryMb: number;
}

interface Answer {
  readonly id: number;
  readonly outcome?: ImportOutcome;
  /** What the importer threw: a fault of Platewarden. */
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (outcome: ImportOutcome) => void;
  readonly reject: (error: Error) => void;
}

function refused(code: string, sentence: string): ImportOutcome {
  return { kind: "refused", dialectId: null, code, sentence };
}

const TOO_SLOW = refused(
  "FILE_TOO_SLOW",
  "Reading the file takes too long: it is far larger than an export of plates, or damaged. Export fewer plates to a file.",
);
const TOO_LARGE = refused(
  "FILE_TOO_LARGE",
  "Reading the file takes too much memory: it is far larger than an export of plates, or damaged. Export fewer plates to a file.",
);

export interface WorkerImporter {
  readonly importFile: ImportFile;
  /** Ends the thread; files under way are refused no more, they stay unread. */
  stop(): Promise<void>;
}

export function importInWorker(parts: WorkerParts): WorkerImporter {
  let worker: Worker | null = null;
  let lastId = 0;
  let idle: NodeJS.Timeout | undefined;
  // One file after the other: the thread reads but one at a time, and its time is that file's own.
  let turn: Promise<unknown> = Promise.resolve();

  function started(): Worker {
    if (worker !== null) return worker;
    const made = new Worker(parts.program, {
      workerData: parts.data,
      resourceLimits: { maxOldGenerationSizeMb: parts.memoryMb },
    });
    // An error after its last answer concerns nobody any more; without a listener it would end the daemon.
    made.on("error", () => undefined);
    made.on("exit", () => {
      if (worker === made) worker = null;
    });
    worker = made;
    return made;
  }

  async function end(): Promise<void> {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  async function ask(name: string, bytes: Uint8Array): Promise<ImportOutcome> {
    clearTimeout(idle);
    const asked = started();
    lastId += 1;
    const id = lastId;
    let timer: NodeJS.Timeout | undefined;
    const listeners = new AbortController();
    try {
      return await new Promise<ImportOutcome>((resolve, reject) => {
        timer = setTimeout(() => {
          resolve(TOO_SLOW);
          void end();
        }, parts.withinMs);
        listen(asked, id, { resolve, reject }, listeners.signal);
        asked.postMessage({ id, name, bytes });
      });
    } finally {
      clearTimeout(timer);
      listeners.abort();
      idle = setTimeout(() => void end(), parts.endAfterMs);
      idle.unref();
    }
  }

  function listen(asked: Worker, id: number, waiting: Waiting, signal: AbortSignal): void {
    const onMessage = (answer: Answer): void => {
      if (answer.id !== id) return;
      if (answer.outcome !== undefined) waiting.resolve(answer.outcome);
      else waiting.reject(new Error(answer.error ?? "the importer gave no answer"));
    };
    const onError = (error: unknown): void => {
      worker = null;
      const isMemory = error instanceof Error && "code" in error && error.code === OUT_OF_MEMORY;
      if (isMemory) waiting.resolve(TOO_LARGE);
      else waiting.reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onExit = (code: number): void =>
      waiting.reject(new Error(`the thread that reads files ended with ${code}`));
    asked.on("message", onMessage);
    asked.on("error", onError);
    asked.on("exit", onExit);
    signal.addEventListener("abort", () => {
      asked.off("message", onMessage);
      asked.off("error", onError);
      asked.off("exit", onExit);
    });
  }

  return {
    importFile: ({ name, bytes }) => {
      const result = turn.then(() => ask(name, bytes));
      turn = result.catch(() => undefined);
      return result;
    },
    stop: async () => {
      clearTimeout(idle);
      await end();
    },
  };
}

const OUT_OF_MEMORY = "ERR_WORKER_OUT_OF_MEMORY";
