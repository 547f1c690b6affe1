import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blissEffect, describeBlissHsa } from "../../../src/analysis/combination/bliss-hsa.ts";
import { checkerboards, fraction } from "./checkerboards.ts";

const BOARD = {
  dose1: [0, 1, 4],
  dose2: [0, 10],
  inhibition: [
    [0, 0.2],
    [0.5, 0.7],
    [0.8, 0.8],
  ],
};

describe("Bliss and HSA over a checkerboard", () => {
  test("give the sums done by hand", () => {
    const found = describeBlissHsa(BOARD);
    // 0.5 + 0.2 - 0.5 * 0.2 = 0.6, and 0.8 + 0.2 - 0.8 * 0.2 = 0.84
    expect(found.blissExpected[1]?.[1]).toBeCloseTo(0.6, 14);
    expect(found.blissExcess[1]?.[1]).toBeCloseTo(0.1, 14);
    expect(found.blissExcess[2]?.[1]).toBeCloseTo(-0.04, 14);
    expect(found.meanBlissExcess).toBeCloseTo(0.03, 14);
    expect(found.hsaExcess[1]?.[1]).toBeCloseTo(0.2, 14);
    expect(found.hsaExcess[2]?.[1]).toBe(0);
    expect(found.meanHsaExcess).toBeCloseTo(0.1, 14);
  });

  test("have no excess where one drug is alone", () => {
    const { blissExcess, hsaExcess } = describeBlissHsa(BOARD);
    expect(blissExcess.map((row) => row[0])).toEqual([0, 0, 0]);
    expect(hsaExcess[0]).toEqual([0, 0]);
  });

  test("a missing combined well is missing alone, and the mean is that of the others", () => {
    const found = describeBlissHsa({
      ...BOARD,
      inhibition: [
        [0, 0.2],
        [0.5, null],
        [0.8, 0.8],
      ],
    });
    expect(found.blissExcess[1]?.[1]).toBeNull();
    expect(found.blissExpected[1]?.[1]).toBeCloseTo(0.6, 14);
    expect(found.meanBlissExcess).toBeCloseTo(-0.04, 14);
  });

  test("a missing single effect leaves its whole line without an expectation", () => {
    const found = describeBlissHsa({
      ...BOARD,
      inhibition: [
        [0, 0.2],
        [null, 0.7],
        [0.8, 0.8],
      ],
    });
    expect(found.blissExpected[1]).toEqual([null, null]);
    expect(found.hsaExcess[1]).toEqual([null, null]);
    expect(found.blissExcess[2]?.[1]).toBeCloseTo(-0.04, 14);
  });

  test("without a dose of zero nothing can be expected", () => {
    const found = describeBlissHsa({ ...BOARD, dose2: [5, 10] });
    expect(found.blissExcess.flat()).toEqual(new Array(6).fill(null));
    expect(found.meanBlissExcess).toBeNull();
  });

  test("follow their doses, in whatever order these are given", () => {
    const turned = {
      dose1: [4, 0, 1],
      dose2: [10, 0],
      inhibition: [
        [0.8, 0.8],
        [0.2, 0],
        [0.7, 0.5],
      ],
    };
    const found = describeBlissHsa(turned);
    expect(found.blissExcess[2]?.[0]).toBe(describeBlissHsa(BOARD).blissExcess[1]?.[1]);
    expect(found.meanHsaExcess).toBeCloseTo(0.1, 14);
  });
});

describe("properties", () => {
  test("independent drugs have no Bliss excess, and never less than HSA expects", () => {
    fc.assert(
      fc.property(
        fc.array(fraction, { minLength: 1, maxLength: 6 }),
        fc.array(fraction, { minLength: 1, maxLength: 6 }),
        (first, second) => {
          const [effect1, effect2] = [
            [0, ...first],
            [0, ...second],
          ];
          const found = describeBlissHsa({
            dose1: effect1.map((_, index) => index),
            dose2: effect2.map((_, index) => index),
            inhibition: effect1.map((a) => effect2.map((b) => blissEffect(a, b))),
          });
          for (const excess of found.blissExcess.flat()) expect(excess).toBeCloseTo(0, 14);
          expect(found.meanHsaExcess).toBeGreaterThanOrEqual(-1e-15);
        },
      ),
    );
  });

  test("exchanging the drugs transposes every matrix and keeps the means", () => {
    fc.assert(
      fc.property(checkerboards, (board) => {
        const found = describeBlissHsa(board);
        const exchanged = describeBlissHsa({
          dose1: board.dose2,
          dose2: board.dose1,
          inhibition: board.dose2.map((_, j) =>
            board.dose1.map((_, i) => board.inhibition[i]?.[j] ?? null),
          ),
        });
        board.dose1.forEach((_, i) => {
          board.dose2.forEach((_, j) => {
            const pair = [found.blissExcess[i]?.[j] ?? null, exchanged.blissExcess[j]?.[i] ?? null];
            expect(pair[0] === null).toBe(pair[1] === null);
            expect(pair[0] ?? 0).toBeCloseTo(pair[1] ?? 0, 13);
            expect(found.hsaExcess[i]?.[j]).toBe(exchanged.hsaExcess[j]?.[i]);
          });
        });
        expect(found.meanBlissExcess === null).toBe(exchanged.meanBlissExcess === null);
      }),
    );
  });
});
