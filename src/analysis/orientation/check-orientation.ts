import { PLATE_TURNS, type PlateTurn, turnValues } from "../../domain/plate-turn.ts";
import type { AnalysisPlate, AnalysisSample, AnalysisWell } from "../analysis-input.ts";
import { maskWells } from "../mask-wells.ts";
import type { AnalysisSettings } from "../settings.ts";
import { type LevelScale, scaleLevels } from "./level-scale.ts";
import {
  MISFIT_PARTS,
  type MisfitParts,
  type NotScored,
  type Orientation,
  type OrientationWay,
} from "./orientation.ts";
import { designOrientation, type OrientationDesign } from "./orientation-design.ts";
import { replicateScatter, scoreWay } from "./score-way.ts";

/** One way is clearly better than another beyond this difference of misfits: a likelihood 160,000 times as great. */
export const ORIENTATION_LIMIT = 12;

/** Less scatter than this is not to be had of cells and pipettes; more is no longer scatter. */
const LEAST_SCATTER = 0.05;
const MOST_SCATTER = 0.25;
/** Replicates tell scatter within conditions; between them, in the order of doses, there is more. */
const SCATTER_ALLOWANCE = 1.3;

const SAME_MARGIN = 1e-6;

/** Fewer numbers do not tell a plate. */
const LEAST_NUMBERS = 24;

type CheckedPlate = Pick<
  AnalysisPlate,
  "wells" | "measurement" | "reference" | "referenceSubtracted" | "reviewMasks"
> & { readonly turn?: PlateTurn };

/**
 * Scores the plate as it was read, turned by 180° and in both mirrors, whatever a person has said of it since. Wells
 * without a number, with a reference artefact or under a person's mask are left out; nothing throws. Source: own
 * design, `docs/orientation.md`.
 */
export function checkOrientation(plate: CheckedPlate, settings: AnalysisSettings): Orientation {
  const { wells } = plate;
  const differs = PLATE_TURNS.map((turn) => differencesOf(wells, turn));
  const readings = turnValues(readLevels(plate, settings), plate.turn ?? "as-read");
  const scale = scaleLevels(readings);
  const notScored = reasonNotToScore(scale, readings, settings);
  const design = designOrientation(wells);
  const harmful = differs.some((one) => one.wellsThatDiffer > 0);
  const scored = scale === null || notScored !== null || !harmful ? null : scoreAll(design, scale);
  const ways = PLATE_TURNS.map((turn, index): OrientationWay => {
    const parts = scored?.[index] ?? null;
    const { wellsThatDiffer = 0, armsOnly = false } = differs[index] ?? {};
    return {
      turn,
      misfit: parts === null ? null : misfitOf(parts),
      parts,
      wellsThatDiffer,
      armsOnly,
    };
  });
  return { ...decide(ways), ways, limit: ORIENTATION_LIMIT, notScored: harmful ? notScored : null };
}

/** The orientation of every plate of a sample, by plate, with what a person has said of it. */
export function orientationsOf(
  sample: AnalysisSample,
  settings: AnalysisSettings,
): Readonly<Record<string, Orientation>> {
  return Object.fromEntries(
    sample.plates.map((plate) => {
      const said = plate.turn === undefined ? {} : { said: plate.turn };
      return [plate.plateId, { ...checkOrientation(plate, settings), ...said }];
    }),
  );
}

/** Net absorbance where it can be trusted, laid as the plate has it. */
function readLevels(plate: CheckedPlate, settings: AnalysisSettings): (number | null)[] {
  const { reasons, netAbsorbance } = maskWells({ plateId: "", ...plate }, settings);
  // A blank that lies far from the others is what a turned plate shows.
  return netAbsorbance.map((net, well) =>
    reasons[well] === null || reasons[well] === "blank-outlier" ? net : null,
  );
}

function reasonNotToScore(
  scale: LevelScale | null,
  readings: readonly (number | null)[],
  settings: AnalysisSettings,
): NotScored | null {
  if (readings.filter((value) => value !== null).length < LEAST_NUMBERS) return "TOO_FEW_WELLS";
  return scale === null || scale.signalAu < settings.controlOdMin ? "NO_SIGNAL" : null;
}

function scoreAll(design: OrientationDesign, scale: LevelScale): MisfitParts[] {
  const laid = PLATE_TURNS.map(
    (turn): LevelScale => ({
      ...scale,
      levels: turnValues(scale.levels, turn),
      share: turnValues(scale.share, turn),
    }),
  );
  // One scatter for all ways, so that their misfits can be compared: that of the way in which replicates agree best.
  const seen = laid.flatMap((one) => replicateScatter(design, one) ?? []);
  const scatter = Math.min(
    MOST_SCATTER,
    Math.max(LEAST_SCATTER, SCATTER_ALLOWANCE * Math.min(...seen, MOST_SCATTER)),
  );
  return laid.map((one) => scoreWay(design, one, scatter));
}

function misfitOf(parts: MisfitParts): number {
  return MISFIT_PARTS.reduce((sum, part) => sum + parts[part], 0);
}

function decide(
  ways: readonly OrientationWay[],
): Pick<Orientation, "verdict" | "best" | "margin" | "cannotTell"> {
  const asRead = ways[0]?.misfit ?? null;
  const others = ways.filter((way) => way.wellsThatDiffer > 0);
  if (others.length === 0)
    return { verdict: "fits", best: "as-read", margin: null, cannotTell: [] };
  const scored = others.flatMap(({ turn, misfit }) =>
    misfit === null || asRead === null ? [] : [{ turn, margin: asRead - misfit }],
  );
  // Ways that mean the same differ by rounding only: the first of them is named.
  const [rival] = scored.toSorted((a, b) =>
    Math.abs(b.margin - a.margin) < SAME_MARGIN ? 0 : b.margin - a.margin,
  );
  if (rival === undefined) {
    const cannotTell = others.map((way) => way.turn);
    return { verdict: "undecidable", best: "as-read", margin: null, cannotTell };
  }
  const best = rival.margin > 0 ? rival.turn : "as-read";
  if (rival.margin > ORIENTATION_LIMIT) {
    return { verdict: "another-way-fits", best, margin: rival.margin, cannotTell: [] };
  }
  const cannotTell = scored
    .filter(({ margin }) => margin >= -ORIENTATION_LIMIT)
    .map(({ turn }) => turn);
  const verdict = cannotTell.length === 0 ? "fits" : "undecidable";
  return { verdict, best, margin: rival.margin, cannotTell };
}

function differencesOf(wells: readonly AnalysisWell[], turn: PlateTurn) {
  const laid = turnValues(wells, turn);
  const count = (keyOf: (well: AnalysisWell) => string) =>
    wells.filter((well, index) => {
      const other = laid[index];
      return other !== undefined && keyOf(well) !== keyOf(other);
    }).length;
  const wellsThatDiffer = count(contentKey);
  return { wellsThatDiffer, armsOnly: wellsThatDiffer > 0 && count(doseKey) === 0 };
}

/** Equal for wells with the same content; replicates agree, and so do wells that are not analysed. */
function contentKey({ role, arm, prednisoloneUgPerMl, inhibitorUm }: AnalysisWell): string {
  return JSON.stringify([role, arm, prednisoloneUgPerMl, inhibitorUm]);
}

function doseKey({ role, prednisoloneUgPerMl, inhibitorUm }: AnalysisWell): string {
  return JSON.stringify([role, prednisoloneUgPerMl, inhibitorUm]);
}
