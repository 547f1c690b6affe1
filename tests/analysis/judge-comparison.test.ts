import { describe, expect, test } from "vitest";
import { judgeComparison, type VerdictEvidence } from "../../src/analysis/judge-comparison.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";

const VEHICLE = [98, 96, 94, 90, 84, 78, 72];
const COMPLETE = [60, 35, 18, 10, 8, 8, 7];

function evidence(
  inhibitor: readonly number[],
  changes: Partial<VerdictEvidence> = {},
  vehicle: readonly number[] = VEHICLE,
  contrastP = 0.001,
): VerdictEvidence {
  return {
    doses: vehicle.map((survival, index) => ({
      tested: true,
      vehicle: survival,
      inhibitor: inhibitor[index] ?? null,
      contrastP,
    })),
    referenceIndex: 3,
    q: 0.001,
    studentP: 0.004,
    halfWidthAtReference: 10,
    ...changes,
  };
}

const judge = (given: VerdictEvidence) => judgeComparison(given, DEFAULT_SETTINGS);

describe("reasons", () => {
  test("come all at once and in their order", () => {
    const everything = evidence(COMPLETE, {
      blastsDay4Percent: 10,
      armControlOd: 0.01,
      singleAgentSurvivalPercent: 5,
      halfWidthAtReference: 40,
      q: 0.2,
      classSuspectsMasked: "none",
    });
    expect(judge(everything)).toMatchObject({
      class: "inconclusive",
      flag: false,
      grade: null,
      reasons: [
        "BLASTS_LOW",
        "ARM_CONTROL_OD_LOW",
        "SINGLE_AGENT_TOXIC",
        "IMPRECISE",
        "EFFECT_NOT_SIGNIFICANT",
        "REPLICATE_DISCORDANCE",
      ],
      classIgnoringGates: "inconclusive",
    });
  });

  test("on a failed plate only PLATE_… and BLASTS_LOW are given", () => {
    const failed = evidence(COMPLETE, {
      plateFailReasons: ["TOO_FEW_BLANKS", "Z_PRIME_FAIL"],
      blastsDay4Percent: 69.9,
      armControlOd: null,
      singleAgentSurvivalPercent: 5,
      q: null,
      classSuspectsMasked: "inconclusive",
    });
    expect(judge(failed)).toMatchObject({
      reasons: ["PLATE_TOO_FEW_BLANKS", "PLATE_Z_PRIME_FAIL", "BLASTS_LOW"],
      classIgnoringGates: "inconclusive",
      longestSensitisingRun: 7,
    });
  });

  test("limits themselves pass", () => {
    const passing = evidence(COMPLETE, {
      blastsDay4Percent: 70,
      armControlOd: 0.05,
      singleAgentSurvivalPercent: 30,
      halfWidthAtReference: 25,
    });
    expect(judge(passing)).toMatchObject({ class: "complete", grade: "A", reasons: [] });
  });

  test("an arm without control wells is too low; without an interval the effect is imprecise", () => {
    expect(judge(evidence(COMPLETE, { armControlOd: null })).reasons).toEqual([
      "ARM_CONTROL_OD_LOW",
    ]);
    expect(judge(evidence(COMPLETE, { halfWidthAtReference: null })).reasons).toEqual([
      "IMPRECISE",
    ]);
  });

  test("precision is not judged with too few doses", () => {
    const few = evidence(COMPLETE, { halfWidthAtReference: 99 });
    const doses = few.doses.map((dose, index) => ({ ...dose, tested: index >= 3 }));
    expect(judge({ ...few, doses }).reasons).toEqual(["TOO_FEW_DOSES"]);
    const five = few.doses.map((dose, index) => ({ ...dose, tested: index >= 2 }));
    expect(judge({ ...few, doses: five }).reasons).toEqual(["IMPRECISE"]);
    expect(judge({ ...few, referenceIndex: -1 }).reasons).toEqual(["TOO_FEW_DOSES"]);
  });
});

describe("replicate discordance", () => {
  test("compares with the class as measured", () => {
    expect(judge(evidence(COMPLETE, { classSuspectsMasked: "complete" })).reasons).toEqual([]);
    expect(judge(evidence(COMPLETE, { classSuspectsMasked: "partial" }))).toMatchObject({
      class: "inconclusive",
      classIgnoringGates: "complete",
      reasons: ["REPLICATE_DISCORDANCE"],
    });
  });

  test("an imprecise effect counts as inconclusive there, another gate does not", () => {
    const imprecise = { halfWidthAtReference: 40, classSuspectsMasked: "complete" } as const;
    expect(judge(evidence(COMPLETE, imprecise)).reasons).toEqual([
      "IMPRECISE",
      "REPLICATE_DISCORDANCE",
    ]);
    const agreeing = { halfWidthAtReference: 40, classSuspectsMasked: "inconclusive" } as const;
    expect(judge(evidence(COMPLETE, agreeing)).reasons).toEqual(["IMPRECISE"]);
    const toxic = { singleAgentSurvivalPercent: 5, classSuspectsMasked: "complete" } as const;
    expect(judge(evidence(COMPLETE, toxic)).reasons).toEqual(["SINGLE_AGENT_TOXIC"]);
  });
});

