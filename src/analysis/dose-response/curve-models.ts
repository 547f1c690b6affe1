import type { CurveModel, CurveParameters } from "./curve-fit.ts";
import type { DoseSeries } from "./dose-series.ts";
import type { Plateaus } from "./plateau-objective.ts";

/** The upper plateau where a model fixes it: percent of the control. */
const FIXED_UPPER = 100;

const FREE_PARAMETERS: Readonly<Record<CurveModel, readonly (keyof CurveParameters)[]>> = {
  "4PL": ["b", "c", "d", "e"],
  "3PL-lower-0": ["b", "d", "e"],
  "3PL-upper-100": ["b", "c", "e"],
  "2PL": ["b", "e"],
};

/** Parameters that a model leaves free, in the order b, c, d, e. */
export function freeParameters(model: CurveModel): readonly (keyof CurveParameters)[] {
  return FREE_PARAMETERS[model];
}

/** What the model fixes, scaled as the series; null = free. */
export function plateausOf(model: CurveModel, series: DoseSeries): Plateaus {
  const free = freeParameters(model);
  return {
    lower: free.includes("c") ? null : 0,
    upper: free.includes("d") ? null : FIXED_UPPER / series.scale,
  };
}

/** The same model with the lower plateau at 0; null where it is there already. */
export function withLowerAtZero(model: CurveModel): CurveModel | null {
  if (model === "4PL") return "3PL-lower-0";
  return model === "3PL-upper-100" ? "2PL" : null;
}
