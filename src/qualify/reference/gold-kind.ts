/** What a kind of gold file is: its numbers, and how near to them ours must be. */

/** A gold file as parsed; kinds read the fields they know. */
export interface GoldFile {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** How near a found leaf must be to the expected one. */
export type LeafTolerance =
  /** |found - expected| <= max(value * |expected|, absFloor). */
  | { readonly kind: "relative"; readonly value: number; readonly absFloor?: number }
  | { readonly kind: "absolute"; readonly value: number }
  /** The same value. */
  | { readonly kind: "exact" }
  /** A sentence for people: ours must be there and say something. */
  | { readonly kind: "prose" }
  /** The file itself says that the leaf is not required; counted and shown. */
  | { readonly kind: "not-required"; readonly because: string };

/** One expected tree with ours beside it. */
export interface GoldCheck {
  readonly name: string;
  readonly expected: unknown;
  /** Undefined numbers as in the files: null, "Infinity", "undefined". */
  readonly found: unknown;
  /** `path` holds the keys from the root of `expected` to the leaf. */
  readonly tolerance: (path: readonly string[]) => LeafTolerance;
}

export interface GoldKind {
  /** `id` of the files of this kind. */
  readonly id: string;
  readonly check: (file: GoldFile) => readonly GoldCheck[];
}

/** The usual form of a file: cases with their own input and expected tree. */
export interface GoldCase {
  readonly name: string;
  readonly input: unknown;
  readonly expected: unknown;
  readonly [field: string]: unknown;
}

/** The cases of a file in its order; empty where the file has another form. */
export function casesOf(file: GoldFile): readonly GoldCase[] {
  return Array.isArray(file.cases) ? (file.cases as GoldCase[]) : [];
}
