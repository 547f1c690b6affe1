import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type LeastSquaresProblem,
  solveLeastSquares,
} from "../../../src/analysis/least-squares/levenberg-marquardt.ts";

/** A problem from a model of one variable with its derivatives by the parameters. */
function problemOf(
  x: readonly number[],
  y: readonly number[],
  model: (parameters: Float64Array, x: number) => readonly [number, ...number[]],
): LeastSquaresProblem {
  return {
    observations: x.length,
    evaluate: (parameters, residuals, jacobian) => {
      x.forEach((xi, i) => {
        const [value, ...by] = model(parameters, xi);
        residuals[i] = value - (y[i] ?? 0);
        by.forEach((derivative, j) => {
          jacobian[i * parameters.length + j] = derivative;
        });
      });
    },
  };
}

const decay = (p: Float64Array, x: number): readonly [number, ...number[]] => {
  const [a = 0, k = 0] = p;
  return [a * Math.exp(-k * x), Math.exp(-k * x), -a * x * Math.exp(-k * x)];
};
const times = [0, 0.5, 1, 1.5, 2, 3, 4, 6];

function expectNear(found: number, expected: number, share: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(share * Math.abs(expected));
}

describe("certified problems of NIST", () => {
  /** MGH10: y = b1 exp(b2 / (x + b3)), a start eight orders of magnitude away. */
  test("MGH10 is solved from its far start, with standard deviations", () => {
    const y = [
      34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820,
      3307, 2872,
    ];
    const problem = problemOf(
      y.map((_, i) => 50 + 5 * i),
      y,
      (p, x) => {
        const [b1 = 0, b2 = 0, b3 = 0] = p;
        const growth = Math.exp(b2 / (x + b3));
        const slope = (b1 * growth) / (x + b3);
        return [b1 * growth, growth, slope, (-slope * b2) / (x + b3)];
      },
    );
    const fit = solveLeastSquares(problem, [2, 400_000, 25_000]);
    expect(fit.notConverged).toBeNull();
    expect(fit.df).toBe(13);
    [5.609636471e-3, 6181.3463463, 345.22363462].forEach((value, j) => {
      expectNear(fit.parameters[j] ?? 0, value, 1e-9);
    });
    [1.5687892471e-4, 23.309021107, 0.78486103508].forEach((value, j) => {
      expectNear(fit.standardErrors[j] ?? 0, value, 1e-9);
    });
    expectNear(fit.rss, 87.945855171, 1e-10);
  });

  /** BoxBOD: y = b1 (1 - exp(-b2 x)); from its first start the search runs onto a plateau. */
  test("BoxBOD is solved from near, and a plateau reached from afar is not called an optimum", () => {
    const problem = problemOf([1, 2, 3, 5, 7, 10], [109, 149, 149, 191, 213, 224], (p, x) => {
      const [b1 = 0, b2 = 0] = p;
      return [b1 * (1 - Math.exp(-b2 * x)), 1 - Math.exp(-b2 * x), b1 * x * Math.exp(-b2 * x)];
    });
    const near = solveLeastSquares(problem, [100, 0.75]);
    expect(near.notConverged).toBeNull();
    expectNear(near.parameters[1] ?? 0, 0.54723748542, 1e-9);
    const far = solveLeastSquares(problem, [1, 1]);
    const isOptimum = Math.abs((far.parameters[1] ?? 0) - 0.54723748542) < 1e-6;
    expect(far.notConverged === null).toBe(isOptimum);
  });
});

