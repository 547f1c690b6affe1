import { quantileT } from "../statistics/tails.ts";
import { precisionOf } from "./curve-covariance.ts";
import type { CurveFit } from "./curve-fit.ts";
import { freeParameters } from "./curve-models.ts";
import { predictSurvival } from "./curve-value.ts";
import { gatherDoses } from "./dose-series.ts";
import type { CurveWells } from "./fit-curve.ts";

/** Where the fitted mean survival lies at one dose with 95 % confidence; survival in the unit of the wells. */
export interface BandPoint {
  readonly dose: number;
  readonly lower: number;
  readonly upper: number;
}

const CONFIDENCE_QUANTILE = 0.975;

/**
 * The pointwise 95 % confidence band of a fitted curve at doses >= 0, in their order: predicted survival ± t times its
 * standard error by the delta method, `s sqrt(g' (J'J)^-1 g)` with the gradient g of the curve by its free parameters (e
 * by its logarithm). A parameter on its bound counts as known, so that the band is then conditional on it. It is where
 * the mean curve lies, not where single wells do. `wells` must be those of the fit: null where their number says that
 * they are not, without degrees of freedom, for a perfect fit, and where the parameters cannot be told apart.
 * Source: Seber and Wild 2003, 5.2.1; analysis reference, 1.4.
 */
export function curveBand(
  wells: CurveWells,
  fit: CurveFit,
  doses: readonly number[],
): readonly BandPoint[] | null {
  const series = gatherDoses(wells.doses, wells.survival);
  const { b, c, d, e } = fit.parameters;
  const { residualSd, df, n } = fit;
  if (series.n !== n || residualSd === null || !(residualSd > 0) || df <= 0) return null;
  const found = {
    slope: b,
    lower: c / series.scale,
    upper: d / series.scale,
    logE: Math.log(e),
  };
  const free = freeParameters(fit.model).filter((name) => !fit.atBound.includes(name));
  const share = precisionOf(series, found, free);
  const t = quantileT(CONFIDENCE_QUANTILE, df);
  if (share === null || t === null) return null;
  const points = doses.map((dose) => {
    const half = t * residualSd * share(gradientAt(found, dose));
    const survival = predictSurvival(fit.parameters, dose);
    return { dose, lower: survival - half, upper: survival + half };
  });
  return points.every(({ lower, upper }) => Number.isFinite(lower + upper)) ? points : null;
}

interface ScaledCurve {
  readonly slope: number;
  readonly lower: number;
  readonly upper: number;
  readonly logE: number;
}

/** Of scaled survival by slope, scaled plateaus and log e. */
function gradientAt({ slope, lower, upper, logE }: ScaledCurve, dose: number) {
  if (dose === 0) return { b: 0, c: slope > 0 ? 0 : 1, d: slope > 0 ? 1 : 0, e: 0 };
  const x = Math.log(dose) - logE;
  const odds = Math.exp(Math.min(slope * x, 700));
  const share = 1 / (1 + odds);
  const drop = (upper - lower) * odds * share * share;
  return { b: -drop * x, c: odds * share, d: share, e: drop * slope };
}
