import { describe, expect, test } from "vitest";
import { analyseFigure3, figure3 } from "../analysis/figure-3.ts";

/** Paths at which two trees differ by more than the study's own tolerance; keys that only `actual` has do not count. */
function deviations(actual: unknown, expected: unknown, path: string): string[] {
  if (typeof expected === "number" && typeof actual === "number") {
    const isProbability = /\.(p|contrastP\.\d+|\w*[PQ])$/.test(path);
    const allowed = Math.max((isProbability ? 1e-6 : 1e-7) * Math.abs(expected), 1e-9);
    return Math.abs(actual - expected) <= allowed ? [] : [`${path}: ${actual} != ${expected}`];
  }
  if (expected === null || typeof expected !== "object") {
    return actual === expected ? [] : [`${path}: ${String(actual)} != ${String(expected)}`];
  }
  if (actual === null || typeof actual !== "object") return [`${path}: missing`];
  const sameLength =
    !Array.isArray(expected) || (Array.isArray(actual) && actual.length === expected.length);
  return [
    ...(sameLength ? [] : [`${path}: another length`]),
    ...Object.entries(expected).flatMap(([key, value]) =>
      deviations((actual as Record<string, unknown>)[key], value, `${path}.${key}`),
    ),
  ];
}

describe.each(["automatic", "afterReview"] as const)("figure 3 study, %s", (tree) => {
  test("every number, class, reason and list is the stored one", () => {
    expect(deviations(analyseFigure3(tree), figure3.expected[tree], tree)).toEqual([]);
  });

  test("the trees have the same keys, and arms only one more", () => {
    const actual = analyseFigure3(tree);
    const expected = figure3.expected[tree];
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    expect(Object.keys(actual.plates)).toEqual(Object.keys(expected.plates));
    expect(Object.keys(actual.plates["A-1"] ?? {})).toEqual(
      Object.keys(expected.plates["A-1"] ?? {}),
    );
    const keys = (item: object | undefined) => Object.keys(item ?? {}).sort();
    expect(keys(actual.comparisons[0])).toEqual(keys(expected.comparisons[0]));
    expect(keys(actual.arms[0])).toEqual([...keys(expected.arms[0]), "vehicle"].sort());
  });

  test("the same input gives the same bits", () => {
    expect(JSON.stringify(analyseFigure3(tree))).toBe(JSON.stringify(analyseFigure3(tree)));
  });
});

test("a changed number would be found", () => {
  const found = analyseFigure3("automatic");
  const comparisons = found.comparisons.map((comparison, index) =>
    index === 3
      ? { ...comparison, meanDelta: (comparison.meanDelta ?? 0) * (1 + 1e-6) }
      : comparison,
  );
  expect(deviations({ ...found, comparisons }, found, "")).toHaveLength(1);
});
