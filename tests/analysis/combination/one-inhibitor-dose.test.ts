import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeOneInhibitorDose } from "../../../src/analysis/combination/one-inhibitor-dose.ts";

const DOSES = [0, 1, 10, 100];

describe("one inhibitor dose over a prednisolone series", () => {
  test("gives the sums done by hand", () => {
    const found = describeOneInhibitorDose(DOSES, [100, 90, 80, 70], [80, 64, 40, 20]);
    // SA = 80 %; corrected inhibitor 64/80 = 80 %, 50 %, 25 %.
    expect(found.singleAgentSurvivalPercent).toBe(80);
    expect(found.correctedInhibitor).toEqual([100, 80, 50, 25]);
    expect(found.delta).toEqual([0, 10, 30, 45]);
    // 0.8 * 10, 0.8 * 30, 0.8 * 45
    expect(found.blissExcessPoints).toEqual([0, 8, 24, 36]);
    // min(80, 90) - 64, min(80, 80) - 40, min(80, 70) - 20
    expect(found.hsaExcessPoints).toEqual([0, 16, 40, 50]);
    expect(found.relativePercent[2]).toBe(37.5);
    // (10 + 30)/2 and (30 + 45)/2 over two decades
    expect(found.meanDelta).toBeCloseTo(28.75, 12);
  });

  test("a missing dose is missing everywhere, and the mean bridges it", () => {
    const found = describeOneInhibitorDose(DOSES, [100, 90, null, 70], [80, 64, 40, 20]);
    expect(found.delta).toEqual([0, 10, null, 45]);
    expect(found.hsaExcessPoints[2]).toBeNull();
    expect(found.meanDelta).toBeCloseTo(27.5, 12);
  });

  test("without a usable well at zero prednisolone nothing is made up", () => {
    for (const control of [null, 0, -3]) {
      const found = describeOneInhibitorDose(DOSES, [100, 90, 80, 70], [control, 64, 40, 20]);
      expect(found.correctedInhibitor).toEqual([null, null, null, null]);
      expect(found.blissExcessPoints).toEqual([null, null, null, null]);
      expect(found.meanDelta).toBeNull();
    }
    expect(
      describeOneInhibitorDose([1, 10], [90, 80], [64, 40]).singleAgentSurvivalPercent,
    ).toBeNull();
  });

  test("the Bliss excess is that of survivals against the vehicle control", () => {
    const survival = fc.array(fc.double({ min: 5, max: 110, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(survival, survival, (vehicle, inhibitor) => {
        const found = describeOneInhibitorDose(DOSES, vehicle, inhibitor);
        const control = vehicle[0] ?? Number.NaN;
        DOSES.forEach((_, index) => {
          const alone = (inhibitor[0] ?? 0) / control;
          const prednisolone = (vehicle[index] ?? 0) / control;
          const both = (inhibitor[index] ?? 0) / control;
          expect(found.blissExcessPoints[index]).toBeCloseTo(
            100 * (alone * prednisolone - both),
            9,
          );
        });
      }),
    );
  });
});
