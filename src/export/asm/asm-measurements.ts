/** The readings of a plate as ASM measurements: one plate reader document a well, one measurement a wavelength. */
import type { AbsorbancePlane, MissingDirection, WellValue } from "../../domain/reading.ts";
import { ALL_WELLS, WELL_COUNT } from "../../domain/well.ts";
import type { GatheredPlate, GatheredWell } from "../gather-plates.ts";
import { inhibitorUmOf } from "../well-content.ts";
import {
  type AsmError,
  type AsmMeasurement,
  type AsmReaderControl,
  type AsmSampleDocument,
  type AsmWellDocument,
  customInformation,
  datum,
} from "./asm-types.ts";
import { milliAu } from "./milli-au.ts";

/** Wells without cells are named by plate and well: they hold nobody's sample. */
const WITHOUT_CELLS: ReadonlySet<string> = new Set(["blank", "edge", "unused", "reference"]);

const MEANINGS: Readonly<Record<MissingDirection, string>> = {
  "over-range": "over the reader's range",
  "under-range": "under the reader's range",
  "not-read": "not read",
};

/**
 * The same for the same reading, wavelength and well for ever: id of the reading, number of the plane in it, its
 * wavelength (or the reader's word for the filter), well.
 */
export function measurementId(plate: GatheredPlate, planeAt: number, well: string): string {
  const plane = plate.evidence.reading.planes[planeAt];
  const wavelength = plane?.wavelengthNm ?? null;
  const filter = wavelength === null ? `filter ${plane?.filterToken ?? ""}` : `${wavelength} nm`;
  return `${plate.evidence.row.id}/${planeAt + 1}/${filter}/${well}`;
}

/** Ids of the measurements of a well that the assay uses, in the order of the planes. */
export function measurementIds(plate: GatheredPlate, well: string): readonly string[] {
  return plate.evidence.reading.planes.flatMap((plane, planeAt) =>
    plane.role === "other" ? [] : [measurementId(plate, planeAt, well)],
  );
}

function sampleDocument(plate: GatheredPlate, well: GatheredWell): AsmSampleDocument {
  const { layout } = well;
  const named = WITHOUT_CELLS.has(layout.role)
    ? `${plate.barcode} ${well.well}`
    : plate.sample.name;
  return {
    "location identifier": well.well,
    "sample identifier": named,
    "well plate identifier": plate.barcode,
    ...customInformation([
      datum("role", layout.role),
      datum("arm", layout.arm),
      datum("inhibitor concentration", inhibitorUmOf(well), "μM"),
      datum("prednisolone concentration", layout.prednisoloneUgPerMl, "μg/mL"),
      datum("replicate", layout.replicate),
      datum("left out of the analysis", well.result.maskReason),
      datum("why a person left it out", well.mask?.reason ?? null),
    ]),
  };
}

function deviceControl(plane: AbsorbancePlane): AsmReaderControl {
  const { wavelengthNm } = plane;
  return {
    "device type": "plate reader",
    "detection type": "Absorbance",
    ...(wavelengthNm === null
      ? {}
      : { "detector wavelength setting": { value: wavelengthNm, unit: "nm" } }),
    ...customInformation([
      datum("plane", plane.role),
      datum("filter as the reader names it", plane.filterToken),
    ]),
  };
}

function errorOf(value: WellValue): AsmError | null {
  if (value.absorbance !== null) return null;
  const token = value.token.trim();
  const meaning = MEANINGS[value.direction];
  const error = token === "" ? meaning : `${token} (${meaning})`;
  return { error, "error feature": "absorbance" };
}

function measurement(
  plate: GatheredPlate,
  well: GatheredWell,
  planeAt: number,
  plane: AbsorbancePlane,
  value: WellValue,
): AsmMeasurement {
  const { temperatureC } = plate.evidence.reading;
  const error = errorOf(value);
  return {
    "measurement identifier": measurementId(plate, planeAt, well.well),
    "device control aggregate document": { "device control document": [deviceControl(plane)] },
    "sample document": sampleDocument(plate, well),
    ...(value.absorbance === null
      ? {}
      : { absorbance: { value: milliAu(value.absorbance), unit: "mAU" } }),
    ...(temperatureC === undefined
      ? {}
      : { "compartment temperature": { value: temperatureC, unit: "degC" } }),
    ...(error === null ? {} : { "error aggregate document": { "error document": [error] } }),
  };
}

export interface MeasuredWells {
  readonly documents: readonly AsmWellDocument[];
  /** Measurements left out by `strict`: ids with what the reader said. */
  readonly leftOut: readonly { readonly id: string; readonly error: string }[];
}

/**
 * All 96 wells in reading order with every plane of the reading. Absorbance is 1000 times the reader's AU, in mAU. A
 * value without a number has an error document with the reader's token and what it means, and no absorbance: never 0.
 * With `strict`, for readers of ASM that want an absorbance everywhere, it is left out and told beside the file.
 */
export function measuredWells(plate: GatheredPlate, strict: boolean): MeasuredWells {
  const { reading, row } = plate.evidence;
  const leftOut: { id: string; error: string }[] = [];
  const documents = plate.wells.flatMap((well): AsmWellDocument[] => {
    const wellAt = ALL_WELLS.indexOf(well.well);
    const measurements = reading.planes.flatMap((plane, planeAt) => {
      const value = plane.values[wellAt];
      if (value === undefined) return [];
      const made = measurement(plate, well, planeAt, plane, value);
      const error = errorOf(value);
      if (!strict || error === null) return [made];
      leftOut.push({ id: made["measurement identifier"], error: error.error });
      return [];
    });
    if (measurements.length === 0) return [];
    return [
      {
        "measurement aggregate document": {
          "measurement time": row.captured_at_utc,
          "plate well count": { value: WELL_COUNT, unit: "#" },
          "container type": "well plate",
          "measurement document": measurements,
        },
      },
    ];
  });
  return { documents, leftOut };
}
