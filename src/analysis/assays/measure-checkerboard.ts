import {
  describeCheckerboard,
  ZIP_INHIBITOR_DOSES_MIN,
} from "../combination/describe-checkerboard.ts";
import { type HillCurve, hillCurveOfSurvival } from "../combination/hill-curve.ts";
import { type CorrectedPlate, numbersOf, relativeTo, unmasked } from "../correct-plate.ts";
import { isFit } from "../dose-response/fit-curve.ts";
import { entryAt, type Matrix, makeMatrix, mapMatrix, presentValues } from "../matrix.ts";
import type { AnalysisSettings } from "../settings.ts";
import { finiteOrNull, mean } from "../statistics/moments.ts";
import {
  type CheckerboardDesign,
  dosedIndices,
  type LevelDesign,
  zeroWells,
} from "./assay-design.ts";
import { indexGaps, withoutSurvival } from "./checkerboard-gaps.ts";
import { type CurveDose, describeCurve } from "./describe-curve.ts";
import type { AssayGap, CheckerboardResult, Gaps } from "./sample-assays.ts";

/** Doses above zero that the curve of a drug alone needs. */
const CURVE_DOSES = 3;

/** Doses and the survival of every well that counts, [prednisolone][inhibitor][replicate], in percent. */
interface Board {
  readonly prednisoloneUgPerMl: readonly number[];
  readonly inhibitorUm: readonly number[];
  readonly survival: readonly (readonly (readonly number[])[])[];
}

/**
 * One inhibitor crossed with prednisolone: survival in percent of the wells with neither drug, and what the
 * combinations do beyond Bliss independence and the highest single agent. Loewe additivity and the combination index
 * are given only where the inhibitor's own curve was measured, ZIP only with three inhibitor concentrations; else
 * `notReported` says why. Curves for Loewe start at 100 %, because survival is relative to wells with neither drug.
 * Source: analysis reference, 1.5.
 */
export function measureCheckerboard(
  plate: CorrectedPlate,
  vehicle: LevelDesign,
  design: CheckerboardDesign,
  settings: AnalysisSettings,
): CheckerboardResult {
  const board = measureBoard(plate, vehicle, design);
  const means = mapCells(board.survival, (survival) => mean(survival));
  const inhibition = mapCells(means, (value) => (value === null ? null : 1 - value / 100));
  const curves = ownCurves(board, settings);
  const { blissHsa, loewe, zip } = describeCheckerboard(
    { dose1: board.prednisoloneUgPerMl, dose2: board.inhibitorUm, inhibition },
    curves.prednisolone,
    curves.inhibitor,
  );
  const missing = mapCells(means, () => null);
  const combinationIndex = loewe === null ? missing : ofCombinations(board, loewe.combinationIndex);
  return {
    plate: plate.plate.plateId,
    inhibitor: design.inhibitor,
    prednisoloneUgPerMl: board.prednisoloneUgPerMl,
    inhibitorUm: board.inhibitorUm,
    n: mapCells(board.survival, (survival) => survival.length),
    survivalPercent: means,
    blissExcessPoints: inPoints(blissHsa.blissExcess),
    hsaExcessPoints: inPoints(blissHsa.hsaExcess),
    loeweExcessPoints: loewe === null ? missing : inPoints(loewe.excess),
    combinationIndex,
    zipDeltaPoints: zip === null ? missing : inPoints(zip.delta),
    meanBlissExcessPoints: points(blissHsa.meanBlissExcess),
    meanHsaExcessPoints: points(blissHsa.meanHsaExcess),
    meanLoeweExcessPoints: points(loewe?.meanExcess ?? null),
    meanZipDeltaPoints: points(zip?.meanDelta ?? null),
    notReported:
      presentValues(means).length === 0
        ? withoutSurvival(plate.blankMean === null ? "NO_BACKGROUND" : "NO_VEHICLE_CONTROL")
        : {
            ...(blissHsa.meanBlissExcess === null
              ? { bliss: "NO_SINGLE_AGENT", hsa: "NO_SINGLE_AGENT" }
              : {}),
            ...loeweGaps({ ...board, inhibition, combinationIndex }, curves),
            ...(zip === null ? { zip: zipGap(board) } : {}),
          },
  };
}

