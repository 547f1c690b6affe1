/** Plates as the assay gives them (generator of the demonstration data): survival, well CV, scratches, rounding. */
import type { ReadNumbers } from "../../../src/analysis/analysis-input.ts";

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Survival by column, as fractions: two blank columns, and arms from all alive to all dead. */
function survivalAt(row: number, column: number, resistant: boolean): number {
  if (column === 0) return 0;
  if (column === 11) return 1;
  return resistant ? 1 - 0.03 * row : 1 / (1 + 3 ** (5 - row));
}

export interface HonestPlan {
  readonly cv?: number;
  readonly controlAu?: number;
  readonly resistant?: boolean;
  /** Decimals the reader prints. */
  readonly decimals?: number;
}

export function honestPlate(random: () => number, plan: HonestPlan = {}): ReadNumbers {
  const { cv = 0.05, controlAu = 0.6, resistant = true, decimals = 3 } = plan;
  const round = (value: number) => Number(value.toFixed(decimals));
  const pairs = Array.from({ length: 96 }, (_, well) => {
    const survival = survivalAt(Math.floor(well / 12), well % 12, resistant);
    const living = controlAu * survival * (1 + cv * normal(random));
    const scratch = 0.004 * Math.abs(normal(random));
    return {
      measurement: round(0.095 + 1.06 * living + scratch + 0.003 * normal(random)),
      reference: round(0.048 + 0.06 * living + scratch + 0.002 * normal(random)),
    };
  });
  return {
    measurement: pairs.map((pair) => pair.measurement),
    reference: pairs.map((pair) => pair.reference),
  };
}

/** The plate with the block (rows x columns from `from`) written over the block of the same shape from `to`. */
export function copyBlock(
  source: ReadNumbers,
  target: ReadNumbers,
  block: {
    readonly from: number;
    readonly to: number;
    readonly rows: number;
    readonly columns: number;
  },
): ReadNumbers {
  const over = (from: ReadNumbers["measurement"], onto: ReadNumbers["measurement"]) => {
    const result = [...onto];
    for (let row = 0; row < block.rows; row++) {
      for (let column = 0; column < block.columns; column++) {
        const shift = row * 12 + column;
        result[block.to + shift] = from[block.from + shift] ?? null;
      }
    }
    return result;
  };
  const reference =
    source.reference === null || target.reference === null
      ? null
      : over(source.reference, target.reference);
  return { measurement: over(source.measurement, target.measurement), reference };
}
