import { closeSync, openSync, readSync } from "node:fs";
import { linesOf, type SeenFile } from "./kept-lines.ts";

const CHUNK_BYTES = 65_536;
const NEWLINE = 10;

/** How many bytes of a file its whole lines take: behind them stands what a power cut tore, or what is just written. */
export function wholeBytes({ file, bytes }: SeenFile): number {
  if (bytes === 0) return 0;
  const descriptor = openSync(file, "r");
  try {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, bytes));
    for (let end = bytes; end > 0; ) {
      const from = Math.max(0, end - chunk.length);
      const got = readSync(descriptor, chunk, 0, end - from, from);
      const at = chunk.subarray(0, got).lastIndexOf(NEWLINE);
      if (at !== -1) return from + at + 1;
      end = from;
    }
    return 0;
  } finally {
    closeSync(descriptor);
  }
}

/** How many bytes the first line takes with its end; 0 where there is none that is whole. */
export function firstLineBytes(file: SeenFile): number {
  for (const { text, whole } of linesOf(file)) return whole ? Buffer.byteLength(text) + 1 : 0;
  return 0;
}
