/** Where a set is put together and tried out: a folder of its own beside the data, of one process at a time. */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { holdFolder } from "../store/hold-folder.ts";

export const SCRATCH_FOLDER = "backup-scratch";

export interface Scratch {
  /** An empty folder that only this user may look into. */
  readonly folder: string;
  /** Removes everything in it, and lets others have it. */
  release(): void;
}

/** Throws BACKUP_RUNNING while another process has it. What a crash has left in it is removed. */
export function claimScratch(dataFolder: string): Scratch {
  const folder = join(dataFolder, SCRATCH_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const hold = holdOf(folder, dataFolder);
  clear(folder);
  return {
    folder,
    release: () => {
      clear(folder);
      hold.release();
    },
  };
}

function holdOf(folder: string, dataFolder: string): { release(): void } {
  try {
    return holdFolder(folder);
  } catch (error) {
    if (!(error instanceof PlatewardenError) || error.code !== "DATA_FOLDER_IN_USE") throw error;
    const message = `Another process is making a backup of ${dataFolder}.`;
    throw new PlatewardenError("BACKUP_RUNNING", message, { cause: error });
  }
}

/** The lock itself stays: who waits for it must wait for the same file. */
function clear(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith("daemon.lock"))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}
