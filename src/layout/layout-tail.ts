/** What a written layout file ends with: how many there must be, and the plate once more as a picture. */

import type { DrawnRequirements } from "../domain/drawn-layout.ts";
import { ALL_WELLS } from "../domain/well.ts";
import { checkLayoutText } from "./check-layout-text.ts";
import { drawPicture } from "./picture.ts";
import { keyLines } from "./toml-text.ts";

export function requireLines(wanted: DrawnRequirements): string[] {
  const number = (key: string, value: number | null) =>
    value === null ? [] : [{ key, value: String(value) }];
  const rows = [
    ...number("blank", wanted.blank),
    ...number("untreated", wanted.untreated),
    ...number("vehicle_per_patient", wanted.vehiclePerPatient),
    ...number("replicates", wanted.replicates),
  ];
  return rows.length === 0 ? [] : ["[require]", ...keyLines(rows)];
}

/** The picture by the codes that the text itself gives; none while there is no plate to draw. */
export function pictureLines(text: string): string {
  const { plate } = checkLayoutText(text);
  const codes = plate?.codes;
  if (codes === undefined || ALL_WELLS.some((well) => codes.get(well) === undefined)) return "";
  const grid = drawPicture((well) => codes.get(well) ?? "");
  return `
# The same plate once more as a picture; the two must agree. Letters = arm, digits = level of inhibitor and prednisolone.
[picture]
grid = """
${grid}
"""
`;
}
