/** Numbers from R, SciPy and NIST against the statistics of the decision path; tolerances are those of the files. */
import { describe, expect, test } from "vitest";
import { ssmdOf, zPrimeOf } from "../../src/analysis/control-statistics.ts";
import { classifyLc50, interpolateLc50 } from "../../src/analysis/lc50.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { antitonicRegression } from "../../src/analysis/statistics/antitonic.ts";
import { benjaminiHochberg } from "../../src/analysis/statistics/benjamini-hochberg.ts";
import {
  reduceByColumns,
  residualSquares,
  solveCoefficients,
  sumSquares,
} from "../../src/analysis/statistics/householder.ts";
import { testInteraction } from "../../src/analysis/statistics/interaction-test.ts";
import { median } from "../../src/analysis/statistics/median.ts";
import { modifiedZ } from "../../src/analysis/statistics/modified-z.ts";
import { mean, standardDeviation } from "../../src/analysis/statistics/moments.ts";
import { studentTest, type TTest, welchTest } from "../../src/analysis/statistics/t-test.ts";
import { quantileT, twoSidedT, upperF } from "../../src/analysis/statistics/tails.ts";
import { readData, readGold, relativeError } from "../analysis/test-data.ts";

type Columns = Readonly<Record<string, readonly number[]>>;

function at(values: readonly number[] | undefined, index: number): number {
  const value = values?.[index];
  if (value === undefined) throw new Error("the file is shorter than it says");
  return value;
}

function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("a number is missing");
  return value;
}

describe("distributions", () => {
  const { cases } = readData("gold/distributions.json") as { cases: Record<string, Columns> };
  const check = (
    name: string,
    result: string,
    compute: (column: (key: string) => number) => number | null,
  ) => {
    test(`${name} within 1e-10`, () => {
      const columns = cases[name] ?? {};
      const expected = columns[result] ?? [];
      expect(expected.length).toBeGreaterThan(20);
      expected.forEach((value, index) => {
        const computed = compute((key) => at(columns[key], index));
        expect(relativeError(computed, value), `entry ${index}`).toBeLessThan(1e-10);
      });
    });
  };
  check("t_two_sided_p", "p", (column) => twoSidedT(column("t"), column("df")));
  check("t_quantile", "t", (column) => quantileT(column("p"), column("df")));
  check("f_upper_p", "p", (column) => upperF(column("F"), column("df1"), column("df2")));
});

describe("t tests", () => {
  interface Expected {
    readonly student: TTest | "undefined";
    readonly welch?: TTest | "undefined";
  }
  const cases = readGold<{ a: number[]; b: number[] }, Expected>("ttest");
  test.each(cases)("$name", ({ name, input, expected }) => {
    const tolerance = name === "large_offset" ? 1e-6 : 1e-9;
    const agree = (found: TTest | null, wanted: TTest | "undefined" | undefined) => {
      if (wanted === undefined) return;
      if (wanted === "undefined") {
        expect(found).toBeNull();
        return;
      }
      expect(relativeError(found?.t, wanted.t)).toBeLessThan(tolerance);
      expect(relativeError(found?.df, wanted.df)).toBeLessThan(tolerance);
      expect(relativeError(found?.p, wanted.p)).toBeLessThan(tolerance);
    };
    agree(studentTest(input.a, input.b), expected.student);
    agree(welchTest(input.a, input.b), expected.welch);
  });
});

describe("Benjamini-Hochberg", () => {
  const cases = readGold<{ p: (number | null)[] }, { BH: (number | null)[] }>("multiple-testing");
  test.each(cases)("$name", ({ input, expected }) => {
    const adjusted = benjaminiHochberg(input.p);
    expected.BH.forEach((wanted, index) => {
      const found = adjusted[index] ?? null;
      if (wanted === null) expect(found).toBeNull();
      else expect(Math.abs(required(found) - wanted)).toBeLessThanOrEqual(1e-14);
    });
  });
});

describe("interaction of the repeated-measures ANOVA, with and without missing wells", () => {
  interface Input {
    readonly arm: number[];
    readonly series: number[];
    readonly doseIndex: number[];
    readonly y: (number | null)[];
  }
  type Block = Record<"F" | "df1" | "df2" | "p" | "ssInteraction" | "ssError" | "msError", number>;
  const cases = readGold<Input, { intraBlock: Block }>("anova-rm");
  test.each(cases)("$name", ({ input, expected }) => {
    const values = input.y.flatMap((value, index) =>
      value === null
        ? []
        : [
            {
              arm: at(input.arm, index),
              series: at(input.series, index),
              dose: at(input.doseIndex, index),
              value,
            },
          ],
    );
    const found = required(testInteraction(values));
    for (const key of Object.keys(expected.intraBlock) as (keyof Block)[]) {
      expect(relativeError(found[key], expected.intraBlock[key]), key).toBeLessThan(1e-8);
    }
  });
});

