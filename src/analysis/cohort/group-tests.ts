/** Tests of groups against groups and of numbers between groups, in the form in which a cohort lists them. */
import { fisherExact } from "../statistics/fisher-exact.ts";
import { kruskalWallis } from "../statistics/kruskal-wallis.ts";
import { mannWhitney } from "../statistics/mann-whitney.ts";
import { median } from "../statistics/median.ts";
import { mean, standardDeviation } from "../statistics/moments.ts";
import { welchTest } from "../statistics/t-test.ts";
import type { Association, CountTable, GroupNumbers, NoTestReason } from "./cohort.ts";

/** What a test says; the rest of an association is who was compared. */
export type TestResult = Pick<
  Association,
  | "test"
  | "n"
  | "table"
  | "groups"
  | "statistic"
  | "df"
  | "p"
  | "smallestP"
  | "oddsRatio"
  | "noTest"
>;

/** More groups than these are a list of names, not of groups. */
const MOST_GROUPS = 10;

export interface NumberGroup {
  readonly group: string;
  readonly values: readonly number[];
}

function withoutP(
  test: TestResult["test"],
  content: Pick<TestResult, "n" | "table" | "groups">,
  noTest: NoTestReason,
): TestResult {
  const none = { statistic: null, df: null, p: null, smallestP: null, oddsRatio: null };
  return { test, ...content, ...none, noTest };
}

/** Fisher's exact test on a table of counts. */
export function testCounts(table: CountTable): TestResult {
  const n = table.counts.flat().reduce((sum, count) => sum + count, 0);
  const content = { n, table, groups: [] };
  if (Math.max(table.rows.length, table.columns.length) > MOST_GROUPS)
    return withoutP("fisher", content, "TOO_MANY_GROUPS");
  const tested = fisherExact(table.counts);
  if ("reason" in tested) return withoutP("fisher", content, tested.reason);
  const { p, smallestP, oddsRatio } = tested;
  return {
    test: "fisher",
    ...content,
    statistic: null,
    df: null,
    p,
    smallestP,
    oddsRatio,
    noTest: null,
  };
}

/** A value that stands for "beyond all others" and is no number itself. */
export const BEYOND = Number.MAX_VALUE;

function describe({ group, values }: NumberGroup): GroupNumbers {
  const middle = median(values);
  const areNumbers = values.every((value) => Math.abs(value) < BEYOND);
  return {
    group,
    n: values.length,
    median: middle !== null && Math.abs(middle) < BEYOND / 4 ? middle : null,
    mean: areNumbers ? mean(values) : null,
    sd: areNumbers ? standardDeviation(values) : null,
  };
}

/**
 * Numbers between groups: Mann-Whitney and Welch for two, Kruskal-Wallis for more. Empty groups do not count. The
 * t test is on `forT` where that is given (logarithms of LC50s); null there = it cannot be made, for LC50 bounds.
 */
export function testNumbers(
  groups: readonly NumberGroup[],
  forT: readonly NumberGroup[] | null = groups,
): TestResult[] {
  const filled = groups.filter(({ values }) => values.length > 0);
  const content = {
    n: filled.reduce((sum, { values }) => sum + values.length, 0),
    table: null,
    groups: filled.map(describe),
  };
  const [first, second, ...more] = filled;
  if (first === undefined || second === undefined)
    return [withoutP("mann-whitney", content, "ONE_GROUP")];
  if (filled.length > MOST_GROUPS) return [withoutP("kruskal-wallis", content, "TOO_MANY_GROUPS")];
  if (more.length > 0) return [testManyGroups(filled, content)];
  const numbers = forT?.filter(({ values }) => values.length > 0) ?? null;
  return [testRanks(first.values, second.values, content), testMeans(numbers, content)];
}

function testManyGroups(
  groups: readonly NumberGroup[],
  content: Pick<TestResult, "n" | "table" | "groups">,
): TestResult {
  const tested = kruskalWallis(groups.map(({ values }) => values));
  if (tested === null) return withoutP("kruskal-wallis", content, "ALL_EQUAL");
  const { h, df, p, smallestP } = tested;
  return {
    test: "kruskal-wallis",
    ...content,
    statistic: h,
    df,
    p,
    smallestP,
    oddsRatio: null,
    noTest: null,
  };
}

function testRanks(
  a: readonly number[],
  b: readonly number[],
  content: Pick<TestResult, "n" | "table" | "groups">,
): TestResult {
  const tested = mannWhitney(a, b);
  if (tested === null) return withoutP("mann-whitney", content, "ALL_EQUAL");
  const { w, p, smallestP } = tested;
  return {
    test: "mann-whitney",
    ...content,
    statistic: w,
    df: null,
    p,
    smallestP,
    oddsRatio: null,
    noTest: null,
  };
}

function testMeans(
  groups: readonly NumberGroup[] | null,
  content: Pick<TestResult, "n" | "table" | "groups">,
): TestResult {
  if (groups === null) return withoutP("welch", content, "LC50_BOUNDS");
  const [a, b] = groups.map(({ values }) => values);
  if (a === undefined || b === undefined || a.length < 2 || b.length < 2)
    return withoutP("welch", content, "TOO_FEW_VALUES");
  const tested = welchTest(a, b);
  if (tested === null) return withoutP("welch", content, "ALL_EQUAL");
  const { t, df, p } = tested;
  return {
    test: "welch",
    ...content,
    statistic: t,
    df,
    p,
    smallestP: null,
    oddsRatio: null,
    noTest: null,
  };
}
