/**
 * Every table of counts with given margins, by its probability when rows and columns are independent. Tables are
 * filled column by column; those that leave the same row totals over are taken together, from both ends, and meet in
 * the middle: millions of tables come down to thousands of sums.
 * Source: Mehta and Patel 1983 (the network of row totals); meeting in the middle instead of bounds.
 */

import { addScore, addShifted, eachScore, noScores, type ScoreCounts } from "./score-counts.ts";

export interface Margins {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/**
 * Row totals that are still to be filled, largest first (the order of rows does not matter to what comes), as the
 * digits of one number: these are looked up millions of times.
 */
type Rest = number;

/** Fillings of a rest, least probable first. */
interface Ordered {
  readonly scores: Float64Array;
  /** Sum up to each of them of count times e^(score - greatest score). */
  readonly sums: Float64Array;
  readonly greatest: number;
}

interface Walk {
  readonly rowCount: number;
  /** Of the digits of a rest. */
  readonly base: number;
  /** Largest first. */
  readonly columns: readonly number[];
  /** ln 0!, ln 1!, … */
  readonly logs: Float64Array;
  stepsLeft: number;
}

/** Rests after the first columns, each with the ways to it and the ways on from it. */
interface Meeting {
  readonly ways: ScoreCounts;
  readonly onward: Ordered;
}

export interface TableProbabilities {
  readonly leastScore: number;
  /** Probability of all tables whose score is at most this. */
  upTo(highestScore: number): number;
}

/** ln 0! … ln n! */
export function logFactorials(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let i = 2; i <= n; i += 1) logs[i] = (logs[i - 1] ?? 0) + Math.log(i);
  return logs;
}

/** Less the sum of ln k! over the counts: a table's score, larger for a more probable one. */
export function scoreOf(counts: readonly number[], logs: Float64Array): number {
  return counts.reduce((score, count) => score - (logs[count] ?? Number.NaN), 0);
}

/**
 * The probabilities of all tables with these margins (each above zero, both sides adding up to the same). Null when
 * going through them takes more than `mostSteps` steps.
 */
export function tableProbabilities(margins: Margins, mostSteps: number): TableProbabilities | null {
  const columns = margins.columns.toSorted((a, b) => b - a);
  const rows = margins.rows.toSorted((a, b) => b - a);
  const total = columns.reduce((sum, column) => sum + column, 0);
  const base = total + 1;
  if (base ** rows.length > Number.MAX_SAFE_INTEGER) return null;
  const logs = logFactorials(total);
  const walk: Walk = { rowCount: rows.length, base, columns, logs, stepsLeft: mostSteps };
  const meetings = meetInTheMiddle(walk, joinDigits(rows, base));
  if (meetings === null) return null;
  const constant = scoreOf([total], logs) - scoreOf(rows, logs) - scoreOf(columns, logs);
  return {
    leastScore: Math.min(...meetings.map(leastOf)),
    upTo: (highestScore) => probabilityUpTo(meetings, highestScore, constant),
  };
}

function meetInTheMiddle(walk: Walk, start: Rest): Meeting[] | null {
  // The last column is what is left over, so there is one column less to choose.
  const middle = Math.ceil((walk.columns.length - 1) / 2);
  const origin = noScores();
  addScore(origin, 0, 1);
  let reached = new Map<Rest, ScoreCounts>([[start, origin]]);
  for (let stage = 0; stage < middle; stage += 1) {
    if (stepsOfStage(walk, reached, stage) > walk.stepsLeft) return null;
    reached = oneColumnOn(walk, reached, stage);
  }
  const known = walk.columns.map(() => new Map<Rest, ScoreCounts>());
  const meetings: Meeting[] = [];
  for (const [rest, ways] of reached) {
    const onward = orderFillings(fillingsFrom(walk, rest, middle, known));
    if (walk.stepsLeft <= 0) return null;
    meetings.push({ ways, onward });
  }
  return meetings;
}

/** What a stage would cost: known before it is walked, so that a table that is too large is refused at once. */
function stepsOfStage(walk: Walk, reached: ReadonlyMap<Rest, ScoreCounts>, stage: number): number {
  let steps = 0;
  for (const [rest, ways] of reached) steps += ways.size * waysToFill(walk, rest, stage);
  return steps;
}

/** In how many ways one column can be shared out over the rows of a rest. */
function waysToFill(walk: Walk, rest: Rest, stage: number): number {
  const column = walk.columns[stage] ?? 0;
  let counts = new Float64Array(column + 1);
  counts[0] = 1;
  for (const limit of digitsOf(rest, walk)) {
    const further = new Float64Array(column + 1);
    // A running sum over the last `limit` + 1 counts.
    let window = 0;
    for (let filled = 0; filled <= column; filled += 1) {
      window += counts[filled] ?? 0;
      if (filled > limit) window -= counts[filled - limit - 1] ?? 0;
      further[filled] = window;
    }
    counts = further;
  }
  return counts[column] ?? 0;
}

