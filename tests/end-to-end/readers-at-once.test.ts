/** The short version of what `npm run bench` does with 64 readers: the real daemon, and every byte compared. */
import { expect, test } from "vitest";
import { readAtOnce } from "../bench/bench-readers.ts";

test("what readers send at once stands in their transcripts, byte for byte", async () => {
  const { stored, bytes, unaccounted } = await readAtOnce(3, 1);
  expect({ stored, unaccounted }).toEqual({ stored: 3, unaccounted: [] });
  expect(bytes).toBeGreaterThan(3000);
});
