import { describe, expect, test } from "vitest";
import { analyseSample } from "../../src/analysis/analyse-sample.ts";
import type { AnalysisPlate } from "../../src/analysis/analysis-input.ts";
import { relativeEffect } from "../../src/analysis/measure-effect.ts";
import type { Comparison } from "../../src/analysis/sample-analysis.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { adjustP } from "../../src/analysis/statistics/adjust-p.ts";
import { quantileT, twoSidedT, upperF } from "../../src/analysis/statistics/tails.ts";
import { withStudyQ } from "../../src/analysis/study-q.ts";
import {
  type ArmPlan,
  buildPlate,
  COMPLETE_ARM,
  IDLE_ARM,
  indexOf,
  RESISTANT_VEHICLE,
} from "./plate-builder.ts";

function analyse(plates: readonly AnalysisPlate[], blastsDay4Percent: number | null = 90) {
  return analyseSample({ sampleId: "S", blastsDay4Percent, plates }, DEFAULT_SETTINGS);
}

function compare(plates: readonly AnalysisPlate[], arm: string): Comparison {
  const found = analyse(plates).comparisons.find((comparison) => comparison.arm === arm);
  if (found === undefined) throw new Error(`no comparison of ${arm}`);
  return found;
}

const PARTIAL_ARM: ArmPlan = {
  arm: "sorafenib",
  survival: [
    [100, 100],
    [88, 86],
    [70, 72],
    [52, 50],
    [38, 36],
    [33, 35],
    [31, 30],
    [28, 27],
  ],
};

describe("classes", () => {
  test("complete, partial and none on one plate", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM, PARTIAL_ARM, IDLE_ARM] });
    const { comparisons, arms } = analyse([plate]);
    expect(
      comparisons.map(({ arm, class: verdict, flag, grade }) => [arm, verdict, flag, grade]),
    ).toEqual([
      ["trametinib", "complete", true, "A"],
      ["sorafenib", "partial", true, "A"],
      ["crizotinib", "none", false, null],
    ]);
    expect(arms.map((arm) => arm.arm)).toEqual([
      "vehicle",
      "trametinib",
      "sorafenib",
      "crizotinib",
    ]);
    expect(arms.every((arm) => arm.patient === "S" && arm.plate === "P-1")).toBe(true);
  });

  test("antagonism is the vehicle and the inhibitor changing places", () => {
    const vehicle = { ...RESISTANT_VEHICLE, survival: PARTIAL_ARM.survival };
    const protector = { ...IDLE_ARM, survival: RESISTANT_VEHICLE.survival };
    const found = compare([buildPlate({ arms: [vehicle, protector] })], "crizotinib");
    expect(found).toMatchObject({ class: "antagonistic", flag: true, reasons: [] });
    expect(found.largestLossPoints).toBeCloseTo(53, 9);
    expect(found.lc50Ratio.relation).toBe("<=");
  });
});

