import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffTranscripts, renderDiff } from "../../src/bench-tools/diff-transcripts.ts";
import type { ShownTranscript } from "../../src/bench-tools/shown-transcript.ts";
import { makeShown } from "./make-shown.ts";

const TALK = ["> AQ\r", "< ERE 0000\r", "> ID\r", "- silence", "< ERE 0000 Model 680\r", "> RL\r"];

/** The same bytes cut into single ones, at other times. */
function recut(transcript: ShownTranscript): ShownTranscript {
  const items = transcript.items.flatMap((item) =>
    item.direction === "mark"
      ? [item]
      : [...item.bytes].map((byte) => ({ ...item, bytes: Buffer.from([byte]), atMs: null })),
  );
  return { ...transcript, items };
}

describe("two conversations", () => {
  test("are the same whatever their timing and cuts", () => {
    const talk = makeShown(...TALK);
    expect(diffTranscripts(talk, recut(talk))).toEqual({
      same: true,
      difference: null,
      sameMarks: true,
    });
    expect(renderDiff(talk, recut(talk))).toBe("The same bytes in both directions.");
  });

  test("with a silence elsewhere have the same bytes, and it is said", () => {
    const without = makeShown(...TALK.filter((line) => !line.startsWith("-")));
    const diff = diffTranscripts(makeShown(...TALK), without);
    expect(diff).toMatchObject({ same: true, sameMarks: false });
    expect(renderDiff(makeShown(...TALK), without)).toContain("The silences differ");
  });

  test("part at the first byte that differs, and the turns before it are shown", () => {
    const other = makeShown(...TALK.map((line) => line.replace("680", "550")));
    expect(diffTranscripts(makeShown(...TALK), other).difference).toEqual({
      turn: 4,
      before: "rx",
      after: "rx",
      byte: 15,
    });
    const text = renderDiff(makeShown(...TALK), other);
    expect(text).toMatch(/= turn 3, host\n {2}ID<CR> +ID<CR>/);
    expect(text).toMatch(/≠ turn 4, reader\n {2}ERE 0000 Model 680<CR> +ERE 0000 Model 550<CR>/);
    expect(text).toMatch(/They part in turn 4 at byte 15/);
  });

  test("part where one of them ends", () => {
    const shorter = makeShown(...TALK.slice(0, 5));
    const { difference } = diffTranscripts(makeShown(...TALK), shorter);
    expect(difference).toEqual({ turn: 5, before: "tx", after: null, byte: 0 });
    expect(renderDiff(makeShown(...TALK), shorter)).toContain("(has ended)");
  });

  test("of any bytes differ exactly when a changed byte is among them", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (before, where, change) => {
        const at = where % before.length;
        const after = Uint8Array.from(before);
        after[at] = ((before[at] ?? 0) + change) % 256;
        const talk = makeShown("< x");
        const of = (content: Uint8Array) => ({
          ...talk,
          items: [{ direction: "rx" as const, bytes: content, atMs: 0 }],
        });
        expect(diffTranscripts(of(before), of(after)).difference).toMatchObject({ byte: at });
        expect(diffTranscripts(of(before), recut(of(before))).same).toBe(true);
      }),
    );
  });
});
