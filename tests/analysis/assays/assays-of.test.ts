import { expect, test } from "vitest";
import { assaysOf, ownJudgement } from "../../../src/analysis/assays/assays-of.ts";
import type { AssayKind } from "../../../src/analysis/assays/sample-assays.ts";
import { filled, shippedWells, well } from "./layout-plate.ts";

const SHIPPED: Readonly<Record<string, readonly AssayKind[]>> = {
  "checkerboard-6x5-1plate": ["combination-dose-response", "checkerboard"],
  "combination-classic-1plate": ["combination-dose-response"],
  "combination-inner60-1": ["combination-dose-response"],
  "combination-inner60-2": ["combination-dose-response"],
  "combination-one-concentration-1plate": ["combination-one-concentration"],
  "combination-rot180-1plate": ["combination-dose-response"],
  "mtt-four-drugs-quadrants": [],
  "single-agent-6x10fold-1plate": ["single-agent"],
  "uniform-96": ["uniform"],
};

test.each(Object.entries(SHIPPED))("%s holds %j", (id, kinds) => {
  expect(assaysOf(shippedWells(id))).toEqual(kinds);
});

const SERIES = [0, 1, 4, 16];
const series = (arm: string, inhibitorUm: number | null = null) =>
  SERIES.map((dose) => well(arm, dose, inhibitorUm));

test("a mixed plate holds several assays, each from its own wells", () => {
  const wells = filled([
    ...series("vehicle"),
    ...series("trametinib", 2.5),
    well("sorafenib", 0, 5),
    well("sorafenib", 4, 5),
    ...[0.1, 1, 10].flatMap((um) => [well("vehicle", null, um), well("crizotinib", null, um)]),
  ]);
  expect(assaysOf(wells)).toEqual([
    "combination-dose-response",
    "combination-one-concentration",
    "single-agent",
  ]);
});

test("one arm that states several concentrations over a series is a checkerboard, as several arms are", () => {
  const oneArm = [...series("vehicle"), ...series("trametinib", 1), ...series("trametinib", 5)];
  const armEach = [
    ...series("vehicle"),
    ...series("trametinib 1", 1),
    ...series("trametinib 5", 5),
  ];
  for (const wells of [oneArm, armEach]) {
    expect(assaysOf(filled(wells))).toEqual(["combination-dose-response", "checkerboard"]);
  }
  const twoDrugs = [...series("vehicle"), ...series("trametinib", 1), ...series("sorafenib", 5)];
  expect(assaysOf(filled(twoDrugs))).toEqual(["combination-dose-response"]);
});

test("without the vehicle that an assay is measured against there is none of it", () => {
  expect(assaysOf(filled(series("trametinib", 2.5)))).toEqual([]);
  expect(assaysOf(filled([well("trametinib", 0, 1), well("trametinib", 4, 1)]))).toEqual([]);
  const unmatched = [well("vehicle", 0), well("trametinib", 0, 1), well("trametinib", 0, 10)];
  expect(assaysOf(filled(unmatched))).toEqual([]);
  const zeroOnly = [well("vehicle", 0), ...series("trametinib", 1)];
  expect(assaysOf(filled(zeroOnly))).toEqual([]);
});

test("a few untreated wells beside nothing are no uniform plate", () => {
  expect(assaysOf(filled([]))).toEqual([]);
});

test("a plate without verdicts is judged by its controls, or as a uniform plate, or not at all", () => {
  expect(ownJudgement(["single-agent"])).toBe("controls");
  expect(ownJudgement(["combination-dose-response", "checkerboard"])).toBe("controls");
  expect(ownJudgement(["uniform"])).toBe("uniform");
  expect(ownJudgement(["combination-dose-response"])).toBeNull();
  expect(ownJudgement([])).toBeNull();
});
