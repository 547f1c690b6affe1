import type { StudyTolerance } from "./study-file.ts";

export interface Deviation {
  /** Where, e.g. `comparisons[B-1 trametinib].interaction.p`. */
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
  /** Null where one of the two is no number. */
  readonly relativeError: number | null;
}

export interface TreeComparison {
  /** Leaves that agree. */
  readonly passed: number;
  readonly deviations: readonly Deviation[];
}

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface RowName {
  /** Differs where plate or arm differ. */
  readonly key: string;
  readonly shown: string;
}

/** Rows that name a plate and an arm are matched by them, whatever their order. */
function nameOf(row: unknown): RowName | null {
  if (!isObject(row) || typeof row.plate !== "string" || typeof row.arm !== "string") return null;
  return { key: JSON.stringify([row.plate, row.arm]), shown: `${row.plate} ${row.arm}` };
}

/** `p`, and every key that ends in P or Q: contrastP, studyQ, … */
function isPValue(key: string): boolean {
  return key === "p" || key.endsWith("P") || key.endsWith("Q");
}

/** Whether a leaf agrees: null wants nothing, a number its tolerance, anything else the same value. */
function leafAgrees(
  wanted: unknown,
  got: unknown,
  key: string,
  tolerance: StudyTolerance,
): boolean {
  if (wanted === null) return got === null || got === undefined;
  if (typeof wanted !== "number" || typeof got !== "number") return Object.is(wanted, got);
  const relative = isPValue(key) ? tolerance.pValues : tolerance.value;
  return Math.abs(got - wanted) <= Math.max(relative * Math.abs(wanted), tolerance.absFloor);
}

function deviation(path: string, wanted: unknown, got: unknown): Deviation {
  const numbers = typeof wanted === "number" && typeof got === "number";
  const relativeError = numbers ? Math.abs(got - wanted) / Math.abs(wanted) : null;
  return { path, expected: wanted, found: got, relativeError };
}

interface Leaf {
  readonly path: string;
  readonly key: string;
  readonly wanted: unknown;
  readonly got: unknown;
}

/** Expected rows with the found ones of the same plate and arm; rows that only one side has stand alone. */
function pairRows(wanted: readonly unknown[], got: readonly unknown[], path: string): Leaf[] {
  const left = [...got];
  const leaf = (row: unknown, pair: Pick<Leaf, "wanted" | "got">): Leaf => ({
    path: `${path}[${nameOf(row)?.shown ?? "unnamed"}]`,
    key: "",
    ...pair,
  });
  const pairs = wanted.map((row) => {
    const at = left.findIndex((other) => nameOf(other)?.key === nameOf(row)?.key);
    const [found] = at === -1 ? [] : left.splice(at, 1);
    return leaf(row, { wanted: row, got: found });
  });
  return [...pairs, ...left.map((row) => leaf(row, { wanted: undefined, got: row }))];
}

function pairEntries(wanted: readonly unknown[], got: readonly unknown[], at: Leaf): Leaf[] {
  const length = Math.max(wanted.length, got.length);
  return Array.from({ length }, (_, index) => ({
    path: `${at.path}[${index}]`,
    key: at.key,
    wanted: wanted[index],
    got: got[index],
  }));
}

/** What stands under a pair of trees; null when the pair is a leaf. */
function below(at: Leaf): Leaf[] | null {
  const { wanted, got, path } = at;
  if (Array.isArray(wanted) && Array.isArray(got) && wanted.length + got.length > 0) {
    const named = wanted.length > 0 && wanted.every((row) => nameOf(row) !== null);
    return named ? pairRows(wanted, got, path) : pairEntries(wanted, got, at);
  }
  if (!isObject(wanted) || !isObject(got)) return null;
  return Object.entries(wanted).map(([key, value]) => ({
    path: path === "" ? key : `${path}.${key}`,
    key,
    wanted: value,
    got: got[key],
  }));
}

function bothEmptyLists(wanted: unknown, got: unknown): boolean {
  return Array.isArray(wanted) && Array.isArray(got) && wanted.length + got.length === 0;
}

/**
 * Walks the expected tree and looks each of its leaves up in `found`. Expected null wants null or nothing; a number
 * that is lacking is a deviation; keys that only `found` has are not looked at, but rows (plate and arm) and list
 * entries that only `found` has are deviations. Numbers agree within the tolerance, everything else exactly.
 */
export function compareTrees(
  expected: unknown,
  found: unknown,
  tolerance: StudyTolerance,
): TreeComparison {
  let passed = 0;
  const deviations: Deviation[] = [];
  const open: Leaf[] = [{ path: "", key: "", wanted: expected, got: found }];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const inner = below(at);
    if (inner !== null) open.unshift(...inner);
    else if (bothEmptyLists(at.wanted, at.got) || leafAgrees(at.wanted, at.got, at.key, tolerance))
      passed += 1;
    else deviations.push(deviation(at.path, at.wanted, at.got));
  }
  return { passed, deviations };
}
