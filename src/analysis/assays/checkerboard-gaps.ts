/** Why numbers of a checkerboard are not reported. */
import type { HillCurve } from "../combination/hill-curve.ts";
import { entryAt, type Matrix } from "../matrix.ts";
import type { AssayGap, Gaps } from "./sample-assays.ts";

const MODELS = ["bliss", "hsa", "loewe", "combinationIndex", "zip"] as const;

/** Where no well has a survival no model has anything to rest on. */
export function withoutSurvival(gap: AssayGap): Gaps {
  return Object.fromEntries(["survival", ...MODELS].map((name) => [name, gap]));
}

interface IndexedBoard {
  readonly prednisoloneUgPerMl: readonly number[];
  readonly inhibitorUm: readonly number[];
  /** Fractions, [prednisolone][inhibitor]. */
  readonly inhibition: Matrix;
  readonly combinationIndex: Matrix;
}

/**
 * Cells with both drugs that have a survival but no combination index, named by their doses under each reason; where
 * no cell has one and the reason is the same for all, it stands under the plain name.
 */
export function indexGaps(board: IndexedBoard, curves: readonly HillCurve[]): Gaps {
  const cells = combinedCells(board);
  if (cells.length === 0) return { combinationIndex: "NO_USABLE_WELL" };
  const missing = cells.filter((cell) => cell.index === null);
  const byGap = Map.groupBy(missing, ({ effect }) => gapAt(effect, curves));
  const [only] = byGap.keys();
  if (only !== undefined && byGap.size === 1 && missing.length === cells.length) {
    return { combinationIndex: only };
  }
  return Object.fromEntries(
    [...byGap].map(([gap, own]) => [
      `combinationIndex at ${own.map(({ name }) => name).join(", ")}`,
      gap,
    ]),
  );
}

/** An effect that is there without drug has no equal dose of it; one above both plateaus no dose at all. */
function gapAt(effect: number, curves: readonly HillCurve[]): AssayGap {
  return curves.some((curve) => effect <= curve.E0) ? "NO_COMBINED_EFFECT" : "BEYOND_EITHER_DRUG";
}

function combinedCells(board: IndexedBoard) {
  return board.prednisoloneUgPerMl.flatMap((dose, row) =>
    board.inhibitorUm.flatMap((concentration, column) => {
      const effect = entryAt(board.inhibition, row, column);
      if (dose === 0 || concentration === 0 || effect === null) return [];
      const name = `${dose} µg/mL + ${concentration} µM`;
      return [{ name, effect, index: entryAt(board.combinationIndex, row, column) }];
    }),
  );
}
