/** Which wells a figure of the plate is made of, so that a person can go from the number to them. */
import type { WellName } from "../domain/well.ts";
import type { WellView } from "./views.ts";

type Contained = (well: WellView) => boolean;

const isBlank: Contained = (well) => well.role === "blank";
const isUntreated: Contained = (well) => well.role === "untreated";
const isVehicle: Contained = (well) => well.role === "vehicle";
const hasCells: Contained = (well) => well.arm !== null || isUntreated(well);
const isControl: Contained = (well) => isBlank(well) || isUntreated(well);

const BY_KEY: Readonly<Record<string, Contained>> = {
  zPrime: isControl,
  zPrimeRobust: isControl,
  ssmd: isControl,
  ssmdRobust: isControl,
  signalToBackground: isControl,
  signalToNoise: isControl,
  nBlank: isBlank,
  blankSd: isBlank,
  farthestBlank: isBlank,
  cvUntreatedPercent: isUntreated,
  farthestUntreated: isUntreated,
  vehicleControlOd: isVehicle,
  vehicleEffectPercent: (well) => isVehicle(well) || isUntreated(well),
  rowDriftPercent: hasCells,
  columnDriftPercent: hasCells,
  edgeEffectPercent: hasCells,
  withinConditionCvPercent: hasCells,
};

/** The counting wells behind a figure, in reading order; every counting well for a figure of a plate without roles. */
export function wellsOfFigure(key: string, wells: readonly WellView[]): readonly WellName[] {
  const contains = BY_KEY[key] ?? (() => true);
  const named = wells.filter((well) => well.maskReason === null && contains(well));
  const all = named.length > 0 ? named : wells.filter((well) => well.maskReason === null);
  return all.map((well) => well.well);
}
