import type { Matrix } from "../../../analysis/matrix.ts";
import { describeSeparation } from "../../../analysis/plate-quality/control-separation.ts";
import {
  FULL_CONVERGENCE,
  polishByMedians,
  R_STOP,
} from "../../../analysis/plate-quality/median-polish.ts";
import { describeUniformPlate } from "../../../analysis/plate-quality/uniform-plate.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";

interface Tolerance {
  readonly value: number;
  readonly absFloor: number;
  readonly medianPolish: number;
}

type Input =
  | { readonly matrix: Matrix }
  | {
      readonly control: readonly (number | null)[];
      readonly blank: readonly (number | null)[];
    };

/** Control statistics, edge, drift, median polish and B-score. */
export const plateQcKind: GoldKind = {
  id: "plate-qc",
  check: (file) => {
    const { value, absFloor, medianPolish } = file.tolerance as Tolerance;
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input),
      tolerance: ([first = ""]) => ({
        kind: "relative",
        value: first.startsWith("medianPolish") ? medianPolish : value,
        absFloor,
      }),
    }));
  },
};

function resultOf(input: Input): unknown {
  if ("matrix" in input) {
    return {
      ...describeUniformPlate(input.matrix),
      medianPolishDefault: polishByMedians(input.matrix, R_STOP),
      medianPolishConverged: polishByMedians(input.matrix, FULL_CONVERGENCE),
    };
  }
  const present = (values: readonly (number | null)[]) => values.flatMap((value) => value ?? []);
  return describeSeparation(present(input.control), present(input.blank));
}
