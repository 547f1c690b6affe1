import type { Gaps } from "../analysis/assays/sample-assays.ts";

/** Meaning of a column of such texts. */
export const NOT_REPORTED = "What is not reported and why: name and code, joined by |.";

/** What is not reported, in one cell: `zip:NO_CURVE|loewe:NO_CURVE`. */
export function gapsText(gaps: Gaps): string {
  return Object.entries(gaps)
    .map(([name, gap]) => `${name}:${gap}`)
    .join("|");
}
