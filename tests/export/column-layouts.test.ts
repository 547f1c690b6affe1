import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { drcTable } from "../../src/export/drc-table.ts";
import type { GatheredPlate } from "../../src/export/gather-plates.ts";
import { prismBarsTable, prismXyTable } from "../../src/export/prism-tables.ts";
import { synergyfinderTable } from "../../src/export/synergyfinder-table.ts";
import { evaluate, exported, gathered, mask, studyStore } from "./exported-study.ts";
import { runR, whyNoR } from "./run-r.ts";

async function plateOf(sample: string): Promise<GatheredPlate> {
  const [plate] = gathered(await studyStore(sample));
  if (plate === undefined) throw new Error("no plate was gathered");
  return plate;
}

test.skipIf(whyNoR !== "")(
  `base R reads the tables for drc, synergyfinder and Prism${whyNoR}`,
  async () => {
    const store = await studyStore("B", "G");
    const { folder } = exported(store, { formats: ["tidy", "drc", "synergyfinder", "prism"] });
    const answers = runR(join(import.meta.dirname, "column-layouts.R"), folder) as Record<
      string,
      boolean
    >;
    expect(Object.entries(answers).filter(([, ok]) => !ok)).toEqual([]);
    expect(Object.keys(answers).length).toBeGreaterThan(12);
  },
);

describe("the table for Prism", () => {
  test("keeps every dilution series in its subcolumn when a well is masked", async () => {
    const store = await studyStore("G");
    const [before] = gathered(store);
    const well = before?.wells.find(
      ({ layout }) =>
        layout.arm === "vehicle" && layout.replicate === 1 && layout.prednisoloneUgPerMl === 62.5,
    )?.well;
    mask(store, "G-1", well ?? ALL_WELLS[0] ?? "", "bubble");
    evaluate(store, "G");
    const [plate] = gathered(store);
    if (plate === undefined) throw new Error("no plate was gathered");
    const row = prismXyTable(plate, "dose")?.rows.find(([dose]) => dose === 62.5);
    expect(row?.slice(1, 3)).toEqual([null, expect.any(Number)]);
  });

  test("has no bars where there is no reference dose", async () => {
    const plate = await plateOf("G");
    expect(
      prismBarsTable([
        { ...plate, comparisons: [], result: { ...plate.result, oneConcentration: [] } },
      ]),
    ).toBeNull();
  });
});

describe("the table for synergyfinder", () => {
  test("leaves out an inhibitor without a concentration, and says so", async () => {
    const plate = await plateOf("G");
    const [block, ...more] = synergyfinderTable([plate]).table.rows;
    expect(block?.slice(0, 3)).toEqual([1, "prednisolone", "trametinib"]);
    expect(more.length).toBeGreaterThan(60);
    const wells = plate.wells.map((well) =>
      well.arm?.id === "trametinib"
        ? {
            ...well,
            arm: { ...well.arm, concentrationUm: null },
            layout: { ...well.layout, inhibitorUm: null },
          }
        : well,
    );
    const { table, leftOut } = synergyfinderTable([{ ...plate, wells }]);
    expect(table.rows.some((row) => row[2] === "trametinib")).toBe(false);
    expect(leftOut).toEqual([
      { what: "G, plate G-1, trametinib", why: expect.stringContaining("no concentration") },
    ]);
  });

  test("leaves out a plate whose wells with neither drug have no mean", async () => {
    const plate = await plateOf("G");
    const { table, leftOut } = synergyfinderTable([{ ...plate, statistics: null }]);
    expect(table.rows).toEqual([]);
    expect(leftOut).toHaveLength(4);
  });
});

test("the table for drc has no row for a well that is left out", async () => {
  const store = await studyStore("B");
  const rows = (): number => drcTable(gathered(store)).rows.length;
  expect(rows()).toBe(79);
  mask(store, "B-1", "D5", "bubble");
  evaluate(store, "B");
  expect(rows()).toBe(78);
});
