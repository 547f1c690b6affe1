/** What must hold of the tests of association whatever the numbers are. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fisherExact } from "../../../src/analysis/statistics/fisher-exact.ts";
import { kruskalWallis } from "../../../src/analysis/statistics/kruskal-wallis.ts";
import { mannWhitney } from "../../../src/analysis/statistics/mann-whitney.ts";
import { midranks } from "../../../src/analysis/statistics/midranks.ts";

const count = fc.nat({ max: 6 });

/** 2 to 4 rows, 2 to 4 columns. */
const table = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(count, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

function transpose(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
}

/** The P of the definition: every table with the margins, one by one. */
function pByEnumeration(rows: readonly (readonly number[])[]): number {
  const rowTotals = rows.map((row) => row.reduce((sum, one) => sum + one, 0));
  const columnTotals = transpose(rows).map((row) => row.reduce((sum, one) => sum + one, 0));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const weight = (cells: readonly number[]) =>
    1 / cells.reduce((all, one) => all * factorial(one), 1);
  const observed = weight(rows.flat());
  let total = 0;
  let extreme = 0;
  const fill = (column: number, left: readonly number[], cells: readonly number[]): void => {
    if (column === columnTotals.length) {
      const one = weight(cells);
      total += one;
      if (one <= observed * (1 + 1e-7)) extreme += one;
      return;
    }
    const share = (
      row: number,
      remaining: number,
      after: readonly number[],
      filled: readonly number[],
    ): void => {
      if (row === left.length) {
        if (remaining === 0) fill(column + 1, after, [...cells, ...filled]);
        return;
      }
      for (let value = 0; value <= Math.min(left[row] ?? 0, remaining); value += 1)
        share(row + 1, remaining - value, [...after, (left[row] ?? 0) - value], [...filled, value]);
    };
    share(0, columnTotals[column] ?? 0, [], []);
  };
  fill(0, rowTotals, []);
  return extreme / total;
}

const smallTable = fc
  .tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(fc.nat({ max: 3 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

describe("Fisher's exact test", () => {
  test("adds up what enumeration of every table gives", () => {
    fc.assert(
      fc.property(smallTable, (rows) => {
        const found = fisherExact(rows);
        if ("reason" in found) return;
        expect(found.p).toBeCloseTo(pByEnumeration(rows), 10);
      }),
      { numRuns: 60 },
    );
  });

  test("does not mind which side or which group comes first", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const found = fisherExact(rows);
        for (const other of [
          transpose(rows),
          rows.toReversed(),
          rows.map((row) => row.toReversed()),
        ]) {
          const again = fisherExact(other);
          if ("reason" in found || "reason" in again) {
            expect(again).toEqual(found);
            continue;
          }
          expect(again.p).toBeCloseTo(found.p, 10);
          expect(again.smallestP).toBeCloseTo(found.smallestP, 10);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("gives a P from the smallest possible one to 1, and none of one group", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const found = fisherExact(rows);
        if ("reason" in found) {
          const filled = [rows, transpose(rows)].map(
            (side) => side.filter((row) => row.some((one) => one > 0)).length,
          );
          expect(Math.min(...filled)).toBeLessThan(2);
          return;
        }
        expect(found.p).toBeGreaterThan(0);
        expect(found.p).toBeLessThanOrEqual(1);
        expect(found.p).toBeGreaterThanOrEqual(found.smallestP * (1 - 1e-9));
      }),
    );
  });

  test("the odds ratio turns over with the groups, and lies in its interval", () => {
    fc.assert(
      fc.property(fc.tuple(count, count, count, count), ([a, b, c, d]) => {
        const found = fisherExact([
          [a, b],
          [c, d],
        ]);
        const turned = fisherExact([
          [b, a],
          [d, c],
        ]);
        if ("reason" in found || "reason" in turned) return;
        const [odds, inverse] = [found.oddsRatio, turned.oddsRatio];
        if (odds === null || inverse === null) throw new Error("a 2 x 2 table has an odds ratio");
        const estimate = odds.estimate ?? Number.POSITIVE_INFINITY;
        expect(estimate * (1 + 1e-9)).toBeGreaterThanOrEqual(odds.lower);
        expect(estimate).toBeLessThanOrEqual((odds.upper ?? Number.POSITIVE_INFINITY) * (1 + 1e-9));
        if (estimate > 0 && Number.isFinite(estimate))
          expect(inverse.estimate).toBeCloseTo(1 / estimate, 8);
        else expect(inverse.estimate).toBe(estimate === 0 ? null : 0);
      }),
    );
  });

  test("says so where there are too many tables", () => {
    const wide = Array.from({ length: 6 }, (_, row) =>
      Array.from({ length: 8 }, (__, column) => 3 + ((row * column) % 5)),
    );
    expect(fisherExact(wide)).toEqual({ reason: "TOO_LARGE" });
  });
});

const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 12 });

describe("Mann-Whitney test", () => {
  test("is the same for groups changed round, and for any growing change of scale", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const found = mannWhitney(a, b);
        const turned = mannWhitney(b, a);
        const scaled = mannWhitney(
          a.map((x) => x ** 3 + 7),
          b.map((x) => x ** 3 + 7),
        );
        if (found === null) {
          expect([turned, scaled]).toEqual([null, null]);
          expect(new Set([...a, ...b]).size).toBe(1);
          return;
        }
        expect(turned?.p).toBeCloseTo(found.p, 12);
        expect((turned?.w ?? 0) + found.w).toBe(a.length * b.length);
        expect(scaled).toEqual(found);
      }),
    );
  });

  test("gives a P from the smallest possible one to 1", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const found = mannWhitney(a, b);
        if (found === null) return;
        expect(found.p).toBeLessThanOrEqual(1);
        expect(found.p).toBeGreaterThanOrEqual(found.smallestP * (1 - 1e-12));
      }),
    );
  });

  test("has none for an empty group", () => {
    expect(mannWhitney([], [1, 2])).toBeNull();
    expect(mannWhitney([1, 2], [])).toBeNull();
  });
});

describe("Kruskal-Wallis test", () => {
  const groups = fc.array(values, { minLength: 2, maxLength: 4 });

  test("does not mind the order of groups, nor of values, nor a growing change of scale", () => {
    fc.assert(
      fc.property(groups, (all) => {
        const found = kruskalWallis(all);
        const others = [
          all.toReversed(),
          all.map((group) => group.toReversed()),
          all.map((group) => group.map((x) => 2 * x + 1)),
        ];
        for (const other of others) {
          const again = kruskalWallis(other);
          if (found === null) expect(again).toBeNull();
          else expect(again?.h).toBeCloseTo(found.h, 9);
        }
      }),
    );
  });

  test("is never further out than groups that do not overlap", () => {
    fc.assert(
      fc.property(groups, (all) => {
        const found = kruskalWallis(all);
        if (found === null || found.smallestP === null) return;
        expect(found.p).toBeGreaterThanOrEqual(found.smallestP * (1 - 1e-9));
        expect(found.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("has none for one group, an empty group, or equal values", () => {
    expect(kruskalWallis([[1, 2]])).toBeNull();
    expect(kruskalWallis([[1, 2], []])).toBeNull();
    expect(kruskalWallis([[3, 3], [3], [3, 3]])).toBeNull();
  });
});

test("midranks add up to those without ties", () => {
  fc.assert(
    fc.property(values, (all) => {
      const { ranks, tieSum } = midranks(all);
      expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBe((all.length * (all.length + 1)) / 2);
      expect(tieSum === 0).toBe(new Set(all).size === all.length);
    }),
  );
});
