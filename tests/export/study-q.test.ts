import { describe, expect, test } from "vitest";
import { adjustP } from "../../src/analysis/statistics/adjust-p.ts";
import { comparisonsTable } from "../../src/export/comparisons-table.ts";
import type { Cell } from "../../src/export/table.ts";
import type { Store } from "../../src/store/open-store.ts";
import { evaluate, gathered, mask, studyStore } from "./exported-study.ts";

/** One column of the comparisons of everything. */
function columnOf(store: Store, name: string): readonly Cell[] {
  const { columns, rows } = comparisonsTable(gathered(store));
  const index = columns.findIndex((column) => column.name === name);
  return rows.map((row) => row[index] ?? null);
}

function isNumber(cell: Cell): cell is number {
  return typeof cell === "number";
}

describe("study_q", () => {
  test("is over every comparison exported, and says over how many", async () => {
    const store = await studyStore("B", "G");
    const ps = columnOf(store, "interaction_p").filter(isNumber);
    expect(ps).toHaveLength(8);
    expect(columnOf(store, "study_q")).toEqual(adjustP(ps, "BH"));
    expect(columnOf(store, "study_q_comparisons")).toEqual(Array(8).fill(8));
    expect(columnOf(store, "interaction_q")).not.toEqual(columnOf(store, "study_q"));
  });

  test("leaves a failed plate out, which has none", async () => {
    const store = await studyStore("B", "G");
    const blanks = gathered(store)
      .filter((plate) => plate.barcode === "G-1")
      .flatMap(({ wells }) => wells.filter(({ layout }) => layout.role === "blank"));
    for (const { well } of blanks) mask(store, "G-1", well, "bubble");
    evaluate(store, "G");
    expect(columnOf(store, "interaction_q").filter(isNumber)).toHaveLength(4);
    expect(columnOf(store, "study_q")).toEqual(columnOf(store, "interaction_q"));
    const counts = columnOf(store, "study_q_comparisons");
    expect(counts).toEqual([4, 4, 4, 4, null, null, null, null]);
  });
});
