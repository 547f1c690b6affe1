import type { Arm, LayoutWell } from "../domain/layout.ts";

interface WellContent {
  readonly layout: LayoutWell;
  readonly arm: Arm | null;
}

/** Of the inhibitor in a well, µM; null where none is stated. A vehicle well holds none, whatever level it is matched with. */
export function inhibitorUmOf({ layout, arm }: WellContent): number | null {
  if (arm === null || arm.vehicle) return null;
  return layout.inhibitorUm ?? arm.concentrationUm;
}

/** Arms whose wells all hold the same inhibitor concentration: what one survival is measured against has one meaning. */
export function armsOfOneLevel(wells: readonly WellContent[]): ReadonlySet<string> {
  const levels = new Map<string, Set<number | null>>();
  for (const well of wells) {
    if (well.layout.arm === null) continue;
    const known = levels.get(well.layout.arm) ?? new Set();
    levels.set(well.layout.arm, known.add(inhibitorUmOf(well)));
  }
  return new Set([...levels].filter(([, known]) => known.size === 1).map(([arm]) => arm));
}
