import type { DoseSeries } from "./dose-series.ts";
import { type GridValley, listValleys, relativeRss } from "./grid-valleys.ts";
import type { Plateaus } from "./plateau-objective.ts";

/** Powers that square roots and squares give, so that the grid needs no exponential. */
const SLOPES = [0.5, 1, 2, 4, 8] as const;
const SLOPE_COUNT = SLOPES.length;
/** More valleys than these are a matter for the fine grid. */
const MOST_STARTS = 4;

/**
 * The valleys of the sum of squares on a coarse grid of slopes and doses (every dose, half-way between neighbours, and
 * one step beyond both ends), deepest first; plateaus at their best in every point. Never empty for a series with a
 * dose above zero.
 */
export function findStarts(series: DoseSeries, plateaus: Plateaus): GridValley[] {
  const positions = gridDoses(series);
  const rss = new Float64Array(positions.length * SLOPE_COUNT);
  fillGrid(series, plateaus, positions, rss);
  const logDoses = positions.map(Math.log);
  return listValleys(rss, SLOPES, logDoses, MOST_STARTS);
}

function gridDoses({ doses, levels, firstNonZero }: DoseSeries): Float64Array {
  const positions = new Float64Array(2 * (levels - firstNonZero) + 1);
  const lowest = doses[firstNonZero] ?? 1;
  const highest = doses[levels - 1] ?? 1;
  const step = levels - firstNonZero > 1 ? (doses[firstNonZero + 1] ?? 1) / lowest : 1;
  let at = 0;
  positions[at++] = within(lowest / step);
  for (let k = firstNonZero; k < levels; k++) {
    const dose = doses[k] ?? 1;
    positions[at++] = dose;
    // The root of the product would leave the range of numbers sooner.
    if (k + 1 < levels) positions[at++] = Math.sqrt(dose) * Math.sqrt(doses[k + 1] ?? 1);
  }
  positions[at] = within(highest * step);
  return positions;
}

function within(dose: number): number {
  return Math.min(Math.max(dose, Number.MIN_VALUE), Number.MAX_VALUE);
}

function fillGrid(
  series: DoseSeries,
  plateaus: Plateaus,
  positions: Float64Array,
  rss: Float64Array,
): void {
  const { levels, firstNonZero, doses, counts, means } = series;
  for (let row = 0; row < positions.length; row++) {
    const position = positions[row] ?? 1;
    const zeroCount = firstNonZero === 1 ? (counts[0] ?? 0) : 0;
    const zeroProduct = zeroCount * (means[0] ?? 0);
    // Sums of u, u^2 and u times the mean for the five slopes, held apart for speed.
    let u0 = zeroCount;
    let u1 = zeroCount;
    let u2 = zeroCount;
    let u3 = zeroCount;
    let u4 = zeroCount;
    let s0 = zeroCount;
    let s1 = zeroCount;
    let s2 = zeroCount;
    let s3 = zeroCount;
    let s4 = zeroCount;
    let m0 = zeroProduct;
    let m1 = zeroProduct;
    let m2 = zeroProduct;
    let m3 = zeroProduct;
    let m4 = zeroProduct;
    for (let k = firstNonZero; k < levels; k++) {
      const count = counts[k] ?? 0;
      const weighted = count * (means[k] ?? 0);
      const ratio = (doses[k] ?? 1) / position;
      const squared = ratio * ratio;
      const fourth = squared * squared;
      const a = 1 / (1 + Math.sqrt(ratio));
      const b = 1 / (1 + ratio);
      const c = 1 / (1 + squared);
      const d = 1 / (1 + fourth);
      const e = 1 / (1 + fourth * fourth);
      u0 += count * a;
      u1 += count * b;
      u2 += count * c;
      u3 += count * d;
      u4 += count * e;
      s0 += count * a * a;
      s1 += count * b * b;
      s2 += count * c * c;
      s3 += count * d * d;
      s4 += count * e * e;
      m0 += weighted * a;
      m1 += weighted * b;
      m2 += weighted * c;
      m3 += weighted * d;
      m4 += weighted * e;
    }
    const at = row * SLOPE_COUNT;
    rss[at] = relativeRss(series, plateaus, u0, s0, m0);
    rss[at + 1] = relativeRss(series, plateaus, u1, s1, m1);
    rss[at + 2] = relativeRss(series, plateaus, u2, s2, m2);
    rss[at + 3] = relativeRss(series, plateaus, u3, s3, m3);
    rss[at + 4] = relativeRss(series, plateaus, u4, s4, m4);
  }
}