describe("one-way analysis of variance by Householder reflections, NIST", () => {
  interface Expected {
    readonly F: number;
    readonly dfBetween: number;
    readonly dfWithin: number;
    readonly p: number;
  }
  const tolerance: Record<string, number> = { L: 1e-9, A: 1e-7, H: 1e-2 };
  const cases = readGold<{ group: number[]; y: number[] }, Expected>(
    "nist-anova",
  ) as readonly (ReturnType<typeof readGold<{ group: number[]; y: number[] }, Expected>>[number] & {
    difficulty: string;
  })[];
  test.each(cases)("$name ($difficulty)", ({ difficulty, input, expected }) => {
    const { group, y } = input;
    const groups = [...new Set(group)];
    const columns = groups.map((id) =>
      group.map((each) => (id === groups[0] || each === id ? 1 : 0)),
    );
    const reduction = reduceByColumns(
      columns,
      y.map((value) => value - at(y, 0)),
    );
    const between = sumSquares(reduction.projected, 1, groups.length) / expected.dfBetween;
    const within = residualSquares(reduction) / expected.dfWithin;
    const limit = tolerance[difficulty.charAt(0)] ?? 0;
    expect(relativeError(between / within, expected.F)).toBeLessThan(limit);
    // P of a certified F, so that the limit of F is not multiplied.
    const p = upperF(expected.F, expected.dfBetween, expected.dfWithin);
    expect(relativeError(p, expected.p)).toBeLessThan(1e-9);
  });
});

describe("modified z", () => {
  interface Expected {
    readonly modifiedZ?: number[];
    readonly modifiedZUsesMeanAd?: boolean;
    readonly flagged35?: number[];
  }
  const cases = readGold<{ x?: number[] }, Expected>("outliers").filter((each) => each.input.x);
  test.each(cases)("$name", ({ input, expected }) => {
    const found = required(modifiedZ(input.x ?? []));
    expect(found.mad === 0).toBe(expected.modifiedZUsesMeanAd);
    found.scores.forEach((score, index) => {
      expect(Math.abs(score - at(expected.modifiedZ, index))).toBeLessThanOrEqual(
        Math.max(1e-12, 1e-8 * Math.abs(score)),
      );
    });
    const flagged = found.scores.flatMap((score, index) => (Math.abs(score) > 3.5 ? [index] : []));
    expect(flagged).toEqual(expected.flagged35);
  });

  test("the robust SD of duplicates is 1.4826 median |d| / sqrt 2", () => {
    const pairs = readGold<{ a: number[]; b: number[] }, { robustSd: number }>("outliers").find(
      (each) => each.name === "duplicate_pairs",
    );
    const { a, b } = required(pairs).input;
    const spread = required(median(a.map((value, index) => Math.abs(value - at(b, index)))));
    expect(
      relativeError((1.4826 * spread) / Math.SQRT2, required(pairs).expected.robustSd),
    ).toBeLessThan(1e-12);
  });
});

describe("LC50 by interpolation", () => {
  interface Input {
    readonly dose: number[];
    readonly survival: number[];
    readonly n: number[];
    readonly level: number;
  }
  interface Expected {
    readonly relation: string;
    readonly value: number;
    readonly smoothed: number[];
    readonly multipleCrossings: boolean;
    readonly class: string;
  }
  test.each(readGold<Input, Expected>("lc50-interpolation"))("$name", ({ input, expected }) => {
    const doses = input.dose.map((doseUgPerMl, index) => ({
      doseUgPerMl,
      survivalPercent: at(input.survival, index),
      n: at(input.n, index),
    }));
    const found = required(interpolateLc50(doses, input.level));
    expect(found.relation).toBe(expected.relation);
    expect(relativeError(found.value, expected.value)).toBeLessThan(1e-12);
    expect(found.multipleCrossings).toBe(expected.multipleCrossings);
    expect(classifyLc50(found, DEFAULT_SETTINGS)).toBe(expected.class);
    antitonicRegression(input.survival, input.n).forEach((value, index) => {
      expect(relativeError(value, at(expected.smoothed, index))).toBeLessThan(1e-12);
    });
  });
});

describe("plate quality", () => {
  type Numbers = Readonly<Record<string, number>>;
  interface Input {
    readonly control: number[];
    readonly blank: number[];
    readonly matrix: (number | null)[][];
  }
  const cases = readGold<Input, Numbers>("plate-qc");

  test.each(cases.filter((each) => each.input.control))("$name", ({ input, expected }) => {
    const { control, blank } = input;
    const agree = (found: number | null, key: string) =>
      expect(relativeError(found, required(expected[key])), key).toBeLessThan(1e-9);
    agree(zPrimeOf(control, blank), "zPrime");
    agree(ssmdOf(control, blank), "ssmd");
    agree(mean(control), "meanControl");
    agree(standardDeviation(control), "sdControl");
    agree(required(mean(control)) / required(mean(blank)), "signalToBackground");
  });

  test.each(cases.filter((each) => each.input.matrix))("$name: slopes", ({ input, expected }) => {
    const wells = input.matrix.flatMap((line, row) =>
      line.flatMap((value, column) => (value === null ? [] : [{ value, row, column }])),
    );
    const values = wells.map((well) => well.value);
    const slopeOf = (axis: readonly number[]) => {
      const reduction = reduceByColumns([values.map(() => 1), axis], values);
      const slope = required(solveCoefficients(reduction)[1]);
      const df = values.length - 2;
      const sd = Math.sqrt(residualSquares(reduction) / df);
      const p = twoSidedT(slope.value / (sd * slope.relativeStandardError), df);
      return { percent: (100 * slope.value) / required(mean(values)), p };
    };
    const row = slopeOf(wells.map((well) => well.row));
    const column = slopeOf(wells.map((well) => well.column));
    expect(relativeError(7 * row.percent, required(expected.rowDriftPercent))).toBeLessThan(1e-9);
    expect(relativeError(11 * column.percent, required(expected.columnDriftPercent))).toBeLessThan(
      1e-9,
    );
    expect(relativeError(row.p, required(expected.rowDriftP))).toBeLessThan(1e-9);
    expect(relativeError(column.p, required(expected.columnDriftP))).toBeLessThan(1e-9);
  });
});
