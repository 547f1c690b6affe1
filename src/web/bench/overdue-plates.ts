import type { BenchView } from "../../api/views.ts";
import { barcodesUnderWay } from "./known-barcodes.ts";

/** A plate that a plan expects by a time, or did. */
export interface ExpectedPlate {
  readonly barcode: string;
  /** Null where no plan knows it any more. */
  readonly sample: string | null;
  readonly dueAtUtc: string;
}

/**
 * What the line at the top of the page says of the plan: the plates that have not come in time, the longest overdue
 * first, and the one that is due next. A plate that is in a reader has come. `next` is null where none has a time.
 */
export function expectedPlates(bench: Pick<BenchView, "notices" | "planned" | "readers">): {
  readonly overdue: readonly ExpectedPlate[];
  readonly next: ExpectedPlate | null;
} {
  const here = barcodesUnderWay(bench);
  const byTime = (plates: readonly ExpectedPlate[]): ExpectedPlate[] =>
    plates
      .filter((plate) => !here.has(plate.barcode))
      .sort((a, b) => a.dueAtUtc.localeCompare(b.dueAtUtc));
  const due = bench.planned.flatMap(({ barcode, sample, dueAtUtc }) =>
    dueAtUtc === null ? [] : [{ barcode, sample, dueAtUtc }],
  );
  const overdue = bench.notices.map(({ subject, raisedAtUtc }) => {
    const planned = due.find((plate) => plate.barcode === subject);
    return planned ?? { barcode: subject, sample: null, dueAtUtc: raisedAtUtc };
  });
  const told = new Set(overdue.map((plate) => plate.barcode));
  const [next] = byTime(due.filter((plate) => !told.has(plate.barcode)));
  return { overdue: byTime(overdue), next: next ?? null };
}
