/** Other layouts than that of the study: what of them has a meaning is exported, and nothing else. */
import { describe, expect, test } from "vitest";
import { type ExportFormat, exportFiles } from "../../src/export/export-files.ts";
import type { GatheredPlate } from "../../src/export/gather-plates.ts";
import { synergyfinderTable } from "../../src/export/synergyfinder-table.ts";
import { paperBench, readPlate } from "../pipeline/paper-bench.ts";
import { evaluate, gathered } from "./exported-study.ts";

/** Plate A-1 of the study, read as if it had another layout: its numbers mean nothing, but they are there. */
async function plateWith(layoutId: string): Promise<GatheredPlate> {
  const bench = paperBench();
  await readPlate(bench, { layoutId });
  evaluate(bench.store, "A");
  const [plate] = gathered(bench.store);
  if (plate === undefined) throw new Error("no plate was gathered");
  return plate;
}

function survivals(plate: GatheredPlate): number {
  return plate.wells.filter((well) => well.result.survivalPercent !== null).length;
}

/** Files of a format with how many lines each has after its head. */
function lines(format: ExportFormat, plate: GatheredPlate): Readonly<Record<string, number>> {
  const { files } = exportFiles(format, [plate], { strict: false });
  return Object.fromEntries(
    files.map(({ path, content }) => [path, String(content).split("\r\n").length - 2]),
  );
}

describe("a plate with one prednisolone concentration", () => {
  test("has survivals, doses, bars and its own table, and no comparison", async () => {
    const plate = await plateWith("combination-one-concentration-1plate");
    expect(plate.judged).toBe(false);
    // Not every arm of this borrowed plate has a control above the blanks.
    const withControl = plate.arms.filter((arm) => (arm.controlOd ?? 0) > 0).length;
    expect(withControl).toBeGreaterThan(2);
    expect(survivals(plate)).toBe(12 * withControl);
    expect(lines("tidy", plate)).toMatchObject({
      "doses.csv": 10,
      "comparisons.csv": 0,
      "one_concentration.csv": 4,
    });
    expect(lines("drc", plate)).toEqual({ "drc.csv": 12 * withControl });
    expect(lines("prism", plate)).toMatchObject({ "prism/reference-dose-bars.csv": 1 });
  });
});

describe("a titration of inhibitors alone", () => {
  test("has corrected absorbance and its own table, and no survival against its own arm", async () => {
    const plate = await plateWith("single-agent-6x10fold-1plate");
    expect(survivals(plate)).toBe(0);
    expect(plate.wells.filter((well) => well.result.correctedAbsorbance !== null)).toHaveLength(96);
    expect(lines("tidy", plate)).toMatchObject({ "doses.csv": 0, "single_agent.csv": 24 });
    const { leftOut } = exportFiles("drc", [plate], { strict: false });
    expect(leftOut).toHaveLength(1);
  });
});

describe("a checkerboard", () => {
  test("is one block with every pair of concentrations, the vehicle as zero", async () => {
    const plate = await plateWith("checkerboard-6x5-1plate");
    const { table, leftOut } = synergyfinderTable([plate]);
    expect(leftOut).toEqual([]);
    expect(table.rows).toHaveLength(60);
    const pairs = new Set(table.rows.map((row) => `${row[3]} ${row[4]}`));
    expect(pairs.size).toBe(30);
    expect(pairs).toContain("0 0");
    expect(new Set(table.rows.map((row) => row[0]))).toEqual(new Set([1]));
    expect(lines("tidy", plate)).toMatchObject({ "checkerboard.csv": 30 });
  });
});

describe("a plate with the same in every well", () => {
  test("has its own table, and neither corrected absorbance nor survival", async () => {
    const plate = await plateWith("uniform-96");
    expect(survivals(plate)).toBe(0);
    expect(plate.wells.every((well) => well.result.correctedAbsorbance === null)).toBe(true);
    expect(lines("tidy", plate)).toMatchObject({ "wells.csv": 96, "uniform.csv": 1 });
    expect(Object.keys(lines("prism", plate))).toEqual([]);
  });
});