describe("numbers worked out by hand", () => {
  // Two doses, two series an arm, four control wells an arm: the interaction is a t test on the series' differences.
  const plate = buildPlate({
    dosesUgPerMl: [0, 4],
    arms: [
      {
        arm: "vehicle",
        vehicle: true,
        survival: [
          [98, 102, 96, 104],
          [90, 86],
        ],
      },
      {
        arm: "x",
        survival: [
          [97, 103, 101, 99],
          [50, 44],
        ],
      },
    ],
  });
  for (const [well, replicate] of Object.entries({
    A2: 1,
    A3: 1,
    A4: 2,
    A5: 2,
    A6: 1,
    A7: 1,
    A8: 2,
    A9: 2,
  })) {
    const index = indexOf(well);
    const before = plate.wells[index];
    if (before) plate.wells[index] = { ...before, replicate };
  }
  const found = compare([plate], "x");

  test("control wells of one series are averaged in the interaction", () => {
    // Differences 10, 14 and 50, 56: pooled variance 13, F = 41^2 / 13, error mean square 13 / 2.
    expect(found.interaction?.F).toBeCloseTo(1681 / 13, 6);
    expect(found.interaction?.msError).toBeCloseTo(6.5, 8);
    expect(found.interaction).toMatchObject({ df1: 1, df2: 2 });
    expect(found.interaction?.p).toBeCloseTo(upperF(1681 / 13, 1, 2) ?? 0, 10);
  });

  test("the contrast counts all wells and all control wells", () => {
    const se = Math.sqrt(6.5 * (1 / 2 + 1 / 2 + 0.88 ** 2 / 4 + 0.47 ** 2 / 4));
    expect(found.delta[1]).toBeCloseTo(41, 9);
    expect(found.ciHalfWidth[1]).toBeCloseTo((quantileT(0.975, 2) ?? 0) * se, 7);
    expect(found.contrastP[1]).toBeCloseTo(twoSidedT(41 / se, 2) ?? 0, 10);
    const seAtZero = Math.sqrt(6.5 * (1 / 4 + 1 / 4 + 1 / 4 + 1 / 4));
    expect(found.ciHalfWidth[0]).toBeCloseTo((quantileT(0.975, 2) ?? 0) * seAtZero, 7);
  });

  test("Student at the reference dose, which is the dose nearest to 3.90625", () => {
    // Pooled variance (8 + 18) / 2 = 13, standard error sqrt(13).
    expect(found.referenceDose).toBe(4);
    expect(found.studentAtReference?.t).toBeCloseTo(41 / Math.sqrt(13), 8);
    expect(found.studentAtReference?.df).toBe(2);
    expect(found.welchAtReference?.df).toBeCloseTo(1 / (((8 / 26) ** 2 + (18 / 26) ** 2) / 1), 8);
    expect(found.survivalVehicleAtReference).toBeCloseTo(88, 9);
    expect(found.relativeAtReferencePercent).toBeCloseTo((100 * 41) / 88, 9);
  });

  test("with one non-zero dose there is no mean over log dose, and too few doses", () => {
    expect(found.meanDelta).toBeNull();
    expect(found.reasons).toEqual(["TOO_FEW_DOSES"]);
    expect(found.maxRelativeDose).toBe(4);
  });
});

describe("values that are constant but for rounding", () => {
  const plate = buildPlate({
    arms: [
      { ...RESISTANT_VEHICLE, survival: RESISTANT_VEHICLE.survival.with(7, [0, 0]) },
      COMPLETE_ARM,
    ],
  });
  // Equal to the last digit a reader prints, and different in the last bit of the difference.
  const read = { E2: [0.59, 0.05], E3: [0.6, 0.06], E4: [0.17, 0.06], E5: [0.16, 0.05] };
  for (const [well, [measured = 0, reference = 0]] of Object.entries(read)) {
    plate.measurement[indexOf(well)] = measured;
    plate.reference[indexOf(well)] = reference;
  }

  test("give no t test", () => {
    expect(0.59 - 0.05).not.toBe(0.6 - 0.06);
    const found = compare([plate], "trametinib");
    expect(found.studentAtReference).toBeNull();
    expect(found.welchAtReference).toBeNull();
    expect(found.contrastP[4]).toBeLessThan(0.001);
  });

  test("give no relative effect where they are zero", () => {
    const found = compare([plate], "trametinib");
    expect(found.relativePercent[7]).toBeNull();
    expect(found.delta[7]).toBeCloseTo(-7, 8);
  });
});

test("a vehicle survival that is zero but for rounding has no relative effect", () => {
  expect(relativeEffect(1e-14, 7)).toBeNull();
  expect(relativeEffect(-8, -6)).toBeCloseTo(25, 12);
});

