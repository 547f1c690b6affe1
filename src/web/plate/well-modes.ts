import type { PlateView, WellView } from "../../api/views.ts";
import { absorbanceScale, type ColourScale, survivalScale } from "../charts/colour-scale.ts";
import { formatAbsorbance, formatPercent } from "../format.ts";

export type WellMode = "measurement" | "reference" | "net" | "corrected" | "survival";

interface ModeEntry {
  readonly mode: WellMode;
  readonly label: string;
  readonly unit: "AU" | "%";
  readonly valueOf: (well: WellView) => number | null;
}

export const WELL_MODES: readonly ModeEntry[] = [
  { mode: "measurement", label: "Measurement", unit: "AU", valueOf: (well) => well.measurement },
  { mode: "reference", label: "Reference", unit: "AU", valueOf: (well) => well.reference },
  { mode: "net", label: "Net", unit: "AU", valueOf: (well) => well.netAbsorbance },
  {
    mode: "corrected",
    label: "Corrected",
    unit: "AU",
    valueOf: (well) => well.correctedAbsorbance,
  },
  { mode: "survival", label: "Survival", unit: "%", valueOf: (well) => well.survivalPercent },
];

/** The modes of which this plate has at least one number. */
export function modesOf(plate: PlateView): readonly ModeEntry[] {
  return WELL_MODES.filter((entry) => plate.wells.some((well) => entry.valueOf(well) !== null));
}

export function scaleFor(entry: ModeEntry, wells: readonly WellView[]): ColourScale {
  const values = wells.map(entry.valueOf).filter((value) => value !== null);
  return entry.unit === "%" ? survivalScale(values) : absorbanceScale(values);
}

export function formatWell(entry: ModeEntry, well: WellView): string {
  const value = entry.valueOf(well);
  if (value === null) return "";
  return entry.unit === "%" ? formatPercent(value).replace(" %", "") : formatAbsorbance(value);
}

export type { ModeEntry };
