/**
 * What a search needs at one point (slope, intercept) of `u = 1 / (1 + exp(slope (log dose - reference) + intercept))`:
 * half the derivatives of the residual sum of squares over the doses, the linear parameters at their best.
 */
export interface CurveTerms {
  /** Residual sum of squares of the dose means, by their counts. */
  rss: number;
  gradientSlope: number;
  gradientIntercept: number;
  /** Exact second derivatives. */
  slopeSlope: number;
  slopeIntercept: number;
  interceptIntercept: number;
  /** Their Gauss-Newton part: never negative. */
  gaussSlopeSlope: number;
  gaussSlopeIntercept: number;
  gaussInterceptIntercept: number;
  lower: number;
  upper: number;
}

/** Writes the terms at (slope, intercept) about the log dose `reference` into `terms`. */
export type CurveObjective = (
  slope: number,
  intercept: number,
  reference: number,
  terms: CurveTerms,
) => void;

export function emptyTerms(): CurveTerms {
  return {
    rss: Number.POSITIVE_INFINITY,
    gradientSlope: 0,
    gradientIntercept: 0,
    slopeSlope: 0,
    slopeIntercept: 0,
    interceptIntercept: 0,
    gaussSlopeSlope: 0,
    gaussSlopeIntercept: 0,
    gaussInterceptIntercept: 0,
    lower: 0,
    upper: 0,
  };
}

/** Beyond this exponent 1/(1 + e^z) is 0 or 1 to the last digit, and e^z must stay a number. */
export const LARGEST_EXPONENT = 700;
