import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blissEffect } from "../../../src/analysis/combination/bliss-hsa.ts";
import type { Checkerboard } from "../../../src/analysis/combination/checkerboard.ts";
import {
  fitSigmoid,
  halfDose,
  sigmoidEffect,
} from "../../../src/analysis/combination/fit-sigmoid.ts";
import { describeZip } from "../../../src/analysis/combination/zip.ts";
import { checkerboards } from "./checkerboards.ts";

const share = (dose: number, m: number, lambda: number) =>
  dose === 0 ? 0 : 1 / (1 + (m / dose) ** lambda);

const DOSE1 = [0, 0.25, 1, 4, 16, 64];
const DOSE2 = [0, 0.2, 0.6, 2, 6];

function independentBoard(m1: number, lambda1: number, m2: number, lambda2: number): Checkerboard {
  return {
    dose1: DOSE1,
    dose2: DOSE2,
    inhibition: DOSE1.map((a) =>
      DOSE2.map((b) => blissEffect(share(a, m1, lambda1), share(b, m2, lambda2))),
    ),
  };
}

const potency = fc.double({ min: 0.3, max: 20, noNaN: true });
const steepness = fc.double({ min: 0.5, max: 2.5, noNaN: true });

describe("a sigmoid of two parameters", () => {
  test("is found again from effects without noise, whatever the floor", () => {
    fc.assert(
      fc.property(
        potency,
        steepness,
        fc.double({ min: 0, max: 0.8, noNaN: true }),
        (m, lambda, floor) => {
          const points = DOSE1.slice(1).map((dose) => ({
            dose,
            effect: floor + (1 - floor) * share(dose, m, lambda),
          }));
          const found = fitSigmoid(points, floor);
          if (found === null) throw new Error("there is a curve");
          expect(Math.abs((halfDose(found) ?? 0) / m - 1)).toBeLessThan(1e-7);
          expect(Math.abs(found.lambda / lambda - 1)).toBeLessThan(1e-7);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("passes through two points exactly", () => {
    const points = [
      { dose: 1, effect: 0.2 },
      { dose: 10, effect: 0.7 },
    ];
    const found = fitSigmoid(points, 0);
    if (found === null) throw new Error("there is a curve");
    for (const { dose, effect } of points)
      expect(sigmoidEffect(found, dose)).toBeCloseTo(effect, 9);
    expect(sigmoidEffect(found, 0)).toBe(0);
  });

  test("needs two different doses", () => {
    expect(fitSigmoid([{ dose: 1, effect: 0.2 }], 0)).toBeNull();
    expect(
      fitSigmoid(
        [
          { dose: 1, effect: 0.2 },
          { dose: 1, effect: 0.3 },
        ],
        0,
      ),
    ).toBeNull();
  });

  test("takes a step between two doses for what it is", () => {
    const effects = [0, 0, 0, 1, 1];
    const found = fitSigmoid(
      effects.map((effect, index) => ({ dose: 4 ** index, effect })),
      0,
    );
    if (found === null) throw new Error("there is a curve");
    effects.forEach((effect, index) => {
      expect(sigmoidEffect(found, 4 ** index)).toBeCloseTo(effect, 4);
    });
  });

  test("finds the better of a gentle and a steep curve", () => {
    // Flat at 0.1 and one high value at the end: a step before it, or a shallow rise.
    const effects = [0.1, 0.1, 0.1, 0.1, 0.9];
    const points = effects.map((effect, index) => ({ dose: 4 ** index, effect }));
    const found = fitSigmoid(points, 0.1);
    if (found === null) throw new Error("there is a curve");
    const rss = points.reduce(
      (sum, { dose, effect }) => sum + (sigmoidEffect(found, dose) - effect) ** 2,
      0,
    );
    expect(rss).toBeLessThan(1e-6);
  });
});

describe("ZIP", () => {
  test("independent drugs have no delta, and their own parameters", () => {
    fc.assert(
      fc.property(potency, steepness, potency, steepness, (m1, lambda1, m2, lambda2) => {
        const found = describeZip(independentBoard(m1, lambda1, m2, lambda2));
        expect(Math.abs((found?.drug1.m ?? 0) / m1 - 1)).toBeLessThan(1e-6);
        expect(Math.abs((found?.drug2.lambda ?? 0) / lambda2 - 1)).toBeLessThan(1e-6);
        for (const delta of found?.delta.flat() ?? [1]) expect(delta).toBeCloseTo(0, 7);
        expect(found?.meanDelta).toBeCloseTo(0, 7);
      }),
      { numRuns: 20 },
    );
  });

  test("a potentiated drug has a delta above zero, a hindered one below", () => {
    const changed = (factor: number): Checkerboard => ({
      dose1: DOSE1,
      dose2: DOSE2,
      inhibition: DOSE1.map((a) =>
        DOSE2.map((b) => blissEffect(share(a, b > 0 ? 4 / factor : 4, 1.2), share(b, 3, 0.9))),
      ),
    });
    const stronger = describeZip(changed(4));
    const weaker = describeZip(changed(1 / 4));
    expect(stronger?.meanDelta).toBeGreaterThan(0.03);
    expect(weaker?.meanDelta).toBeLessThan(-0.03);
    expect(stronger?.delta.map((row) => row[0])).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("does not depend on the unit of the doses", () => {
    const board = independentBoard(2, 1, 1.5, 0.8);
    const noisy = {
      ...board,
      inhibition: board.inhibition.map((row, i) =>
        row.map((v, j) => (v ?? 0) + 0.01 * ((i * 7 + j * 3) % 5)),
      ),
    };
    const found = describeZip(noisy);
    const other = describeZip({ ...noisy, dose2: DOSE2.map((dose) => 1000 * dose) });
    expect((other?.drug2.m ?? 0) / (found?.drug2.m ?? 1)).toBeCloseTo(1000, 5);
    expect(other?.meanDelta).toBeCloseTo(found?.meanDelta ?? Number.NaN, 8);
  });

  test("a missing well has no delta, and the others still have", () => {
    const board = independentBoard(2, 1, 1.5, 0.8);
    const inhibition = board.inhibition.map((row, i) =>
      row.map((value, j) => (i === 2 && j === 3 ? null : value)),
    );
    const found = describeZip({ ...board, inhibition });
    expect(found?.fitted[2]?.[3]).toBeNull();
    expect(found?.delta[2]?.[3]).toBeNull();
    expect(found?.delta[2]?.[2]).toBeCloseTo(0, 7);
  });

  test("a drug of which fewer than two wells alone are left has no fit", () => {
    const board = independentBoard(2, 1, 1.5, 0.8);
    const inhibition = board.inhibition.map((row, i) =>
      row.map((value, j) => (i === 0 && j > 1 ? null : value)),
    );
    expect(describeZip({ ...board, inhibition })).toBeNull();
  });

  test("gives numbers or null for whatever wells, and the same bits again", () => {
    fc.assert(
      fc.property(checkerboards, (board) => {
        const found = describeZip(board);
        const entries = [found?.reference, found?.fitted, found?.delta].flat(2);
        expect(
          entries.every((one) => one === null || one === undefined || Number.isFinite(one)),
        ).toBe(true);
        expect(JSON.stringify(describeZip(board))).toBe(JSON.stringify(found));
      }),
      { numRuns: 10 },
    );
  });
});
