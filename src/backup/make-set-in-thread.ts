import { Worker } from "node:worker_threads";
import { PlatewardenError } from "../domain/errors.ts";
import type { BackupSource } from "./backup-source.ts";
import type { BackupTarget, MadeSet } from "./make-set.ts";

type Answer =
  | { readonly made: MadeSet }
  | {
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly detail: Readonly<Record<string, unknown>>;
      };
    };

/**
 * As `makeSet`, in a thread of its own; null when it was broken off by `signal`. What that leaves behind is removed by
 * the next one.
 */
export function makeSetInThread(
  source: BackupSource,
  target: BackupTarget,
  signal: AbortSignal,
): Promise<MadeSet | null> {
  const worker = new Worker(new URL("./backup-worker.ts", import.meta.url), {
    workerData: { source, target },
  });
  return new Promise((resolve, reject) => {
    const end = (): void => void worker.terminate();
    signal.addEventListener("abort", end, { once: true });
    worker.once("message", (answer: Answer) => {
      if ("made" in answer) resolve(answer.made);
      else {
        const { code, message, detail } = answer.error;
        reject(PlatewardenError.fromAnswer(code, message, detail));
      }
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      signal.removeEventListener("abort", end);
      if (signal.aborted) resolve(null);
      else reject(new Error(`the thread that makes backups ended with ${code}`));
    });
  });
}
