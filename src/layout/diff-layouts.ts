/** Which wells mean something else in another layout or revision. */

import type { Layout, LayoutWell } from "../domain/layout.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { describeWell } from "./describe-well.ts";

export interface WellDifference {
  readonly well: WellName;
  readonly before: LayoutWell;
  readonly after: LayoutWell;
  /** The two meanings in words, with all digits. */
  readonly beforeText: string;
  readonly afterText: string;
}

/**
 * Wells whose role, arm (compound, concentration and solvent included), doses, replicate or patient slot differ,
 * in reading order. Empty when both layouts mean the same.
 */
export function diffLayouts(before: Layout, after: Layout): WellDifference[] {
  return ALL_WELLS.flatMap((well) => {
    const beforeText = describeWell(before, well);
    const afterText = describeWell(after, well);
    if (beforeText === afterText) return [];
    return [{ well, before: before.wells[well], after: after.wells[well], beforeText, afterText }];
  });
}
