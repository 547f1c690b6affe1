import {
  chmodSync,
  chownSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { installedParts } from "./program-source.ts";

const FOLDER_MODE = 0o755;

/** Of the pinned Node only the program itself is run. */
const LEFT_OUT = /(?:^|\/)node_modules\/node-linux-[^/]+\/(?:include|lib|share)$|(?:^|\/)\.cache$/;

interface Copying {
  readonly from: string;
  readonly to: string;
  readonly owned: boolean;
}

function makeFolder(folder: string, owned: boolean): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), owned);
  mkdirSync(folder);
  chmodSync(folder, FOLDER_MODE);
  if (owned) chownSync(folder, 0, 0);
}

/** Readable to all and changed by nobody but root, whatever the source allows. */
function copyFile({ from, to, owned }: Copying, path: string, mode: number): void {
  const target = join(to, path);
  copyFileSync(join(from, path), target, constants.COPYFILE_FICLONE);
  chmodSync(target, (mode & 0o111) === 0 ? 0o644 : 0o755);
  if (owned) chownSync(target, 0, 0);
}

function copyPath(copying: Copying, path: string): void {
  if (LEFT_OUT.test(path)) return;
  const source = join(copying.from, path);
  const found = lstatSync(source);
  makeFolder(dirname(join(copying.to, path)), copying.owned);
  if (found.isSymbolicLink()) symlinkSync(readlinkSync(source), join(copying.to, path));
  else if (found.isFile()) copyFile(copying, path, found.mode);
  else if (found.isDirectory()) {
    makeFolder(join(copying.to, path), copying.owned);
    for (const name of readdirSync(source)) copyPath(copying, join(path, name));
  }
}

/**
 * Copies what runs of a program (see `installedParts`) to a new folder, owned by root when root does it. Nobody finds
 * half of it under that name: it is made beside it and renamed; `flush` brings it to the disk before.
 */
export function copyProgram(from: string, to: string, flush: (folder: string) => void): void {
  const part = `${to}.part`;
  const owned = process.getuid?.() === 0;
  rmSync(part, { recursive: true, force: true });
  try {
    for (const path of installedParts(from)) copyPath({ from, to: part, owned }, path);
    flush(part);
    renameSync(part, to);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}
