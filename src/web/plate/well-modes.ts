import type { PlateView, WellView } from "../../api/views.ts";
import {
  absorbanceScale,
  type ColourScale,
  residualScale,
  survivalScale,
} from "../charts/colour-scale.ts";
import { formatAbsorbance, formatPercent, formatSigned } from "../format.ts";

export type WellMode =
  | "measurement"
  | "reference"
  | "net"
  | "corrected"
  | "survival"
  | "residual"
  | "residual-sd";

export interface ModeEntry {
  readonly mode: WellMode;
  readonly label: string;
  readonly unit: "AU" | "%" | "SD";
  /** What the number is, in one sentence. */
  readonly meaning: string;
  readonly valueOf: (well: WellView) => number | null;
}

/** In the order in which the numbers are made. */
export const WELL_MODES: readonly ModeEntry[] = [
  {
    mode: "measurement",
    label: "Raw",
    unit: "AU",
    meaning: "As the reader sent it, at the measurement wavelength.",
    valueOf: (well) => well.measurement,
  },
  {
    mode: "reference",
    label: "Raw reference",
    unit: "AU",
    meaning: "As the reader sent it, at the reference wavelength.",
    valueOf: (well) => well.reference,
  },
  {
    mode: "net",
    label: "Net",
    unit: "AU",
    meaning: "Measurement less reference.",
    valueOf: (well) => well.netAbsorbance,
  },
  {
    mode: "corrected",
    label: "Corrected",
    unit: "AU",
    meaning: "Net absorbance less the mean of the blanks.",
    valueOf: (well) => well.correctedAbsorbance,
  },
  {
    mode: "survival",
    label: "Survival",
    unit: "%",
    meaning: "Corrected absorbance as a share of the same arm without prednisolone.",
    valueOf: (well) => well.survivalPercent,
  },
  {
    mode: "residual",
    label: "Residual",
    unit: "AU",
    meaning: "How far a well lies from the mean of the other wells with the same content.",
    valueOf: (well) => well.residualAu,
  },
  {
    mode: "residual-sd",
    label: "Residual, SD",
    unit: "SD",
    meaning:
      "The residual on the plate's own scatter: beyond 3 a well stands out, a whole rim of one colour is an edge effect.",
    valueOf: (well) => well.residualZ,
  },
];

/** The modes of which this plate has at least one number, raw ones named by their wavelength. */
export function modesOf(plate: PlateView): readonly ModeEntry[] {
  return WELL_MODES.filter((entry) => plate.wells.some((well) => entry.valueOf(well) !== null)).map(
    (entry) => {
      const nm = wavelengthOf(entry.mode, plate);
      return nm === null ? entry : { ...entry, label: `Raw ${nm} nm` };
    },
  );
}

function wavelengthOf(mode: WellMode, plate: PlateView): number | null {
  if (mode === "measurement") return plate.measurementNm;
  return mode === "reference" ? plate.referenceNm : null;
}

/** What is shown first: survival, else the last step that this plate has before it. */
export function firstMode(modes: readonly ModeEntry[]): WellMode {
  const order: readonly WellMode[] = ["survival", "corrected", "net", "measurement"];
  return order.find((one) => modes.some(({ mode }) => mode === one)) ?? "measurement";
}

export function scaleFor(entry: ModeEntry, wells: readonly WellView[]): ColourScale {
  const values = wells.map(entry.valueOf).filter((value) => value !== null);
  if (entry.mode === "residual") return residualScale(values, "AU");
  if (entry.mode === "residual-sd") return residualScale(values, "SD");
  return entry.unit === "%" ? survivalScale(values) : absorbanceScale(values);
}

/** The number as it stands in a cell, without its unit; empty where there is none. */
export function formatWell(entry: ModeEntry, well: WellView): string {
  const value = entry.valueOf(well);
  if (value === null) return "";
  if (entry.mode === "residual") return formatSigned(value, 3);
  if (entry.mode === "residual-sd") return formatSigned(value, 1);
  return entry.unit === "%" ? formatPercent(value).replace(" %", "") : formatAbsorbance(value);
}
