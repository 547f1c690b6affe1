/** Folders and small files that outlast a power cut, and how much room there is. */
import { closeSync, fsyncSync, openSync, statfsSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

const MEBIBYTE = 1024 * 1024;
/** So much of a disk stays free for those who write beside us: this, or a share of a small disk. */
const LEFT_FREE_BYTES = 64 * MEBIBYTE;
const LEFT_FREE_SHARE = 0.02;

/** Writes the entries of a folder through to the disk, where the system can do that. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a small file that is not there yet, through to the disk. */
export function writeThrough(file: string, text: string, mode: number): void {
  const descriptor = openSync(file, "wx", mode);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Throws BACKUP_FULL where so many bytes would leave too little free on the disk of this folder. */
export function requireRoom(folder: string, bytes: number): void {
  const { bavail, blocks, bsize } = statfsSync(folder);
  const left = Math.min(LEFT_FREE_BYTES, blocks * bsize * LEFT_FREE_SHARE);
  if (bavail * bsize >= bytes + left) return;
  const mib = (count: number): string => `${Math.ceil(count / MEBIBYTE)} MiB`;
  throw new PlatewardenError(
    "BACKUP_FULL",
    `The disk of ${folder} has ${mib(bavail * bsize)} free; ${mib(bytes + left)} are needed.`,
    { detail: { folder, freeBytes: bavail * bsize, neededBytes: bytes } },
  );
}

/** Whether both lie on one disk, as far as the system tells; a folder that is not there yet counts as the one above it. */
export function isSameDisk(one: string, other: string): boolean {
  return diskOf(one) === diskOf(other);
}

function diskOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.dev ?? (dirname(path) === path ? -1 : diskOf(dirname(path)));
}

/** Gives what the operating system says where a backup is written its row in the table of errors. */
export function asBackupError(error: unknown, folder: string): unknown {
  if (error instanceof PlatewardenError) {
    if (error.code !== "STORE_FULL") return error;
    return new PlatewardenError("BACKUP_FULL", error.message, { detail: { folder }, cause: error });
  }
  if (!(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  if (!/^E[A-Z]+$/.test(code)) return error;
  const full = code === "ENOSPC" || code === "EDQUOT";
  return new PlatewardenError(
    full ? "BACKUP_FULL" : "BACKUP_FOLDER_MISSING",
    full
      ? `The disk of ${folder} is full.`
      : `${folder} cannot be used for backups: ${fileReason(error)}.`,
    { detail: { folder }, cause: error },
  );
}
