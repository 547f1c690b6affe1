/** A thread that makes a set or looks into the folder of the sets, so that the daemon's own goes on capturing meanwhile. */
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { PlatewardenError } from "../domain/errors.ts";
import { openStoreToRead } from "../store/open-store.ts";
import type { BackupOrder } from "./in-backup-thread.ts";
import { removeOldIncrements } from "./keep-increments.ts";
import { lookIntoFolder } from "./look-into-folder.ts";
import { makeSet } from "./make-set.ts";
import { rotateSets } from "./rotate-sets.ts";

async function perform(order: BackupOrder): Promise<unknown> {
  if (order.kind === "look") return lookIntoFolder(order.question);
  const { source, rule } = order;
  const made = await makeSet(source, rule);
  const { madeAtUtc, content } = made.manifest;
  const store = openStoreToRead(join(source.dataFolder, source.database));
  let removed: readonly string[];
  try {
    removed = rotateSets(store, rule.folder, made.manifest, rule);
  } finally {
    store.close();
  }
  removeOldIncrements(rule.folder, { madeAtUtc, storeId: content.storeId });
  return { made, removed };
}

try {
  parentPort?.postMessage({ done: await perform(workerData as BackupOrder) });
} catch (error) {
  // The class of an error does not pass between threads.
  if (!(error instanceof PlatewardenError)) throw error;
  const { code, message, detail } = error;
  parentPort?.postMessage({ error: { code, message, detail } });
}
