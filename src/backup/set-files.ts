/** Files on their way into a set and out of it. */
import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileReason } from "../domain/file-reason.ts";
import { copyFile, type Measured, measureFile } from "./copy-file.ts";
import { syncFolder } from "./disk.ts";
import { type Cipher, ENCRYPTED_ENDING, formFinding } from "./encryption.ts";
import type { FoundFile } from "./gather-files.ts";
import { damaged, type KeptFile, MANIFEST, type Manifest, SUMS } from "./manifest.ts";

/** Only who may read the data may read their copy. */
const SET_FILE_MODE = 0o600;
const SET_FOLDER_MODE = 0o700;

function makeParents(root: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true, mode: SET_FOLDER_MODE });
}

/** Puts one file into a set that is being made. */
export async function putIntoSet(
  set: string,
  file: FoundFile,
  cipher: Cipher | null,
): Promise<KeptFile> {
  const path = cipher === null ? file.path : `${file.path}${ENCRYPTED_ENDING}`;
  makeParents(set, path);
  const options = { mode: SET_FILE_MODE, cipher, bytes: file.bytes };
  const { read, written } = await copyFile(file.from, join(set, path), options);
  return {
    path,
    place: file.place,
    mode: file.mode,
    ...read,
    storedBytes: written.bytes,
    storedSha256: written.sha256,
  };
}

/** Takes a file out of a set to where none is yet. Rejects with BACKUP_DAMAGED where it is not what was put in. */
export async function takeOutOfSet(
  set: string,
  file: KeptFile,
  to: string,
  cipher: Cipher | null,
): Promise<void> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o750 });
  const from = join(set, file.path);
  const { read, written } = await copyFile(from, to, { mode: file.mode, cipher }).catch(
    (error: unknown) => {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      throw isMissing ? damaged(set, `${file.path} is missing`, error) : error;
    },
  );
  // What `open` leaves out of the rights, such as the group's to write.
  chmodSync(to, file.mode);
  if (read.sha256 !== file.storedSha256 || written.sha256 !== file.sha256) {
    throw damaged(set, `${file.path} is not what was written`);
  }
}

/** What is wrong with the files of a set, as they lie on the disk: one sentence each, empty when all are as they were written. */
export async function setFindings(set: string, manifest: Manifest): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const file of manifest.files) {
    const finding = await fileFinding(set, file, manifest.encryptedFor.length > 0);
    if (finding !== null) findings.push(`${file.path}: ${finding}`);
  }
  const known = new Set([MANIFEST, SUMS, ...manifest.files.map((file) => file.path)]);
  const strangers = pathsBelow(set).filter((path) => !known.has(path));
  return [...findings, ...strangers.map((path) => `${path}: nobody has put this into the set`)];
}

async function fileFinding(
  set: string,
  file: KeptFile,
  isEncrypted: boolean,
): Promise<string | null> {
  const path = join(set, file.path);
  let found: Measured;
  try {
    found = await measureFile(path);
  } catch (error) {
    return `it cannot be read: ${fileReason(error)}`;
  }
  if (found.sha256 !== file.storedSha256) return "it is not what was written";
  return isEncrypted ? formFinding(path, found.bytes, file.bytes) : null;
}

function pathsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

/** Writes the entries of a folder and of all below it through to the disk. */
export function syncFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) syncFolders(join(folder, entry.name));
  }
  syncFolder(folder);
}

/** How many bytes these files take. */
export function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}
