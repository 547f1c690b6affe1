import { expect, test } from "vitest";
import type { SingleAgentResult } from "../../src/analysis/assays/sample-assays.ts";
import { NO_ASSAYS } from "../../src/analysis/assays/sample-assays.ts";
import { compareTrees } from "../../src/study/compare-trees.ts";
import { DEMO_STUDY } from "../../src/study/play-demo.ts";
import { singleAgentTree } from "../../src/study/single-agent-tree.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import type { StudyResult } from "../../src/study/study-result.ts";

const study = loadStudy(DEMO_STUDY);
const TOLERANCE = { value: 1e-9, absFloor: 1e-9, pValues: 1e-9 };

function titration(plate: string, survival: number): SingleAgentResult {
  return {
    plate,
    blankMean: 0.05,
    untreatedMeanOd: 0.5,
    inhibitorUm: [0.1, 1],
    vehicleMeanOd: [0.5, null],
    vehicleN: [2, 0],
    arms: [
      {
        arm: "trametinib",
        n: [2, 2],
        survivalVsMatchedVehicle: [survival, null],
        sem: [1.5, null],
        fit: { model: "4PL", reason: "TOO_FEW_DOSES" },
        levelPercent: 50,
        lc50: null,
        aucTrapezoid: null,
        reportableWithConfidence: false,
        notReported: {},
      },
    ],
  };
}

function resultOf(...singleAgents: SingleAgentResult[]): StudyResult {
  return { ...NO_ASSAYS, plates: {}, arms: [], comparisons: [], singleAgents };
}

/** As a study of titrations states it. */
function expectedOf(survival: number) {
  return {
    blankMean: 0.05,
    untreatedMeanOd: 0.5,
    dose: [0.1, 1],
    vehicleMeanOd: [0.5, null],
    arms: { trametinib: { survivalVsMatchedVehicle: [survival, null], sem: [1.5, null] } },
  };
}

test("one plate stands at the root", () => {
  const tree = singleAgentTree(study, resultOf(titration("A-1", 90)));
  expect(compareTrees(expectedOf(90), tree, TOLERANCE)).toEqual({ passed: 10, deviations: [] });
  const { deviations } = compareTrees(expectedOf(91), tree, TOLERANCE);
  expect(deviations.map(({ path }) => path)).toEqual([
    "arms.trametinib.survivalVsMatchedVehicle[0]",
  ]);
});

test("several plates stand under `plates`, their ids and the names of their samples, and none at the root", () => {
  const tree = singleAgentTree(study, resultOf(titration("A-1", 90), titration("B-1", 80)));
  const both = { "A-1": expectedOf(90), "B-1": expectedOf(80) };
  expect(compareTrees(both, tree, TOLERANCE).deviations).toEqual([]);
  expect(compareTrees({ plates: both }, tree, TOLERANCE).deviations).toEqual([]);
  expect(
    compareTrees({ A: expectedOf(90), B: expectedOf(80) }, tree, TOLERANCE).deviations,
  ).toEqual([]);
  expect(compareTrees(expectedOf(90), tree, TOLERANCE).deviations.length).toBeGreaterThan(0);
});
