import type { NewIncident } from "../observe/incident-log.ts";
import { uncleanStop } from "../observe/unclean-stop.ts";
import { databaseFile } from "./config.ts";
import { addressFile } from "./data-files.ts";

/** To be asked once the folder is held and before its database is opened; null after a proper stop. */
export function lastUncleanStop(dataFolder: string): NewIncident | null {
  const database = databaseFile(dataFolder);
  return uncleanStop({
    addressFile: addressFile(dataFolder),
    written: [database, `${database}-wal`],
  });
}
