import { classifyLc50, interpolateLc50 } from "../../../analysis/lc50.ts";
import { DEFAULT_SETTINGS } from "../../../analysis/settings.ts";
import { antitonicRegression } from "../../../analysis/statistics/antitonic.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";

interface Input {
  readonly dose: readonly number[];
  readonly survival: readonly (number | null)[];
  readonly n: readonly number[];
  readonly level: number;
}

/** LC50 by interpolation on antitonic means, with censoring and class. */
export const lc50InterpolationKind: GoldKind = {
  id: "lc50-interpolation",
  check: (file) => {
    const { value } = file.tolerance as { value: number };
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input),
      tolerance: () => ({ kind: "relative", value }),
    }));
  },
};

/** Doses without a well keep their place, as null. */
function resultOf({ dose, survival, n, level }: Input): unknown {
  const tested = dose.flatMap((doseUgPerMl, index) => {
    const survivalPercent = survival[index] ?? null;
    const wells = n[index] ?? 0;
    return survivalPercent === null || wells === 0
      ? []
      : [{ index, doseUgPerMl, survivalPercent, n: wells }];
  });
  const lc50 = interpolateLc50(tested, level);
  const means = antitonicRegression(
    tested.map((one) => one.survivalPercent),
    tested.map((one) => one.n),
  );
  const smoothed = dose.map((_, place) => {
    const position = tested.findIndex((one) => one.index === place);
    return means[position] ?? null;
  });
  return { ...lc50, smoothed, class: classifyLc50(lc50, DEFAULT_SETTINGS) };
}
