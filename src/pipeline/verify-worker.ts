/** A thread that verifies a store, so that the daemon's own goes on capturing meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { openStoreToRead } from "../store/open-store.ts";
import type { VerifyRequest } from "./verify-in-thread.ts";
import { verifyStore } from "./verify-store.ts";

const { databaseFile, options } = workerData as VerifyRequest;
const store = openStoreToRead(databaseFile);
try {
  parentPort?.postMessage(verifyStore(store, options));
} finally {
  store.close();
}
