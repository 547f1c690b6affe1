import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Makes a folder and those above it, readable by its owner and group. One step at a time: Node's own recursive way
 * never ends below a folder that takes no entries, such as `/proc`. Throws what the operating system says.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o750 });
  } catch (error) {
    if (!isFolder(path)) throw error;
  }
}
