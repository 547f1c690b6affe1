import { join } from "node:path";

/** Where the running daemon can be reached, for the commands; removed when it stops. */
export function addressFile(dataFolder: string): string {
  return join(dataFolder, "daemon.json");
}

/** The settings the daemon was last started with, for commands that compute beside it. */
export function settingsFile(dataFolder: string): string {
  return join(dataFolder, "settings.json");
}
