import { describe, expect, test } from "vitest";
import { comparisonsTable } from "../../src/export/comparisons-table.ts";
import { dictionaryTable } from "../../src/export/dictionary-table.ts";
import { dosesTable } from "../../src/export/doses-table.ts";
import { gatherPlates, type PlateSelection } from "../../src/export/gather-plates.ts";
import type { Table } from "../../src/export/table.ts";
import { wellsTable } from "../../src/export/wells-table.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { paperBench, readPlate, study } from "../pipeline/paper-bench.ts";
import { codeOf, freshStore } from "../store/fresh-store.ts";
import { EVERYTHING, evaluate, gathered, mask, studyStore } from "./exported-study.ts";

/** The rows of a table as objects. */
function objects(table: Table): readonly Readonly<Record<string, unknown>>[] {
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, at) => [column.name, row[at]])),
  );
}

describe("what is exported", () => {
  test("is what was asked for, by sample and by plate, each plate once", async () => {
    const store = await studyStore("G", "A", "B");
    const named = (selection: Partial<PlateSelection>) =>
      gatherPlates(store, { ...EVERYTHING, ...selection }).map((plate) => plate.barcode);
    expect(named({})).toEqual(["A-1", "B-1", "G-1"]);
    expect(named({ samples: ["G", "B"] })).toEqual(["B-1", "G-1"]);
    expect(named({ plates: ["A-1", "A-1"] })).toEqual(["A-1"]);
    expect(named({ samples: ["B"], plates: ["B-1", "G-1"] })).toEqual(["B-1", "G-1"]);
  });

  test("must be there", async () => {
    const store = await studyStore("A");
    const code = (selection: Partial<PlateSelection>) =>
      codeOf(() => gatherPlates(store, { ...EVERYTHING, ...selection }));
    expect(code({ samples: ["nobody"] })).toBe("SAMPLE_UNKNOWN");
    expect(code({ plates: ["none"] })).toBe("PLATE_UNKNOWN");
    expect(codeOf(() => gatherPlates(freshStore(), EVERYTHING))).toBe("EXPORT_EMPTY");
  });

  test("must belong to its analysis: a mask that was not analysed yet refuses", async () => {
    const store = await studyStore("A");
    mask(store, "A-1", "C5", "bubble");
    expect(codeOf(() => gathered(store))).toBe("EXPORT_NOT_CURRENT");
    evaluate(store, "A");
    expect(gathered(store)).toHaveLength(1);
  });

  test("must have been analysed", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "A-1" });
    expect(codeOf(() => gathered(bench.store))).toBe("EXPORT_NOT_CURRENT");
  });

  test("is computed with the settings of the stored analysis, whatever those in use are", async () => {
    const store = await studyStore("B");
    const sample = store.samples.byName("B");
    const reasonOfC4 = () =>
      gathered(store)[0]?.wells.find((one) => one.well === "C4")?.result.maskReason;
    expect(reasonOfC4()).toBe("reference-artefact");
    evaluateSample(store, sample?.id ?? "", { ...study.settings, refArtefactAbs: 10 });
    expect(reasonOfC4()).toBeNull();
  });
});

describe("the tidy tables", () => {
  test("have a row a well, with the reader's own words and the mask", async () => {
    const store = await studyStore("C");
    mask(store, "C-1", "D5", "bubble");
    evaluate(store, "C");
    const rows = objects(wellsTable(gathered(store)));
    expect(rows).toHaveLength(96);
    expect(rows.find((row) => row.well === "F1")).toMatchObject({
      measurement_au: null,
      measurement_missing: "over-range",
      measurement_token: expect.stringMatching(/./),
      net_au: null,
      corrected_au: null,
      survival_percent: null,
      mask_reason: "over-range",
    });
    expect(rows.find((row) => row.well === "D5")).toMatchObject({
      mask_reason: "review",
      mask_comment: "bubble",
      masked_by: "reviewer",
      net_au: expect.any(Number),
    });
  });

  test("have the stored numbers of every dose and comparison", async () => {
    const plates = gathered(await studyStore("G"));
    const [plate] = plates;
    const doses = objects(dosesTable(plates));
    expect(doses).toHaveLength(40);
    const arm = plate?.arms.find((one) => one.arm === "trametinib");
    const comparison = plate?.comparisons.find((one) => one.arm === "trametinib");
    expect(
      doses.filter((row) => row.arm === "trametinib").map((row) => row.survival_mean_percent),
    ).toEqual(arm?.survivalMean);
    expect(doses.filter((row) => row.arm === "trametinib").map((row) => row.contrast_p)).toEqual(
      comparison?.contrastP,
    );
    expect(
      doses.filter((row) => row.arm === "vehicle").every((row) => row.delta_points === null),
    ).toBe(true);
    const rows = objects(comparisonsTable(plates));
    expect(rows).toHaveLength(4);
    expect(rows.find((row) => row.arm === "trametinib")).toMatchObject({
      class: "antagonistic",
      flag: true,
      grade: "A",
      interaction_p: comparison?.interaction?.p,
      lc50_ug_per_ml: arm?.lc50?.value,
      lc50_relation: arm?.lc50?.relation,
      settings_sha256: plate?.analysis.settings_sha256,
    });
  });

  test("call every column once, in words that R and Python take, and say what it means", async () => {
    const plates = gathered(await studyStore("G"));
    const tables = [wellsTable(plates), dosesTable(plates), comparisonsTable(plates)];
    for (const { columns } of tables) {
      const names = columns.map((column) => column.name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
      expect(columns.filter((column) => !column.meaning.endsWith("."))).toEqual([]);
    }
    const count = tables.reduce((sum, table) => sum + table.columns.length, 0);
    expect(dictionaryTable(tables).rows).toHaveLength(count);
  });

  test("have cells of the type of their column", async () => {
    const plates = gathered(await studyStore("B", "C"));
    const kinds = { text: "string", number: "number", integer: "number", boolean: "boolean" };
    for (const table of [wellsTable(plates), dosesTable(plates), comparisonsTable(plates)]) {
      table.columns.forEach((column, at) => {
        const cells = table.rows.flatMap((row) => row[at] ?? []);
        const odd = cells.filter(
          (cell) =>
            typeof cell !== kinds[column.type] ||
            (column.type === "integer" && !Number.isInteger(cell)),
        );
        expect([column.name, odd]).toEqual([column.name, []]);
      });
    }
  });
});
