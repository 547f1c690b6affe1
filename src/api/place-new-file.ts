import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** File systems without hard links say one of these. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"]);

/**
 * Writes a file that must not be there yet: beside its place first, durable, then there under its name as a whole, so
 * that nobody finds half of it and nothing is ever overwritten. Throws what the operating system says; EEXIST when
 * the file is there.
 */
export function placeNewFile(file: string, text: string): void {
  const beside = `${file}.${process.pid}.part`;
  try {
    writeDurably(beside, text);
    try {
      linkSync(beside, file);
    } catch (error) {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      copyFileSync(beside, file, constants.COPYFILE_EXCL);
    }
    syncFolder(dirname(file));
  } finally {
    rmSync(beside, { force: true });
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, "w", 0o640);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The name is as durable as the content; Windows cannot open folders and needs no such thing. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
