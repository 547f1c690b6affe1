import { closeSync, openSync, readSync } from "node:fs";

const CHUNK_BYTES = 65_536;

/** Near which byte the first `bytes` of two files differ; null when they do not. */
export function firstDifference(one: string, other: string, bytes: number): number | null {
  const [a, b] = [openSync(one, "r"), openSync(other, "r")];
  try {
    const [left, right] = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)];
    for (let at = 0; at < bytes; at += CHUNK_BYTES) {
      const length = Math.min(CHUNK_BYTES, bytes - at);
      readSync(a, left, 0, length, at);
      readSync(b, right, 0, length, at);
      if (left.compare(right, 0, length, 0, length) !== 0) return at;
    }
    return null;
  } finally {
    closeSync(a);
    closeSync(b);
  }
}