describe("single numbers of a curve", () => {
  const survive = (means: readonly number[]) => means.map((mean) => [mean - 1, mean + 1]);
  const plate = buildPlate({
    dosesUgPerMl: [0, 1, 10, 1000],
    arms: [
      { arm: "vehicle", vehicle: true, survival: survive([100, 80, 50, 19]) },
      { arm: "x", survival: survive([100, 40, 25, 1]) },
    ],
  });
  const found = compare([plate], "x");

  test("mean delta is a trapezoid over log10 dose by its span", () => {
    expect(found.meanDelta).toBeCloseTo((((40 + 25) / 2) * 1 + ((25 + 18) / 2) * 2) / 3, 8);
  });

  test("the largest relative effect needs 20 % of the vehicle alive, and the lowest dose wins a tie", () => {
    expect(found.relativePercent[3]).toBeCloseTo((100 * 18) / 19, 8);
    expect(found.maxRelativePercent).toBeCloseTo(50, 8);
    expect(found.largestLossPoints).toBeCloseTo(-18, 8);
  });

  test("the reference dose is the nearest on the plate, never zero", () => {
    expect(found.referenceDose).toBe(1);
    const high = buildPlate({
      dosesUgPerMl: [0, 20],
      arms: [
        { arm: "vehicle", vehicle: true, survival: survive([100, 80]) },
        { arm: "x", survival: survive([100, 70]) },
      ],
    });
    expect(compare([high], "x").referenceDose).toBe(20);
  });
});

describe("missing wells", () => {
  test("an untested dose is null in every list and its wells count in the other arm", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
    plate.measurement[indexOf("C4")] = null;
    plate.measurement[indexOf("C5")] = null;
    const { comparisons, arms } = analyse([plate]);
    const [found] = comparisons;
    for (const list of ["delta", "relativePercent", "ciHalfWidth", "contrastP"] as const) {
      expect(found?.[list].map((value) => value === null)).toEqual([
        false,
        false,
        true,
        false,
        false,
        false,
        false,
        false,
      ]);
    }
    expect(found?.longestSensitisingRun).toBe(5);
    expect(found?.interaction).toMatchObject({ df1: 6, df2: 12 });
    expect(arms[1]).toMatchObject({ n: [2, 2, 0, 2, 2, 2, 2, 2] });
    expect(arms[1]?.survivalMean[2]).toBeNull();
  });

  test("a reference dose without wells in one arm is too few doses; its other mean is still told", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
    plate.measurement[indexOf("E4")] = null;
    plate.measurement[indexOf("E5")] = null;
    const found = compare([plate], "trametinib");
    expect(found).toMatchObject({
      class: "inconclusive",
      reasons: ["TOO_FEW_DOSES"],
      referenceDose: 3.90625,
      survivalInhibitorAtReference: null,
      relativeAtReferencePercent: null,
      studentAtReference: null,
      classIgnoringGates: "partial",
    });
    expect(found.survivalVehicleAtReference).toBeCloseTo(90, 9);
  });

  test("one well at the reference dose: no t tests, contrast all the same, grade B", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
    plate.measurement[indexOf("E4")] = null;
    const found = compare([plate], "trametinib");
    expect(found).toMatchObject({
      class: "complete",
      grade: "B",
      studentAtReference: null,
      welchAtReference: null,
      studentQ: null,
    });
    expect(found.contrastP[4]).toBeLessThan(0.01);
  });

  test("an arm whose controls are all gone has no numbers and says why, once", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM, IDLE_ARM] });
    plate.measurement[indexOf("A4")] = null;
    plate.measurement[indexOf("A5")] = null;
    const { arms, comparisons } = analyse([plate]);
    expect(arms[1]).toMatchObject({
      controlOd: null,
      controlWells: 0,
      singleAgentSurvivalPercent: null,
      survivalMean: new Array(8).fill(null),
      lc50: null,
      prednisoloneClass: "indeterminate",
    });
    expect(comparisons[0]).toMatchObject({
      class: "inconclusive",
      reasons: ["ARM_CONTROL_OD_LOW"],
      interaction: null,
      interactionQ: null,
      meanDelta: null,
      maxRelativePercent: null,
      largestLossPoints: null,
      lc50Ratio: { relation: "indeterminate", value: null },
    });
    // The family is then the other inhibitor alone.
    expect(comparisons[1]?.interactionQ).toBe(comparisons[1]?.interaction?.p);
  });

  test("single wells give no error to test with: imprecise, not 'none'", () => {
    const single = (plan: ArmPlan) => ({
      ...plan,
      survival: plan.survival.map(([first = 0]) => [first]),
    });
    const plate = buildPlate({ arms: [single(RESISTANT_VEHICLE), single(COMPLETE_ARM)] });
    const found = compare([plate], "trametinib");
    expect(found).toMatchObject({
      class: "inconclusive",
      reasons: ["IMPRECISE"],
      interaction: null,
    });
    expect(found.delta[4]).toBeCloseTo(100 * (91 / 99 - 9 / 101), 8);
  });

  test("unequal replicates: three series against two", () => {
    const third = RESISTANT_VEHICLE.survival.map((values) => [...values, (values[0] ?? 0) + 1]);
    const plate = buildPlate({ arms: [{ ...RESISTANT_VEHICLE, survival: third }, COMPLETE_ARM] });
    const found = compare([plate], "trametinib");
    expect(found).toMatchObject({ class: "complete", reasons: [] });
    // 24 + 16 values, 5 series, 7 doses, 7 interactions.
    expect(found.interaction).toMatchObject({ df1: 7, df2: 40 - 5 - 7 - 7 });
  });
});

