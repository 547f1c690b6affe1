import type { Stats } from "node:fs";
import { lstat, open } from "node:fs/promises";

const READABLE_BY_ALL = 0o004;

/** Tells one content of a file from another without reading it. */
export function fileState({ size, mtimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ino}`;
}

/**
 * The bytes of a file that is still in this state, before and after it was read; null when it is not. A link is followed
 * only to what whoever made it could read as well, a file of their own or one that everybody can read: otherwise the
 * folder would be a way to have this program read its own secrets to others. Throws where it is not followed, and
 * what the operating system says.
 */
export async function readUnchanged(file: string, state: string): Promise<Uint8Array | null> {
  const handle = await open(file, "r");
  try {
    const before = await handle.stat();
    const entry = await lstat(file);
    if (entry.isSymbolicLink()) requireOpenToWhoeverLinked(before, entry);
    // The name may have been given to something else meanwhile.
    else if (entry.ino !== before.ino || entry.dev !== before.dev) return null;
    if (fileState(before) !== state) return null;
    const bytes = await handle.readFile();
    return fileState(await handle.stat()) === state ? bytes : null;
  } finally {
    await handle.close();
  }
}

function requireOpenToWhoeverLinked(opened: Stats, link: Stats): void {
  if (link.uid === opened.uid || (opened.mode & READABLE_BY_ALL) !== 0) return;
  throw new Error(
    "it is a link to a file that another user keeps from others; put a copy of the file itself here",
  );
}
