import {
  casesOf,
  type GoldCheck,
  type GoldFile,
  type GoldKind,
  type LeafTolerance,
} from "./gold-kind.ts";

export interface GoldDeviation {
  /** Case and keys, e.g. `partial_effect: student.p`. */
  readonly where: string;
  readonly expected: unknown;
  /** Undefined = we have nothing there. */
  readonly found: unknown;
  /** Null where one of the two is no number. */
  readonly relativeError: number | null;
}

export interface GoldOutcome {
  readonly passed: number;
  readonly deviations: readonly GoldDeviation[];
  /** Leaves that the file itself does not require, by its reason. */
  readonly notRequired: ReadonlyMap<string, number>;
}

interface Tally {
  passed: number;
  readonly deviations: GoldDeviation[];
  readonly notRequired: Map<string, number>;
}

/**
 * Compares every leaf that a gold file expects with ours. A leaf we lack, a list of another length, a case that the
 * kind has passed over and an error while computing are deviations; so is a file in which nothing was compared.
 */
export function compareGold(file: GoldFile, kind: GoldKind): GoldOutcome {
  const tally: Tally = { passed: 0, deviations: [], notRequired: new Map() };
  try {
    const checks = kind.check(file);
    for (const check of checks) compareTree(check, check.expected, check.found, [], tally);
    for (const name of passedOver(file, checks)) {
      tally.deviations.push(failure(name, "a comparison", "none: the case was passed over"));
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tally.deviations.push(failure("the whole file", "numbers", `an error: ${message}`));
  }
  if (tally.passed + tally.deviations.length === 0) {
    tally.deviations.push(
      failure("the whole file", "something to compare", "nothing was compared"),
    );
  }
  return tally;
}

function failure(where: string, expected: unknown, found: unknown): GoldDeviation {
  return { where, expected, found, relativeError: null };
}

/** Cases whose very expected tree no check holds. */
function passedOver(file: GoldFile, checks: readonly GoldCheck[]): string[] {
  const held = new Set(checks.map((check) => check.expected));
  return casesOf(file).flatMap(({ name, expected }) => (held.has(expected) ? [] : [name]));
}

function compareTree(
  check: GoldCheck,
  expected: unknown,
  found: unknown,
  path: readonly string[],
  tally: Tally,
): void {
  const tolerance = check.tolerance(path);
  if (tolerance.kind === "not-required") {
    const leaves = countLeaves(expected);
    tally.notRequired.set(
      tolerance.because,
      (tally.notRequired.get(tolerance.because) ?? 0) + leaves,
    );
    return;
  }
  const inner = entriesOf(expected);
  if (inner === null) {
    compareLeaf(check, expected, found, path, tolerance, tally);
    return;
  }
  if (!sameShape(expected, found)) {
    tally.deviations.push(failure(whereOf(check, path), shapeOf(expected), shapeOf(found)));
    return;
  }
  for (const [key, value] of inner) {
    compareTree(check, value, (found as Record<string, unknown>)[key], [...path, key], tally);
  }
}

/** What stands below a value; null for a leaf, which an empty list or object is too. */
function entriesOf(value: unknown): readonly [string, unknown][] | null {
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value);
  return entries.length === 0 ? null : entries;
}

function sameShape(expected: unknown, found: unknown): boolean {
  if (Array.isArray(expected)) return Array.isArray(found) && found.length === expected.length;
  return typeof found === "object" && found !== null && !Array.isArray(found);
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : value;
}

function countLeaves(value: unknown): number {
  const inner = entriesOf(value);
  return inner === null ? 1 : inner.reduce((sum, [, below]) => sum + countLeaves(below), 0);
}

function whereOf(check: GoldCheck, path: readonly string[]): string {
  return path.length === 0 ? check.name : `${check.name}: ${path.join(".")}`;
}

function compareLeaf(
  check: GoldCheck,
  expected: unknown,
  found: unknown,
  path: readonly string[],
  tolerance: LeafTolerance,
  tally: Tally,
): void {
  if (leafAgrees(expected, found, tolerance)) {
    tally.passed += 1;
    return;
  }
  const numbers = typeof expected === "number" && typeof found === "number";
  const relativeError = numbers ? Math.abs(found - expected) / Math.abs(expected) : null;
  tally.deviations.push({ where: whereOf(check, path), expected, found, relativeError });
}

function leafAgrees(expected: unknown, found: unknown, tolerance: LeafTolerance): boolean {
  if (tolerance.kind === "prose") return typeof found === "string" && found.trim() !== "";
  if (typeof expected === "object" && expected !== null) {
    return sameShape(expected, found) && Object.keys(found as object).length === 0;
  }
  if (typeof expected !== "number") return Object.is(expected, found);
  if (typeof found !== "number" || !Number.isFinite(found)) return false;
  const distance = Math.abs(found - expected);
  switch (tolerance.kind) {
    case "exact":
      return found === expected;
    case "absolute":
      return distance <= tolerance.value;
    case "relative":
      return distance <= Math.max(tolerance.value * Math.abs(expected), tolerance.absFloor ?? 0);
    case "not-required":
      return true;
  }
}
