import { describe, expect, test } from "vitest";
import { analyseSample } from "../../src/analysis/analyse-sample.ts";
import { correctPlate, wellResults } from "../../src/analysis/correct-plate.ts";
import { designPlate } from "../../src/analysis/plate-design.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { mean } from "../../src/analysis/statistics/moments.ts";
import {
  buildPlate,
  COMPLETE_ARM,
  emptyPlate,
  indexOf,
  RESISTANT_VEHICLE,
  UNUSED_WELL,
} from "./plate-builder.ts";

describe("plate design", () => {
  test("doses ascend with zero first whatever their order on the plate; the vehicle comes first", () => {
    const plate = buildPlate({
      dosesUgPerMl: [250, 0.5, 0, 8],
      arms: [
        { arm: "b", survival: [[1], [2], [3], [4]] },
        { arm: "DMSO", vehicle: true, survival: [[1], [2], [3], [4]] },
        { arm: "a", survival: [[1], [2], [3]] },
      ],
    });
    const design = designPlate(plate.wells);
    expect(design.dosesUgPerMl).toEqual([0, 0.5, 8, 250]);
    expect(design.arms.map((arm) => arm.arm)).toEqual(["DMSO", "b", "a"]);
    expect(design.arms[1]?.wellsByDose).toEqual([
      [indexOf("C2")],
      [indexOf("B2")],
      [indexOf("D2")],
      [indexOf("A2")],
    ]);
    expect(design.arms[2]?.wellsByDose[2]).toEqual([]);
  });

  test("wells of a dose stand in replicate order, not in reading order", () => {
    const plate = emptyPlate();
    const well = { ...UNUSED_WELL, role: "sample" as const, arm: "a", prednisoloneUgPerMl: 1 };
    plate.wells[3] = { ...well, replicate: 2 };
    plate.wells[90] = { ...well, replicate: 1 };
    expect(designPlate(plate.wells).arms[0]?.wellsByDose).toEqual([[90, 3]]);
  });

  test("a titration without prednisolone has no arms", () => {
    const plate = emptyPlate();
    plate.wells[0] = { ...UNUSED_WELL, role: "sample", arm: "sorafenib", inhibitorUm: 20 };
    expect(designPlate(plate.wells)).toMatchObject({ arms: [], dosesUgPerMl: [] });
  });
});

describe("correction", () => {
  test("every arm is divided by its own wells without prednisolone; negative values stay, 100 is no ceiling", () => {
    const plate = buildPlate({
      arms: [
        RESISTANT_VEHICLE,
        {
          arm: "toxic",
          controlAu: 0.3,
          survival: [
            [100, 100],
            [130, 110],
            [-5, 5],
          ],
        },
      ],
    });
    const corrected = correctPlate(plate, DEFAULT_SETTINGS);
    expect(corrected.blankMean).toBeCloseTo(0.05, 12);
    expect(corrected.arms.map((arm) => arm.controlWells)).toEqual([2, 2]);
    expect(corrected.arms[0]?.controlMean).toBeCloseTo(0.6, 12);
    expect(corrected.arms[1]?.controlMean).toBeCloseTo(0.3, 12);
    expect(corrected.survival[indexOf("B4")]).toBeCloseTo(130, 9);
    expect(corrected.corrected[indexOf("C4")]).toBeCloseTo(-0.015, 12);
    expect(corrected.survival[indexOf("C4")]).toBeCloseTo(-5, 9);
  });

  test("without blanks, or with a control at or below zero, there is no survival", () => {
    const noBlanks = buildPlate({ arms: [RESISTANT_VEHICLE], blankNetAu: [] });
    expect(correctPlate(noBlanks, DEFAULT_SETTINGS).survival.every((s) => s === null)).toBe(true);
    const dead = buildPlate({ arms: [{ ...RESISTANT_VEHICLE, controlAu: -0.01 }] });
    const corrected = correctPlate(dead, DEFAULT_SETTINGS);
    expect(corrected.vehicle?.controlMean).toBeCloseTo(-0.01, 12);
    expect(corrected.survival.every((s) => s === null)).toBe(true);
  });
});

describe("well results", () => {
  const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
  plate.measurement[indexOf("C2")] = null;
  const masked = {
    ...plate,
    reviewMasks: [{ well: "D4", reason: "no cells dispensed" } as const],
  };

  test("carry the very numbers of the statistics", () => {
    const results = wellResults(masked, DEFAULT_SETTINGS);
    const sample = { sampleId: "S", blastsDay4Percent: 90, plates: [masked] };
    const [vehicle] = analyseSample(sample, DEFAULT_SETTINGS).arms;
    const pair = [results[indexOf("E2")], results[indexOf("E3")]];
    expect(mean(pair.flatMap((well) => well?.survivalPercent ?? []))).toBe(
      vehicle?.survivalMean[4],
    );
  });

  test("say why a well does not count, show what it read, and invent nothing", () => {
    const results = wellResults(masked, DEFAULT_SETTINGS);
    expect(results).toHaveLength(96);
    expect(results[indexOf("C2")]).toEqual({
      well: "C2",
      netAbsorbance: null,
      correctedAbsorbance: null,
      survivalPercent: null,
      maskReason: "over-range",
    });
    const reviewed = results[indexOf("D4")];
    expect(reviewed?.maskReason).toBe("review");
    expect(reviewed?.survivalPercent).toBeCloseTo(19, 9);
    const blank = results[indexOf("A1")];
    expect(blank?.survivalPercent).toBeNull();
    expect(blank?.correctedAbsorbance).toBeCloseTo(-0.002, 12);
  });
});
