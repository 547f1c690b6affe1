import { GAP_SENTENCES, gapName } from "../analysis/assays/assay-sentences.ts";
import type { Gaps } from "../analysis/assays/sample-assays.ts";

/** Why numbers are missing, a sentence each: `ZIP: no falling curve could be fitted …`. */
export function gapTexts(gaps: Gaps): string[] {
  return Object.entries(gaps).map(
    ([name, gap]) => `${gapName(name)}: ${GAP_SENTENCES[gap] ?? gap}.`,
  );
}