describe("effect at a dose", () => {
  const RUN = { doses: 7 };

  test("needs 25 % of the vehicle alive to sensitise", () => {
    const low = new Array(RUN.doses).fill(24.9);
    const enough = new Array(RUN.doses).fill(25);
    const gone = new Array(RUN.doses).fill(2);
    expect(judge(evidence(gone, {}, low)).longestSensitisingRun).toBe(0);
    expect(judge(evidence(gone, {}, enough)).longestSensitisingRun).toBe(7);
  });

  test("needs 20 points, 20 % of what is killed, and a fifth killed to antagonise", () => {
    const run = (vehicle: number, inhibitor: number) =>
      judge(evidence(new Array(7).fill(inhibitor), {}, new Array(7).fill(vehicle)))
        .longestAntagonisticRun;
    expect(run(80, 100)).toBe(7);
    expect(run(80.5, 120)).toBe(0);
    expect(run(60, 79.9)).toBe(0);
    expect(run(60, 80)).toBe(7);
    // Protection 100 * 20 / 100 = 20 % is the least; at negative survival the same points are less of it.
    expect(run(0, 20)).toBe(7);
    expect(run(-1, 19)).toBe(0);
  });

  test("needs 20 % of the vehicle's survival as well as 20 points", () => {
    const run = (vehicle: number, inhibitor: number) =>
      judge(evidence(new Array(7).fill(inhibitor), {}, new Array(7).fill(vehicle)))
        .longestSensitisingRun;
    expect(run(100, 80)).toBe(7);
    expect(run(110, 89)).toBe(0);
    expect(run(110, 88)).toBe(7);
  });
});

describe("grade", () => {
  test("A needs q, contrast and Student below their limits", () => {
    expect(judge(evidence(COMPLETE)).grade).toBe("A");
    expect(judge(evidence(COMPLETE, { q: 0.01 })).grade).toBe("B");
    expect(judge(evidence(COMPLETE, { studentP: 0.05 })).grade).toBe("B");
    expect(judge(evidence(COMPLETE, {}, VEHICLE, 0.01)).grade).toBe("B");
    expect(judge(evidence(COMPLETE, {}, VEHICLE, 0.0099)).grade).toBe("A");
  });
});

describe("qualifiers", () => {
  const qualifiersFor = (vehicle: readonly number[], changes: Partial<VerdictEvidence> = {}) =>
    judge(evidence(vehicle, changes, vehicle)).qualifiers;

  test("headroom: fewer than two doses none, fewer than four little", () => {
    expect(qualifiersFor([52, 24, 12, 9, 8, 8, 7], { q: 0.8 })).toEqual(["NO_HEADROOM"]);
    expect(qualifiersFor([52, 25, 12, 9, 8, 8, 7], { q: 0.8 })).toEqual(["LIMITED_HEADROOM"]);
    expect(qualifiersFor([52, 40, 30, 9, 8, 8, 7], { q: 0.8 })).toEqual(["LIMITED_HEADROOM"]);
    expect(qualifiersFor([52, 40, 30, 25, 8, 8, 7], { q: 0.8 })).toEqual([]);
  });

  test("headroom is what the vehicle was seen to leave, at doses that are not tested too", () => {
    const given = evidence(COMPLETE, { q: null });
    const seen = (vehicle: number | null, tested: boolean) =>
      judge({ ...given, doses: given.doses.map((dose) => ({ ...dose, vehicle, tested })) });
    expect(seen(null, true).qualifiers).toEqual(["NO_HEADROOM"]);
    expect(seen(90, false).qualifiers).toEqual([]);
  });

  test("a significant interaction without a class is small", () => {
    expect(qualifiersFor(VEHICLE)).toEqual(["SIGNIFICANT_BUT_SMALL"]);
    expect(qualifiersFor(VEHICLE, { q: 0.05 })).toEqual([]);
    expect(judge(evidence(COMPLETE)).qualifiers).toEqual([]);
  });

  test("blasts not entered change nothing but are said", () => {
    expect(judge(evidence(COMPLETE, { blastsDay4Percent: null }))).toMatchObject({
      class: "complete",
      reasons: [],
      qualifiers: ["BLASTS_NOT_ENTERED"],
    });
  });
});
