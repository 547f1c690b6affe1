import { distinctValues } from "./distinct-values.ts";
import { reduceByColumns } from "./householder.ts";
import type { SeriesValue } from "./interaction-test.ts";
import { dot, fitRandomIntercept, quadratic, type RatioFit } from "./random-intercept.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";
import { upperF } from "./tails.ts";

export interface MixedInteraction {
  readonly F: number;
  readonly df1: number;
  /** Satterthwaite's; 2 where a direction has no more than that. */
  readonly df2: number;
  readonly p: number;
  /** In squared units of the values; 0 where the likelihood is highest without any. */
  readonly varianceSeries: number;
  readonly varianceResidual: number;
  /** The series variance is zero, and F that of the ordinary two-way ANOVA. */
  readonly singular: boolean;
}

/** A sentence that says why there is no model. */
export interface NoMixedInteraction {
  readonly reason: string;
}

/** A standard deviation of the series below this share of the residual's is none (lme4 `isSingular`). */
const SINGULAR_BELOW = 1e-4;

/** Directions of less variance than this share of the largest are not tested (lmerTest). */
const DIRECTION_SHARE = Math.sqrt(Number.EPSILON);

/**
 * The interaction of arm and dose in a mixed model, `y ~ arm * dose + (1 | series)` by restricted maximum likelihood,
 * F with Satterthwaite's degrees of freedom. Missing values are left out by the caller. It explains what another
 * program gave: with two series an arm the series variance is often estimated as zero, and the test silently becomes
 * that of an ordinary two-way ANOVA, so it decides nothing here. A reason where the model does not exist.
 * Source: R lme4 `lmer`, lmerTest `anova(ddf = "Satterthwaite")`; Kuznetsova et al. 2017; Fai and Cornelius 1996.
 */
export function mixedInteraction(
  values: readonly SeriesValue[],
): MixedInteraction | NoMixedInteraction {
  const first = values[0];
  if (first === undefined) return { reason: "there are no values" };
  const { columns, isInteraction } = designOf(values);
  const groups = distinctValues(values.map((each) => each.series)).map((id) =>
    values.flatMap((each, position) => (each.series === id ? [position] : [])),
  );
  const tested = isInteraction.flatMap((own, column) => (own ? [column] : []));
  if (tested.length === 0) return { reason: "there is no interaction to estimate" };
  const df = values.length - columns.length;
  if (df < 1) return { reason: "there are no more values than means" };
  const y = values.map((each) => each.value - first.value);
  const fit = fitRandomIntercept({ columns, y, groups });
  if (fit === null) return { reason: "the likelihood has no highest point" };
  return testDirections(fit, tested, df);
}

/** Treatment coding with the lowest arm and dose as reference; columns that depend on earlier ones are left out. */
function designOf(values: readonly SeriesValue[]) {
  const [, ...arms] = distinctValues(values.map((each) => each.arm)).sort((a, b) => a - b);
  const [, ...doses] = distinctValues(values.map((each) => each.dose)).sort((a, b) => a - b);
  const column = (holds: (value: SeriesValue) => boolean) =>
    values.map((each) => Number(holds(each)));
  const additive = [
    column(() => true),
    ...arms.map((arm) => column((each) => each.arm === arm)),
    ...doses.map((dose) => column((each) => each.dose === dose)),
  ];
  const crossed = doses.flatMap((dose) =>
    arms.map((arm) => column((each) => each.arm === arm && each.dose === dose)),
  );
  const all = [...additive, ...crossed];
  const { kept } = reduceByColumns(
    all,
    values.map(() => 0),
  );
  return {
    columns: kept.flatMap((index) => [all[index] ?? []]),
    isInteraction: kept.map((index) => index >= additive.length),
  };
}

