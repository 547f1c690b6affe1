/** What is written where, and the backup of the night. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Check, must } from "./check.ts";
import { changedPaths, fileTree } from "./file-tree.ts";
import type { Machine } from "./machine.ts";

const OWN = /^var\/(?:lib|cache|backups)\/platewarden(?:\/|$)/;
/** What the checks themselves have put there. */
const OURS =
  /^(?:opt\/probe\.js|etc\/systemd\/system\/(?:probe\.service|platewarden[^/]*\.d(?:\/|$)))/;

export function backupCheck(): Check {
  return {
    name: "the timer of the night makes a backup",
    run: async ({ machine, dropIn }) => {
      const folder = join(machine.root, "var/backups/platewarden");
      const setsBefore = existsSync(folder) ? readdirSync(folder).length : 0;
      await dropIn(
        "platewarden-backup.timer",
        "soon",
        "[Timer]\nOnCalendar=\nOnActiveSec=1s\nRandomizedDelaySec=0\nAccuracySec=1s\n",
      );
      await machine.must("systemctl", "restart", "platewarden-backup.timer");
      const ran = (): Promise<string> => lastRun(machine);
      await machine.until("a backup", ran, (told) => told === "success 0 inactive");
      const sets = readdirSync(folder).length;
      must(sets > setsBefore, `${folder} holds ${sets} sets, as before`);
    },
  };
}

/** Result, exit code and state of the last backup; the start time tells whether there was any. */
async function lastRun(machine: Machine): Promise<string> {
  const told = await machine.must(
    ...["systemctl", "show", "platewarden-backup.service"],
    "--property=Result,ExecMainStatus,ActiveState,ExecMainStartTimestampMonotonic",
  );
  const of = (name: string): string => new RegExp(`^${name}=(.*)$`, "m").exec(told)?.[1] ?? "";
  if (of("ExecMainStartTimestampMonotonic") === "0") return "not yet";
  return `${of("Result")} ${of("ExecMainStatus")} ${of("ActiveState")}`;
}

/** Compares with the tree before the machine was booted, so it comes before anything else is installed. */
export function writtenCheck(before: ReadonlyMap<string, string>): Check {
  return {
    name: "all that was written meanwhile stands in the service's own folders",
    run: async ({ machine }) => {
      const changed = changedPaths(before, fileTree(machine.root));
      const elsewhere = changed.filter((path) => !OWN.test(path) && !OURS.test(path));
      must(
        changed.some((path) => OWN.test(path)),
        "nothing was written at all",
      );
      must(elsewhere.length === 0, `written elsewhere: ${elsewhere.join(", ")}`);
    },
  };
}
