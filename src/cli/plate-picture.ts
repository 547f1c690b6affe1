/** Pictures of a plate for the terminal. */
import { styleText } from "node:util";
import { formatNumber } from "../analysis/explain-verdict.ts";
import type { ArmView, PlateView, WellView } from "../api/views.ts";
import { COLUMN_NUMBERS, ROW_LETTERS } from "../domain/well.ts";

const SHADES = ["░", "▒", "▓", "█"] as const;
const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

function shadeOf(value: number, max: number): string {
  const step = Math.floor((Math.max(0, value) / max) * SHADES.length);
  return SHADES[Math.min(SHADES.length - 1, step)] ?? " ";
}

function cell(well: WellView, max: number): string {
  const value = well.netAbsorbance ?? well.measurement;
  if (value === null) return ` ${well.measurementToken.trim().slice(0, 5).padEnd(5)}!`;
  const mark = well.maskReason === null ? " " : "x";
  return `${shadeOf(value, max)}${value.toFixed(3).padStart(6)}${mark}`.slice(0, 8);
}

/** Net absorbance of the 96 wells with shading; `x` = masked, `!` = no number, with the reader's token. */
export function heatMap(plate: PlateView): string {
  const values = plate.wells.flatMap((well) => well.netAbsorbance ?? []);
  const max = Math.max(0.001, ...values);
  const head = `   ${COLUMN_NUMBERS.map((column) => String(column).padStart(6).padEnd(8)).join(" ")}`;
  const rows = ROW_LETTERS.map((letter, row) => {
    const wells = plate.wells.slice(row * 12, row * 12 + 12);
    return `${letter}  ${wells.map((well) => cell(well, max).padEnd(8)).join(" ")}`;
  });
  const legend = `net absorbance in AU, darkest = ${max.toFixed(3)}; x = left out, ! = no number`;
  return [head.trimEnd(), ...rows.map((row) => row.trimEnd()), legend].join("\n");
}

/** Survival from zero to the highest dose as a row of bars, 100 % and more being full height. */
export function sparkline(arm: ArmView): string {
  return arm.points
    .map(({ meanPercent }) => {
      if (meanPercent === null) return "·";
      const step = Math.round((Math.min(100, Math.max(0, meanPercent)) / 100) * (BARS.length - 1));
      return BARS[step] ?? "·";
    })
    .join("");
}

export function lc50Text(arm: ArmView): string {
  if (arm.lc50 === null) return "–";
  const bound = arm.lc50.relation === "=" ? "" : `${arm.lc50.relation} `;
  return `${bound}${formatNumber(arm.lc50.valueUgPerMl)} µg/mL`;
}

/** Emphasis where the terminal shows it; plain text in files and pipes. */
export function strong(text: string): string {
  return styleText("bold", text, { stream: process.stdout });
}