function testDirections(
  fit: RatioFit,
  tested: readonly number[],
  df: number,
): MixedInteraction | NoMixedInteraction {
  const variance = fit.rss / df;
  const parameters = parameterCovariance(fit, variance, df);
  const block = tested.map((i) => tested.map((j) => fit.covariance[i]?.[j] ?? 0));
  const pairs = symmetricEigen(block);
  const largest = pairs[0]?.value ?? 0;
  const directions = pairs
    .filter(({ value }) => value > DIRECTION_SHARE * largest)
    .map(({ vector }) => fit.coefficients.map((_, i) => vector[tested.indexOf(i)] ?? 0));
  const F =
    directions.reduce((sum, direction) => {
      const size = variance * quadratic(direction, fit.covariance, direction);
      return sum + dot(direction, fit.coefficients) ** 2 / size;
    }, 0) / directions.length;
  const df1 = directions.length;
  const df2 = combineDf(
    directions.map((direction) => satterthwaiteDf(fit, variance, parameters, direction)),
  );
  const p = upperF(F, df1, df2);
  if (p === null) return { reason: "the test statistic is beyond the range of numbers" };
  return {
    F,
    df1,
    df2,
    p,
    varianceSeries: fit.ratio * variance,
    varianceResidual: variance,
    singular: Math.sqrt(fit.ratio) < SINGULAR_BELOW,
  };
}

/** Covariance of (square root of the ratio, residual standard deviation): twice the inverse Hessian of the deviance. */
interface ParameterCovariance {
  readonly ratio: number;
  readonly both: number;
  readonly residual: number;
}

function parameterCovariance(fit: RatioFit, variance: number, df: number): ParameterCovariance {
  const theta = Math.sqrt(fit.ratio);
  const sd = Math.sqrt(variance);
  const { groups, groupCovariance } = fit;
  let curvature = 0;
  let rssSlope = 0;
  groups.forEach(({ size, spread, residualSum }, i) => {
    let fitted = 0;
    let shift = 0;
    groups.forEach((other, k) => {
      const covariance = groupCovariance[i]?.[k] ?? 0;
      fitted += (covariance / other.spread) ** 2;
      shift += (covariance * other.residualSum) / other.spread ** 2;
    });
    const own = groupCovariance[i]?.[i] ?? 0;
    rssSlope -= (residualSum / spread) ** 2;
    curvature -= (size ** 2 + fitted + (2 * residualSum * shift) / variance) / spread ** 2;
    curvature += (2 * size * (own + residualSum ** 2 / variance)) / spread ** 3;
  });
  // Second derivatives by theta twice, theta and sd, sd twice.
  const thetaTwice = 2 * fit.slope + 4 * fit.ratio * curvature;
  const mixed = (-4 * theta * rssSlope) / (variance * sd);
  const sdTwice = (4 * df) / variance;
  const determinant = thetaTwice * sdTwice - mixed ** 2;
  return {
    ratio: (2 * sdTwice) / determinant,
    both: (-2 * mixed) / determinant,
    residual: (2 * thetaTwice) / determinant,
  };
}

/** Degrees of freedom of one direction: 2 v^2 / var(v) for its variance v. */
function satterthwaiteDf(
  fit: RatioFit,
  variance: number,
  parameters: ParameterCovariance,
  direction: readonly number[],
): number {
  const unit = quadratic(direction, fit.covariance, direction);
  const byRatio = fit.groups.reduce(
    (sum, { columnSums, spread }) =>
      sum + (quadratic(direction, fit.covariance, columnSums) / spread) ** 2,
    0,
  );
  const byTheta = variance * 2 * Math.sqrt(fit.ratio) * byRatio;
  const bySd = 2 * Math.sqrt(variance) * unit;
  const spread =
    byTheta ** 2 * parameters.ratio +
    2 * byTheta * bySd * parameters.both +
    bySd ** 2 * parameters.residual;
  return (2 * (variance * unit) ** 2) / spread;
}

/** Degrees of freedom of an F whose directions have these, by its expectation. */
function combineDf(dfs: readonly number[]): number {
  const single = dfs.length === 1 ? dfs[0] : undefined;
  if (single !== undefined) return single;
  if (dfs.some((df) => df <= 2)) return 2;
  const expectation = dfs.reduce((sum, df) => sum + df / (df - 2), 0);
  return (2 * expectation) / (expectation - dfs.length);
}
