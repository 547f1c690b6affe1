/** A place at which two JSON values part; a key that one of them lacks is undefined there. */
export interface Difference {
  /** Keys and list positions from the top, each after a slash. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Comparison {
  /** How many numbers the first one holds. */
  readonly numbers: number;
  readonly differences: readonly Difference[];
}

/** The leaves in which two JSON values differ; numbers are compared to the last bit. In the order of the first one. */
export function compareJson(before: unknown, after: unknown): Comparison {
  const differences: Difference[] = [];
  let numbers = 0;
  function walk(a: unknown, b: unknown, path: string): void {
    if (a !== null && b !== null && typeof a === "object" && typeof b === "object") {
      const left = a as Record<string, unknown>;
      const right = b as Record<string, unknown>;
      const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
      for (const key of keys) walk(left[key], right[key], `${path}/${key}`);
      return;
    }
    if (typeof a === "number") numbers += 1;
    if (!Object.is(a, b)) differences.push({ path, before: a, after: b });
  }
  walk(before, after, "");
  return { numbers, differences };
}

/** Two JSON texts as sentences, for people; the same text gives none. */
export function differingLeaves(
  stored: string,
  now: string,
): { readonly numbers: number; readonly different: readonly string[] } {
  const { numbers, differences } = compareJson(JSON.parse(stored), JSON.parse(now));
  const different = differences.map(
    ({ path, before, after }) => `${path}: stored ${String(before)}, now ${String(after)}`,
  );
  if (stored !== now && different.length === 0) different.push("the text differs in its order");
  return { numbers, different };
}