function oneColumnOn(
  walk: Walk,
  reached: ReadonlyMap<Rest, ScoreCounts>,
  stage: number,
): Map<Rest, ScoreCounts> {
  const further = new Map<Rest, ScoreCounts>();
  for (const [rest, ways] of reached) {
    fillColumn(walk, rest, stage, (next, step) => {
      let fillings = further.get(next);
      if (fillings === undefined) {
        fillings = noScores();
        further.set(next, fillings);
      }
      walk.stepsLeft -= ways.size;
      addShifted(fillings, ways, step);
    });
  }
  return further;
}

/** Every way to fill a rest with the columns from this stage on. */
function fillingsFrom(
  walk: Walk,
  rest: Rest,
  stage: number,
  known: readonly Map<Rest, ScoreCounts>[],
): ScoreCounts {
  const before = known[stage]?.get(rest);
  if (before !== undefined) return before;
  const fillings = noScores();
  if (stage === walk.columns.length - 1) {
    addScore(fillings, scoreOf(digitsOf(rest, walk), walk.logs), 1);
  } else {
    fillColumn(walk, rest, stage, (next, step) => {
      const onward = fillingsFrom(walk, next, stage + 1, known);
      walk.stepsLeft -= onward.size;
      addShifted(fillings, onward, step);
    });
  }
  known[stage]?.set(rest, fillings);
  return fillings;
}

function orderFillings(fillings: ScoreCounts): Ordered {
  const ordered: { readonly score: number; readonly count: number }[] = [];
  eachScore(fillings, (score, count) => ordered.push({ score, count }));
  ordered.sort((a, b) => a.score - b.score);
  const greatest = ordered.at(-1)?.score ?? 0;
  const sums = new Float64Array(ordered.length);
  let sum = 0;
  ordered.forEach(({ score, count }, index) => {
    sum += count * Math.exp(score - greatest);
    sums[index] = sum;
  });
  return { scores: Float64Array.from(ordered, ({ score }) => score), sums, greatest };
}

function leastOf({ ways, onward }: Meeting): number {
  let least = Number.POSITIVE_INFINITY;
  const further = onward.scores[0] ?? 0;
  eachScore(ways, (score) => {
    least = Math.min(least, score + further);
  });
  return least;
}

function probabilityUpTo(
  meetings: readonly Meeting[],
  highestScore: number,
  constant: number,
): number {
  let probability = 0;
  for (const { ways, onward } of meetings) {
    eachScore(ways, (score, count) => {
      const covered = countUpTo(onward.scores, highestScore - score);
      if (covered === 0) return;
      const scale = Math.exp(score + onward.greatest + constant);
      probability += count * scale * (onward.sums[covered - 1] ?? 0);
    });
  }
  return Math.min(1, probability);
}

/** How many of these ascending numbers are at most `limit`. */
function countUpTo(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Visits every way to share one column out over the rows, with what it leaves over and its score. */
function fillColumn(
  walk: Walk,
  rest: Rest,
  stage: number,
  visit: (next: Rest, score: number) => void,
): void {
  const { logs, base } = walk;
  const left = digitsOf(rest, walk);
  const sorted = new Array<number>(left.length).fill(0);
  const last = left.length - 1;
  const place = (row: number, remaining: number, score: number): void => {
    if (walk.stepsLeft <= 0) return;
    if (walk.stepsLeft <= 0) return;
    const whole = left[row] ?? 0;
    const fewest = row === last ? remaining : 0;
    for (let count = Math.min(whole, remaining); count >= fewest; count -= 1) {
      left[row] = whole - count;
      const reached = score - (logs[count] ?? Number.NaN);
      if (row < last) place(row + 1, remaining - count, reached);
      else {
        visit(joinSorted(left, sorted, base), reached);
      }
    }
    left[row] = whole;
  };
  place(0, walk.columns[stage] ?? 0, 0);
}

function joinDigits(digits: readonly number[], base: number): Rest {
  return digits.reduce((joined, digit) => joined * base + digit, 0);
}

/** The same for digits in any order; `sorted` is overwritten. */
function joinSorted(digits: readonly number[], sorted: number[], base: number): Rest {
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits[i] ?? 0;
    let at = i;
    for (; at > 0 && (sorted[at - 1] ?? 0) < digit; at -= 1) sorted[at] = sorted[at - 1] ?? 0;
    sorted[at] = digit;
  }
  return joinDigits(sorted, base);
}

function digitsOf(rest: Rest, { rowCount, base }: Walk): number[] {
  const digits = new Array<number>(rowCount).fill(0);
  let remaining = rest;
  for (let i = rowCount - 1; i >= 0; i -= 1) {
    digits[i] = remaining % base;
    remaining = Math.floor(remaining / base);
  }
  return digits;
}
