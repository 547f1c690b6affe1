/** Arbitrary checkerboards with missing wells and effects beyond 0 and 1, as real plates have them. */
import fc from "fast-check";
import type { Checkerboard } from "../../../src/analysis/combination/checkerboard.ts";

export const fraction = fc.double({ min: 0, max: 1, noNaN: true });

const effect = fc.option(
  fc.double({ min: -0.3, max: 1.2, noNaN: true }).map((value) => Math.round(value * 1e4) / 1e4),
  { freq: 12, nil: null },
);

/** Doses 0, a, a f, a f^2 ... */
function dosesOf(count: number, lowest: number, factor: number): number[] {
  return [0, ...Array.from({ length: count }, (_, step) => lowest * factor ** step)];
}

export const checkerboards: fc.Arbitrary<Checkerboard> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([count1, count2]) =>
    fc.record({
      dose1: fc.constant(dosesOf(count1, 0.06, 4)),
      dose2: fc.constant(dosesOf(count2, 0.2, 3)),
      inhibition: fc.array(fc.array(effect, { minLength: count2 + 1, maxLength: count2 + 1 }), {
        minLength: count1 + 1,
        maxLength: count1 + 1,
      }),
    }),
  );
