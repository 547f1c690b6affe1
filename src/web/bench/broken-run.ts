import type { RunView } from "../../api/views.ts";

const withoutPlate = new Set<RunView["state"]>(["failed", "interrupted", "cancelled"]);

/** Runs that ended without a plate, newest first. A run whose barcode was captured later needs nobody any more. */
export function brokenRuns(runs: readonly RunView[]): RunView[] {
  const captured = runs.filter((run) => run.state === "captured");
  const repaired = (run: RunView): boolean =>
    captured.some((later) => later.barcode === run.barcode && later.order > run.order);
  return runs
    .filter((run) => withoutPlate.has(run.state) && !repaired(run))
    .sort((a, b) => b.order - a.order);
}
