import { leafKey, type ResultLeaf, resultLeaves } from "./result-leaves.ts";

/** A value that is another one now; null = there is none, or none could be computed. */
export interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  /** after / before - 1; null unless both are numbers and the first is not 0. */
  readonly relative: number | null;
}

/** What changed of one arm of one plate; `arm` null = of the plate, `plate` null = of the sample. */
export interface PlaceChanges {
  readonly plate: string | null;
  readonly arm: string | null;
  /** Classes, grades, flags and their reasons. */
  readonly verdicts: readonly Change[];
  /** Everything else: numbers, and words such as masks. */
  readonly values: readonly Change[];
}

/** What people decide by; all else is how it came to be. */
const VERDICTS = new Set([
  "comparisons.class",
  "comparisons.flag",
  "comparisons.grade",
  "comparisons.reasons",
  "comparisons.qualifiers",
  "comparisons.classIgnoringGates",
  "comparisons.classSuspectsMasked",
  "plates.verdict",
  "plates.failReasons",
  "plates.warnings",
  "arms.prednisoloneClass",
  "uniformPlates.verdict",
  "uniformPlates.warnings",
]);
const FLAGS = "flags.";

function relativeChange(before: unknown, after: unknown): number | null {
  if (typeof before !== "number" || typeof after !== "number" || before === 0) return null;
  return after / before - 1;
}

/** A flag as far as people tell flags apart. */
export interface ComparedFlag {
  readonly barcode: string;
  readonly arm: string | null;
  readonly rule_id: string;
  readonly title: string;
  readonly wells: readonly string[];
}

/** Flags on quality as values of a result; those on combinations stand with their comparison. */
function flagLeaves(flags: readonly ComparedFlag[]): ResultLeaf[] {
  return flags
    .filter((flag) => !flag.rule_id.startsWith("combination/"))
    .map(({ barcode, arm, rule_id, title, wells }) => ({
      plate: barcode,
      arm,
      path: `${FLAGS}${rule_id}${wells.length === 0 ? "" : `[${wells.join("+")}]`}`,
      value: title,
    }));
}

export interface ComparedResult {
  readonly result: unknown;
  readonly flags: readonly ComparedFlag[];
}

/**
 * Everything in which two results differ, by plate and arm in their order, numbers to the last bit. A result that is the
 * same gives nothing.
 */
export function changesBetween(
  before: ComparedResult,
  after: ComparedResult,
): readonly PlaceChanges[] {
  const left = [...resultLeaves(before.result), ...flagLeaves(before.flags)];
  const right = [...resultLeaves(after.result), ...flagLeaves(after.flags)];
  const byKey = new Map(right.map((leaf) => [leafKey(leaf), leaf.value]));
  const known = new Set(left.map(leafKey));
  const all = [
    ...left.map((leaf) => ({ leaf, was: leaf.value, is: byKey.get(leafKey(leaf)) ?? null })),
    ...right
      .filter((leaf) => !known.has(leafKey(leaf)))
      .map((leaf) => ({ leaf, was: null, is: leaf.value })),
  ];
  const places = new Map<string, { verdicts: Change[]; values: Change[] } & PlaceChanges>();
  for (const { leaf, was, is } of all) {
    if (Object.is(was, is)) continue;
    const { plate, arm, path } = leaf;
    const key = JSON.stringify([plate, arm]);
    const place = places.get(key) ?? { plate, arm, verdicts: [], values: [] };
    places.set(key, place);
    const change = { path, before: was, after: is, relative: relativeChange(was, is) };
    const isVerdict = VERDICTS.has(path) || path.startsWith(FLAGS);
    (isVerdict ? place.verdicts : place.values).push(change);
  }
  return [...places.values()];
}
