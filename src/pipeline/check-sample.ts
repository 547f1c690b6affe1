/** Plates that check reader and pipettes hold no patient's cells. What they say is kept under a sample of their own. */
import { toAnalysisWells } from "../analysis/analysis-input.ts";
import { assaysOf } from "../analysis/assays/assays-of.ts";
import type { Layout } from "../domain/layout.ts";
import type { SampleRow } from "../store/samples.ts";

const known = new WeakMap<Layout, boolean>();

/** Whether plates of this layout are uniform plates and nothing else: they need no sample to be named. */
export function isCheckLayout(layout: Layout): boolean {
  const before = known.get(layout);
  if (before !== undefined) return before;
  const assays = assaysOf(toAnalysisWells(layout, null));
  const checks = assays.length > 0 && assays.every((assay) => assay === "uniform");
  known.set(layout, checks);
  return checks;
}

/** One a plate, so that no check waits for another and none is analysed anew with the next. */
export function checkSampleName(barcode: string): string {
  return `check ${barcode}`;
}

/** What stands in the place of the patient: nobody. */
export const NO_PATIENT = "";

export function isCheckSample({ patient }: Pick<SampleRow, "patient">): boolean {
  return patient === NO_PATIENT;
}
