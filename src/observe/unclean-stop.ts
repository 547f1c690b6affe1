/** Whether the daemon before this one was ended by force: killed, crashed, or without power. */
import { existsSync, statSync } from "node:fs";
import type { NewIncident } from "./incident-log.ts";

export interface StopTraces {
  /** The address of the running daemon, which it takes away when it is stopped. */
  readonly addressFile: string;
  /** Files that it writes to while it works. */
  readonly written: readonly string[];
}

/**
 * To be asked once the data folder is held and before anything is written. The time is that of the last sign of life, so
 * the daemon ended then or later. Null when it was stopped as it should be, or never ran.
 */
export function uncleanStop({ addressFile, written }: StopTraces): NewIncident | null {
  if (!existsSync(addressFile)) return null;
  const times = [addressFile, ...written].filter(existsSync).map((file) => statSync(file).mtimeMs);
  const beganAtUtc = new Date(Math.max(...times)).toISOString();
  return {
    part: "daemon",
    code: "unclean-stop",
    sentence:
      "The daemon ended without being stopped: it was killed, it failed, or the computer lost power. This is the time of its last sign of life.",
    beganAtUtc,
  };
}
