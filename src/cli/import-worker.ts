/** The thread in which a daemon reads export files. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { exportImporter } from "./interpreters.ts";

const { ownProfiles } = z.object({ ownProfiles: z.array(z.string()) }).parse(workerData);
const { importFile } = exportImporter(ownProfiles);

parentPort?.on(
  "message",
  async ({ id, name, bytes }: { id: number; name: string; bytes: Uint8Array }) => {
    try {
      parentPort?.postMessage({ id, outcome: await importFile({ name, bytes }) });
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ id, error: message });
    }
  },
);
