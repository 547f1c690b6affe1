import { describe, expect, test } from "vitest";
import type { AnalysisWell } from "../../../src/analysis/analysis-input.ts";
import { analyseAssays } from "../../../src/analysis/assays/analyse-assays.ts";
import type { CheckerboardResult } from "../../../src/analysis/assays/sample-assays.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import type { WellName } from "../../../src/domain/well.ts";
import { filled, plateOf, sampleOf, shippedWells, well } from "./layout-plate.ts";

function boardOf(
  wells: readonly AnalysisWell[],
  survival: (prednisolone: number, inhibitor: number) => number,
  masked: readonly WellName[] = [],
): CheckerboardResult | undefined {
  const plate = plateOf(
    wells,
    ({ prednisoloneUgPerMl, inhibitorUm }) =>
      (0.6 * survival(prednisoloneUgPerMl ?? 0, inhibitorUm ?? 0)) / 100,
    masked,
  );
  return analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, new Set()).checkerboards[0];
}

/** 2 x 2 and both drugs alone, single wells in rows of three: none, 1 and 10 µM. */
const SMALL = filled(
  [0, 1, 4].flatMap((dose) => [
    well("vehicle", dose),
    well("trametinib", dose, 1),
    well("trametinib", dose, 10),
  ]),
);
const SURVIVAL: Readonly<Record<string, number>> = {
  "0 0": 100,
  "0 1": 80,
  "0 10": 50,
  "1 0": 90,
  "1 1": 60,
  "1 10": 45,
  "4 0": 40,
  "4 1": 10,
  "4 10": 30,
};
const ofSmall = (prednisolone: number, inhibitor: number) =>
  SURVIVAL[`${prednisolone} ${inhibitor}`] ?? Number.NaN;

/** 3 x 3 and both drugs alone, single wells in rows of four. */
const SMALL_AND_WIDE = filled(
  [0, 1, 4, 16].flatMap((dose) => [
    well("vehicle", dose),
    ...[1, 10, 100].map((um) => well("trametinib", dose, um)),
  ]),
);
const ofWide = (prednisolone: number, inhibitor: number) =>
  100 / ((1 + prednisolone / 4) * (1 + inhibitor / 10));

const near = (rows: readonly (readonly (number | null)[])[]) =>
  rows.map((row) => row.map((value) => (value === null ? null : expect.closeTo(value, 9))));

describe("two concentrations by two doses", () => {
  const board = boardOf(SMALL, ofSmall);

  test("survival is relative to the wells with neither drug, [prednisolone][inhibitor]", () => {
    expect(board?.inhibitor).toBe("trametinib");
    expect(board?.prednisoloneUgPerMl).toEqual([0, 1, 4]);
    expect(board?.inhibitorUm).toEqual([0, 1, 10]);
    expect(board?.survivalPercent).toEqual(
      near([
        [100, 80, 50],
        [90, 60, 45],
        [40, 10, 30],
      ]),
    );
  });

  test("Bliss and HSA excess are those of the sum by hand", () => {
    // Bliss predicts the product of the single survivals: 72, 45, 32 and 20 %.
    expect(board?.blissExcessPoints).toEqual(
      near([
        [0, 0, 0],
        [0, 72 - 60, 45 - 45],
        [0, 32 - 10, 20 - 30],
      ]),
    );
    expect(board?.meanBlissExcessPoints).toBeCloseTo((12 + 0 + 22 - 10) / 4, 9);
    // HSA predicts the smaller single survival: 80, 50, 40 and 40 %.
    expect(board?.hsaExcessPoints[1]).toEqual(near([[0, 80 - 60, 50 - 45]])[0]);
    expect(board?.hsaExcessPoints[2]).toEqual(near([[0, 40 - 10, 40 - 30]])[0]);
    expect(board?.meanHsaExcessPoints).toBeCloseTo((20 + 5 + 30 + 10) / 4, 9);
  });

  test("Loewe and ZIP are not reported, and it is said why", () => {
    expect(board?.meanLoeweExcessPoints).toBeNull();
    expect(board?.meanZipDeltaPoints).toBeNull();
    expect(board?.loeweExcessPoints.flat().every((value) => value === null)).toBe(true);
    expect(board?.zipDeltaPoints).toHaveLength(3);
    expect(board?.notReported).toEqual({
      loewe: "TOO_FEW_INHIBITOR_CONCENTRATIONS",
      combinationIndex: "TOO_FEW_INHIBITOR_CONCENTRATIONS",
      zip: "TOO_FEW_INHIBITOR_CONCENTRATIONS",
    });
  });

  test("a masked combination is null alone; a masked single agent takes its predictions along", () => {
    const combination = boardOf(SMALL, ofSmall, ["A9"]);
    expect(combination?.n[2]).toEqual([1, 1, 0]);
    expect(combination?.blissExcessPoints[2]).toEqual(near([[0, 22, null]])[0]);
    expect(combination?.meanBlissExcessPoints).toBeCloseTo((12 + 0 + 22) / 3, 9);
    const alone = boardOf(SMALL, ofSmall, ["A3"]);
    expect(alone?.blissExcessPoints).toEqual(
      near([
        [0, 0, null],
        [0, 12, null],
        [0, 22, null],
      ]),
    );
  });

  test("without the wells with neither drug there is nothing, and it is said why", () => {
    const board = boardOf(SMALL, ofSmall, ["A1"]);
    expect(board?.survivalPercent.flat().every((value) => value === null)).toBe(true);
    expect(board?.meanBlissExcessPoints).toBeNull();
    const names = ["survival", "bliss", "hsa", "loewe", "combinationIndex", "zip"];
    expect(board?.notReported).toEqual(
      Object.fromEntries(names.map((name) => [name, "NO_VEHICLE_CONTROL"])),
    );
  });
});

