/** Tests of association against R, SciPy and enumeration in rational numbers; the tolerances are those of the file. */
import { describe, expect, test } from "vitest";
import type { OddsRatio } from "../../src/analysis/statistics/conditional-odds.ts";
import { fisherExact } from "../../src/analysis/statistics/fisher-exact.ts";
import { kruskalWallis } from "../../src/analysis/statistics/kruskal-wallis.ts";
import { mannWhitney } from "../../src/analysis/statistics/mann-whitney.ts";
import { readData, relativeError } from "../analysis/test-data.ts";

type Source = "exact" | "scipy" | "r";

interface Case<Input> {
  readonly name: string;
  readonly kind: string;
  readonly input: Input;
  readonly expected: Partial<
    Record<Source, Readonly<Record<string, number>> & { oddsRatio?: OddsRatio }>
  >;
}

interface ReferenceFile {
  readonly tolerance: {
    readonly value: number;
    readonly oddsRatio: Readonly<Record<"exact" | "scipy", number>>;
    readonly oddsRatioOfR: { readonly absolute: number };
  };
  readonly cases: readonly Case<unknown>[];
}

const { cases, tolerance } = readData("association/association.json") as ReferenceFile;

function casesOf<Input>(kind: string): readonly Case<Input>[] {
  return cases.filter((one) => one.kind === kind) as readonly Case<Input>[];
}

/** Every number that a source gives under one of these names. */
function expectNumbers(
  found: Readonly<Record<string, number | null>>,
  expected: Case<unknown>["expected"],
) {
  const sources = Object.entries(expected);
  expect(sources.length).toBeGreaterThan(1);
  for (const [source, numbers] of sources) {
    const compared = Object.keys(numbers).filter((key) => key !== "oddsRatio");
    expect(compared).toContain("p");
    for (const key of compared) {
      const error = relativeError(found[key], numbers[key] ?? Number.NaN);
      expect(error, `${source} ${key}`).toBeLessThan(tolerance.value);
    }
  }
}

/** R looks for odds ratios below 1 on their own scale, for others on that of their inverse. */
function onScaleOfR(oddsRatio: number): number {
  return oddsRatio > 1 ? 2 - 1 / oddsRatio : oddsRatio;
}

function expectOddsRatio(found: OddsRatio, source: Source, expected: OddsRatio): void {
  for (const key of ["estimate", "lower", "upper"] as const) {
    const value = expected[key];
    const ours = found[key];
    if (value === null || ours === null) {
      expect(ours, key).toBe(value);
    } else if (source === "r") {
      const distance = Math.abs(onScaleOfR(ours) - onScaleOfR(value));
      expect(distance, key).toBeLessThan(tolerance.oddsRatioOfR.absolute);
    } else expect(relativeError(ours, value), key).toBeLessThan(tolerance.oddsRatio[source]);
  }
}

describe("Fisher's exact test", () => {
  test.each(casesOf<{ table: number[][] }>("fisher"))("$name", ({ input, expected }) => {
    const found = fisherExact(input.table);
    if ("reason" in found) throw new Error(found.reason);
    expectNumbers({ p: found.p, smallestP: found.smallestP }, onlyNumbers(expected));
    for (const source of ["exact", "scipy", "r"] as const) {
      const odds = expected[source]?.oddsRatio;
      if (odds === undefined) continue;
      if (found.oddsRatio === null) throw new Error("no odds ratio");
      expectOddsRatio(found.oddsRatio, source, odds);
    }
  });
});

/** SciPy has no exact test of larger tables. */
function onlyNumbers(expected: Case<unknown>["expected"]): Case<unknown>["expected"] {
  return Object.fromEntries(
    Object.entries(expected).filter(([, numbers]) => Object.keys(numbers).length > 0),
  );
}

describe("Mann-Whitney test", () => {
  test.each(casesOf<{ a: number[]; b: number[] }>("mannWhitney"))(
    "$name",
    ({ input, expected }) => {
      const found = mannWhitney(input.a, input.b);
      if (found === null) throw new Error("no test");
      expectNumbers({ w: found.w, p: found.p, smallestP: found.smallestP }, expected);
    },
  );
});

describe("Kruskal-Wallis test", () => {
  test.each(casesOf<{ groups: number[][] }>("kruskalWallis"))("$name", ({ input, expected }) => {
    const found = kruskalWallis(input.groups);
    if (found === null) throw new Error("no test");
    expectNumbers({ h: found.h, df: found.df, p: found.p }, expected);
  });
});

test("the file holds cases of each kind, from three sources", () => {
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(
    new Set(["fisher", "mannWhitney", "kruskalWallis"]),
  );
  expect(new Set(cases.flatMap(({ expected }) => Object.keys(expected)))).toEqual(
    new Set(["exact", "scipy", "r"]),
  );
});
