import { finiteOrNull } from "./moments.ts";
import { upperF } from "./tails.ts";

/** Degrees of freedom and sum of squares of one part of a table. */
export interface SumOfSquares {
  readonly df: number;
  readonly ss: number;
}

export interface ErrorRow extends SumOfSquares {
  /** Null without degrees of freedom. */
  readonly ms: number | null;
}

/** One effect of a table. `F` and `p` are null where there is no variance to test against. */
export interface AnovaRow extends ErrorRow {
  readonly F: number | null;
  readonly p: number | null;
}

/** An error below this share of the squares of the values is rounding. */
const ROUNDING_SHARE = 1e-24;

export function errorRow({ df, ss }: SumOfSquares): ErrorRow {
  return { df, ss, ms: df > 0 ? ss / df : null };
}

/** The error if it can be tested against: it has degrees of freedom, and is more than the rounding of `values`. */
export function testableError(
  error: SumOfSquares,
  values: readonly { readonly value: number }[],
): SumOfSquares | null {
  const size = values.reduce((sum, each) => sum + each.value * each.value, 0);
  return error.df > 0 && error.ss > ROUNDING_SHARE * size ? error : null;
}

/** The line of an effect: its mean square over that of the error, null where there is none to test against. */
export function anovaRow(effect: SumOfSquares, error: SumOfSquares | null): AnovaRow {
  const row = errorRow(effect);
  if (row.ms === null || error === null) return { ...row, F: null, p: null };
  const F = finiteOrNull(row.ms / (error.ss / error.df));
  return { ...row, F, p: F === null ? null : upperF(F, row.df, error.df) };
}
