import { meanOverLogDose } from "../statistics/mean-over-log-dose.ts";
import { finiteOrNull } from "../statistics/moments.ts";
import { fitGrowthRate, type GrowthRateFit } from "./fit-growth-rate.ts";

/** Fewer doublings of the control than these say nothing about growth rates. */
export const DOUBLINGS_MIN = 0.3;

/** Signals in one unit, proportional to cells: at the start, untreated at the end, and treated by dose. */
export interface GrowthCourse {
  /** Ascending, in any one unit. */
  readonly doses: readonly number[];
  /** One a dose; null = missing. */
  readonly treated: readonly (number | null)[];
  readonly start: number;
  readonly controlEnd: number;
}

export type GrowthRate =
  | {
      readonly status: "reported";
      readonly doublings: number;
      readonly gr: readonly (number | null)[];
      /** Null where no curve can be fitted. */
      readonly fit: GrowthRateFit | null;
      /** GR at the highest dose that has one. */
      readonly grMax: number | null;
      /** Trapezoid mean of 1 - GR over log10 of the doses above zero. */
      readonly areaOverCurve: number | null;
    }
  /** The control grew too little: the values are there to look at, nothing is derived from them. */
  | {
      readonly status: "not-interpretable";
      readonly reason: string;
      readonly doublings: number;
      readonly gr: readonly (number | null)[];
    }
  | { readonly status: "undefined"; readonly reason: string };

/**
 * Growth-rate inhibition GR = 2^(log2(x/x0) / log2(xc/x0)) - 1: 1 without effect, 0 when growth stands still, below 0
 * when cells die. Undefined, with the reason, where the control does not grow, as primary leukaemic cells seldom do; a
 * value is null where its signal is missing or negative. Source: Hafner 2016; analysis reference, 1.5.
 */
export function describeGrowthRate(course: GrowthCourse): GrowthRate {
  const { doses, treated, start, controlEnd } = course;
  if (!(start > 0) || !(controlEnd > 0)) {
    return { status: "undefined", reason: "a signal at or below zero counts no cells" };
  }
  const doublings = Math.log2(controlEnd / start);
  if (!(doublings > 0)) {
    return {
      status: "undefined",
      reason: "the control does not grow, so that there is no growth rate to inhibit",
    };
  }
  const gr = doses.map((_, index) => growthRateOf(treated[index] ?? null, start, doublings));
  if (doublings < DOUBLINGS_MIN) {
    const reason = `the control doubles fewer than ${DOUBLINGS_MIN} times`;
    return { status: "not-interpretable", reason, doublings, gr };
  }
  return {
    status: "reported",
    doublings,
    gr,
    fit: fitGrowthRate(doses, gr),
    grMax: gr.findLast((value) => value !== null) ?? null,
    areaOverCurve: meanOverLogDose(
      doses,
      gr.map((value) => (value === null ? null : 1 - value)),
    ),
  };
}

function growthRateOf(treated: number | null, start: number, doublings: number): number | null {
  if (treated === null || treated < 0) return null;
  return finiteOrNull(2 ** (Math.log2(treated / start) / doublings) - 1);
}
