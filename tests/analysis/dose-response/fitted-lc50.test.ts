import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CurveFit, DoseEstimate } from "../../../src/analysis/dose-response/curve-fit.ts";
import { fitCurve, isFit } from "../../../src/analysis/dose-response/fit-curve.ts";
import { tellLc50, whyNoInterval } from "../../../src/analysis/dose-response/fitted-lc50.ts";

const TESTED = [0, 0.25, 1, 4, 16];

function estimate(value: number, more: Partial<DoseEstimate> = {}): DoseEstimate {
  return { value, seLog: null, ciDelta: null, ciLogDelta: null, ciProfile: null, ...more };
}

function fitWith(more: Partial<CurveFit>): CurveFit {
  const fit = fitCurve({
    doses: TESTED.flatMap((dose) => [dose, dose]),
    survival: TESTED.flatMap((dose) => [100 / (1 + dose / 2) + 1, 100 / (1 + dose / 2) - 1]),
  });
  if (!isFit(fit)) throw new Error("this curve can be fitted");
  return { ...fit, ...more };
}

const told = (value: number, more: Partial<DoseEstimate> = {}) =>
  tellLc50(fitWith({ absoluteLc50: estimate(value, more) }), TESTED);

describe("the LC50 of a fitted curve", () => {
  test.each([
    [2, "=", 2],
    [0.25, "=", 0.25],
    [16, "=", 16],
    [16.1, ">", 16],
    [2780, ">", 16],
    [0.2, "<", 0.25],
  ])("%d with doses from 0.25 to 16 is told as %s %d", (value, relation, shown) => {
    expect(told(value)).toMatchObject({ relation, value: shown });
  });

  test("a curve that never crosses the level says on which side of every dose it does not", () => {
    const without = (absoluteReason: CurveFit["absoluteReason"]) =>
      tellLc50(fitWith({ absoluteLc50: null, absoluteReason }), TESTED);
    expect(without("ALWAYS_ABOVE")).toMatchObject({ relation: ">", value: 16, ciProfile: null });
    expect(without("ALWAYS_BELOW")).toMatchObject({ relation: "<", value: 0.25 });
    expect(without("NOT_FALLING")).toBeNull();
  });

  test("there is none without a fit, and none without a dose", () => {
    expect(tellLc50({ model: "4PL", reason: "TOO_FEW_DOSES" }, TESTED)).toBeNull();
    expect(tellLc50(fitWith({}), [0])).toBeNull();
  });

  test.each([
    [
      { lower: 1, upper: 4 },
      { lower: 1, upper: 4 },
    ],
    [
      { lower: 0.1, upper: 4 },
      { lower: null, upper: 4 },
    ],
    [
      { lower: 1, upper: 40 },
      { lower: 1, upper: null },
    ],
    [
      { lower: 1310, upper: 7450 },
      { lower: 16, upper: null },
    ],
    [
      { lower: 0.01, upper: 0.1 },
      { lower: null, upper: 0.25 },
    ],
    [
      { lower: null, upper: null },
      { lower: null, upper: null },
    ],
  ])("an interval %j is told as %j: nothing outside the doses was measured", (from, to) => {
    expect(told(2, { ciProfile: from, ciLogDelta: from })).toMatchObject({
      ciProfile: to,
      ciLogDelta: to,
    });
  });

  test("value and ends are never outside the tested doses, whatever the curve says", () => {
    const dose = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(dose, fc.option(dose), fc.option(dose), (value, lower, upper) => {
        const lc50 = told(value, { ciProfile: { lower, upper } });
        const ends = [lc50?.value, lc50?.ciProfile?.lower, lc50?.ciProfile?.upper];
        for (const end of ends) {
          if (typeof end !== "number") continue;
          expect(end).toBeGreaterThanOrEqual(0.25);
          expect(end).toBeLessThanOrEqual(16);
        }
      }),
    );
  });
});

describe("without an interval there is a reason", () => {
  const exact = fitCurve(
    { doses: [0, 1, 4, 16], survival: [101, 80, 40, 31] },
    { profile: "absolute" },
  );

  test.each([
    ["NO_LC50", fitWith({ absoluteLc50: null, absoluteReason: "ALWAYS_ABOVE" })],
    ["NO_DF", fitWith({ df: 0, absoluteLc50: estimate(2) })],
    ["NO_SCATTER", fitWith({ rss: 0, absoluteLc50: estimate(2) })],
    ["NO_STANDARD_ERROR", fitWith({ absoluteLc50: estimate(2) })],
    ["NO_FIT", { model: "4PL", reason: "TOO_FEW_DOSES" } as const],
  ])("%s", (reason, fit) => {
    expect(whyNoInterval(fit, "log-delta")).toBe(reason);
  });

  test("a curve through as many wells as it has parameters has no degrees of freedom", () => {
    expect(whyNoInterval(exact, "profile")).toBe("NO_DF");
  });

  test("an interval that is there has none", () => {
    const fit = fitWith({});
    expect(fit.absoluteLc50?.ciProfile).not.toBeNull();
    expect(whyNoInterval(fit, "profile")).toBeNull();
    expect(whyNoInterval(fit, "log-delta")).toBeNull();
  });
});
