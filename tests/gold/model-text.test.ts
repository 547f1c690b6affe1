import { describe, expect, test } from "vitest";
import { compareGold } from "../../src/qualify/reference/compare-gold.ts";
import { nistNonlinearKind } from "./kinds/nist-nonlinear.ts";
import { problemOfText, readModelText } from "./model-text.ts";

function evaluate(
  text: string,
  parameters: readonly number[],
  observation: Readonly<Record<string, number>>,
): { readonly residual: number; readonly derivatives: readonly number[] } {
  const problem = problemOfText(readModelText(text, parameters.length), [observation]);
  const residuals = new Float64Array(1);
  const jacobian = new Float64Array(parameters.length);
  problem.evaluate(Float64Array.from(parameters), residuals, jacobian);
  return { residual: residuals[0] ?? Number.NaN, derivatives: Array.from(jacobian) };
}

describe("a model as text", () => {
  test.each<[string, readonly number[], Readonly<Record<string, number>>, number]>([
    ["y = b1*x**b2", [2, 3], { x: 2, y: 1 }, 15],
    ["y = b1 - b2*x - arctan[b3/(x-b4)]/pi  +  e", [1, 2, 1, 1], { x: 2, y: 0 }, -3.25],
    ["log[y] = b1 - b2*x1 * exp[-b3*x2]  +  e", [1, 2, 0], { x1: 3, x2: 4, y: Math.E }, -6],
    ["y = b1 + b2*cos( 2*pi*x/12 )", [1, 2], { x: 6, y: 0 }, -1],
    ["b1 * exp(-(x-b2)^2)", [3, 1], { x: 1, y: 0 }, 3],
  ])("%s", (text, parameters, observation, residual) => {
    expect(evaluate(text, parameters, observation).residual).toBeCloseTo(residual, 12);
  });

  test("is differentiated by its parameters in their order", () => {
    // y = b1 x^b2: x^b2 = 8, b1 x^b2 ln x = 16 ln 2.
    const { derivatives } = evaluate("y = b1*x^b2", [2, 3], { x: 2, y: 0 });
    expect(derivatives[0]).toBeCloseTo(8, 12);
    expect(derivatives[1]).toBeCloseTo(16 * Math.log(2), 12);
  });

  test("has no number where its value is not real", () => {
    expect(evaluate("y = b1*log(x)", [1], { x: -1, y: 0 }).residual).toBeNaN();
    expect(evaluate("y = b1*(b2+x)^(-1/3)", [1, -5], { x: 1, y: 0 }).residual).toBeNaN();
  });
});

describe("several predictors", () => {
  // y = exp(0.5 - 0.25 x1 exp(-0.1 x2)) without noise, in the three ways a file may list x1 and x2.
  const rows = [
    [1, 2],
    [2, 5],
    [3, 1],
    [4, 8],
    [5, 3],
    [6, 9],
  ];
  const y = rows.map(([x1 = 0, x2 = 0]) => Math.exp(0.5 - 0.25 * x1 * Math.exp(-0.1 * x2)));
  const columns = [rows.map(([x1 = 0]) => x1), rows.map(([, x2 = 0]) => x2)];
  test.each([
    ["rows", { x: rows }],
    ["columns", { x: columns }],
    ["an object of lists", { x: { x1: columns[0], x2: columns[1] } }],
    ["lists of their own", { x1: columns[0], x2: columns[1] }],
  ])("as %s", (_, predictors) => {
    const file = {
      id: "nist-nonlinear",
      tolerance: { parameters: 1e-6, standardDeviations: 1e-5, residualSumOfSquares: 1e-8 },
      cases: [
        {
          name: "two predictors",
          model: "log(y) = b1 - b2*x1*exp(-b3*x2)",
          input: {
            ...predictors,
            y,
            starts: [
              [1, 1, 1],
              [0.4, 0.3, 0.05],
            ],
          },
          expected: { parameters: [0.5, 0.25, 0.1], degreesOfFreedom: 3, n: 6 },
        },
      ],
    };
    const outcome = compareGold(file, nistNonlinearKind);
    expect(outcome.deviations).toEqual([]);
    expect(outcome.passed).toBeGreaterThanOrEqual(5);
  });
});