describe("the shipped checkerboard", () => {
  const wells = shippedWells("checkerboard-6x5-1plate");
  const doses = [...new Set(wells.flatMap((one) => one.prednisoloneUgPerMl || []))].sort(
    (a, b) => a - b,
  );
  const concentrations = [0, ...new Set(wells.flatMap((one) => one.inhibitorUm || []))].sort(
    (a, b) => a - b,
  );
  const hill = (dose: number, half: number, slope: number) => 1 / (1 + (dose / half) ** slope);

  test("two independent drugs have no excess over Bliss, and ZIP with it", () => {
    const board = boardOf(wells, (p, i) => 100 * hill(p, 4, 1.2) * hill(i, 3, 0.9));
    expect(board?.n.flat()).toEqual(new Array<number>(30).fill(2));
    expect(board?.meanBlissExcessPoints).toBeCloseTo(0, 9);
    expect(board?.meanZipDeltaPoints).toBeCloseTo(0, 4);
    expect(board?.notReported).toEqual({});
  });

  test("a drug crossed with itself has no excess over Loewe and an index of 1", () => {
    // One unit of inhibitor counts for two of prednisolone: the same curve in other units.
    const board = boardOf(wells, (p, i) => 100 * hill(p + 2 * i, 5, 1.1));
    expect(board?.meanLoeweExcessPoints).toBeCloseTo(0, 4);
    expect(board?.combinationIndex[0]).toEqual([null, null, null, null, null]);
    for (const row of board?.combinationIndex.slice(1) ?? []) {
      expect(row[0]).toBeNull();
      for (const index of row.slice(1)) expect(index).toBeCloseTo(1, 4);
    }
    expect(board?.meanBlissExcessPoints).not.toBeCloseTo(0, 1);
  });

  test("an index is not reported where neither drug alone reaches what both do", () => {
    const board = boardOf(wells, (p, i) =>
      p > 0 && i > 0 ? 1 : 60 + 40 * hill(p, 4, 1.2) * hill(i, 3, 1),
    );
    expect(board?.notReported).toEqual({ combinationIndex: "BEYOND_EITHER_DRUG" });
    expect(board?.meanLoeweExcessPoints).toBeGreaterThan(30);
  });

  test("an index is not reported where the combinations do nothing: nothing has the same effect", () => {
    const board = boardOf(wells, (p, i) =>
      p > 0 && i > 0 ? 105 : 60 + 40 * hill(p, 4, 1.2) * hill(i, 3, 1),
    );
    expect(board?.notReported).toEqual({ combinationIndex: "NO_COMBINED_EFFECT" });
  });

  test("each cell without an index is named with its reason; the others have one", () => {
    const board = boardOf(wells, (p, i) => {
      if (p === 0 || i === 0) return 60 + 40 * hill(p, 4, 1.2) * hill(i, 3, 1);
      const [lowest, highest] = [Math.min(...doses), Math.max(...doses)];
      return p === highest ? 1 : p === lowest && i === concentrations[1] ? 101 : 90;
    });
    const beyond = concentrations.slice(1).map((um) => `${doses.at(-1)} µg/mL + ${um} µM`);
    expect(board?.notReported).toEqual({
      [`combinationIndex at ${beyond.join(", ")}`]: "BEYOND_EITHER_DRUG",
      [`combinationIndex at ${doses[0]} µg/mL + ${concentrations[1]} µM`]: "NO_COMBINED_EFFECT",
    });
    expect(board?.combinationIndex[2]?.[1]).toBeGreaterThan(0);
  });

  test("without a usable combination there is no index for want of wells", () => {
    const board = boardOf(SMALL_AND_WIDE, ofWide, [
      "A6",
      "A7",
      "A8",
      "A10",
      "A11",
      "A12",
      "B2",
      "B3",
      "B4",
    ]);
    expect(board?.notReported.combinationIndex).toBe("NO_USABLE_WELL");
  });

  test("an inhibitor that does nothing alone has no curve for Loewe", () => {
    const board = boardOf(
      wells,
      (p, i) => (i > 0 ? 60 : 100) * hill(p, 4, 1.2) * (p > 0 ? 1 : i > 0 ? 100 / 60 : 1),
    );
    expect(board?.notReported.loewe).toBe("NO_CURVE");
    expect(board?.meanBlissExcessPoints).toBeGreaterThan(0);
  });
});
