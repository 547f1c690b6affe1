import {
  type SeriesValue,
  testInteraction,
} from "../../../analysis/statistics/interaction-test.ts";
import { type MatchedValue, matchedAnova } from "../../../analysis/statistics/matched-anova.ts";
import { mixedInteraction } from "../../../analysis/statistics/mixed-interaction.ts";
import { splitPlotAnova } from "../../../analysis/statistics/split-plot-anova.ts";
import { twoWayAnova } from "../../../analysis/statistics/two-way-anova.ts";
import { casesOf, type GoldKind, type LeafTolerance } from "../gold-kind.ts";
import { undefinedAsWritten } from "../undefined-as-written.ts";

interface Input {
  readonly arm: readonly number[];
  readonly series: readonly number[];
  readonly replicate: readonly number[];
  readonly doseIndex: readonly number[];
  readonly y: readonly (number | null)[];
}

type Value = SeriesValue & MatchedValue;

interface Tolerance {
  readonly value: number;
  readonly mixedModelReml: number;
}

/** Every reading of a repeated-measures table: the decision test and the ones that explain other programs' results. */
export const anovaRmKind: GoldKind = {
  id: "anova-rm",
  check: (file) => {
    const tolerance = file.tolerance as Tolerance;
    return casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: resultOf(input as Input, expected as Readonly<Record<string, unknown>>),
      tolerance: (path) => toleranceOf(path, tolerance),
    }));
  },
};

/** Sentences beside the numbers of the mixed model are compared as sentences. */
const PROSE = ["role", "reason"];

function toleranceOf(path: readonly string[], tolerance: Tolerance): LeafTolerance {
  if (PROSE.includes(path.at(-1) ?? "")) return { kind: "prose" };
  const value = path[0] === "mixedModelReml" ? tolerance.mixedModelReml : tolerance.value;
  return { kind: "relative", value };
}

function resultOf(input: Input, expected: Readonly<Record<string, unknown>>): unknown {
  const values = valuesOf(input);
  const results = {
    intraBlock: testInteraction(values),
    splitPlot: tableOrNull(splitPlotAnova(values)),
    bothFactorsMatched: tableOrNull(matchedAnova(values)),
    mixedModelReml: mixedModelOf(values),
    ordinaryTwoWay: ordinaryOf(values),
    reason: "there are no degrees of freedom, or there is no variance, to test against",
  };
  return Object.fromEntries(
    Object.entries(results).map(([key, found]) => [key, undefinedAsWritten(found, expected[key])]),
  );
}

/** A masked well is left out. */
function valuesOf({ arm, series, replicate, doseIndex, y }: Input): Value[] {
  return y.flatMap((value, index) => {
    if (value === null) return [];
    const at = (column: readonly number[]) => column[index] ?? Number.NaN;
    return [
      { arm: at(arm), series: at(series), replicate: at(replicate), dose: at(doseIndex), value },
    ];
  });
}

function tableOrNull<Table extends object>(table: Table | { readonly reason: string }) {
  return "reason" in table ? null : table;
}

function mixedModelOf(values: readonly Value[]): unknown {
  const model = mixedInteraction(values);
  if ("reason" in model) return null;
  return {
    interactionF: model.F,
    df1: model.df1,
    df2Satterthwaite: model.df2,
    p: model.p,
    varianceSeries: model.varianceSeries,
    varianceResidual: model.varianceResidual,
    singular: model.singular,
    role: "information; the decision test is intraBlock",
  };
}

function ordinaryOf(values: readonly Value[]): unknown {
  const table = twoWayAnova(values);
  if (table === null || table.typeI.interaction.F === null) return null;
  const { F, df, p } = table.typeI.interaction;
  return { F, df1: df, df2: table.residual.df, p };
}
