import { Worker } from "node:worker_threads";
import type { StoreVerification } from "./verify-store.ts";

/** What `verifyStore` finds in the database of this file, computed by a thread of its own. Rejects when that fails. */
export function verifyInThread(databaseFile: string): Promise<StoreVerification> {
  const worker = new Worker(new URL("./verify-worker.ts", import.meta.url), {
    workerData: databaseFile,
  });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (code !== 0) reject(new Error(`the thread that verifies the store ended with ${code}`));
    });
  });
}
