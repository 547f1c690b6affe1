import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testInteraction } from "../../../src/analysis/statistics/interaction-test.ts";
import { matchedAnova } from "../../../src/analysis/statistics/matched-anova.ts";
import { mixedInteraction } from "../../../src/analysis/statistics/mixed-interaction.ts";
import { splitPlotAnova } from "../../../src/analysis/statistics/split-plot-anova.ts";
import { twoWayAnova } from "../../../src/analysis/statistics/two-way-anova.ts";
import { relativeError } from "../test-data.ts";

interface Value {
  readonly arm: number;
  readonly series: number;
  readonly replicate: number;
  readonly dose: number;
  readonly value: number;
}

const noise = fc.integer({ min: -600, max: 600 }).map((each) => each / 100);

/** Complete series: survival falls with the dose, series differ by a level of their own, every well scatters. */
function complete(levelSize: number): fc.Arbitrary<Value[]> {
  return fc
    .record({
      arms: fc.integer({ min: 2, max: 3 }),
      replicates: fc.integer({ min: 2, max: 4 }),
      doses: fc.integer({ min: 2, max: 6 }),
      scatter: fc.array(noise, { minLength: 90, maxLength: 90 }),
    })
    .map(({ arms, replicates, doses, scatter }) =>
      Array.from({ length: arms * replicates * doses }, (_, i) => {
        const dose = i % doses;
        const series = Math.floor(i / doses);
        const arm = Math.floor(series / replicates);
        const level = levelSize * (scatter[80 + series] ?? 0);
        const value = 100 - 6 * dose * (1 + arm) + level + (scatter[i] ?? 0);
        return { arm, series, replicate: series % replicates, dose, value };
      }),
    )
    .filter((values) => testInteraction(values) !== null);
}

function table<Table extends object>(found: Table | { readonly reason: string }): Table {
  if ("reason" in found) throw new Error(String(found.reason));
  return found;
}

/** The same data written down otherwise: other order, names, unit and zero. */
function rewritten(values: readonly Value[]): Value[] {
  return values.toReversed().map((each) => ({
    arm: 10 - each.arm,
    series: each.series * 3 + 5,
    replicate: 9 - each.replicate,
    dose: each.dose + 40,
    value: (each.value - 50) / 100,
  }));
}

