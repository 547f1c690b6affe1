/** Against 40-digit arithmetic (tests/data/distributions), and by what any distribution must obey. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as tails from "../../../src/analysis/statistics/tails.ts";
import { readData, relativeError } from "../test-data.ts";

type Name = keyof typeof tails;

const TABLES = readData("distributions/tails.json") as Record<Name, readonly (readonly number[])[]>;

/** What the head of tails.ts promises. */
const QUANTILE_WITHIN = 1e-9;
const TAIL_WITHIN = 1e-10;

function compute(name: Name, values: readonly number[]): number | null {
  const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = values;
  const [, own] = Object.entries(tails).find(([key]) => key === name) ?? [];
  return own === undefined ? null : own(first, second, third);
}

function required(value: number | null): number {
  if (value === null) throw new Error("a number is missing");
  return value;
}

describe("against 40-digit arithmetic", () => {
  test.each(Object.keys(TABLES) as Name[])("%s", (name) => {
    const within = name.startsWith("quantile") ? QUANTILE_WITHIN : TAIL_WITHIN;
    expect(TABLES[name].length).toBeGreaterThan(8);
    for (const row of TABLES[name]) {
      const found = compute(name, row.slice(0, -1));
      expect(relativeError(found, row.at(-1) ?? 0), `${name} of ${row}`).toBeLessThan(within);
    }
  });

  test("each function has a table, but the two-sided normal tail", () => {
    const untabled = Object.keys(tails).filter((name) => !Object.hasOwn(TABLES, name));
    expect(untabled).toEqual(["twoSidedNormal"]);
    expect(tails.twoSidedNormal(-1.3)).toBe(2 * required(tails.upperNormal(1.3)));
  });
});

const df = fc.oneof(
  fc.integer({ min: 1, max: 500 }),
  fc.double({ min: 0.3, max: 500, noNaN: true }),
);
const positive = fc.double({ min: 1e-6, max: 1e4, noNaN: true });
const probability = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true });

describe("tails", () => {
  test("lie within 0 and 1 and do not rise", () => {
    fc.assert(
      fc.property(positive, positive, df, df, (a, b, df1, df2) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const falling: [number | null, number | null][] = [
          [tails.twoSidedT(low, df1), tails.twoSidedT(high, df1)],
          [tails.upperF(low, df1, df2), tails.upperF(high, df1, df2)],
          [tails.upperChiSquare(low, df1), tails.upperChiSquare(high, df1)],
          [tails.upperNormal(low), tails.upperNormal(high)],
          [tails.lowerChiSquare(high, df1), tails.lowerChiSquare(low, df1)],
        ];
        for (const [before, after] of falling) {
          expect(required(before)).toBeLessThanOrEqual(1 + 1e-15);
          expect(required(after)).toBeGreaterThanOrEqual(0);
          expect(required(after)).toBeLessThanOrEqual(required(before) * (1 + 1e-11));
        }
      }),
    );
  });

  test("of t are those of its square as F, and of F those of its reciprocal the other way round", () => {
    fc.assert(
      fc.property(positive, df, df, (value, df1, df2) => {
        const t = required(tails.twoSidedT(value, df1));
        expect(tails.twoSidedT(-value, df1)).toBe(t);
        expect(relativeError(tails.upperF(value * value, 1, df1), t)).toBeLessThan(1e-11);
        const both =
          required(tails.upperF(value, df1, df2)) + required(tails.upperF(1 / value, df2, df1));
        expect(both).toBeCloseTo(1, 10);
      }),
    );
  });

  test("of both sides add up to one", () => {
    fc.assert(
      fc.property(positive, df, (x, df1) => {
        const both =
          required(tails.lowerChiSquare(x, df1)) + required(tails.upperChiSquare(x, df1));
        expect(both).toBeCloseTo(1, 11);
      }),
    );
  });

  test("so small that arguments overflow are not called 0", () => {
    // P(|T| >= t) of Cauchy's distribution is 2 / (pi t) far out.
    expect(relativeError(tails.twoSidedT(1e200, 1), 2e-200 / Math.PI)).toBeLessThan(1e-13);
    // Far out the tail falls with the power df of t.
    const ratio = required(tails.twoSidedT(1e160, 1.37)) / required(tails.twoSidedT(1e100, 1.37));
    expect(relativeError(Math.log10(ratio), -60 * 1.37)).toBeLessThan(1e-12);
  });
});

describe("quantiles", () => {
  test("are undone by their tails", () => {
    fc.assert(
      fc.property(probability, df, df, (p, df1, df2) => {
        const rest = 1 - p;
        const f = required(tails.quantileF(p, df1, df2));
        const x = required(tails.quantileChiSquare(p, df1));
        const z = required(tails.quantileNormal(p));
        const t = required(tails.quantileT(p, df1));
        expect(relativeError(tails.lowerChiSquare(x, df1), p)).toBeLessThan(1e-9);
        expect(relativeError(tails.upperNormal(-z), p)).toBeLessThan(1e-9);
        expect(relativeError(tails.twoSidedT(t, df1), 2 * Math.min(p, rest))).toBeLessThan(1e-9);
        expect(required(tails.upperF(f, df1, df2))).toBeCloseTo(rest, 9);
      }),
    );
  });

  test("next to the median are as far from it as the probability is from one half", () => {
    for (const own of [0.3, 1, 4, 250, 1e6]) {
      expect(tails.quantileT(0.5, own)).toBe(0);
      const near = required(tails.quantileT(0.5 + 2 ** -40, own));
      expect(relativeError(tails.quantileT(0.5 + 2 ** -39, own), 2 * near)).toBeLessThan(1e-9);
      expect(tails.quantileT(0.5 - 2 ** -40, own)).toBe(-near);
    }
  });
});

test("what is no usable argument, or has no result within the range of numbers, is null", () => {
  for (const bad of [Number.NaN, -1, 0, Number.POSITIVE_INFINITY]) {
    expect(tails.twoSidedT(1, bad)).toBeNull();
    expect(tails.upperF(1, bad, 3)).toBeNull();
    expect(tails.upperF(1, 3, bad)).toBeNull();
    expect(tails.upperChiSquare(1, bad)).toBeNull();
    expect(tails.quantileT(0.3, bad)).toBeNull();
    expect(tails.quantileF(0.3, bad, 3)).toBeNull();
    expect(tails.quantileChiSquare(0.3, bad)).toBeNull();
  }
  for (const bad of [Number.NaN, -0.1, 0, 1, 1.1]) {
    expect(tails.quantileT(bad, 3)).toBeNull();
    expect(tails.quantileF(bad, 3, 3)).toBeNull();
    expect(tails.quantileChiSquare(bad, 3)).toBeNull();
    expect(tails.quantileNormal(bad)).toBeNull();
  }
  expect(tails.twoSidedT(Number.NaN, 3)).toBeNull();
  expect(tails.upperF(-1, 3, 3)).toBeNull();
  expect(tails.upperChiSquare(-1, 3)).toBeNull();
  expect(tails.upperNormal(Number.NaN)).toBeNull();
  expect(tails.twoSidedNormal(Number.NaN)).toBeNull();
  expect(tails.quantileF(1e-200, 1, 10)).toBeNull();
  expect(tails.quantileChiSquare(1e-200, 0.5)).toBeNull();
});
