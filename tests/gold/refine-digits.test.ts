import { expect, test } from "vitest";
import { compareGold } from "../../src/qualify/reference/compare-gold.ts";
import { nistNonlinearKind } from "./kinds/nist-nonlinear.ts";

/** NIST StRD Lanczos1, public domain: residuals of 1e-13, of which doubles know the first digit. */
const lanczos1 = {
  name: "Lanczos1",
  model: "y = b1*exp(-b2*x) + b3*exp(-b4*x) + b5*exp(-b6*x)  +  e",
  input: {
    x: Array.from({ length: 24 }, (_, i) => Number((0.05 * i).toFixed(2))),
    y: [
      2.5134, 2.044333373291, 1.668404436564, 1.366418021208, 1.123232487372, 0.9268897180037,
      0.7679338563728, 0.6388775523106, 0.5337835317402, 0.4479363617347, 0.377584788435,
      0.3197393199326, 0.2720130773746, 0.2324965529032, 0.1996589546065, 0.1722704126914,
      0.1493405660168, 0.1300700206922, 0.1138119324644, 0.1000415587559, 0.0883320908454,
      0.0783354401935, 0.06976693743449, 0.06239312536719,
    ],
    starts: [
      [1.2, 0.3, 5.6, 5.5, 6.5, 7.6],
      [0.5, 0.7, 3.6, 4.2, 4, 6.3],
    ],
  },
  expected: {
    parameters: [
      9.5100000027e-2, 1.0000000001, 0.86070000013, 3.0000000002, 1.5575999998, 5.0000000001,
    ],
    standardDeviations: [
      5.3347304234e-11, 2.7473038179e-10, 1.3576062225e-10, 3.3308253069e-10, 1.8815731448e-10,
      1.1057500538e-10,
    ],
    residualSumOfSquares: 1.4307867721e-25,
    residualSd: 8.9156129349e-14,
    degreesOfFreedom: 18,
    n: 24,
  },
  scipyRefit: [{ converged: true }, { converged: true }],
};

test("data that follow their model to thirteen digits are met to the certified ones, from both starts", () => {
  const outcome = compareGold(
    {
      id: "nist-nonlinear",
      tolerance: { parameters: 1e-6, standardDeviations: 1e-5, residualSumOfSquares: 1e-8 },
      cases: [lanczos1],
    },
    nistNonlinearKind,
  );
  expect(outcome.deviations).toEqual([]);
  expect(outcome.passed).toBe(2 * 16);
});
