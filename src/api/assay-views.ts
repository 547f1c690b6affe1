/** The assays of a plate as sentences and tables for people; numbers are rounded for reading only. */
import {
  ASSAY_SENTENCES,
  ASSAY_TITLES,
  GAP_SENTENCES,
  gapName,
} from "../analysis/assays/assay-sentences.ts";
import type {
  AssayKind,
  CheckerboardResult,
  Gaps,
  MeanSem,
  OneConcentrationResult,
  SampleAssays,
  SingleAgentResult,
  UniformPlateResult,
} from "../analysis/assays/sample-assays.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import { type Matrix, presentValues } from "../analysis/matrix.ts";
import { type WellName, wellPosition } from "../domain/well.ts";
import { curveTable, fitWords, inhibitorName } from "./curve-words.ts";
import type { AssayTableView, AssayView } from "./views.ts";

const f = formatNumber;

/** The results of one plate alone. */
export function assaysOfPlate(all: SampleAssays, barcode: string): SampleAssays {
  const own = <T extends { readonly plate: string }>(list: readonly T[]): readonly T[] =>
    list.filter((one) => one.plate === barcode);
  return {
    assays: { [barcode]: all.assays[barcode] ?? [] },
    controls: own(all.controls),
    curves: own(all.curves),
    excess: own(all.excess),
    oneConcentration: own(all.oneConcentration),
    singleAgents: own(all.singleAgents),
    checkerboards: own(all.checkerboards),
    uniformPlates: own(all.uniformPlates),
  };
}

/** One view a kind, in the order of the kinds; `results` are those of one plate. */
export function assayViews(results: SampleAssays): AssayView[] {
  return Object.values(results.assays)
    .flat()
    .map((kind) => ({
      kind,
      title: ASSAY_TITLES[kind],
      sentences: [ASSAY_SENTENCES[kind], ...gapSentences(kind, results)],
      tables: tablesOf(kind, results),
    }));
}

function tablesOf(kind: AssayKind, results: SampleAssays): AssayTableView[] {
  switch (kind) {
    case "combination-dose-response":
      return results.curves.length === 0 ? [] : [curveTable(results.curves, results.excess)];
    case "combination-one-concentration":
      return [oneConcentrationTable(results.oneConcentration)];
    case "single-agent":
      return results.singleAgents.flatMap(singleAgentTables);
    case "checkerboard":
      return results.checkerboards.flatMap(checkerboardTables);
    case "uniform":
      return results.uniformPlates.flatMap(uniformTables);
  }
}

function gapSentences(kind: AssayKind, results: SampleAssays): string[] {
  switch (kind) {
    case "combination-dose-response":
      return [];
    case "combination-one-concentration":
      return results.oneConcentration.flatMap((one) => sayGaps(one.arm, one.notReported));
    case "single-agent":
      return results.singleAgents.flatMap(({ arms }) =>
        arms.flatMap((arm) => sayGaps(arm.arm, arm.notReported)),
      );
    case "checkerboard":
      return results.checkerboards.flatMap((one) => sayGaps(one.inhibitor, one.notReported));
    case "uniform":
      return results.uniformPlates.flatMap((one) => sayGaps("this plate", one.notReported));
  }
}

function sayGaps(whose: string, gaps: Gaps): string[] {
  return Object.entries(gaps).map(
    ([name, gap]) => `Not reported for ${whose}: ${gapName(name)}, because ${GAP_SENTENCES[gap]}.`,
  );
}

function meanSemText({ n, meanPercent, semPercent }: MeanSem): string {
  if (meanPercent === null) return "–";
  return `${f(meanPercent)} ± ${f(semPercent)} (${n})`;
}

function oneConcentrationTable(results: readonly OneConcentrationResult[]): AssayTableView {
  const doses = [...new Set(results.map((one) => f(one.prednisoloneUgPerMl)))].join(", ");
  return {
    caption: `Survival with ${doses} µg/mL prednisolone, percent of the same wells without it: mean ± SEM (wells)`,
    head: [
      "inhibitor",
      "vehicle",
      "with inhibitor",
      "difference, points",
      "of vehicle, %",
      "alone, %",
      "Bliss excess",
      "HSA excess",
      "Student P",
      "q",
      "Welch P",
    ],
    rows: results.map((one) => [
      inhibitorName(one.arm, one.inhibitorUm),
      meanSemText(one.vehicle),
      meanSemText(one.inhibitor),
      f(one.delta),
      f(one.relativePercent),
      f(one.singleAgentSurvivalPercent),
      f(one.blissExcessPoints),
      f(one.hsaExcessPoints),
      f(one.student?.p ?? null),
      f(one.studentQ),
      f(one.welch?.p ?? null),
    ]),
  };
}

function singleAgentTables(result: SingleAgentResult): AssayTableView[] {
  const levels = result.inhibitorUm.map((dose) => `${f(dose)} µM`);
  return [
    {
      caption: "Survival, percent of the vehicle at the same dilution: mean ± SEM (wells)",
      head: ["inhibitor", ...levels],
      rows: [
        ...result.arms.map((arm) => [
          arm.arm,
          ...arm.survivalVsMatchedVehicle.map((meanPercent, level) =>
            meanSemText({ n: arm.n[level] ?? 0, meanPercent, semPercent: arm.sem[level] ?? null }),
          ),
        ]),
        ["vehicle, AU", ...result.vehicleMeanOd.map(f)],
      ],
    },
    {
      caption: "Fitted curves over the inhibitor's concentration, µM",
      head: fitWords.head,
      rows: result.arms.map((arm) => [arm.arm, ...fitWords.row(arm)]),
    },
  ];
}

function checkerboardTables(result: CheckerboardResult): AssayTableView[] {
  const matrix = (caption: string, values: Matrix): AssayTableView => ({
    caption: `${result.inhibitor}: ${caption}`,
    head: ["prednisolone, µg/mL", ...result.inhibitorUm.map((dose) => `${f(dose)} µM`)],
    rows: values.map((row, index) => [f(result.prednisoloneUgPerMl[index] ?? null), ...row.map(f)]),
  });
  const excess = (model: string, values: Matrix, mean: number | null) =>
    matrix(`${model} excess, points; mean over the combinations ${f(mean)}`, values);
  const { notReported } = result;
  return [
    matrix("survival, percent of the wells with neither drug", result.survivalPercent),
    excess("Bliss", result.blissExcessPoints, result.meanBlissExcessPoints),
    excess("HSA", result.hsaExcessPoints, result.meanHsaExcessPoints),
    ...("loewe" in notReported
      ? []
      : [excess("Loewe", result.loeweExcessPoints, result.meanLoeweExcessPoints)]),
    ...(presentValues(result.combinationIndex).length === 0
      ? []
      : [
          matrix(
            "combination index (Loewe) at the observed effect; below 1 they do more together",
            result.combinationIndex,
          ),
        ]),
    ...("zip" in notReported
      ? []
      : [excess("ZIP", result.zipDeltaPoints, result.meanZipDeltaPoints)]),
  ];
}

function uniformTables(result: UniformPlateResult): AssayTableView[] {
  if (result.unevenWells.length === 0) return [];
  return [
    {
      caption:
        "Wells whose B-score is beyond 3, for information: even noise alone has one now and then",
      head: ["well", "B-score"],
      rows: result.unevenWells.map((well) => [well, f(scoreAt(result, well))]),
    },
  ];
}

function scoreAt({ bScore }: UniformPlateResult, well: WellName): number | null {
  const { row, column } = wellPosition(well);
  return bScore?.[row]?.[column] ?? null;
}
