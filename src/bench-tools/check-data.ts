/** The data folder: rights, space, database, and who works on it. */
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { databaseFile } from "../daemon/config.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import { existingFolder } from "../observe/disk-space.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { inspectStore } from "../store/inspect-store.ts";
import type { DaemonState } from "./ask-daemon.ts";
import { checkDisk } from "./check-disk.ts";
import { attention, broken, type CheckFinding, ok, reasonOf } from "./check-finding.ts";
import type { PortHolder } from "./port-holders.ts";

function checkFolder(folder: string): CheckFinding {
  const there = existingFolder(folder);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (error) {
    return broken(
      "data.folder",
      `The data folder ${folder} cannot be written: ${fileReason(error)}.`,
      `Give this user the right to write ${there}.`,
    );
  }
  return there === folder
    ? ok("data.folder", `The data folder is ${folder}.`)
    : ok("data.folder", `The data folder ${folder} will be made at the first start.`);
}

function checkDatabase(folder: string, now: Date): CheckFinding[] {
  const file = databaseFile(folder);
  if (!existsSync(file))
    return [ok("data.database", "There is no database yet; it is made at the first start.")];
  try {
    const { schema, programSchema, damages, lastEntryUtc } = inspectStore(file);
    const head =
      damages.length > 0
        ? broken(
            "data.database",
            `The database is damaged: ${damages.join("; ")}.`,
            "Stop the daemon, keep a copy of the file, and restore the last good backup.",
          )
        : schema < programSchema
          ? attention(
              "data.database",
              `The database has schema ${schema}; this program's ${programSchema} comes with the next start, after a copy.`,
              null,
            )
          : ok(
              "data.database",
              `The database opens and is whole at a quick look; schema ${schema}.`,
            );
    return [head, ...checkTime(lastEntryUtc, now)];
  } catch (error) {
    const remedy = error instanceof PlatewardenError ? error.entry.remedy : null;
    return [broken("data.database", reasonOf(error), remedy)];
  }
}

/** Some slack, for a clock that is set back while it is synchronised. */
const AHEAD_MS = 120_000;

function checkTime(lastEntryUtc: string | null, now: Date): CheckFinding[] {
  if (lastEntryUtc === null || Date.parse(lastEntryUtc) <= now.getTime() + AHEAD_MS) return [];
  return [
    broken(
      "data.time",
      `The newest entry is of ${lastEntryUtc}, which is later than this computer's ${now.toISOString()}.`,
      "One of the two times is wrong: set the clock before the next plate is read.",
    ),
  ];
}

function checkDaemon(daemon: DaemonState, lockHolders: readonly PortHolder[]): CheckFinding {
  const other = lockHolders[0];
  switch (daemon.kind) {
    case "running": {
      const sentence = `The daemon runs as process ${daemon.pid} at ${daemon.url}, version ${daemon.version}.`;
      if (daemon.problems.length > 0)
        return attention("daemon", `${sentence} It says: ${daemon.problems.join(" ")}`, null);
      if (daemon.version !== PROGRAM_VERSION)
        return attention(
          "daemon",
          `${sentence} This program is ${PROGRAM_VERSION}.`,
          "Restart it.",
        );
      return ok("daemon", sentence);
    }
    case "silent":
      return broken(
        "daemon",
        `The daemon, process ${daemon.pid}, does not answer at ${daemon.url}: ${daemon.reason}.`,
        "Restart it; what had arrived is recovered.",
      );
    case "gone":
      return attention(
        "daemon",
        `The daemon, process ${daemon.pid}, ended without tidying up, as after a power failure.`,
        "Start it again; what had arrived is recovered.",
      );
    case "none":
      if (other !== undefined)
        return broken(
          "daemon",
          `Process ${other.pid} holds the data folder and gives no address: ${other.program}.`,
          "Wait until it has started, or end it.",
        );
      return attention("daemon", "No daemon runs here.", "Start it with `npx platewarden daemon`.");
  }
}

export function lockFile(dataFolder: string): string {
  return join(dataFolder, "daemon.lock");
}

/** `lockHolders` are the processes that have the folder's lock file open. */
export function checkData(
  dataFolder: string,
  daemon: DaemonState,
  lockHolders: readonly PortHolder[],
  now: Date,
): CheckFinding[] {
  return [
    checkFolder(dataFolder),
    ...checkDisk(dataFolder, now),
    ...checkDatabase(dataFolder, now),
    checkDaemon(daemon, lockHolders),
  ];
}
