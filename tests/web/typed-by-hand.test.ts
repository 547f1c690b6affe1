import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { watchTyping } from "../../src/web/bench/typed-by-hand.ts";

/** The field fills character by character with these pauses in ms between them. */
function typedWith(pausesMs: readonly number[]): boolean {
  const watch = watchTyping();
  let atMs = 5000;
  for (const [index, pause] of [0, ...pausesMs].entries()) {
    atMs += pause;
    watch.changed(index + 1, atMs);
  }
  return watch.wasTyped();
}

describe("a barcode", () => {
  it("is a scanner's when its characters follow each other at once, whatever one of them waits", () => {
    const pause = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.array(pause, { minLength: 4, maxLength: 40 }), (pauses) => {
        expect(typedWith([...pauses, 900])).toBe(false);
      }),
    );
  });

  it("is a person's when there is a pause at nearly every character", () => {
    const pause = fc.integer({ min: 60, max: 900 });
    fc.assert(
      fc.property(fc.array(pause, { minLength: 3, maxLength: 40 }), (pauses) => {
        expect(typedWith(pauses)).toBe(true);
      }),
    );
  });

  it("is not judged by what was taken back before it", () => {
    const watch = watchTyping();
    for (const [length, atMs] of [
      [1, 0],
      [2, 500],
      [3, 900],
      [0, 1400],
      [1, 3000],
      [2, 3004],
      [3, 3009],
      [4, 3015],
    ] as const) {
      watch.changed(length, atMs);
    }
    expect(watch.wasTyped()).toBe(false);
  });
});
