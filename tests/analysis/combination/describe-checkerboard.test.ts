import { describe, expect, test } from "vitest";
import { describeCheckerboard } from "../../../src/analysis/combination/describe-checkerboard.ts";
import type { HillCurve } from "../../../src/analysis/combination/hill-curve.ts";

const CURVE: HillCurve = { E0: 0, Emax: 1, C: 2, h: 1 };

function boardOf(dose2: readonly number[]) {
  const dose1 = [0, 1, 4, 16];
  return {
    dose1,
    dose2,
    inhibition: dose1.map((a) => dose2.map((b) => (a + b) / (2 + a + b))),
  };
}

describe("which models a checkerboard bears", () => {
  test("all four with three inhibitor doses and both curves", () => {
    const found = describeCheckerboard(boardOf([0, 0.5, 2, 8]), CURVE, CURVE);
    // Every effect is that of the doses added up.
    expect(found.loewe?.meanExcess).toBeCloseTo(0, 12);
    expect(found.zip?.meanDelta).not.toBeNull();
    expect(found.blissHsa.meanHsaExcess).toBeGreaterThan(0);
  });

  test("no ZIP below three inhibitor doses", () => {
    const found = describeCheckerboard(boardOf([0, 0.5, 2]), CURVE, CURVE);
    expect(found.zip).toBeNull();
    expect(found.loewe).not.toBeNull();
  });

  test("no Loewe additivity without both curves", () => {
    const board = boardOf([0, 0.5, 2, 8]);
    expect(describeCheckerboard(board, CURVE, null).loewe).toBeNull();
    expect(describeCheckerboard(board, null, CURVE).loewe).toBeNull();
  });

  test("no ZIP where the wells of one drug alone are missing", () => {
    const board = boardOf([0, 0.5, 2, 8]);
    const inhibition = board.inhibition.map((row) => [null, ...row.slice(1)]);
    const found = describeCheckerboard({ ...board, inhibition }, CURVE, CURVE);
    expect(found.zip).toBeNull();
    expect(found.blissHsa.meanBlissExcess).toBeNull();
  });
});
