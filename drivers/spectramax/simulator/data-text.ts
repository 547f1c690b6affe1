/** How the simulated reader writes a data set, and how a fault spoils it on its way. */
import type { Matrix } from "../../simulator/inserted-plate.ts";

/** What the reader measured and has not thrown away. */
export interface MeasuredPlate {
  readonly plateId: string;
  readonly timeS: string;
  readonly temperatureC: string;
  readonly planes: readonly { readonly wavelengthNm: number; readonly matrix: Matrix }[];
}

/** Spoil the data on their way out; the plate in the reader stays whole. */
export const DATA_FAULTS = [
  "corrupt-character",
  "missing-column",
  "missing-wavelengths",
  "other-wavelength",
  "lost-prompt",
] as const;

const HIGHEST_AU = 4;

/** Lines of a data set: head, wavelengths, and for each of them twelve lines of eight values. */
export function dataLines({ timeS, temperatureC, planes }: MeasuredPlate): string[] {
  const lines = [`${timeS}\t${temperatureC}\t96-well`];
  lines.push(`L:\t${planes.map((plane) => plane.wavelengthNm).join("\t")}`);
  for (const { wavelengthNm, matrix } of planes) {
    lines.push(`L:\t${wavelengthNm}`);
    for (let column = 0; column < 12; column += 1) {
      const values = matrix.map((row) => writeValue(row[column] ?? null));
      lines.push(`${column + 1}:\t${values.join("\t")}`);
    }
  }
  return lines;
}

function writeValue(absorbance: number | null): string {
  return absorbance === null || absorbance > HIGHEST_AU ? "#SAT" : absorbance.toFixed(3);
}

/** The lines after a fault; `lost-prompt` is done to the bytes instead. */
export function spoilLines(lines: readonly string[], kind: string | undefined): string[] {
  const spoilt = [...lines];
  const column = spoilt.findIndex((line) => line.startsWith("4:"));
  if (kind === "corrupt-character") spoilt[column] = (spoilt[column] ?? "").replace(/\.(\d)/, ".~");
  if (kind === "missing-column") spoilt.splice(column, 1);
  if (kind === "missing-wavelengths") spoilt.splice(1, 1);
  if (kind === "other-wavelength") return spoilt.map((line) => line.replace(/(?<=\t)570/, "450"));
  return spoilt;
}
