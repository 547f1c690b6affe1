import fc from "fast-check";
import { expect, test } from "vitest";
import { damaged, LEAST_DAMAGED } from "./byte-damage.ts";

const piece = fc
  .uint8Array({ minLength: LEAST_DAMAGED, maxLength: 400 })
  .map((bytes) => Buffer.from(bytes));
const share = fc.double({ min: 0, max: 0.999_999, noNaN: true });

test("a flip changes one bit of one byte", () => {
  fc.assert(
    fc.property(piece, share, share, (bytes, where, amount) => {
      const after = damaged(bytes, "flip", where, amount);
      const changed = [...bytes].flatMap((byte, at) => {
        const xor = byte ^ (after[at] ?? 0);
        return xor === 0 ? [] : [xor];
      });
      expect(after.length).toBe(bytes.length);
      expect(changed).toEqual([0x80]);
    }),
  );
});

test.each(["drop", "double"] as const)(
  "a %s takes or repeats one stretch long enough to show",
  (how) => {
    fc.assert(
      fc.property(piece, share, share, (bytes, where, amount) => {
        const after = damaged(bytes, how, where, amount);
        const [shorter, longer] = how === "drop" ? [after, bytes] : [bytes, after];
        const length = longer.length - shorter.length;
        expect(length).toBeGreaterThanOrEqual(16);
        expect(length).toBeLessThanOrEqual(60);
        // Some stretch of that length, taken out of the longer one, gives the shorter one.
        const fits = Array.from({ length: shorter.length + 1 }, (_, at) =>
          Buffer.concat([longer.subarray(0, at), longer.subarray(at + length)]).equals(shorter),
        );
        expect(fits).toContain(true);
      }),
      { numRuns: 50 },
    );
  },
);
