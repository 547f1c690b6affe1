import { decimalDifference } from "./decimal-difference.ts";
import { finiteOrNull } from "./moments.ts";
import { upperF } from "./tails.ts";

export interface OneWayAnova {
  readonly dfBetween: number;
  readonly ssBetween: number;
  readonly msBetween: number;
  readonly dfWithin: number;
  readonly ssWithin: number;
  /** Null without degrees of freedom within groups. */
  readonly msWithin: number | null;
  readonly residualSd: number | null;
  /** Null where all values are equal. */
  readonly rSquared: number | null;
  /** F and p are null without a variance within groups to test against; `reason` says so. */
  readonly F: number | null;
  readonly p: number | null;
  readonly reason: string | null;
}

/** Squares below this share of those of the differences from the first value are rounding. */
const ROUNDING_SHARE = 1e-24;

/**
 * Do the means of groups differ? One list of values a group; the caller leaves missing values out, an empty group
 * does not count. Differences from the first value are taken as decimals before anything is summed. Null for fewer
 * than two groups. Source: R `anova(lm(y ~ factor(group)))`; NIST StRD.
 */
export function oneWayAnova(groups: readonly (readonly number[])[]): OneWayAnova | null {
  const filled = groups.filter((group) => group.length > 0);
  const first = filled[0]?.[0];
  if (first === undefined || filled.length < 2) return null;
  const shifted = filled.map((group) => group.map((value) => decimalDifference(value, first)));
  const all = shifted.flat();
  const grandMean = sumOf(all) / all.length;
  const means = shifted.map((group) => sumOf(group) / group.length);
  const betweenOf = (index: number) => ((means[index] ?? Number.NaN) - grandMean) ** 2;
  const ssBetween = sumOf(shifted.map((group, index) => group.length * betweenOf(index)));
  const ssWithin = sumOf(
    shifted.flatMap((group, index) =>
      group.map((value) => (value - (means[index] ?? Number.NaN)) ** 2),
    ),
  );
  if (finiteOrNull(ssBetween) === null || finiteOrNull(ssWithin) === null) return null;
  const size = sumOf(all.map((value) => value * value));
  return conclude(filled.length - 1, all.length - filled.length, ssBetween, ssWithin, size);
}

function conclude(
  dfBetween: number,
  dfWithin: number,
  ssBetween: number,
  ssWithin: number,
  size: number,
): OneWayAnova {
  const msBetween = ssBetween / dfBetween;
  const msWithin = dfWithin > 0 ? ssWithin / dfWithin : null;
  const testable = msWithin !== null && ssWithin > ROUNDING_SHARE * size;
  const F = testable ? finiteOrNull(msBetween / msWithin) : null;
  const total = ssBetween + ssWithin;
  return {
    dfBetween,
    ssBetween,
    msBetween,
    dfWithin,
    ssWithin,
    msWithin,
    residualSd: msWithin === null ? null : Math.sqrt(msWithin),
    rSquared: total > 0 ? ssBetween / total : null,
    F,
    p: F === null ? null : upperF(F, dfBetween, dfWithin),
    reason: F === null ? "there is no variance within groups to test against" : null,
  };
}

/** Neumaier's compensated sum: what each addition loses is added at the end. */
function sumOf(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