describe("gates", () => {
  test("toxic alone", () => {
    const toxic = { ...COMPLETE_ARM, controlAu: 0.6 * 0.29 };
    expect(compare([buildPlate({ arms: [RESISTANT_VEHICLE, toxic] })], "trametinib")).toMatchObject(
      {
        class: "inconclusive",
        reasons: ["SINGLE_AGENT_TOXIC"],
        classIgnoringGates: "complete",
      },
    );
  });

  test("leukaemic cells too few, or not entered", () => {
    const plate = buildPlate({ arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
    const [low] = analyse([plate], 69).comparisons;
    expect(low).toMatchObject({ class: "inconclusive", reasons: ["BLASTS_LOW"] });
    const [unknown] = analyse([plate], null).comparisons;
    expect(unknown).toMatchObject({ class: "complete", qualifiers: ["BLASTS_NOT_ENTERED"] });
  });

  test("a failed plate lists its numbers, has no q and stays out of the family", () => {
    const good = buildPlate({ plateId: "good", arms: [RESISTANT_VEHICLE, COMPLETE_ARM] });
    const failed = buildPlate({
      plateId: "failed",
      arms: [RESISTANT_VEHICLE, { ...IDLE_ARM, controlAu: 0.01 }],
      blankNetAu: [0.05, 0.051],
    });
    const { comparisons, plates } = analyse([good, failed], 60);
    expect(plates.failed).toMatchObject({ verdict: "fail", failReasons: ["TOO_FEW_BLANKS"] });
    expect(comparisons[1]).toMatchObject({
      class: "inconclusive",
      reasons: ["PLATE_TOO_FEW_BLANKS", "BLASTS_LOW"],
      classIgnoringGates: "inconclusive",
      interactionQ: null,
      studentQ: null,
      studyQ: null,
    });
    expect(comparisons[1]?.interaction?.p).toBeGreaterThan(0);
    expect(comparisons[1]?.delta.every((value) => value !== null)).toBe(true);
    expect(comparisons[0]?.interactionQ).toBe(comparisons[0]?.interaction?.p);
    const [first, second] = withStudyQ(comparisons);
    expect(first?.studyQ).toBe(first?.interaction?.p);
    expect(second?.studyQ).toBeNull();
  });
});

describe("suspect wells", () => {
  const discordantVehicle: ArmPlan = {
    ...RESISTANT_VEHICLE,
    survival: RESISTANT_VEHICLE.survival.map((values, index) => (index === 4 ? [90, 20] : values)),
  };
  const plates = [buildPlate({ arms: [discordantVehicle, COMPLETE_ARM, IDLE_ARM] })];

  test("of the vehicle concern every comparison of the plate", () => {
    const { comparisons, plates: statistics } = analyse(plates);
    expect(statistics["P-1"]?.suspects).toEqual(["E3"]);
    expect(comparisons.map((comparison) => comparison.classSuspectsMasked)).toEqual([
      "complete",
      "none",
    ]);
  });

  test("of another inhibitor do not", () => {
    const survival = IDLE_ARM.survival.map((values, index) => (index === 3 ? [92, 20] : values));
    const plate = buildPlate({
      arms: [RESISTANT_VEHICLE, COMPLETE_ARM, { ...IDLE_ARM, survival }],
    });
    const { comparisons } = analyse([plate]);
    expect(comparisons[0]?.classSuspectsMasked).toBeNull();
    expect(comparisons[1]?.classSuspectsMasked).toBe("none");
  });

  test("on a failed plate leave the class inconclusive without a further reason", () => {
    const plate = buildPlate({ arms: [discordantVehicle, COMPLETE_ARM], blankNetAu: [0.05] });
    expect(compare([plate], "trametinib")).toMatchObject({
      classSuspectsMasked: "inconclusive",
      reasons: ["PLATE_TOO_FEW_BLANKS"],
    });
  });

  test("count on a plate without a vehicle too", () => {
    const survival = IDLE_ARM.survival.map((values, index) => (index === 3 ? [92, 20] : values));
    const plate = buildPlate({ arms: [{ ...IDLE_ARM, survival }] });
    expect(compare([plate], "crizotinib")).toMatchObject({
      classSuspectsMasked: "inconclusive",
      reasons: ["PLATE_CONTROL_OD_LOW"],
      qualifiers: ["NO_HEADROOM"],
    });
  });

  test("masking by review gives the class that leaving out announced", () => {
    const [before] = analyse(plates).comparisons;
    const [plate] = plates;
    if (plate === undefined) throw new Error("no plate");
    const reviewed = { ...plate, reviewMasks: [{ well: "E3", reason: "no cells" } as const] };
    const found = compare([reviewed], "trametinib");
    expect(found.classIgnoringGates).toBe(before?.classSuspectsMasked);
    expect(found.classSuspectsMasked).toBeNull();
  });
});

describe("several plates of a sample", () => {
  const first = buildPlate({ plateId: "1", arms: [RESISTANT_VEHICLE, COMPLETE_ARM, IDLE_ARM] });
  const second = buildPlate({
    plateId: "2",
    dosesUgPerMl: [0, 0.1, 0.5, 2, 5, 20, 100, 300],
    arms: [{ ...RESISTANT_VEHICLE, arm: "DMSO" }, PARTIAL_ARM, IDLE_ARM],
  });

  test("each is compared with its own vehicle over its own doses, in one family", () => {
    const { comparisons, arms } = analyse([first, second]);
    expect(comparisons.map(({ plate, arm }) => `${plate} ${arm}`)).toEqual([
      "1 trametinib",
      "1 crizotinib",
      "2 sorafenib",
      "2 crizotinib",
    ]);
    expect(arms.filter((arm) => arm.vehicle).map((arm) => arm.arm)).toEqual(["vehicle", "DMSO"]);
    expect(comparisons[2]?.referenceDose).toBe(5);
    const ps = comparisons.map((comparison) => comparison.interaction?.p ?? null);
    expect(comparisons.map((comparison) => comparison.interactionQ)).toEqual(adjustP(ps, "BH"));
    const students = comparisons.map((comparison) => comparison.studentAtReference?.p ?? null);
    expect(comparisons.map((comparison) => comparison.studentQ)).toEqual(adjustP(students, "BH"));
  });

  test("the order of the plates changes the order of the results only", () => {
    const forth = analyse([first, second]).comparisons;
    const back = analyse([second, first]).comparisons;
    const key = ({ plate, arm }: Comparison) => `${plate} ${arm}`;
    const sorted = (list: readonly Comparison[]) =>
      list.slice().sort((a, b) => key(a).localeCompare(key(b)));
    expect(sorted(back)).toEqual(sorted(forth));
  });

  test("a sample without plates has nothing to say", () => {
    expect(analyse([])).toEqual({ plates: {}, arms: [], comparisons: [] });
  });
});
