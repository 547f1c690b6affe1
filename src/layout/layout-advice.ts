import { ROLES } from "../domain/layout.ts";
import type { FieldAdvice } from "./schema-findings.ts";

/** What a key of a layout file takes, for the remedy of a wrong value. */
export const LAYOUT_ADVICE: FieldAdvice = {
  schema: 'Begin the file with `schema = "plate-layout/1"`.',
  id: 'Give a short name of letters, digits, hyphens and points, like `id = "combination-rot180-1plate"`.',
  revision:
    "Give a whole number from 1: `revision = 1`; a used layout that changes gets the next one.",
  plate:
    "Write `plate = 96`: Platewarden knows the 96-well plate only (rows A to H, columns 1 to 12).",
  title: 'Say in one line what the layout is for: `title = "…"`.',
  at: 'Name wells like "A1", "A1:H3" or "A2,A4,...,H10", or give a list of these.',
  role: `Use one of: ${ROLES.join(", ")}.`,
  rows: "Name the axis that runs down the rows, in quotes.",
  cols: "Name the axis that runs along the columns, in quotes.",
  turn: "`turn = 180` turns the block's contents; other turns do not fit a plate.",
  mirror: 'Write "left-right" or "top-bottom".',
  replicate: "Give the number of the block's first replicate: 1, 2, …",
  replaces: "Write `replaces = true` (without quotes) or leave it out.",
  vehicle: "Write `vehicle = true` (without quotes) or leave it out.",
  zero: "Write `zero = true` (without quotes) or leave it out.",
  factor: "Give the ratio of neighbouring doses, a number above 1: `factor = 4`.",
  n: "Give how many doses there are without the zero: `n = 7`.",
  order:
    'Write "rising", "falling" or a list of levels like [7, 6, 5, 4, 3, 2, 0, 1]; 0 is zero, 1 the lowest dose.',
  of: 'Write `of = "arm"` for a dilution of whatever inhibitor the arm holds.',
  code: "Give one to three letters or digits without spaces.",
  grid: 'Write the picture between """ and """, one line a row.',
  reason: "Say in a few words why this layout does without the check.",
  check: "Name the check to waive, as it stands in [ ] in the problem.",
  series: 'Write `series = { top = "250 ug/mL", factor = 4, n = 7, zero = true }`.',
  list: 'Write a list of doses with units: ["250 ug/mL", "62.5 ug/mL", "0 ug/mL"].',
  arms: 'Write a list of arms: [{ id = "vehicle", vehicle = true }, { compound = "trametinib", concentration = "2.5 uM" }].',
  molar_mass_g_per_mol: "Give the molar mass in g/mol as a number: `molar_mass_g_per_mol = 615.4`.",
  blank: "Give a whole number of wells.",
  untreated: "Give a whole number of wells.",
  vehicle_per_patient: "Give a whole number of wells.",
  replicates: "Give a whole number from 1.",
  solvent:
    'Name a solvent in quotes; describe each once: `[solvent]` with `DMSO = { max = "0.1 % v/v" }`.',
  block: "Begin each block with `[[block]]`, in double brackets.",
  wells: "Begin each list of wells with `[[wells]]`, in double brackets.",
  axis: "Begin each axis with `[axis.NAME]`.",
  waive: 'Write `waive = [{ check = "border", reason = "…" }]`.',
};