describe("any problem", () => {
  test("a straight line comes out as by hand", () => {
    // x 0 1 2, y 1 3 4: slope (4 - 1)/2 = 1.5, intercept 8/3 - 1.5; residuals -1/6, 1/3, -1/6; rss 1/6.
    const fit = solveLeastSquares(
      problemOf([0, 1, 2], [1, 3, 4], (p, x) => [(p[0] ?? 0) + (p[1] ?? 0) * x, 1, x]),
      [50, -70],
    );
    expectNear(fit.parameters[0] ?? 0, 8 / 3 - 1.5, 1e-12);
    expectNear(fit.parameters[1] ?? 0, 1.5, 1e-12);
    expectNear(fit.rss, 1 / 6, 1e-12);
    // s^2 = 1/6 on one df, Sxx = 2: the variance of the slope is 1/12.
    expectNear(fit.standardErrors[1] ?? 0, Math.sqrt(1 / 12), 1e-10);
  });

  test("the truth behind data without noise is found from afar", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        (a, k) => {
          const y = times.map((x) => a * Math.exp(-k * x));
          const fit = solveLeastSquares(problemOf(times, y, decay), [1, 1]);
          expect(fit.notConverged).toBeNull();
          expectNear(fit.parameters[0] ?? 0, a, 1e-9);
          expectNear(fit.parameters[1] ?? 0, k, 1e-9);
        },
      ),
    );
  });

  test("bounds are kept, and the gradient presses outward where one is reached", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 15, noNaN: true }), { minLength: 8, maxLength: 8 }),
        fc.double({ min: 0.3, max: 2, noNaN: true }),
        (y, most) => {
          const problem = problemOf(times, y, decay);
          const options = { lower: [0, 0.1], upper: [10, most] };
          const fit = solveLeastSquares(problem, [5, 1], options);
          const [a = 0, k = 0] = fit.parameters;
          expect(a).toBeGreaterThanOrEqual(0);
          expect(a).toBeLessThanOrEqual(10);
          expect(k).toBeGreaterThanOrEqual(0.1);
          expect(k).toBeLessThanOrEqual(most);
          fit.standardErrors.forEach((se, j) => {
            if (fit.atBound[j]) expect(se).toBeNull();
          });
          if (fit.notConverged !== null) return;
          for (const [da, dk] of [
            [1e-3, 0],
            [-1e-3, 0],
            [0, 1e-3],
            [0, -1e-3],
          ] as const) {
            const near = Float64Array.of(
              Math.min(Math.max(a + da, 0), 10),
              Math.min(Math.max(k + dk, 0.1), most),
            );
            expect(rssAt(problem, near)).toBeGreaterThanOrEqual(fit.rss * (1 - 1e-9));
          }
        },
      ),
    );
  });

  test("a start where the model has no value is said to be one", () => {
    const problem = problemOf([1, 2], [1, 2], (p, x) => [Math.log(p[0] ?? 0) * x, x / (p[0] ?? 0)]);
    expect(solveLeastSquares(problem, [-1]).notConverged).toBe("NOT_FINITE_AT_START");
  });

  test("two parameters that do the same have no optimum of their own", () => {
    const problem = problemOf([1, 2, 3], [1, 2, 4], (p, x) => [
      ((p[0] ?? 0) + (p[1] ?? 0)) * x,
      x,
      x,
    ]);
    const fit = solveLeastSquares(problem, [1, 1]);
    expect(fit.notConverged).toBe("SINGULAR");
    expect(fit.standardErrors).toEqual([null, null]);
  });

  test("as many parameters as observations leave no standard errors", () => {
    const line = problemOf([0, 1], [1, 3], (p, x) => [(p[0] ?? 0) + (p[1] ?? 0) * x, 1, x]);
    const fit = solveLeastSquares(line, [0, 0]);
    expect(fit.df).toBe(0);
    expect(fit.standardErrors).toEqual([null, null]);
  });

  test("the same problem gives the same bits", () => {
    const problem = problemOf(times, [9.8, 6.1, 4.2, 2.1, 1.6, 0.4, 0.3, 0.1], decay);
    expect(solveLeastSquares(problem, [1, 1])).toEqual(solveLeastSquares(problem, [1, 1]));
  });
});

function rssAt(problem: LeastSquaresProblem, parameters: Float64Array): number {
  const residuals = new Float64Array(problem.observations);
  problem.evaluate(parameters, residuals, new Float64Array(problem.observations * 2));
  return residuals.reduce((sum, r) => sum + r * r, 0);
}
