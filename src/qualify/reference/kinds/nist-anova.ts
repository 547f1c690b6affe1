import { distinctValues } from "../../../analysis/statistics/distinct-values.ts";
import { oneWayAnova } from "../../../analysis/statistics/one-way-anova.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";

interface Input {
  readonly group: readonly number[];
  readonly y: readonly (number | null)[];
}

type Difficulty = "lowerDifficulty" | "averageDifficulty" | "higherDifficulty";

/** One-way analysis of variance with NIST's certified values; the limit depends on how hard the data are. */
export const nistAnovaKind: GoldKind = {
  id: "nist-anova",
  check: (file) => {
    const limits = file.tolerance as Readonly<Record<Difficulty, number>>;
    return casesOf(file).map(({ name, input, expected, difficulty }) => ({
      name,
      expected,
      found: resultOf(input as Input),
      tolerance: () => ({ kind: "relative", value: limits[difficultyOf(difficulty)] }),
    }));
  },
};

/** From NIST's words, e.g. "Average Level of Difficulty"; the strictest where there are none. */
function difficultyOf(words: unknown): Difficulty {
  const text = String(words).toLowerCase();
  if (text.startsWith("higher")) return "higherDifficulty";
  return text.startsWith("average") ? "averageDifficulty" : "lowerDifficulty";
}

function resultOf({ group, y }: Input): unknown {
  return oneWayAnova(
    distinctValues(group).map((id) =>
      y.flatMap((value, index) => (group[index] === id && value !== null ? [value] : [])),
    ),
  );
}
