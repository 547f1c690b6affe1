import type { Arm, Layout, LayoutWell } from "../domain/layout.ts";
import type { PlateTurn } from "../domain/plate-turn.ts";
import type { ReviewMask } from "../domain/reading.ts";
import { ALL_WELLS } from "../domain/well.ts";

/** What a well is to the analysis; every other role of a layout counts as `unused`. */
export type AnalysisRole = "sample" | "untreated" | "blank" | "unused";

export interface AnalysisWell {
  readonly role: AnalysisRole;
  /** Arm id of a `sample` well, the vehicle's included; null elsewhere. */
  readonly arm: string | null;
  /** What the arm holds, whatever its concentration: several arms of one compound make a checkerboard. Null without arm. */
  readonly compound: string | null;
  /** True for every well of the vehicle arm, whatever its prednisolone dose. */
  readonly vehicle: boolean;
  /** Number of the dilution series the well belongs to; null outside a series. */
  readonly replicate: number | null;
  /** Exact dose; 0 is the arm's own control; null where the well has no place in a prednisolone series. */
  readonly prednisoloneUgPerMl: number | null;
  /** Null where none is stated. */
  readonly inhibitorUm: number | null;
  /** True for an `unused` well that the layout leaves without cells; left out elsewhere. */
  readonly empty?: true;
}

/** One plate of a sample. All lists hold 96 entries in reading order A1, A2 … H12. */
export interface AnalysisPlate {
  readonly plateId: string;
  readonly wells: readonly AnalysisWell[];
  /** Absorbance in AU at the measurement wavelength; null = over range or not read. */
  readonly measurement: readonly (number | null)[];
  /** Absorbance in AU at the reference wavelength; null instead of a list = the plate has none. */
  readonly reference: readonly (number | null)[] | null;
  /** True when the reader itself took the reference off; `reference` is then not looked at. */
  readonly referenceSubtracted: boolean;
  readonly reviewMasks: readonly ReviewMask[];
  /** How a person said that the plate lay; the lists above are laid accordingly. Left out where nobody has. */
  readonly turn?: PlateTurn;
}

/** The numbers of one reading, in reading order, AU; null = no number. */
export interface ReadNumbers {
  readonly measurement: readonly (number | null)[];
  /** Null = read at one wavelength. */
  readonly reference: readonly (number | null)[] | null;
}

/** A reading that was bound to a plate, whichever, before the one of this plate was. */
export interface EarlierReading extends ReadNumbers {
  readonly readingId: string;
  readonly readerId: string;
  readonly capturedAtUtc: string;
  /** Of the plate that it was bound to, and the name of that plate's sample. */
  readonly barcode: string;
  readonly sample: string;
  /** An earlier version of the plate itself. */
  readonly samePlate: boolean;
}

/** Cells of one patient, one date, one state, on one plate or several. */
export interface AnalysisSample {
  readonly sampleId: string;
  /** Leukaemic cells on day 4; null = not entered. */
  readonly blastsDay4Percent: number | null;
  readonly plates: readonly AnalysisPlate[];
  /** By plate: readings bound before its own that have wells in common with it; none where left out. */
  readonly earlierReadings?: Readonly<Record<string, readonly EarlierReading[]>>;
}

const UNUSED: AnalysisWell = {
  role: "unused",
  arm: null,
  compound: null,
  vehicle: false,
  replicate: null,
  prednisoloneUgPerMl: null,
  inhibitorUm: null,
};

/** The analysis' view of one layout well. `arm` is the arm the well names, null where it names none. */
export function toAnalysisWell(well: LayoutWell, arm: Arm | null): AnalysisWell {
  switch (well.role) {
    case "treated":
    case "vehicle":
      return {
        role: "sample",
        arm: well.arm,
        compound: arm?.compound ?? well.arm,
        vehicle: arm?.vehicle ?? well.role === "vehicle",
        replicate: well.replicate,
        prednisoloneUgPerMl: well.prednisoloneUgPerMl,
        inhibitorUm: well.inhibitorUm ?? arm?.concentrationUm ?? null,
      };
    case "untreated":
    case "blank":
      return { ...UNUSED, role: well.role };
    case "edge":
    case "unused":
      return { ...UNUSED, empty: true };
    default:
      return UNUSED;
  }
}

/**
 * All 96 wells of a layout in reading order, for the sample in one patient slot. Wells with another slot's cells are
 * `unused`; wells without cells (blanks) serve every slot. Slot null takes the wells of all slots.
 */
export function toAnalysisWells(layout: Layout, patientSlot: string | null): AnalysisWell[] {
  const armById = new Map(layout.arms.map((arm) => [arm.id, arm]));
  return ALL_WELLS.map((name) => {
    const well = layout.wells[name];
    const foreign =
      patientSlot !== null && well.patientSlot !== null && well.patientSlot !== patientSlot;
    if (foreign) return UNUSED;
    return toAnalysisWell(well, well.arm === null ? null : (armById.get(well.arm) ?? null));
  });
}
