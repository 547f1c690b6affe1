import {
  conditionalOddsRatio,
  type FirstCell,
  firstCellOf,
  type OddsRatio,
  probabilitiesAt,
} from "./conditional-odds.ts";
import { logFactorials, scoreOf, tableProbabilities } from "./tables-by-margins.ts";

export interface FisherExact {
  /** Two-sided. */
  readonly p: number;
  /** The P of the least probable table with these margins: nothing smaller could have come out. */
  readonly smallestP: number;
  /** Of a 2 x 2 table; null for a larger one. */
  readonly oddsRatio: OddsRatio | null;
}

export interface NoFisherExact {
  /** Fewer than two rows or columns hold a count; or more tables have these margins than can be walked through. */
  readonly reason: "ONE_GROUP" | "TOO_LARGE";
}

type Table = readonly (readonly number[])[];

/** Tables as probable as this one but for rounding count as at most as probable. Source: R `fisher.test`. */
const EQUAL_BUT_FOR_ROUNDING = 1e-7;
const CONFIDENCE = 0.95;
/** A few tenths of a second of work: 3 x 4 tables of some hundred samples, 4 x 5 of some fifty. */
const MOST_STEPS = 1_000_000;

/**
 * Fisher's exact test on a table of counts (rows x columns, whole numbers from 0), two-sided: the probability, with
 * the margins fixed, of all tables that are at most as probable. Empty rows and columns do not count. 2 x 2 tables
 * come with the conditional odds ratio of row 1 against row 2 and its 95 % interval. Where there is no P the reason
 * comes back. Source: R `fisher.test`.
 */
export function fisherExact(table: Table): FisherExact | NoFisherExact {
  const filled = withoutEmpty(table);
  const columns = filled[0]?.length ?? 0;
  if (filled.length < 2 || columns < 2) return { reason: "ONE_GROUP" };
  return filled.length === 2 && columns === 2 ? testTwoByTwo(filled) : testLarger(filled);
}

function withoutEmpty(table: Table): Table {
  const rows = table.filter((row) => row.some((count) => count > 0));
  return rows.map((row) => row.filter((_, column) => rows.some((one) => (one[column] ?? 0) > 0)));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function testTwoByTwo(table: Table): FisherExact {
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = table;
  const cell = firstCellOf(a + b, c + d, a + c);
  const probabilities = probabilitiesAt(cell, 0);
  const observed = probabilities[a - cell.least] ?? 0;
  const least = Math.min(probabilities[0] ?? 1, probabilities.at(-1) ?? 1);
  return {
    p: atMostAsProbable(probabilities, observed),
    smallestP: atMostAsProbable(probabilities, least),
    oddsRatio: oddsRatioOf(cell, a),
  };
}

function oddsRatioOf(cell: FirstCell, count: number): OddsRatio {
  return conditionalOddsRatio(cell, count, CONFIDENCE);
}

function atMostAsProbable(probabilities: Float64Array, limit: number): number {
  const highest = limit * (1 + EQUAL_BUT_FOR_ROUNDING);
  const total = probabilities
    .filter((probability) => probability <= highest)
    .reduce((all, probability) => all + probability, 0);
  return Math.min(1, total);
}

function testLarger(table: Table): FisherExact | NoFisherExact {
  // The shorter side as rows: what is left of them is what the walk has to remember.
  const columnTotals = (table[0] ?? []).map((_, column) =>
    sum(table.map((row) => row[column] ?? 0)),
  );
  const rowTotals = table.map(sum);
  const [rows, columns] =
    rowTotals.length <= columnTotals.length ? [rowTotals, columnTotals] : [columnTotals, rowTotals];
  const tables = tableProbabilities({ rows, columns }, MOST_STEPS);
  if (tables === null) return { reason: "TOO_LARGE" };
  const rounding = Math.log1p(EQUAL_BUT_FOR_ROUNDING);
  const counts = table.flat();
  const observed = scoreOf(counts, logFactorials(sum(counts)));
  return {
    p: tables.upTo(observed + rounding),
    smallestP: tables.upTo(tables.leastScore + rounding),
    oddsRatio: null,
  };
}
