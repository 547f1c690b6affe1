/** What is fuzzed: one parser of bytes from outside, with real inputs to begin with and what must hold of its answer. */

export interface FuzzTarget {
  readonly name: string;
  /** A workbook is unpacked: it has other limits and fewer inputs. */
  readonly kind: "text" | "workbook";
  /** Real inputs; at least one. */
  readonly corpus: () => readonly Buffer[];
  /** Another way to make an input of the corpus, where flipped bytes would never get past the first check. */
  readonly make?: (random: () => number, corpus: readonly Buffer[]) => Buffer;
  /**
   * Parses, and looks at what came out. Returns a text of the whole answer, the same for the same input, beginning
   * with `taken` where the input was understood; throws for anything that must not be.
   */
  readonly run: (bytes: Buffer) => string | Promise<string>;
}

/** Limits of one input, from the promise: no hang over 100 ms for texts, 5 s and 200 MB for a workbook. */
export const LIMITS = {
  text: { withinMs: 100, inputs: 1_000_000 },
  workbook: { withinMs: 5_000, inputs: 20_000 },
} as const;

export const MOST_MEMORY_MB = 200;

export function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
