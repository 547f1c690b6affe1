import { describe, expect, test } from "vitest";
import { analyseEverything } from "../../src/analysis/analyse-everything.ts";
import type { AnalysisPlate } from "../../src/analysis/analysis-input.ts";
import { judgeability } from "../../src/analysis/judgeability.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { assaysOfPlate, assayViews } from "../../src/api/assay-views.ts";
import { uniformJudgement, uniformStatisticsView } from "../../src/api/uniform-view.ts";
import { raiseFlags } from "../../src/pipeline/raise-flags.ts";
import { plateOf, sampleOf, shippedWells } from "../analysis/assays/layout-plate.ts";

/** Between -1 and 1, the same for the same well. */
function noise(well: number): number {
  const sine = Math.sin(well * 311.7) * 43_758.5453;
  return 2 * (sine - Math.floor(sine)) - 1;
}

/** Vehicle and inhibitors fall with both drugs; replicates differ by a few percent. */
function plateWith(layout: string, factor = (_: number) => 1): AnalysisPlate {
  return plateOf(shippedWells(layout), ({ prednisoloneUgPerMl, inhibitorUm, vehicle }, index) => {
    const prednisolone = 1 / (1 + (prednisoloneUgPerMl ?? 0) / 5);
    const inhibitor = vehicle ? 1 : 1 / (1 + (inhibitorUm ?? 0) / 8);
    return 0.6 * prednisolone * inhibitor * (1 + 0.04 * noise(index)) * factor(index);
  });
}

const analyse = (plate: AnalysisPlate) => analyseEverything(sampleOf(plate), DEFAULT_SETTINGS);

function flagsOf(plate: AnalysisPlate): string[] {
  const notJudged = new Set(judgeability(plate).canJudge ? [] : [plate.plateId]);
  return raiseFlags(analyse(plate), DEFAULT_SETTINGS, notJudged).map((flag) => flag.rule_id);
}

describe("what people see of an assay", () => {
  test.each([
    ["combination-rot180-1plate", ["combination-dose-response"]],
    ["combination-one-concentration-1plate", ["combination-one-concentration"]],
    ["single-agent-6x10fold-1plate", ["single-agent"]],
    ["checkerboard-6x5-1plate", ["combination-dose-response", "checkerboard"]],
    ["uniform-96", ["uniform"]],
  ])("%s: every table is complete and says nothing that is no number", (layout, kinds) => {
    const views = assayViews(assaysOfPlate(analyse(plateWith(layout)), "P-1"));
    expect(views.map((view) => view.kind)).toEqual(kinds);
    for (const { sentences, tables } of views) {
      expect(sentences.length).toBeGreaterThan(0);
      for (const { head, rows } of tables) {
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(row).toHaveLength(head.length);
      }
    }
    expect(JSON.stringify(views)).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test("one prednisolone concentration says that it shows no dose range", () => {
    const [view] = assayViews(
      assaysOfPlate(analyse(plateWith("combination-one-concentration-1plate")), "P-1"),
    );
    expect(view?.sentences.join(" ")).toContain("no dose range");
    expect(view?.tables[0]?.rows.map(([name]) => name)).toEqual([
      "trametinib 2.5 µM",
      "sorafenib 2.5 µM",
      "AS1517499 2.5 µM",
      "crizotinib 2.5 µM",
    ]);
  });

  test("what is not reported is said with its reason", () => {
    const plate = plateWith("single-agent-6x10fold-1plate");
    const masks = (["B2", "B3"] as const).map((well) => ({ well, reason: "empty" }));
    const [view] = assayViews(assaysOfPlate(analyse({ ...plate, reviewMasks: masks }), "P-1"));
    expect(view?.sentences).toContain(
      "Not reported for trametinib: survival at 20 µM, because there is no usable vehicle well at the same dilution.",
    );
  });

  test("an LC50 that nobody measured is a bound, with what else is to be known", () => {
    const plate = plateOf(
      shippedWells("single-agent-6x10fold-1plate"),
      ({ inhibitorUm, vehicle }, index) =>
        0.6 * (vehicle ? 1 : 1 / (1 + (inhibitorUm ?? 0) / 60)) * (1 + 0.02 * noise(index)),
    );
    const [view] = assayViews(assaysOfPlate(analyse(plate), "P-1"));
    const fits = view?.tables[1];
    expect(fits?.head[1]).toBe("LC50 of the curve");
    for (const row of fits?.rows ?? []) {
      expect(row[1]).toBe("> 20");
      expect(row.at(-1)).toMatch(/outside the tested doses|stays above half survival/);
    }
  });

  test("the cells of a checkerboard without an index are named with the reason", () => {
    const plate = plateOf(
      shippedWells("checkerboard-6x5-1plate"),
      ({ prednisoloneUgPerMl, inhibitorUm }) => {
        const [p, i] = [prednisoloneUgPerMl ?? 0, inhibitorUm ?? 0];
        if (p > 0 && i > 0) return p > 50 ? 0.001 : 0.3;
        return (0.6 * (1 + 1 / (1 + p / 4)) * (1 + 1 / (1 + i / 3))) / 4;
      },
    );
    const view = assayViews(assaysOfPlate(analyse(plate), "P-1")).at(-1);
    expect(view?.sentences.join(" ")).toMatch(
      /combination index at [\d.]+ µg\/mL \+ [\d.]+ µM.*, because neither drug alone reaches/,
    );
  });

  test("results are those of one plate alone", () => {
    const first = plateWith("combination-one-concentration-1plate");
    const second = { ...first, plateId: "P-2" };
    const both = analyseEverything(sampleOf(first, second), DEFAULT_SETTINGS);
    expect(both.oneConcentration).toHaveLength(8);
    expect(assaysOfPlate(both, "P-2").oneConcentration.map((one) => one.plate)).toEqual(
      new Array(4).fill("P-2"),
    );
  });
});

describe("flags of a plate that carries no verdict", () => {
  test.each(["combination-one-concentration-1plate", "single-agent-6x10fold-1plate", "uniform-96"])(
    "%s: none when all is well",
    (layout) => {
      expect(flagsOf(plateWith(layout))).toEqual([]);
    },
  );

  test("a weak control fails the plate, and nothing is said of sensitisation", () => {
    const weak = plateWith("single-agent-6x10fold-1plate", () => 0.05);
    expect(flagsOf(weak)).toEqual(["quality/plate"]);
  });

  test("an uneven plate is flagged by its own check, not for want of blanks", () => {
    const uneven = plateWith("uniform-96", (index) => (index % 2 === 0 ? 0.4 : 1.6));
    expect(flagsOf(uneven)).toEqual(["quality/uniform"]);
    expect(flagsOf(plateWith("mtt-four-drugs-quadrants"))).toEqual([]);
  });
});

test("a uniform plate shows its own figures with their limits", () => {
  const plate = plateWith("uniform-96", (index) => 1 + 0.4 * ((index % 12) / 11));
  const [result] = analyse(plate).uniformPlates;
  if (result === undefined) throw new Error("there is no uniform plate");
  expect(uniformJudgement(result)).toMatchObject({
    quality: "warn",
    inShort: ["drift from column 1 to 12"],
  });
  const figures = uniformStatisticsView(result, DEFAULT_SETTINGS);
  expect(figures.find((figure) => figure.key === "columnDriftPercent")?.verdict).toBe("warn");
  expect(figures.find((figure) => figure.key === "rowDriftPercent")?.verdict).toBe("good");
});
