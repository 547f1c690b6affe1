/** What the product has promised, and whether this run shows it. */
export interface Goal {
  readonly met: boolean;
  /** What was wanted and what was found. */
  readonly sentence: string;
}

export function atLeast(found: number, wanted: number, what: string): Goal {
  const shown = found >= 100 ? found.toFixed(0) : found.toPrecision(3);
  return { met: found >= wanted, sentence: `${what}: ${shown}, at least ${wanted} wanted` };
}
