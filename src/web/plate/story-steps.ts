/** How the number of one well was made, in the order in which it was. */
import type { PlateView, WellView } from "../../api/views.ts";
import { counted } from "../../domain/counted.ts";
import { formatAbsorbance, formatPercent } from "../format.ts";
import type { Trace } from "./trace.ts";

export interface StoryStep {
  readonly label: string;
  readonly value: string;
  /** The characters that the number was made of, and where they stand. */
  readonly token: { readonly source: string; readonly text: string } | null;
  /** What was done to the number before; null at the beginning. */
  readonly how: string | null;
  /** The other wells that went into it. */
  readonly trace: Trace | null;
}

/** Raw at each wavelength, net, corrected, survival: those that this plate has. */
export function wellSteps(plate: PlateView, well: WellView): readonly StoryStep[] {
  return [
    raw(plate, plate.measurementNm, "Raw", well.measurement, well.measurementToken),
    ...(well.referenceToken === null
      ? []
      : [raw(plate, plate.referenceNm, "Raw reference", well.reference, well.referenceToken)]),
    net(plate, well),
    ...corrected(plate, well),
    ...survival(plate, well),
  ];
}

function raw(
  plate: PlateView,
  wavelengthNm: number | null,
  name: string,
  absorbance: number | null,
  token: string,
): StoryStep {
  return {
    label: wavelengthNm === null ? name : `Raw ${wavelengthNm} nm`,
    value: au(absorbance),
    token: {
      source: plate.provenance.document === null ? "sent as" : "in the file",
      text: token === "" ? "nothing" : token,
    },
    how: null,
    trace: null,
  };
}

function net(plate: PlateView, well: WellView): StoryStep {
  const how = plate.referenceSubtracted
    ? "the reader itself took the reference off"
    : well.referenceToken === null
      ? "read at one wavelength: nothing to take off"
      : `less the reference, ${au(well.reference)}`;
  return { label: "Net", value: au(well.netAbsorbance), token: null, how, trace: null };
}

function corrected(plate: PlateView, well: WellView): readonly StoryStep[] {
  const { blankMeanAu, blankWells } = plate.correction;
  if (blankMeanAu === null) return [];
  return [
    {
      label: "Corrected",
      value: au(well.correctedAbsorbance),
      token: null,
      how: `less the mean of ${counted(blankWells.length, "blank")}, ${au(blankMeanAu)}`,
      trace: { label: "Blanks taken off", wells: blankWells },
    },
  ];
}

function survival(plate: PlateView, well: WellView): readonly StoryStep[] {
  const group = plate.correction.groups.find((one) => one.wells.includes(well.well));
  const control = group?.control ?? null;
  if (control === null || well.arm === null) return [];
  const name = `${well.arm} without prednisolone`;
  return [
    {
      label: "Survival",
      value: formatPercent(well.survivalPercent, 1),
      token: null,
      how: `divided by ${au(control.meanAu)}, the mean of ${counted(control.wells.length, "control well")} of its arm`,
      trace: { label: name, wells: control.wells },
    },
  ];
}

function au(absorbance: number | null): string {
  return absorbance === null ? "–" : `${formatAbsorbance(absorbance)} AU`;
}
