import type { SampleRowView } from "../api/views.ts";
import { textTable } from "../domain/text-table.ts";

/** "complete, grade A"; the class alone where there is no grade. */
export function verdictText(verdict: {
  readonly class: string | null;
  readonly grade: string | null;
}): string {
  const grade = verdict.grade === null ? [] : [`grade ${verdict.grade}`];
  return [verdict.class ?? "", ...grade].join(", ");
}

function cellText(row: SampleRowView, arm: string): string {
  const cells = row.cells.filter((cell) => cell.arm === arm);
  const text = cells.map((cell) => {
    const plate = cells.length > 1 ? `${cell.barcode}: ` : "";
    const suspicion = cell.suspicions.length > 0 ? " !" : "";
    return `${plate}${verdictText(cell)}${suspicion}`;
  });
  return text.length === 0 ? "not tested" : text.join("; ");
}

/**
 * Sample × inhibitor with RAS status: class and grade of each verdict, `*` while provisional, `!` where the plate is
 * under suspicion, with a sentence below. Where several plates tested an inhibitor, each verdict has its plate's barcode.
 */
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
  const notes = new Set(rows.flatMap((row) => row.cells.flatMap((cell) => cell.suspicions)));
  const suspicions = [...notes].map((sentence) => `\n! ${sentence}`).join("");
  return `${textTable(["sample", "RAS", ...arms], body)}${note}${suspicions}`;
}
