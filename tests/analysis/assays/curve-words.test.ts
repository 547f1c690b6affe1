import { describe, expect, test } from "vitest";
import { curveRemarks, intervalText, lc50Text } from "../../../src/analysis/assays/curve-words.ts";
import { type DescribedCurve, describeCurve } from "../../../src/analysis/assays/describe-curve.ts";
import { isFit } from "../../../src/analysis/dose-response/fit-curve.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";

const DOSES = [0, 0.25, 1, 4, 16, 64];

function curveOf(survival: (dose: number) => readonly number[], level = 50): DescribedCurve {
  return describeCurve(
    DOSES.map((dose) => ({ dose, survival: survival(dose) })),
    { ...DEFAULT_SETTINGS, lcLevel: level },
    { model: "4PL", profile: "absolute" },
  );
}

const halving = (half: number) =>
  curveOf((dose) => [100 / (1 + dose / half) + 0.5, 100 / (1 + dose / half) - 0.5]);

describe("what must be known of a curve", () => {
  test("nothing, where it crosses half survival among the doses", () => {
    expect(lc50Text(halving(2).lc50)).toBe("2");
    expect(curveRemarks(halving(2))).toEqual([]);
  });

  test("a crossing outside the tested doses is a bound, and is said to be", () => {
    const resistant = halving(200);
    expect(lc50Text(resistant.lc50)).toBe("> 64");
    expect(curveRemarks(resistant)).toEqual(["crosses half survival outside the tested doses"]);
    expect(lc50Text(halving(0.02).lc50)).toBe("< 0.25");
  });

  test("doses whose wells are all left out were not tested", () => {
    const masked = curveOf((dose) =>
      dose === 64 ? [] : [100 / (1 + dose / 30) + 0.5, 99.5 / (1 + dose / 30)],
    );
    expect(masked.lc50).toMatchObject({ relation: ">", value: 16 });
  });

  test("the level is the one of the settings", () => {
    const flat = curveOf(() => [95, 96, 94], 20);
    const { fit } = flat;
    expect(flat.levelPercent).toBe(20);
    if (!isFit(fit))
      return expect(curveRemarks(flat)).toEqual(["all wells are equal: there is no curve"]);
    expect(curveRemarks(flat).join("; ")).toMatch(/20 % survival|does not fall/);
  });

  test("why there is none", () => {
    const none = curveOf((dose) => (dose > 1 ? [] : [100]));
    expect(lc50Text(none.lc50)).toBe("–");
    expect(curveRemarks(none)).toEqual(["too few wells for a curve"]);
  });

  test("everything that speaks against its numbers", () => {
    const { fit, ...rest } = halving(2);
    if (!isFit(fit)) throw new Error("this curve can be fitted");
    const poor = {
      ...rest,
      fit: {
        ...fit,
        lackOfFit: { F: 9, df1: 3, df2: 7, p: 0.004 },
        versusFlat: { F: 1, df1: 3, df2: 7, p: 0.4 },
      },
      reportableWithConfidence: false,
      disagreesWithInterpolation: true,
    };
    expect(curveRemarks(poor)).toEqual([
      "no better than a flat line (P = 0.4)",
      "fitted and interpolated LC50 differ more than two-fold",
      "fewer than two tested doses on one side of half survival",
      "does not fit the means well (P = 0.004)",
    ]);
  });
});

test("intervals say which end the data leave open", () => {
  expect(intervalText({ lower: 1, upper: 2 })).toBe("1 to 2");
  expect(intervalText({ lower: null, upper: 2 })).toBe("≤ 2");
  expect(intervalText({ lower: 1, upper: null })).toBe("≥ 1");
  expect(intervalText({ lower: null, upper: null })).toBe("unbounded");
  expect(intervalText(null)).toBe("–");
});
