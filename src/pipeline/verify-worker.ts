/** A thread that verifies a store, so that the daemon's own goes on capturing meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { openStore } from "../store/open-store.ts";
import { verifyStore } from "./verify-store.ts";

const store = openStore(workerData as string, { mustExist: true });
try {
  parentPort?.postMessage(verifyStore(store));
} finally {
  store.close();
}
