import { GAP_SENTENCES } from "../analysis/assays/assay-sentences.ts";
import type { Gaps } from "../analysis/assays/sample-assays.ts";

/** Why numbers are missing, a sentence each: `zip: no falling curve could be fitted …`. */
export function gapTexts(gaps: Gaps): string[] {
  return Object.entries(gaps).map(
    ([name, gap]) => `${spaced(name)}: ${GAP_SENTENCES[gap] ?? gap}.`,
  );
}

/** Names of numbers as words: `combinationIndex` → `combination index`. */
function spaced(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
