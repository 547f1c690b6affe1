import { describe, expect, test } from "vitest";
import { summariseConditions } from "../../src/analysis/condition-summary.ts";
import { judgeability } from "../../src/analysis/judgeability.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { figure3Samples } from "./figure-3.ts";
import {
  buildPlate,
  COMPLETE_ARM,
  emptyPlate,
  indexOf,
  RESISTANT_VEHICLE,
  UNUSED_WELL,
} from "./plate-builder.ts";

/** Four drugs in quadrants of 24 wells, six concentrations in quadruplicate; no blank, no vehicle, no prednisolone. */
function quadrants() {
  const plate = emptyPlate();
  plate.wells = plate.wells.map((_, index) => {
    const row = Math.floor(index / 12);
    const column = index % 12;
    const arm = ["imatinib", "dasatinib", "ponatinib", "bosutinib"][
      (row < 4 ? 0 : 2) + (column < 6 ? 0 : 1)
    ];
    return { ...UNUSED_WELL, role: "sample", arm: arm ?? null, inhibitorUm: 10 ** -(column % 6) };
  });
  plate.measurement = plate.measurement.map((_, index) => 0.3 + 0.01 * Math.floor(index / 12));
  return plate;
}

describe("judgeability", () => {
  test("the study's plates can be judged", () => {
    for (const sample of figure3Samples("automatic")) {
      for (const plate of sample.plates) {
        expect(judgeability(plate)).toEqual({ canJudge: true, why: [] });
      }
    }
  });

  test("four drugs in quadrants cannot, for reasons in plain words", () => {
    expect(judgeability(quadrants())).toEqual({
      canJudge: false,
      why: [
        "There is no blank, so the background cannot be taken off.",
        "There is no vehicle arm to compare with.",
        "There is no prednisolone in an arm, so there is no response to change.",
      ],
    });
  });

  test("each lack is named", () => {
    const whyOf = (plan: Parameters<typeof buildPlate>[0]) => judgeability(buildPlate(plan)).why;
    const arms = [RESISTANT_VEHICLE, COMPLETE_ARM];
    expect(whyOf({ arms })).toEqual([]);
    expect(whyOf({ arms, blankNetAu: [0.05, 0.05] })[0]).toContain("only 2 of 3 blanks");
    expect(whyOf({ arms: [COMPLETE_ARM] })[0]).toContain("no vehicle arm");
    expect(whyOf({ arms: [RESISTANT_VEHICLE] })[0]).toContain("no inhibitor arm");
    const second = { ...RESISTANT_VEHICLE, arm: "ethanol" };
    expect(whyOf({ arms: [...arms, second] })[0]).toContain("2 vehicle arms");
    expect(whyOf({ arms, dosesUgPerMl: [1, 2, 3, 4, 5, 6, 7, 8] })).toEqual([
      "Arm vehicle has no well without prednisolone, which its survival would be measured against.",
      "Arm trametinib has no well without prednisolone, which its survival would be measured against.",
    ]);
    const short = arms.map((arm) => ({ ...arm, survival: arm.survival.slice(0, 4) }));
    expect(whyOf({ arms: short })[0]).toContain("3 prednisolone doses above zero; 5 are needed");
  });
});

test("an arm that mixes concentrations of its inhibitor is none of a comparison; a titration is no such arm", () => {
  const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
  plate.wells = plate.wells.map((well, index) =>
    well.arm === "trametinib" ? { ...well, inhibitorUm: index % 2 === 0 ? 1 : 5 } : well,
  );
  expect(judgeability(plate).why).toEqual([
    "Arm trametinib holds 2 concentrations of its inhibitor; an arm of a comparison has one.",
  ]);
  plate.wells = plate.wells.map((well) =>
    well.arm === "trametinib" ? { ...well, prednisoloneUgPerMl: 0 } : well,
  );
  expect(judgeability(plate).canJudge).toBe(true);
});

describe("condition summary", () => {
  test("gives mean net absorbance by contents, without masked wells and without survival", () => {
    const plate = quadrants();
    plate.measurement[indexOf("B1")] = null;
    const conditions = summariseConditions(plate, DEFAULT_SETTINGS);
    expect(conditions).toHaveLength(24);
    expect(conditions[0]).toMatchObject({
      role: "sample",
      arm: "imatinib",
      inhibitorUm: 1,
      prednisoloneUgPerMl: null,
      wells: ["A1", "C1", "D1"],
    });
    // 0.30, 0.32 and 0.33 less 0.05.
    expect(conditions[0]?.meanNetAbsorbance).toBeCloseTo(0.8 / 3, 12);
    expect(conditions[0]?.sdNetAbsorbance).toBeCloseTo(Math.sqrt(0.0014 / 6), 12);
  });

  test("controls are conditions by role; unused wells are none; a masked condition has no mean", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE], blankNetAu: [0.05], untreatedAu: [0.6] });
    plate.measurement[indexOf("A1")] = null;
    const conditions = summariseConditions(plate, DEFAULT_SETTINGS);
    expect(conditions.map((condition) => condition.role)).toEqual([
      "blank",
      ...new Array(1).fill("sample"),
      "untreated",
      ...new Array(7).fill("sample"),
    ]);
    expect(conditions[0]).toMatchObject({
      wells: [],
      meanNetAbsorbance: null,
      sdNetAbsorbance: null,
    });
  });
});
