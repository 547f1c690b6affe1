/** Files to which lines are added and from which none is taken: one JSON value a line, each on disk when it is said. */
import {
  chownSync,
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { makeFolder } from "../store/make-folder.ts";

const MODE = 0o640;
const CHUNK_BYTES = 65_536;

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Throws STORE_FULL or STORE_NOT_WRITABLE in place of what the system says. */
function asWriteError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return new PlatewardenError(
    error.code === "ENOSPC" ? "STORE_FULL" : "STORE_NOT_WRITABLE",
    `${file} cannot be written: ${error.message}.`,
    { detail: { file }, cause: error },
  );
}

/** What root makes belongs to whom the folder does: the daemon writes into it later. */
function giveToOwner(file: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(file));
  chownSync(file, uid, gid);
}

/**
 * A disk that fills up takes a part of a line. The part is taken back, where nobody has written behind it, so that the
 * next line stands on its own. Throws as the system does when nothing goes in.
 */
function requireWhole(
  descriptor: number,
  { line, written, size }: { line: Buffer; written: number; size: number },
): void {
  if (written === line.length) return;
  if (fstatSync(descriptor).size === size + written) ftruncateSync(descriptor, size);
  throw Object.assign(new Error("there is room for a part of a line only"), { code: "ENOSPC" });
}

/** So long another process may take to end the line that it is just writing. */
const ONE_WRITE_MS = 20;

function endsInLine(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 10);
}

/**
 * A line that a power cut tore was never said to be kept: it is taken away, so that the next one stands on its own. One
 * that another process is just writing has its end a moment later.
 */
function takeBackTorn(descriptor: number): void {
  const { size } = fstatSync(descriptor);
  if (endsInLine(descriptor, size)) return;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ONE_WRITE_MS);
  if (fstatSync(descriptor).size !== size) return;
  const tail = Buffer.alloc(Math.min(size, CHUNK_BYTES));
  const from = size - tail.length;
  readSync(descriptor, tail, 0, tail.length, from);
  ftruncateSync(descriptor, from + tail.lastIndexOf(10) + 1);
}

/** Adds a line in one write, so that those of other processes stand before or behind it, and waits for the disk. */
export function keepLine(file: string, value: unknown): void {
  try {
    makeFolder(dirname(file));
    const isNew = !existsSync(file);
    const descriptor = openSync(file, "a+", MODE);
    try {
      takeBackTorn(descriptor);
      const { size } = fstatSync(descriptor);
      const line = Buffer.from(lineOf(value));
      requireWhole(descriptor, { line, written: writeSync(descriptor, line), size });
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (isNew) giveToOwner(file);
  } catch (error) {
    throw asWriteError(error, file);
  }
}

/** As above, beside other work. */
export async function keepLineSoon(file: string, value: unknown): Promise<void> {
  try {
    const handle = await open(file, "a+", MODE);
    try {
      takeBackTorn(handle.fd);
      const { size } = await handle.stat();
      const line = Buffer.from(lineOf(value));
      const { bytesWritten } = await handle.write(line);
      requireWhole(handle.fd, { line, written: bytesWritten, size });
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asWriteError(error, file);
  }
}

/** A file as it is now; what is added later is not looked at. */
export interface SeenFile {
  readonly file: string;
  readonly bytes: number;
}

/** How long a file is now; of none it is 0. */
export function seeFile(file: string): SeenFile {
  return { file, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0 };
}

export interface SeenLine {
  readonly text: string;
  /** False for a last line that lacks its end: whoever wrote it was killed. */
  readonly whole: boolean;
}

/** Lines in their order, without holding all of them. */
export function* linesOf({ file, bytes }: SeenFile): Generator<SeenLine> {
  if (bytes === 0) return;
  const descriptor = openSync(file, "r");
  try {
    let rest = Buffer.alloc(0);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let at = 0; at < bytes; ) {
      const got = readSync(descriptor, chunk, 0, Math.min(CHUNK_BYTES, bytes - at), at);
      if (got === 0) break;
      at += got;
      rest = Buffer.concat([rest, chunk.subarray(0, got)]);
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
        yield { text: rest.toString("utf8", 0, end), whole: true };
        rest = rest.subarray(end + 1);
      }
    }
    if (rest.length > 0) yield { text: rest.toString("utf8"), whole: false };
  } finally {
    closeSync(descriptor);
  }
}

/** The first line; null of an empty file. */
export function firstLine(file: SeenFile): string | null {
  for (const { text } of linesOf(file)) return text;
  return null;
}

/** False of a file that is not there, that is empty, or whose only line was torn. */
export function holdsLine(file: SeenFile): boolean {
  for (const { whole } of linesOf(file)) return whole;
  return false;
}
