/** A thread that makes a set, so that the daemon's own goes on capturing meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { PlatewardenError } from "../domain/errors.ts";
import type { BackupSource } from "./backup-source.ts";
import { type BackupTarget, makeSet } from "./make-set.ts";

const { source, target } = workerData as { source: BackupSource; target: BackupTarget };
try {
  parentPort?.postMessage({ made: await makeSet(source, target) });
} catch (error) {
  // The class of an error does not pass between threads.
  if (!(error instanceof PlatewardenError)) throw error;
  const { code, message, detail } = error;
  parentPort?.postMessage({ error: { code, message, detail } });
}
