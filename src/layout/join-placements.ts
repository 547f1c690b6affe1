/** Joins what the sections say into one plate. */

import type { LayoutWell } from "../domain/layout.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { type Placement, plainWell } from "./placement.ts";

/** The placement that counts for each well. */
export type JoinedPlate = ReadonlyMap<WellName, Placement>;

/** The placement that counts for each well: the first that claims it, unless a later section replaces it. */
export function joinPlacements(placements: readonly Placement[]): JoinedPlate {
  const plate = new Map<WellName, Placement>();
  for (const placement of placements) {
    if (!plate.has(placement.well) || placement.replaces) plate.set(placement.well, placement);
  }
  return plate;
}

/** The meaning of all 96 wells; one that nobody claims counts as unused. */
export function meaningsOf(plate: JoinedPlate): Record<WellName, LayoutWell> {
  const meanings = ALL_WELLS.map((well): [WellName, LayoutWell] => [
    well,
    plate.get(well)?.meaning ?? plainWell("unused", null),
  ]);
  return Object.fromEntries(meanings) as Record<WellName, LayoutWell>;
}
