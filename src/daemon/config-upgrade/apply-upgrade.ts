/** Puts an upgraded configuration in the place of the old one, which is kept beside it. */
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { PlatewardenError } from "../../domain/errors.ts";
import { fileReason } from "../../domain/file-reason.ts";

/**
 * Keeps what `file` holds as `FILE.before-N` (N is the new form; another number behind it where that holds something
 * else), then puts `after` in its place. Both files have the rights of the old one; whatever happens in between, the
 * file holds the whole old text or the whole new one. Returns the name of the copy. Throws FILE_NOT_WRITTEN, also when
 * the file does not hold `before` any more.
 */
export function applyUpgrade(
  file: string,
  texts: { readonly before: string; readonly after: string; readonly to: number },
): string {
  try {
    // A link stays a link: what it leads to is replaced.
    const real = realpathSync(file);
    const rights = statSync(real);
    if (readFileSync(real, "utf8") !== texts.before) {
      throw notWritten(file, "somebody has changed it meanwhile; look at it again first");
    }
    const copy = keepBeside(real, texts.before, texts.to, rights);
    writeInPlace(real, texts.after, rights);
    return copy;
  } catch (error) {
    if (error instanceof PlatewardenError) throw error;
    throw notWritten(file, fileReason(error), error);
  }
}

function notWritten(file: string, reason: string, cause?: unknown): PlatewardenError {
  return new PlatewardenError("FILE_NOT_WRITTEN", `${file} was not written: ${reason}.`, { cause });
}

function keepBeside(file: string, text: string, to: number, rights: Stats): string {
  for (let number = 1; ; number += 1) {
    const copy = `${file}.before-${to}${number === 1 ? "" : `.${number}`}`;
    if (existsSync(copy)) {
      if (readFileSync(copy, "utf8") === text) return copy;
      continue;
    }
    writeInPlace(copy, text, rights);
    return copy;
  }
}

function writeInPlace(file: string, text: string, { mode, uid, gid }: Stats): void {
  const part = `${file}.${process.pid}.part`;
  try {
    // Nobody else reads it before it has the rights of the old one.
    writeFileSync(part, text, { flag: "wx", mode: 0o600 });
    if (process.getuid?.() === 0) chownSync(part, uid, gid);
    chmodSync(part, mode & 0o777);
    writeThrough(part);
    renameSync(part, file);
    if (process.platform !== "win32") writeThrough(dirname(file));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function writeThrough(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
