import { expect, test } from "vitest";
import { comparisonsTable } from "../../src/export/comparisons-table.ts";
import { paperBench, readPlate } from "../pipeline/paper-bench.ts";
import { evaluate, gathered } from "./exported-study.ts";

test("every verdict of a copied plate has the code of its suspicion, and no verdict of the original", async () => {
  const { store, ...bench } = paperBench();
  await readPlate({ store, ...bench }, { plate: "B-1", barcode: "B-1", sample: "B" });
  await readPlate({ store, ...bench }, { plate: "B-1", barcode: "C-9", sample: "C" });
  evaluate(store, "B", "C");
  const { columns, rows } = comparisonsTable(gathered(store));
  const at = (name: string) => columns.findIndex((column) => column.name === name);
  const found = new Set(rows.map((row) => `${row[at("plate")]} ${row[at("suspicions")]}`));
  expect([...found]).toEqual(["B-1 null", "C-9 IDENTICAL_READING"]);
});
