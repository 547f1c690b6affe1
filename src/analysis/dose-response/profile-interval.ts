import type { SlopeBounds } from "./curve-bounds.ts";
import type { Interval } from "./curve-fit.ts";
import type { CurvePoint } from "./descend.ts";
import { followBranch, type ProfileBranch, searchBranch } from "./profile-branch.ts";

/** What an end of a profile interval is looked for with; sums of squares are scaled and of the dose means alone. */
export interface ProfileSearch {
  readonly branch: ProfileBranch;
  readonly slopes: SlopeBounds;
  /** Least sum of squares, and the one up to which doses belong to the interval. */
  readonly leastRss: number;
  readonly mostRss: number;
  /** Log doses beyond which an end is not looked for. */
  readonly leastLogDose: number;
  readonly mostLogDose: number;
}

export interface ProfileStart {
  readonly logDose: number;
  readonly slope: number;
  readonly intercept: number;
  /** Where the first end is expected, as a distance. */
  readonly distance: number;
}

const LARGEST_STEP = 1.5;
const SMALLEST_STEP = 1e-3;
const MOST_STEPS = 100;
/** Agreement of the sum of squares with the one looked for, as a share of its height above the least. */
const END_SHARE = 1e-9;

/**
 * Every log dose whose best curve has a sum of squares of at most `mostRss`: the ends are followed outward from the
 * estimate, and at each a search from steep slopes must find nothing below that either. An end is null where the sum
 * of squares stays below up to the last log dose. Source: analysis reference, 1.4.
 */
export function findProfileInterval(search: ProfileSearch, start: ProfileStart): Interval {
  return { lower: findEnd(search, start, -1), upper: findEnd(search, start, 1) };
}

function findEnd(search: ProfileSearch, start: ProfileStart, direction: 1 | -1): number | null {
  const { branch, slopes, mostRss } = search;
  const limit = direction > 0 ? search.mostLogDose : search.leastLogDose;
  let inner = { reference: start.logDose, slope: start.slope, intercept: start.intercept };
  let innerRss = search.leastRss;
  let step = Math.min(Math.max(start.distance, SMALLEST_STEP), LARGEST_STEP);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (direction * (limit - inner.reference) <= 0) return null;
    const ahead = inner.reference + direction * step;
    const at = direction * (limit - ahead) < 0 ? limit : ahead;
    let outer = followBranch(branch, at, slopes, inner);
    if (outer.terms.rss <= mostRss) {
      if (at === limit) return null;
      inner = outer;
      innerRss = outer.terms.rss;
      step = Math.min(1.5 * step, LARGEST_STEP);
      continue;
    }
    const end = closeIn(search, inner, innerRss, outer);
    outer = searchBranch(branch, end.reference, slopes);
    if (outer.terms.rss >= mostRss - 1e-6 * (mostRss - search.leastRss)) return end.reference;
    // Another kind of curve reaches further.
    inner = outer;
    innerRss = outer.terms.rss;
    step = Math.max(0.1 * step, SMALLEST_STEP);
  }
  return null;
}

/** Where the curve followed from `inner` (within) to `outer` (beyond) has exactly the sum of squares looked for. */
function closeIn(
  search: ProfileSearch,
  inner: Pick<CurvePoint, "reference" | "slope" | "intercept">,
  innerRss: number,
  outer: CurvePoint,
): CurvePoint {
  const { leastRss, mostRss } = search;
  const height = mostRss - leastRss;
  // The root of the height is nearly straight in the log dose.
  const sought = Math.sqrt(height);
  const offsetOf = (rss: number): number => Math.sqrt(Math.max(rss - leastRss, 0)) - sought;
  let [from, fromOffset] = [inner.reference, offsetOf(innerRss)];
  let [to, toOffset] = [outer.reference, offsetOf(outer.terms.rss)];
  let last = outer;
  let near: Pick<CurvePoint, "slope" | "intercept"> = inner;
  let side = 0;
  for (let round = 0; round < 80; round++) {
    const share = fromOffset / (fromOffset - toOffset);
    const guess = Number.isFinite(share) && share > 0.001 && share < 0.999 ? share : 0.5;
    const at = from + guess * (to - from);
    const point = followBranch(search.branch, at, search.slopes, near);
    last = point;
    if (Math.abs(point.terms.rss - mostRss) <= END_SHARE * height) break;
    if (Math.abs(to - from) <= 1e-13 * Math.max(1, Math.abs(from))) break;
    const offset = offsetOf(point.terms.rss);
    if (offset <= 0) {
      [from, fromOffset] = [at, offset];
      near = point;
      // Illinois: an end that stays is given half its weight, or it would never be left.
      if (side < 0) toOffset /= 2;
      side = -1;
    } else {
      [to, toOffset] = [at, offset];
      if (side > 0) fromOffset /= 2;
      side = 1;
    }
  }
  return last;
}
