import type { CurveParameters } from "../../../src/analysis/dose-response/curve-fit.ts";
import { predictSurvival } from "../../../src/analysis/dose-response/curve-value.ts";
import type { CurveWells } from "../../../src/analysis/dose-response/fit-curve.ts";

/** Zero and a four-fold series up to 250 µg/mL, as on the plates. */
export const SERIES = [0, ...Array.from({ length: 7 }, (_, k) => 250 / 4 ** (6 - k))];

/** Wells of one series, `replicates` at each dose, with survival by dose and replicate. */
export function wellsOf(
  doses: readonly number[],
  replicates: number,
  survival: (dose: number, replicate: number) => number | null,
): CurveWells {
  const wells = doses.flatMap((dose) =>
    Array.from({ length: replicates }, (_, replicate) => ({ dose, replicate })),
  );
  return {
    doses: wells.map(({ dose }) => dose),
    survival: wells.map(({ dose, replicate }) => survival(dose, replicate)),
  };
}

/** Wells of a true curve with noise taken from a list, used in turn. */
export function noisyWells(
  truth: CurveParameters,
  noise: readonly number[],
  replicates = 2,
  doses: readonly number[] = SERIES,
): CurveWells {
  let drawn = 0;
  return wellsOf(doses, replicates, (dose) => {
    const error = noise.length === 0 ? 0 : (noise[drawn++ % noise.length] ?? 0);
    return predictSurvival(truth, dose) + error;
  });
}

/** Sum of squares of the wells about a curve. */
export function rssAbout(parameters: CurveParameters, wells: CurveWells): number {
  return wells.doses.reduce((sum, dose, i) => {
    const survival = wells.survival[i] ?? null;
    return survival === null ? sum : sum + (survival - predictSurvival(parameters, dose)) ** 2;
  }, 0);
}

/** Reproducible standard normal numbers (Box-Muller on a linear congruential generator). */
export function normalNumbers(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
