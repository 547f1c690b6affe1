import { EMPTY_SHEET, type PlanSheet } from "./plan-sheet.ts";

/** In this page's memory only: pseudonyms must not stay behind in a browser that several people use. */
let kept: PlanSheet = EMPTY_SHEET;

/** What was typed of a plan before the page was left. */
export function keptSheet(): PlanSheet {
  return kept;
}

export function keepSheet(sheet: PlanSheet): void {
  kept = sheet;
}
