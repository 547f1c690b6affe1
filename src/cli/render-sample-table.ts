import type { SampleRowView } from "../api/views.ts";
import { textTable } from "../domain/text-table.ts";

function cellText(row: SampleRowView, arm: string): string {
  const cells = row.cells.filter((cell) => cell.arm === arm);
  const text = cells.map(
    (cell) => `${cell.class ?? ""}${cell.grade === null ? "" : ` (${cell.grade})`}`,
  );
  return text.length === 0 ? "not tested" : text.join(", ");
}

/** Sample × inhibitor with RAS status: class and grade of each verdict, `*` while provisional. */
export function renderSampleTable(rows: readonly SampleRowView[]): string {
  const arms = [...new Set(rows.flatMap((row) => row.cells.map((cell) => cell.arm)))];
  const body = rows.map((row) => [
    `${row.sample}${row.provisional ? " *" : ""}`,
    row.rasStatus,
    ...arms.map((arm) => cellText(row, arm)),
  ]);
  const note = rows.some((row) => row.provisional)
    ? "\n* provisional: plates are still to come"
    : "";
  return `${textTable(["sample", "RAS", ...arms], body)}${note}`;
}