function loeweGaps(
  board: Parameters<typeof indexGaps>[0],
  { prednisolone, inhibitor, gap }: OwnCurves,
): Gaps {
  if (gap !== null) return { loewe: gap, combinationIndex: gap };
  return indexGaps(
    board,
    [prednisolone, inhibitor].filter((curve) => curve !== null),
  );
}

function zipGap({ inhibitorUm }: Board): AssayGap {
  const concentrations = inhibitorUm.filter((concentration) => concentration > 0).length;
  const few = concentrations < ZIP_INHIBITOR_DOSES_MIN;
  return few ? "TOO_FEW_INHIBITOR_CONCENTRATIONS" : "NO_CURVE";
}

/** The vehicle is the column without inhibitor; prednisolone doses that no inhibitor well has are left out. */
function measureBoard(
  plate: CorrectedPlate,
  vehicle: LevelDesign,
  { levels }: CheckerboardDesign,
): Board {
  const { dosesUgPerMl } = plate.design;
  const control = mean(
    numbersOf(plate.corrected, unmasked(plate.masks, zeroWells(vehicle, dosesUgPerMl))),
  );
  const used = new Set(levels.flatMap((level) => dosedIndices(level, dosesUgPerMl)));
  const rows = dosesUgPerMl.flatMap((dose, index) =>
    dose === 0 || used.has(index) ? [index] : [],
  );
  const columns = [vehicle, ...levels];
  return {
    prednisoloneUgPerMl: rows.map((row) => dosesUgPerMl[row] ?? 0),
    inhibitorUm: columns.map((level) => level.inhibitorUm ?? 0),
    survival: rows.map((row) =>
      columns.map((level) =>
        numbersOf(plate.corrected, unmasked(plate.masks, level.wellsByDose[row] ?? [])).flatMap(
          (value) => relativeTo(control, value) ?? [],
        ),
      ),
    ),
  };
}

interface OwnCurves {
  readonly prednisolone: HillCurve | null;
  readonly inhibitor: HillCurve | null;
  /** Why one of them is missing. */
  readonly gap: AssayGap | null;
}

/** The curves of both drugs alone. */
function ownCurves(board: Board, settings: AnalysisSettings): OwnCurves {
  const ofInhibitor = board.inhibitorUm.map((dose, column) => ({
    dose,
    survival: board.survival[0]?.[column] ?? [],
  }));
  const ofPrednisolone = board.prednisoloneUgPerMl.map((dose, row) => ({
    dose,
    survival: board.survival[row]?.[0] ?? [],
  }));
  const without = (gap: AssayGap) => ({ prednisolone: null, inhibitor: null, gap });
  if (dosesMeasured(ofInhibitor) < CURVE_DOSES) return without("TOO_FEW_INHIBITOR_CONCENTRATIONS");
  if (dosesMeasured(ofPrednisolone) < CURVE_DOSES) return without("TOO_FEW_PREDNISOLONE_DOSES");
  const prednisolone = ownCurve(ofPrednisolone, settings);
  const inhibitor = ownCurve(ofInhibitor, settings);
  const gap = prednisolone === null || inhibitor === null ? "NO_CURVE" : null;
  return { prednisolone, inhibitor, gap };
}

function dosesMeasured(doses: readonly CurveDose[]): number {
  return doses.filter(({ dose, survival }) => dose > 0 && survival.length > 0).length;
}

function ownCurve(doses: readonly CurveDose[], settings: AnalysisSettings): HillCurve | null {
  const { fit } = describeCurve(doses, settings, { model: "3PL-upper-100", profile: "none" });
  return isFit(fit) ? hillCurveOfSurvival(fit.parameters) : null;
}

/** Without the wells that hold one drug alone: their index is only how well the curve fits them. */
function ofCombinations({ prednisoloneUgPerMl, inhibitorUm }: Board, matrix: Matrix): Matrix {
  return makeMatrix(prednisoloneUgPerMl.length, inhibitorUm.length, (row, column) =>
    prednisoloneUgPerMl[row] === 0 || inhibitorUm[column] === 0
      ? null
      : entryAt(matrix, row, column),
  );
}

function inPoints(matrix: Matrix): Matrix {
  return mapMatrix(matrix, (fraction) => 100 * fraction);
}

function points(fraction: number | null): number | null {
  return fraction === null ? null : finiteOrNull(100 * fraction);
}

function mapCells<T, Result>(
  matrix: readonly (readonly T[])[],
  map: (cell: T) => Result,
): readonly (readonly Result[])[] {
  return matrix.map((row) => row.map(map));
}
