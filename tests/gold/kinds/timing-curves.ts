import type { CurveParameters } from "../../../src/analysis/dose-response/curve-fit.ts";
import { predictSurvival } from "../../../src/analysis/dose-response/curve-value.ts";
import { fitCurve, isFit } from "../../../src/analysis/dose-response/fit-curve.ts";
import type { GoldCheck, GoldFile, GoldKind } from "../../../src/qualify/reference/gold-kind.ts";

interface TimingFile extends GoldFile {
  readonly dose: readonly number[];
  readonly y: readonly (readonly (number | null)[])[];
  readonly drc: {
    readonly [Key in "b" | "c" | "d" | "e" | "rss"]: readonly (number | null)[];
  } & { readonly index?: readonly number[] };
}

/** How much larger our residual sum of squares may be: the rule that the file states. */
const WORSE_BY_AT_MOST = 0.001;
/** Stored coefficients are rounded: the sum of squares they give may differ by as much as the rule allows. */
const STORED_RSS = WORSE_BY_AT_MOST;

/**
 * Curves with drc's fits. Ours must have at most 1.001 times the residual sum of squares that drc's has; and what is
 * stored of drc's must be what its coefficients give on the same data, or the rule would judge by a wrong number.
 */
export const timingCurvesKind: GoldKind = {
  id: "timing-curves",
  check: (raw) => {
    const file = raw as TimingFile;
    return file.drc.rss.flatMap((drcRss, at) => checkCurve(file, at, drcRss));
  },
};

function checkCurve(file: TimingFile, at: number, drcRss: number | null): GoldCheck[] {
  const curve = curveIndex(file, at);
  const survival = file.y[curve] ?? [];
  const fit = fitCurve({ doses: file.dose, survival }, { lowerPlateau: "free", profile: "none" });
  const name = `curve ${curve + 1}`;
  const rss = isFit(fit) ? fit.rss : null;
  if (drcRss === null) {
    const found = { fitted: rss !== null };
    return [{ name, expected: { fitted: true }, found, tolerance: () => ({ kind: "exact" }) }];
  }
  const parameters = drcParameters(file, at);
  return [
    {
      name,
      expected: { excessOverDrc: 0 },
      found: { excessOverDrc: rss === null ? null : Math.max(0, rss - drcRss) / drcRss },
      tolerance: () => ({ kind: "absolute", value: WORSE_BY_AT_MOST }),
    },
    {
      name,
      expected: { drcRss },
      found: { drcRss: parameters === null ? null : rssOf(parameters, file.dose, survival) },
      tolerance: () => ({ kind: "relative", value: STORED_RSS }),
    },
  ];
}

/** drc's list names its curves, from 1 if no index is 0. */
function curveIndex({ drc }: TimingFile, at: number): number {
  const index = drc.index?.[at];
  if (index === undefined || drc.index === undefined) return at;
  return drc.index.includes(0) ? index : index - 1;
}

function drcParameters({ drc }: TimingFile, at: number): CurveParameters | null {
  const [b, c, d, e] = [drc.b[at], drc.c[at], drc.d[at], drc.e[at]];
  if (b == null || c == null || d == null || e == null) return null;
  return { b, c, d, e };
}

function rssOf(
  parameters: CurveParameters,
  doses: readonly number[],
  survival: readonly (number | null)[],
): number {
  return doses.reduce((sum, dose, i) => {
    const value = survival[i] ?? null;
    return value === null ? sum : sum + (value - predictSurvival(parameters, dose)) ** 2;
  }, 0);
}
