import { factorOf, orderGroups } from "./annotation-factor.ts";
import {
  type Association,
  type CohortSample,
  type CohortWarning,
  type CountTable,
  LEFT_OUT,
  type LeftOut,
  type OutcomeKind,
} from "./cohort.ts";
import {
  BEYOND,
  type NumberGroup,
  type TestResult,
  testCounts,
  testNumbers,
} from "./group-tests.ts";
import type { Outcome, SampleLc50 } from "./sample-outcomes.ts";

/** An outcome that sorts samples into groups. */
export interface GroupOutcome {
  readonly kind: OutcomeKind;
  readonly arm: string | null;
  /** In the order in which they are listed. */
  readonly groups: readonly string[];
  readonly of: (sample: CohortSample) => Outcome<string>;
}

export type UnadjustedAssociation = Omit<Association, "q">;

const FEWEST_IN_GROUP = 5;
const FEWEST_SAMPLES = 10;
const USUAL_ALPHA = 0.05;

interface Pairs<T> {
  readonly pairs: readonly { readonly outcome: T; readonly level: string | number }[];
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  readonly provisional: boolean;
}

/** Samples that have both, and how many of the others lack what. */
function pairUp<T>(
  samples: readonly CohortSample[],
  annotation: string,
  of: (sample: CohortSample) => Outcome<T>,
): Pairs<T> {
  const leftOut = new Map<LeftOut, number>();
  const kept: { outcome: T; level: string | number; provisional: boolean }[] = [];
  for (const sample of samples) {
    const level = factorOf(sample, annotation);
    const outcome = of(sample);
    if ("leftOut" in outcome || "leftOut" in level) {
      const reason =
        "leftOut" in outcome ? outcome.leftOut : "leftOut" in level ? level.leftOut : null;
      if (reason !== null) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
      continue;
    }
    const { provisional } = sample;
    kept.push({
      outcome: outcome.is,
      level: "group" in level ? level.group : level.number,
      provisional,
    });
  }
  return {
    pairs: kept,
    leftOut: Object.fromEntries(
      LEFT_OUT.flatMap((reason) => {
        const count = leftOut.get(reason);
        return count === undefined ? [] : [[reason, count]];
      }),
    ),
    provisional: kept.some(({ provisional }) => provisional),
  };
}

/** Of the groups that hold a sample, on either side. */
function sizesOf(result: TestResult): number[] {
  const { table, groups } = result;
  if (table === null) return groups.map(({ n }) => n);
  const rows = table.counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.columns.map((_, column) =>
    table.counts.reduce((sum, row) => sum + (row[column] ?? 0), 0),
  );
  return [...rows, ...columns].filter((size) => size > 0);
}

function warningsOf(result: TestResult, provisional: boolean): CohortWarning[] {
  if (result.p === null) return provisional ? ["PROVISIONAL"] : [];
  const cannotReach = result.smallestP !== null && result.smallestP >= USUAL_ALPHA;
  return [
    ...(Math.min(...sizesOf(result)) < FEWEST_IN_GROUP ? (["SMALL_GROUP"] as const) : []),
    ...(result.n < FEWEST_SAMPLES ? (["FEW_SAMPLES"] as const) : []),
    ...(cannotReach ? (["CANNOT_REACH_5_PERCENT"] as const) : []),
    ...(provisional ? (["PROVISIONAL"] as const) : []),
  ];
}

function listed(
  outcome: { readonly kind: OutcomeKind; readonly arm: string | null },
  annotation: string,
  { leftOut, provisional }: Pick<Pairs<unknown>, "leftOut" | "provisional">,
  results: readonly TestResult[],
): UnadjustedAssociation[] {
  return results.map((result) => ({
    outcome: outcome.kind,
    arm: outcome.arm,
    annotation,
    leftOut,
    warnings: warningsOf(result, provisional),
    ...result,
  }));
}

function isNumber(level: string | number): level is number {
  return typeof level === "number";
}

/**
 * One outcome that makes groups against one annotation: Fisher's exact test where the annotation makes groups too,
 * tests on numbers between the groups of the outcome where it is a number. Samples that lack either are counted in
 * `leftOut`. Empty when no sample has the annotation.
 */
export function associateGroups(
  samples: readonly CohortSample[],
  outcome: GroupOutcome,
  annotation: string,
): UnadjustedAssociation[] {
  const paired = pairUp(samples, annotation, outcome.of);
  const { pairs } = paired;
  if (pairs.some(({ level }) => isNumber(level))) {
    const groups = outcome.groups.map((group) => ({
      group,
      values: pairs
        .filter((one) => one.outcome === group)
        .map(({ level }) => level)
        .filter(isNumber),
    }));
    return listed(outcome, annotation, paired, testNumbers(groups));
  }
  const columns = orderGroups(pairs.map(({ level }) => String(level)));
  const table: CountTable = {
    rows: outcome.groups,
    columns,
    counts: outcome.groups.map((group) =>
      columns.map(
        (column) => pairs.filter((one) => one.outcome === group && one.level === column).length,
      ),
    ),
  };
  return listed(outcome, annotation, paired, [testCounts(table)]);
}

/**
 * LC50 values between the groups of an annotation: by ranks, and by Welch's test on log10. An LC50 that is a bound
 * ranks beyond all others where it lies beyond them, and then there is no t test; else there is no test at all. An
 * annotation that is a number has no part here: it is tested against the LC50 classes.
 */
export function associateLc50(
  samples: readonly CohortSample[],
  of: (sample: CohortSample) => Outcome<SampleLc50>,
  annotation: string,
): UnadjustedAssociation[] {
  const paired = pairUp(samples, annotation, of);
  const pairs = paired.pairs.flatMap(({ outcome, level }) =>
    isNumber(level) ? [] : [{ lc50: outcome, level }],
  );
  if (pairs.length === 0) return [];
  const groupNames = orderGroups(pairs.map(({ level }) => level));
  const grouped = (value: (lc50: SampleLc50) => number): NumberGroup[] =>
    groupNames.map((group) => ({
      group,
      values: pairs.filter(({ level }) => level === group).map(({ lc50 }) => value(lc50)),
    }));
  const lc50s = pairs.map(({ lc50 }) => lc50);
  const hasBounds = lc50s.some(({ relation }) => relation !== "=");
  const results = testNumbers(
    grouped(rankedLc50),
    hasBounds ? null : grouped(({ value }) => Math.log10(value)),
  );
  const judged = canBeRanked(lc50s) ? results : results.map(unranked);
  return listed({ kind: "lc50", arm: null }, annotation, paired, judged);
}

function rankedLc50({ relation, value }: SampleLc50): number {
  if (relation === "=") return value;
  return relation === ">" ? BEYOND : -BEYOND;
}

/** Bounds can be ranked where every other LC50 is on the near side of them. */
function canBeRanked(lc50s: readonly SampleLc50[]): boolean {
  const exact = lc50s.filter(({ relation }) => relation === "=").map(({ value }) => value);
  return lc50s.every(
    ({ relation, value }) =>
      relation === "=" || exact.every((one) => (relation === ">" ? one <= value : one >= value)),
  );
}

function unranked(result: TestResult): TestResult {
  return { ...result, statistic: null, df: null, p: null, smallestP: null, noTest: "LC50_BOUNDS" };
}
