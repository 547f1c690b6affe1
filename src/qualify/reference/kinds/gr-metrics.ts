import { describeGrowthRate, type GrowthRate } from "../../../analysis/growth-rate/growth-rate.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";

interface Tolerance {
  readonly GR: number;
  readonly fit: number;
}

interface Input {
  readonly dose: readonly number[];
  readonly x: readonly (number | null)[];
  readonly x0: number;
  readonly xControl: number;
}

/** Growth-rate inhibition. */
export const grMetricsKind: GoldKind = {
  id: "gr-metrics",
  check: (file) => {
    const tolerance = file.tolerance as Tolerance;
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input),
      tolerance: ([first = ""]) => {
        if (first === "reason") return { kind: "prose" };
        return { kind: "relative", value: first === "fit" ? tolerance.fit : tolerance.GR };
      },
    }));
  },
};

function resultOf({ dose, x, x0, xControl }: Input): unknown {
  const result = describeGrowthRate({ doses: dose, treated: x, start: x0, controlEnd: xControl });
  if (result.status === "undefined") return { GR: "undefined", reason: result.reason };
  const { gr: GR, doublings } = result;
  if (result.status === "not-interpretable") return { GR, doublings, reason: result.reason };
  const fit = fitInWordsOfTheFile(result);
  return { GR, doublings, fit, GRmax: result.grMax, GR_AOC: result.areaOverCurve };
}

function fitInWordsOfTheFile({ fit }: Extract<GrowthRate, { status: "reported" }>): unknown {
  if (fit === null) return null;
  const { grInf, gec50, hill, gr50, rss } = fit;
  return { GRinf: grInf, GEC50: gec50, hill, GR50: gr50 ?? "Infinity", rss };
}
