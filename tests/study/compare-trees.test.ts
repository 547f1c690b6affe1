import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareTrees } from "../../src/study/compare-trees.ts";

const TOLERANCE = { value: 1e-7, absFloor: 1e-9, pValues: 1e-6 };
const FILE = join(import.meta.dirname, "../../src/study/figure3-study.json");
const EXPECTED = JSON.parse(readFileSync(FILE, "utf8")).expected.automatic;

const compare = (expected: unknown, found: unknown) => compareTrees(expected, found, TOLERANCE);
const paths = (expected: unknown, found: unknown) =>
  compare(expected, found).deviations.map(({ path }) => path);

/** The study's expected tree with one change in a copy. */
function changed(change: (tree: typeof EXPECTED) => void): typeof EXPECTED {
  const copy = structuredClone(EXPECTED);
  change(copy);
  return copy;
}

const row = (plate: string, arm: string, more = {}) => ({ plate, arm, ...more });

describe("the tree of the study", () => {
  test("agrees with itself in every one of its values", () => {
    const { passed, deviations } = compare(EXPECTED, EXPECTED);
    expect(deviations).toEqual([]);
    expect(passed).toBeGreaterThan(3000);
  });

  test.each([
    [
      "a number",
      changed((tree) => {
        tree.comparisons[0].meanDelta *= 1 + 1e-6;
      }),
      "comparisons[A-1 trametinib].meanDelta",
    ],
    [
      "a reason",
      changed((tree) => {
        tree.comparisons[0].reasons.push("BLASTS_LOW");
      }),
      "comparisons[A-1 trametinib].reasons[0]",
    ],
    [
      "a key",
      changed((tree) => {
        tree.plates["A-1"].zPrimeOfTheThird = 1;
      }),
      "plates.A-1.zPrimeOfTheThird",
    ],
    [
      "a class",
      changed((tree) => {
        tree.comparisons[0].class = "complete";
      }),
      "comparisons[A-1 trametinib].class",
    ],
  ])("with %s altered deviates there and nowhere else", (_, expected, path) => {
    expect(paths(expected, EXPECTED)).toEqual([path]);
  });
});

describe("null", () => {
  test("wants null or nothing", () => {
    expect(compare({ a: null }, { a: null }).passed).toBe(1);
    expect(compare({ a: null }, {}).passed).toBe(1);
    expect(paths({ a: null }, { a: 0 })).toEqual(["a"]);
    expect(paths({ a: null }, { a: [] })).toEqual(["a"]);
  });

  test("is not a number: one that is lacking is a deviation", () => {
    expect(paths({ a: 0, b: 1 }, { a: null })).toEqual(["a", "b"]);
    expect(paths({ a: 1 }, { a: Number.NaN })).toEqual(["a"]);
    expect(paths({ a: 1 }, { a: "1" })).toEqual(["a"]);
  });
});

describe("numbers", () => {
  test("agree within the relative tolerance, near zero within the floor", () => {
    expect(paths({ a: 1000 }, { a: 1000 + 0.9e-4 })).toEqual([]);
    expect(paths({ a: 1000 }, { a: 1000 + 1.1e-4 })).toEqual(["a"]);
    expect(paths({ a: 0 }, { a: 0.9e-9 })).toEqual([]);
    expect(paths({ a: 0 }, { a: 1.1e-9 })).toEqual(["a"]);
  });

  test("of P and q have a tolerance of their own", () => {
    const near = 0.5 * (1 + 5e-7);
    for (const key of ["p", "contrastP", "interactionQ", "studyQ"]) {
      expect(paths({ [key]: 0.5 }, { [key]: near })).toEqual([]);
      expect(paths({ [key]: [0.5] }, { [key]: [near] })).toEqual([]);
    }
    for (const key of ["P1", "df", "zp", "meanDelta"])
      expect(paths({ [key]: 0.5 }, { [key]: near })).toEqual([key]);
  });

  test("deviate with their relative error", () => {
    const [deviation] = compare({ a: 2 }, { a: 3 }).deviations;
    expect(deviation).toEqual({ path: "a", expected: 2, found: 3, relativeError: 0.5 });
  });

  test("agree exactly when they agree at all within the tolerance", () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const agrees = Math.abs(b - a) <= Math.max(1e-7 * Math.abs(a), 1e-9);
        expect(compare([a], [b]).passed).toBe(agrees ? 1 : 0);
      }),
    );
  });
});

describe("rows with a plate and an arm", () => {
  const wanted = [row("1", "a", { x: 1 }), row("1", "b", { x: 2 })];

  test("are matched by them, whatever their order", () => {
    expect(paths({ rows: wanted }, { rows: wanted.toReversed() })).toEqual([]);
    expect(
      paths({ rows: wanted }, { rows: [row("1", "b", { x: 1 }), row("1", "a", { x: 1 })] }),
    ).toEqual(["rows[1 b].x"]);
  });

  test("that are lacking or too many are deviations", () => {
    expect(paths({ rows: wanted }, { rows: wanted.slice(1) })).toEqual(["rows[1 a]"]);
    expect(paths({ rows: wanted }, { rows: [...wanted, row("2", "a")] })).toEqual(["rows[2 a]"]);
    expect(paths({ rows: wanted }, { rows: [...wanted, row("1", "a", { x: 1 })] })).toEqual([
      "rows[1 a]",
    ]);
    expect(paths({ rows: wanted }, { rows: [...wanted, {}, {}] })).toEqual([
      "rows[unnamed]",
      "rows[unnamed]",
    ]);
    expect(paths({ rows: [] }, { rows: [row("1", "a")] })).toHaveLength(1);
  });

  test("are not confused by names with spaces", () => {
    const one = [row("A 1", "x")];
    expect(paths({ rows: one }, { rows: [row("A", "1 x")] })).toHaveLength(2);
  });
});

describe("lists of values", () => {
  test("are compared place by place; entries too few or too many are deviations", () => {
    expect(paths({ a: [1, 2] }, { a: [2, 1] })).toEqual(["a[0]", "a[1]"]);
    expect(paths({ a: [1, 2] }, { a: [1] })).toEqual(["a[1]"]);
    expect(paths({ a: [1] }, { a: [1, 2] })).toEqual(["a[1]"]);
    expect(compare({ a: [] }, { a: [] }).passed).toBe(1);
    expect(paths({ a: [] }, {})).toEqual(["a"]);
  });
});

describe("keys", () => {
  test("that only the found tree has are not looked at", () => {
    expect(compare({ a: 1 }, { a: 1, b: 2 })).toEqual({ passed: 1, deviations: [] });
  });

  test("under which nothing of the wanted kind stands are one deviation", () => {
    expect(paths({ a: { b: 1, c: 2 } }, {})).toEqual(["a"]);
    expect(paths({ a: { b: 1 } }, { a: [1] })).toEqual(["a"]);
  });

  test("an empty expectation compares nothing", () => {
    expect(compare({}, EXPECTED)).toEqual({ passed: 0, deviations: [] });
  });
});
