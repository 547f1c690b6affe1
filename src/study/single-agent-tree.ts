import type { SingleAgentResult } from "../analysis/assays/sample-assays.ts";
import type { Study } from "./study-file.ts";
import type { StudyResult } from "./study-result.ts";

/** A titration in the words of a study's `expected`; lists in ascending order of concentration. */
export interface SingleAgentTree {
  readonly blankMean: number | null;
  readonly untreatedMeanOd: number | null;
  readonly dose: readonly number[];
  readonly vehicleMeanOd: readonly (number | null)[];
  readonly arms: Readonly<
    Record<
      string,
      {
        readonly n: readonly number[];
        readonly survivalVsMatchedVehicle: readonly (number | null)[];
        readonly sem: readonly (number | null)[];
      }
    >
  >;
}

function treeOf(result: SingleAgentResult): SingleAgentTree {
  return {
    blankMean: result.blankMean,
    untreatedMeanOd: result.untreatedMeanOd,
    dose: result.inhibitorUm,
    vehicleMeanOd: result.vehicleMeanOd,
    arms: Object.fromEntries(
      result.arms.map(({ arm, n, survivalVsMatchedVehicle, sem }) => [
        arm,
        { n, survivalVsMatchedVehicle, sem },
      ]),
    ),
  };
}

/**
 * What a study of titrations is compared with. The format puts the numbers of its one plate at the root of
 * `expected`; several plates are found under `plates`, and under the id of the plate and the name of its sample.
 */
export function singleAgentTree(
  study: Study,
  result: StudyResult,
): Readonly<Record<string, unknown>> {
  const trees = result.singleAgents.map((one) => [one.plate, treeOf(one)] as const);
  const plates = Object.fromEntries(
    trees.map(([plate, tree]) => [plate, { ...result.plates[plate], ...tree }]),
  );
  const samples = study.samples.flatMap(({ name }) => {
    const own = study.plates.filter((plate) => plate.sample === name && plate.id in plates);
    const [only] = own;
    return only === undefined || own.length > 1 ? [] : [[name, plates[only.id]]];
  });
  const [root] = trees;
  return {
    ...Object.fromEntries(samples),
    ...plates,
    plates: { ...result.plates, ...plates },
    ...(root === undefined || trees.length > 1 ? {} : root[1]),
  };
}
