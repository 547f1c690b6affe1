/** Copies of files that are hashed on the way and written through to the disk. */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Cipher } from "./encryption.ts";

const AT_ONCE_BYTES = 1024 * 1024;

export interface Measured {
  readonly bytes: number;
  readonly sha256: string;
}

/** What has passed so far. */
interface Meter {
  readonly hash: Hash;
  bytes: number;
}

function newMeter(): Meter {
  return { hash: createHash("sha256"), bytes: 0 };
}

function resultOf({ hash, bytes }: Meter): Measured {
  return { bytes, sha256: hash.digest("hex") };
}

async function* through(meter: Meter, from: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of from) {
    meter.hash.update(chunk);
    meter.bytes += chunk.length;
    yield chunk;
  }
}

async function writeAll(handle: FileHandle, from: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const bytes of from) {
    for (let at = 0; at < bytes.length; ) {
      at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
    }
  }
  await handle.sync();
}

/** The first `bytes` of a file: one that grows is cut where it ended when it was looked at. */
function readFrom(file: string, bytes: number | undefined): AsyncIterable<Uint8Array> {
  if (bytes === 0) return Readable.from([]);
  const end = bytes === undefined ? {} : { end: bytes - 1 };
  return createReadStream(file, { highWaterMark: AT_ONCE_BYTES, ...end });
}

/**
 * Copies a file to where none is yet, through `cipher` if there is one; says what was read and what was written, which
 * is on the disk then. Rejects with what the operating system or the cipher says.
 */
export async function copyFile(
  from: string,
  to: string,
  options: { readonly mode: number; readonly cipher: Cipher | null; readonly bytes?: number },
): Promise<{ readonly read: Measured; readonly written: Measured }> {
  const { mode, cipher, bytes } = options;
  const handle = await open(to, "wx", mode);
  try {
    const read = newMeter();
    const written = newMeter();
    const plain = through(read, readFrom(from, bytes));
    const stored = cipher === null ? plain : await cipher(Readable.from(plain));
    await writeAll(handle, through(written, stored));
    return { read: resultOf(read), written: resultOf(written) };
  } finally {
    await handle.close();
  }
}

/** Reads a file from its beginning to its end. Rejects with what the operating system says. */
export async function measureFile(file: string): Promise<Measured> {
  const meter = newMeter();
  for await (const _ of through(meter, readFrom(file, undefined)));
  return resultOf(meter);
}
