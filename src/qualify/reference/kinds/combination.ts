import { blissEffect, describeBlissHsa } from "../../../analysis/combination/bliss-hsa.ts";
import type { Checkerboard } from "../../../analysis/combination/checkerboard.ts";
import { type HillCurve, hillEffect } from "../../../analysis/combination/hill-curve.ts";
import { combinationIndex, loeweEffect } from "../../../analysis/combination/loewe.ts";
import { describeOneInhibitorDose } from "../../../analysis/combination/one-inhibitor-dose.ts";
import { describeZip } from "../../../analysis/combination/zip.ts";
import { casesOf, type GoldFile, type GoldKind, type LeafTolerance } from "../gold-kind.ts";

interface Tolerance {
  readonly blissHsa: number;
  readonly loewe: number;
  readonly zip: number;
  readonly synergyfinderBlissHsa: number;
  readonly synergyfinderZipLoewe: unknown;
}

interface CurvePair {
  readonly hill1: HillCurve;
  readonly hill2: HillCurve;
  /** Pairs of doses, side by side. */
  readonly dose1: readonly number[];
  readonly dose2: readonly number[];
}

interface OneDose {
  readonly dose: readonly number[];
  readonly vehicleSurvivalOfVehicleControl: readonly (number | null)[];
  readonly inhibitorSurvivalOfVehicleControl: readonly (number | null)[];
}

/** Bliss, HSA, Loewe, combination index, ZIP and the design with one inhibitor dose. */
export const combinationKind: GoldKind = {
  id: "combination",
  check: (file) =>
    casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Checkerboard | CurvePair | OneDose, expected),
      tolerance: (path) => toleranceOf(file, path),
    })),
};

function resultOf(input: Checkerboard | CurvePair | OneDose, expected: unknown): unknown {
  if ("hill1" in input) return curvePairResult(input, Object.keys(expected as object));
  if ("dose" in input) return oneDoseResult(input);
  return checkerboardResult(input);
}

function checkerboardResult(board: Checkerboard): unknown {
  const blissHsa = describeBlissHsa(board);
  const zip = describeZip(board);
  return {
    ...blissHsa,
    zip: zip === null ? null : { ...zip, zipReference: zip.reference, zipFitted: zip.fitted },
    synergyfinder315: {
      bliss: blissHsa.blissExcess,
      hsa: blissHsa.hsaExcess,
      role: "Bliss and HSA have one definition; ZIP and Loewe are computed by ours",
    },
  };
}

function curvePairResult({ hill1, hill2, dose1, dose2 }: CurvePair, asked: readonly string[]) {
  const atDoses = (compute: (first: number, second: number) => number | null) =>
    dose1.map((first, index) => compute(first, dose2[index] ?? Number.NaN));
  const indices = asked.flatMap((key) => {
    const effect = effectNamedBy(key);
    if (effect === null) return [];
    const values = atDoses((first, second) =>
      combinationIndex(hill1, hill2, first, second, effect),
    );
    return [[key, values] as const];
  });
  return {
    loeweExpectedEffect: atDoses((first, second) => loeweEffect(hill1, hill2, first, second)),
    blissExpectedEffect: atDoses((first, second) => {
      const effect1 = hillEffect(hill1, first);
      const effect2 = hillEffect(hill2, second);
      return effect1 === null || effect2 === null ? null : blissEffect(effect1, effect2);
    }),
    ...Object.fromEntries(indices),
    maximalRoot: "a drug that cannot reach the effect contributes nothing",
  };
}

/** `combinationIndexAtEffect045` asks for the effect 0.45. */
function effectNamedBy(key: string): number | null {
  const [, whole, decimals] = /^combinationIndexAtEffect(\d)(\d+)$/.exec(key) ?? [];
  return whole === undefined ? null : Number(`${whole}.${decimals}`);
}

function oneDoseResult(input: OneDose): unknown {
  const result = describeOneInhibitorDose(
    input.dose,
    input.vehicleSurvivalOfVehicleControl,
    input.inhibitorSurvivalOfVehicleControl,
  );
  return {
    ...result,
    singleAgentSurvival: result.singleAgentSurvivalPercent,
    relativeSensitisationPercent: result.relativePercent,
  };
}

function toleranceOf(file: GoldFile, path: readonly string[]): LeafTolerance {
  const tolerance = file.tolerance as Tolerance;
  const [first = "", second = ""] = path;
  if (first === "maximalRoot" || second === "role") return { kind: "prose" };
  if (first === "zip") return { kind: "absolute", value: tolerance.zip };
  if (first.startsWith("loewe") || first.startsWith("combinationIndex")) {
    return { kind: "absolute", value: tolerance.loewe };
  }
  if (first !== "synergyfinder315") return { kind: "absolute", value: tolerance.blissHsa };
  const otherDefinition = /zip|loewe/i.test(second);
  if (otherDefinition && tolerance.synergyfinderZipLoewe === "not required") {
    return { kind: "not-required", because: "the file says so of synergyfinder's ZIP and Loewe" };
  }
  return { kind: "absolute", value: tolerance.synergyfinderBlissHsa };
}