describe("split plot", () => {
  test("its interaction is the decision test where no well is missing", () => {
    fc.assert(
      fc.property(complete(1), (values) => {
        const found = table(splitPlotAnova(values));
        const decision = testInteraction(values);
        expect(relativeError(found.interaction.F, decision?.F ?? 0)).toBeLessThan(1e-9);
        expect(relativeError(found.residual.ss, decision?.ssError ?? 0)).toBeLessThan(1e-9);
        expect([found.interaction.df, found.residual.df]).toEqual([decision?.df1, decision?.df2]);
      }),
    );
  });

  test("its squares add up to the total, and epsilon lies between 1 / (doses - 1) and 1", () => {
    fc.assert(
      fc.property(complete(3), (values) => {
        const found = table(splitPlotAnova(values));
        const centre = values.reduce((sum, each) => sum + each.value, 0) / values.length;
        const total = values.reduce((sum, each) => sum + (each.value - centre) ** 2, 0);
        const { arm, seriesWithinArm, dose, interaction, residual } = found;
        const parts = [arm, seriesWithinArm, dose, interaction, residual];
        expect(parts.reduce((sum, part) => sum + part.ss, 0)).toBeCloseTo(total, 5);
        expect(parts.reduce((sum, part) => sum + part.df, 0)).toBe(values.length - 1);
        const epsilon = found.greenhouseGeisser?.epsilon ?? Number.NaN;
        expect(epsilon).toBeGreaterThanOrEqual(1 / dose.df - 1e-12);
        expect(epsilon).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("order, names, unit and zero do not matter", () => {
    fc.assert(
      fc.property(complete(1), (values) => {
        const found = table(splitPlotAnova(values));
        const other = table(splitPlotAnova(rewritten(values)));
        expect(relativeError(other.arm.F, found.arm.F ?? 0)).toBeLessThan(1e-7);
        expect(relativeError(other.dose.p, found.dose.p ?? 0)).toBeLessThan(1e-7);
        const [own, again] = [found.greenhouseGeisser, other.greenhouseGeisser];
        expect(again?.epsilon).toBeCloseTo(own?.epsilon ?? Number.NaN, 9);
        expect(relativeError(again?.pInteraction, own?.pInteraction ?? 0)).toBeLessThan(1e-7);
      }),
    );
  });

  test("needs whole series, and two in an arm", () => {
    const [values = []] = fc.sample(complete(1), { numRuns: 1, seed: 3 });
    expect(splitPlotAnova(values.slice(1))).toEqual({
      reason: "a series lacks a dose or has one twice",
    });
    const first = values.slice(0, 1);
    expect(splitPlotAnova([...values, ...first])).toHaveProperty("reason");
    expect(splitPlotAnova(values.filter((each) => each.arm === 0))).toHaveProperty("reason");
    expect(splitPlotAnova(values.filter((each) => each.replicate === 0))).toEqual({
      reason: "no arm has two series",
    });
    expect(splitPlotAnova([])).toHaveProperty("reason");
  });

  test("series that differ by their level alone leave nothing to test the dose against", () => {
    const flat = [0, 1, 2, 3].flatMap((series) =>
      [0, 1, 2].map((dose) => ({
        arm: series >> 1,
        series,
        replicate: 0,
        dose,
        value: 8 * series + dose,
      })),
    );
    const found = table(splitPlotAnova(flat));
    expect(found.interaction).toMatchObject({ F: null, p: null });
    expect(found.greenhouseGeisser).toBeNull();
    expect(found.arm.F).toEqual(expect.any(Number));
  });
});

describe("both factors matched", () => {
  test("takes from the error of the split plot what replicates share, and df with it", () => {
    fc.assert(
      fc.property(complete(2), (values) => {
        const found = table(matchedAnova(values));
        const other = table(matchedAnova(rewritten(values)));
        expect(relativeError(other.interaction.F, found.interaction.F ?? 0)).toBeLessThan(1e-7);
        const [arms, doses, replicates] = ["arm", "dose", "replicate"].map(
          (key) => new Set(values.map((each) => each[key as keyof Value])).size - 1,
        );
        expect(found.interaction.df).toBe((arms ?? 0) * (doses ?? 0));
        expect(found.residual.df).toBe((arms ?? 0) * (doses ?? 0) * (replicates ?? 0));
        // What the replicates explain is taken out of the error, so it cannot be larger.
        expect(found.residual.ss).toBeLessThanOrEqual(
          table(splitPlotAnova(values)).residual.ss * (1 + 1e-9),
        );
      }),
    );
  });

  test("needs every replicate in every arm at every dose", () => {
    const [values = []] = fc.sample(complete(1), { numRuns: 1, seed: 4 });
    expect(matchedAnova(values.slice(1))).toHaveProperty("reason");
    expect(matchedAnova(values.filter((each) => each.replicate === 0))).toEqual({
      reason: "there is one replicate only",
    });
  });
});

describe("mixed model", () => {
  test("of whole series it is the split plot where series vary, and the ordinary table where they do not", () => {
    let [singular, varying] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(complete(0), complete(2)), (values) => {
        const found = table(mixedInteraction(values));
        const split = table(splitPlotAnova(values));
        const ordinary = twoWayAnova(values);
        const [series, residual] = [split.seriesWithinArm.ms ?? 0, split.residual.ms ?? 0];
        const doses = split.dose.df + 1;
        if (found.singular) {
          singular += 1;
          expect(series).toBeLessThan(residual * (1 + 1e-6));
          expect(found.varianceSeries).toBeLessThan(1e-6 * residual + 1e-12);
          expect(relativeError(found.F, ordinary?.typeI.interaction.F ?? 0)).toBeLessThan(1e-6);
          expect(relativeError(found.df2, ordinary?.residual.df ?? 0)).toBeLessThan(1e-6);
        } else {
          varying += 1;
          expect(relativeError(found.varianceSeries, (series - residual) / doses)).toBeLessThan(
            1e-4,
          );
          expect(relativeError(found.F, split.interaction.F ?? 0)).toBeLessThan(1e-6);
          expect(relativeError(found.df2, split.residual.df)).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 40 },
    );
    expect(Math.min(singular, varying)).toBeGreaterThan(0);
  });

  test("with missing wells, order, unit and zero do not matter", () => {
    fc.assert(
      fc.property(complete(2), fc.integer({ min: 6, max: 15 }), (values, every) => {
        const left = values.filter((_, i) => i % every !== 1);
        const found = mixedInteraction(left);
        if ("reason" in found) return;
        // At the edge between some series variance and none, the last digit decides.
        fc.pre(found.varianceSeries > 0.1 * found.varianceResidual && found.df2 > 3);
        const moved = left.toReversed().map((each) => ({ ...each, value: each.value / 7 - 3 }));
        const again = table(mixedInteraction(moved));
        expect(relativeError(again.F, found.F)).toBeLessThan(1e-6);
        expect(relativeError(again.df2, found.df2)).toBeLessThan(1e-4);
        expect(relativeError(49 * again.varianceSeries, found.varianceSeries)).toBeLessThan(1e-6);
        expect(found.p).toBeGreaterThanOrEqual(0);
        expect(found.p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 25 },
    );
  });

  test("says why there is none", () => {
    const one = (arm: number, dose: number, value: number) => ({ arm, series: arm, dose, value });
    expect(mixedInteraction([])).toEqual({ reason: "there are no values" });
    expect(mixedInteraction([one(0, 0, 1), one(0, 1, 2)])).toEqual({
      reason: "there is no interaction to estimate",
    });
    const cells = [one(0, 0, 1), one(0, 1, 2), one(1, 0, 3), one(1, 1, 7)];
    expect(mixedInteraction(cells)).toEqual({ reason: "there are no more values than means" });
    expect(mixedInteraction([...cells, ...cells])).toEqual({
      reason: "the likelihood has no highest point",
    });
  });
});
