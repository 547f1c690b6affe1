import { ADJUSTMENTS, adjustP } from "../../../analysis/statistics/adjust-p.ts";
import { casesOf, type GoldKind, type LeafTolerance } from "../gold-kind.ts";

interface Input {
  readonly p: readonly (number | null)[];
}

/** P values adjusted in four ways; the names of the ways are those of the files. */
export const multipleTestingKind: GoldKind = {
  id: "multiple-testing",
  check: (file) => {
    const { kind, value } = file.tolerance as { kind: "absolute" | "relative"; value: number };
    const tolerance: LeafTolerance = { kind, value };
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: Object.fromEntries(
        ADJUSTMENTS.map((adjustment) => [adjustment, adjustP((input as Input).p, adjustment)]),
      ),
      tolerance: () => tolerance,
    }));
  },
};
