import type { PlateView, WellView } from "../../api/views.ts";
import type { WellName } from "../../domain/well.ts";

/** The counting wells of an arm, at one prednisolone dose or at all. */
export function armWells(
  plate: Pick<PlateView, "wells">,
  arm: string,
  doseUgPerMl: number | null = null,
): readonly WellName[] {
  const contained = (well: WellView): boolean =>
    well.arm === arm &&
    well.maskReason === null &&
    (doseUgPerMl === null || well.prednisoloneUgPerMl === doseUgPerMl);
  return plate.wells.filter(contained).map((well) => well.well);
}
