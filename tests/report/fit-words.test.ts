import { describe, expect, test } from "vitest";
import type { CurveFit, NoFit } from "../../src/analysis/dose-response/curve-fit.ts";
import { tellLc50 } from "../../src/analysis/dose-response/fitted-lc50.ts";
import { fitCells, fittedCurve } from "../../src/report/fit-words.ts";

const estimate = (value: number) => ({
  value,
  seLog: null,
  ciDelta: null,
  ciLogDelta: null,
  ciProfile: { lower: 0.5, upper: null },
});

const FIT: CurveFit = {
  model: "4PL",
  parameters: { b: 1, c: 20, d: 100, e: 4 },
  standardErrors: { b: 0.1, c: null, d: 1.5, e: 0.2 },
  rss: 1,
  residualSd: 1,
  df: 10,
  n: 14,
  rSquared: 0.9,
  aic: 1,
  atBound: ["c"],
  constrainedEqualsModel: null,
  relativeEd50: estimate(4),
  absoluteLc50: estimate(6.6666),
  absoluteReason: null,
  aucFitted: 50,
  lackOfFit: null,
  versusFlat: null,
};
const NONE: NoFit = { model: "4PL", reason: "TOO_FEW_DOSES" };
const TESTED = [0, 0.25, 1, 4, 16];
const cellsOf = (fit: CurveFit | NoFit) => fitCells({ fit, lc50: tellLc50(fit, TESTED) });

describe("a fitted curve", () => {
  test("is drawn by its parameters: at e it is halfway between the plateaus", () => {
    const curve = fittedCurve(FIT);
    expect(curve?.(4)).toBe(60);
    // 20 + 80 / (1 + 12/4) = 40
    expect(curve?.(12)).toBe(40);
    expect(fittedCurve(NONE)).toBeNull();
    expect(fittedCurve(null)).toBeNull();
  });

  test("has parameters with their errors, and an open end where there is one", () => {
    expect(cellsOf(FIT)).toEqual([
      "1 (0.1)",
      "20 at its bound",
      "100 (1.5)",
      "4 (0.2)",
      "6.67",
      "≥ 0.5",
    ]);
  });

  test.each([
    [20, "> 16"],
    [0.1, "< 0.25"],
    [16, "16"],
  ])("an LC50 of %d with doses from 0.25 to 16 is printed as %s", (lc50, shown) => {
    expect(cellsOf({ ...FIT, absoluteLc50: estimate(lc50) })[4]).toBe(shown);
  });

  test("that is missing is dashes; one that stays above the level has a bound", () => {
    expect(cellsOf(NONE)).toEqual(["–", "–", "–", "–", "–", "–"]);
    const flat = { ...FIT, absoluteLc50: null, absoluteReason: "ALWAYS_ABOVE" } as const;
    expect(cellsOf(flat).slice(4)).toEqual(["> 16", "–"]);
  });
});
