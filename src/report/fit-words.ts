/** Fitted curves in the tables and charts of a report: parameters with standard errors, LC50s with intervals. */
import { intervalText, lc50Text } from "../analysis/assays/curve-words.ts";
import type { DescribedCurve } from "../analysis/assays/describe-curve.ts";
import type { CurveFit, NoFit } from "../analysis/dose-response/curve-fit.ts";
import { MISSING, numberText, trueMinus } from "./number-text.ts";

/** Null for a curve that could not be fitted, and where none was asked for. */
function fitOf(fit: CurveFit | NoFit | null): CurveFit | null {
  return fit !== null && "parameters" in fit ? fit : null;
}

/** Survival by the fitted parameters: `c + (d - c) / (1 + (x/e)^b)`, doses above zero; null without a fit. */
export function fittedCurve(fit: CurveFit | NoFit | null): ((dose: number) => number) | null {
  const found = fitOf(fit);
  if (found === null) return null;
  const { b, c, d, e } = found.parameters;
  return (dose) => c + (d - c) / (1 + (dose / e) ** b);
}

/** Estimate with its standard error, e.g. `1.32 (0.11)`. */
function parameterText(fit: CurveFit, name: "b" | "c" | "d" | "e"): string {
  const error = fit.standardErrors[name];
  const value = numberText(fit.parameters[name]);
  const bound = fit.atBound.includes(name) ? " at its bound" : "";
  return `${value}${error === null ? "" : ` (${numberText(error)})`}${bound}`;
}

/** Titles of the columns that `fitCells` fills. */
export const FIT_TITLES = ["b", "c, %", "d, %", "e", "LC50 fitted", "95 % interval"] as const;

/** The cells of a curve in a table; an LC50 outside the tested doses is a bound. Dashes without a fit. */
export function fitCells({ fit, lc50 }: Pick<DescribedCurve, "fit" | "lc50">): string[] {
  const found = fitOf(fit);
  if (found === null) return FIT_TITLES.map(() => MISSING);
  return [
    ...(["b", "c", "d", "e"] as const).map((name) => parameterText(found, name)),
    trueMinus(lc50Text(lc50)),
    trueMinus(intervalText(lc50?.ciProfile ?? null)),
  ];
}
