import { Worker } from "node:worker_threads";
import type { StoreVerification, VerifyOptions } from "./verify-store.ts";

export interface VerifyRequest {
  readonly databaseFile: string;
  readonly options: VerifyOptions;
}

/**
 * What `verifyStore` finds in the database of this file, computed by a thread of its own. Rejects when that fails, and
 * when `signal` ends it.
 */
export function verifyInThread(
  databaseFile: string,
  options: VerifyOptions = {},
  signal?: AbortSignal,
): Promise<StoreVerification> {
  const request: VerifyRequest = { databaseFile, options };
  const worker = new Worker(new URL("./verify-worker.ts", import.meta.url), {
    workerData: request,
  });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener("abort", stop, { once: true });
  return new Promise<StoreVerification>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (code !== 0) reject(new Error(`the thread that verifies the store ended with ${code}`));
    });
  }).finally(() => signal?.removeEventListener("abort", stop));
}
