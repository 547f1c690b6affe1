import { solveUpper, triangulate } from "../least-squares/triangle.ts";
import type { CurveFit, CurveParameters } from "./curve-fit.ts";
import { freeParameters } from "./curve-models.ts";
import { type DoseSeries, gatherDoses } from "./dose-series.ts";
import type { CurveWells } from "./fit-curve.ts";

/** What R's drc 3.0-1 prints beside a curve, for comparison only. */
export interface DrcErrors {
  /** From the Hessian of the sum of squares instead of J'J; null for a fixed parameter. */
  readonly standardErrors: { readonly [Key in keyof CurveParameters]: number | null };
  /** Of the absolute LC50, in its unit, without the derivatives by the plateaus: drc's error, too large. */
  readonly absoluteSe: number | null;
}

/**
 * Standard errors as drc takes them, at our optimum (drc itself stops a little early and takes its Hessian from
 * differences). Null where the Hessian cannot be inverted or there are no degrees of freedom.
 * Source: analysis reference, 1.4.
 */
export function drcErrors(wells: CurveWells, fit: CurveFit, level: number): DrcErrors | null {
  if (fit.residualSd === null) return null;
  const free = freeParameters(fit.model);
  const series = gatherDoses(wells.doses, wells.survival);
  const inverse = invert(hessian(series, fit.parameters), free);
  if (inverse === null) return null;
  const { b, c, d, e } = fit.parameters;
  const variance = fit.residualSd ** 2;
  const seOf = (gradient: readonly number[]): number | null => {
    const square = gradient.reduce(
      (sum, gi, i) =>
        sum + gi * gradient.reduce((row, gj, j) => row + gj * (inverse[i]?.[j] ?? 0), 0),
      0,
    );
    return square > 0 ? Math.sqrt(variance * square) : null;
  };
  const own = (name: keyof CurveParameters): number | null =>
    free.includes(name) ? seOf(free.map((other) => (other === name ? 1 : 0))) : null;
  const lc50 = fit.absoluteLc50?.value ?? null;
  const logRatio = Math.log((d - level) / (level - c));
  const gradient = { b: lc50 === null ? 0 : (-lc50 * logRatio) / (b * b), c: 0, d: 0, e: 0 };
  if (lc50 !== null) gradient.e = lc50 / e;
  return {
    standardErrors: { b: own("b"), c: own("c"), d: own("d"), e: own("e") },
    absoluteSe: lc50 === null ? null : seOf(free.map((name) => gradient[name])),
  };
}

type Matrix = Readonly<Record<string, number>>;

/** Half the second derivatives of the sum of squares by b, c, d and e, under keys like `be`. */
function hessian(series: DoseSeries, { b, c, d, e }: CurveParameters): Matrix {
  const sums: Record<string, number> = {};
  const span = d - c;
  for (let k = 0; k < series.levels; k++) {
    const isZero = k < series.firstNonZero;
    const t = isZero ? 0 : (series.logDoses[k] ?? 0) - Math.log(e);
    const odds = isZero ? 0 : Math.exp(Math.min(b * t, 700));
    const u = 1 / (1 + odds);
    const v = odds * u * u;
    const w = v * (1 - 2 * u);
    const residual = (series.means[k] ?? 0) * series.scale - c - span * u;
    const first = { b: -span * v * t, c: 1 - u, d: u, e: (span * v * b) / e };
    const second: Matrix = {
      bb: span * w * t * t,
      bc: v * t,
      bd: -v * t,
      be: (span * (v - w * t * b)) / e,
      ce: (-v * b) / e,
      de: (v * b) / e,
      ee: (span * b * (w * b - v)) / (e * e),
    };
    for (const pair of ["bb", "bc", "bd", "be", "cc", "cd", "ce", "dd", "de", "ee"]) {
      const [i, j] = [pair[0] as keyof typeof first, pair[1] as keyof typeof first];
      const part = first[i] * first[j] - residual * (second[pair] ?? 0);
      sums[pair] = (sums[pair] ?? 0) + (series.counts[k] ?? 0) * part;
    }
  }
  return sums;
}

/** Inverse of the rows and columns that are free, in their order; null where it is singular. */
function invert(matrix: Matrix, free: readonly string[]): number[][] | null {
  const size = free.length;
  const entry = (i: number, j: number): number => matrix[[free[i], free[j]].sort().join("")] ?? 0;
  const scale = free.map((_, i) => Math.sqrt(Math.abs(entry(i, i))) || 1);
  const columns = free.map((_, unit) => {
    const work = Float64Array.from({ length: size * size }, (_entry, at) => {
      const [i, j] = [Math.floor(at / size), at % size];
      return entry(i, j) / ((scale[i] ?? 1) * (scale[j] ?? 1));
    });
    const right = new Float64Array(size);
    right[unit] = 1 / (scale[unit] ?? 1);
    triangulate(work, right, size, size);
    const solved = solveUpper(work, right, size);
    return Array.from(solved, (value, i) => value / (scale[i] ?? 1));
  });
  return columns.flat().every(Number.isFinite) ? columns : null;
}
