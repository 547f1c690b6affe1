/** The programs of the simulated reader. */
import type { KeyValue } from "./run-record.ts";

export interface Program {
  readonly name: string;
  readonly description: string;
  /** Empty for a program that measures nothing. */
  readonly wavelengthsNm: readonly number[];
  /** True when the property `Wavelength` may choose another one. */
  readonly wavelengthFree: boolean;
}

export const PROGRAMS: readonly [Program, ...Program[]] = [
  {
    name: "MTT 570/650",
    description: "Absorbance at 570 nm with reference 650 nm",
    wavelengthsNm: [570, 650],
    wavelengthFree: false,
  },
  {
    name: "SingleWavelength",
    description: "Absorbance at one wavelength",
    wavelengthsNm: [570],
    wavelengthFree: true,
  },
  {
    name: "SelfTest",
    description: "Lamp and filter test, measures no plate",
    wavelengthsNm: [],
    wavelengthFree: false,
  },
];

/** The names of the properties that StartProgram takes. */
export const SUPPORTED_PROPERTIES = ["Wavelength"] as const;

const SHORTEST_NM = 340;
const LONGEST_NM = 850;

/** The wavelengths of a run; null when a property is unknown to the template or out of range. */
export function chooseWavelengths(
  template: Program,
  properties: readonly KeyValue[],
): readonly number[] | null {
  let wavelengthsNm = template.wavelengthsNm;
  for (const { key, value } of properties) {
    const nm = Number(value);
    if (key !== "Wavelength" || !template.wavelengthFree) return null;
    if (!(nm >= SHORTEST_NM && nm <= LONGEST_NM)) return null;
    wavelengthsNm = [nm];
  }
  return wavelengthsNm;
}
