import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Frame } from "../../src/instrument/contract.ts";
import { createFramer } from "../../src/instrument/create-framer.ts";
import { openRecording } from "../../src/instrument/recording.ts";

const BYTE = { kind: "byte" } as const;

describe("a byte framer", () => {
  test("hands out every byte at once as one character", () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const framer = createFramer(BYTE);
    const frames = framer.feed(all);
    expect(frames).toHaveLength(256);
    expect(frames.every((frame) => frame.terminated && frame.text.length === 1)).toBe(true);
    expect(Buffer.from(frames.map((frame) => frame.text).join(""), "latin1")).toEqual(all);
    expect(framer.pendingBytes).toBe(0);
    expect(framer.flush()).toEqual([]);
  });

  test("gives the same frames however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (pieces) => {
        const framer = createFramer(BYTE);
        const cut: Frame[] = pieces.flatMap((piece) => framer.feed(piece));
        expect(cut).toEqual(createFramer(BYTE).feed(Buffer.concat(pieces)));
      }),
    );
  });

  test("lets a recording tell the item each byte came from, and where it fell silent", () => {
    const rx = (text: string) => ({ direction: "rx", bytes: Buffer.from(text, "latin1") }) as const;
    const silence = { direction: "mark", bytes: Buffer.from("silence") } as const;
    const recording = openRecording([rx("ab"), rx("c"), silence], BYTE);
    const taken = [1, 2, 3].map(() => recording.takeFrame());
    expect(taken).toMatchObject([
      { frame: { text: "a" }, span: { first: 0, last: 0 } },
      { frame: { text: "b" }, span: { first: 0, last: 0 } },
      { frame: { text: "c" }, span: { first: 1, last: 1 } },
    ]);
    expect(recording.takeFrame()).toMatchObject({ kind: "silence" });
  });
});
