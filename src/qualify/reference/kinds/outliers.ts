import { describeDuplicates } from "../../../analysis/statistics/duplicate-scatter.ts";
import { criticalGrubbs, grubbsTest } from "../../../analysis/statistics/grubbs.ts";
import { modifiedZ } from "../../../analysis/statistics/modified-z.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";

interface Tolerance {
  readonly value: number;
  readonly absFloor: number;
}

type Numbers = readonly (number | null)[];
type Input = { readonly x: Numbers } | { readonly a: Numbers; readonly b: Numbers };

/** The level of `criticalG05` and `outlier05`, and the limit of `flagged35`. */
const LEVEL = 0.05;
const Z_LIMIT = 3.5;

/** Grubbs, modified z and duplicates. */
export const outliersKind: GoldKind = {
  id: "outliers",
  check: (file) => {
    const { value, absFloor } = file.tolerance as Tolerance;
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input),
      tolerance: () => ({ kind: "relative", value, absFloor }),
    }));
  },
};

function resultOf(input: Input): unknown {
  return "x" in input ? outliersOf(input.x) : describeDuplicates(input.a, input.b);
}

/** Missing values stay missing in the lists; indices are those of the list given. */
function outliersOf(x: Numbers): unknown {
  const places = x.flatMap((value, index) => (value === null ? [] : [index]));
  const values = x.flatMap((value) => value ?? []);
  const grubbs = grubbsTest(values);
  const criticalG05 = criticalGrubbs(values.length, LEVEL);
  const z = modifiedZ(values);
  const scores = x.map((_, index) => z?.scores[places.indexOf(index)] ?? null);
  return {
    grubbs:
      grubbs === null || criticalG05 === null
        ? null
        : {
            ...grubbs,
            index: places[grubbs.index] ?? null,
            criticalG05,
            outlier05: grubbs.G > criticalG05,
          },
    modifiedZ: scores,
    modifiedZUsesMeanAd: z === null ? null : z.mad === 0,
    flagged35: scores.flatMap((score, index) =>
      score !== null && Math.abs(score) > Z_LIMIT ? [index] : [],
    ),
  };
}
