import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wellResiduals } from "../../../src/analysis/plate-quality/well-residuals.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { robustSdOfDuplicates } from "../../../src/analysis/statistics/duplicate-scatter.ts";
import { buildPlate, COMPLETE_ARM, indexOf, RESISTANT_VEHICLE } from "../plate-builder.ts";

const plate = () => buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
const residualsOf = (one: ReturnType<typeof plate>) => wellResiduals(one, DEFAULT_SETTINGS);

describe("how far a well lies from its replicates", () => {
  it("is the difference of the two for duplicates, and what is held against them ignores the treatment", () => {
    const { residualAu, groups } = residualsOf(plate());
    // 99 and 101 % of 0.6 AU.
    expect(residualAu[indexOf("A2")]).toBeCloseTo(-0.012, 12);
    expect(residualAu[indexOf("A3")]).toBeCloseTo(0.012, 12);
    expect(groups.find((group) => group.wells.includes("A2"))).toEqual({
      wells: ["A2", "A3"],
      counting: ["A2", "A3"],
    });
  });

  it("leaves a well out of the mean that it is held against", () => {
    const bubble = plate();
    bubble.measurement[indexOf("C1")] = (bubble.measurement[indexOf("C1")] ?? 0) + 0.009;
    const { residualAu } = residualsOf(bubble);
    // The other seven blanks: three at 0.048 and four at 0.052.
    expect(residualAu[indexOf("C1")]).toBeCloseTo(0.057 - (3 * 0.048 + 4 * 0.052) / 7, 12);
  });

  it("holds a masked well against those that count, and them not against it", () => {
    const masked = { ...plate(), reviewMasks: [{ well: "A3" as const, reason: "bubble" }] };
    const { residualAu, robustZ, groups } = residualsOf(masked);
    expect(residualAu[indexOf("A3")]).toBeCloseTo(0.012, 12);
    expect([residualAu[indexOf("A2")], robustZ[indexOf("A2")]]).toEqual([null, null]);
    expect(groups.find((group) => group.wells.includes("A3"))?.counting).toEqual(["A2"]);
  });

  it("is nothing for a well without a number and for an unused one", () => {
    const over = plate();
    over.measurement[indexOf("A3")] = null;
    const { residualAu } = residualsOf(over);
    expect(residualAu[indexOf("A3")]).toBeNull();
    expect(residualAu[indexOf("A8")]).toBeNull();
  });

  it("is measured by the robust SD of a difference, that of the duplicates where there are only such", () => {
    const only = buildPlate({ arms: [RESISTANT_VEHICLE], blankNetAu: [], untreatedAu: [] });
    const differences = RESISTANT_VEHICLE.survival.map(([a = 0, b = 0]) => (0.6 * (a - b)) / 100);
    const { robustSdAu, robustZ } = residualsOf(only);
    expect(robustSdAu).toBeCloseTo(robustSdOfDuplicates(differences) ?? Number.NaN, 12);
    expect(robustZ[indexOf("A3")]).toBeCloseTo(0.012 / Math.SQRT2 / (robustSdAu ?? 0), 12);
  });

  it("gives the same z whatever is added to all wells and whatever they are multiplied with", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.05, max: 0.5, noNaN: true }),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        (shift, factor) => {
          const before = residualsOf(plate());
          const moved = plate();
          moved.measurement = moved.measurement.map((au) =>
            au === null ? null : 0.05 + (au - 0.05) * factor + shift,
          );
          const after = residualsOf(moved);
          after.robustZ.forEach((z, index) => {
            const wanted = before.robustZ[index];
            if (z === null || wanted === null || wanted === undefined) expect(z).toBe(wanted);
            else expect(z).toBeCloseTo(wanted, 6);
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});
