import type { OneConcentrationResult } from "../analysis/assays/sample-assays.ts";
import { judgedArmName } from "./arm-names.ts";
import type { Bar } from "./bar-chart.ts";
import { bullets, note } from "./flow.ts";
import { gapTexts } from "./gap-words.ts";
import { numberText, percentText, plusMinus, withUnit } from "./number-text.ts";
import type { Paper } from "./paper.ts";
import { drawBarRows } from "./plate-bars.ts";
import type { PlateChapter } from "./report-data.ts";
import { table } from "./table.ts";

/** Bars and tests at the one prednisolone concentration of the plate. */
export function oneConcentrationBody(
  paper: Paper,
  chapter: PlateChapter,
  results: readonly OneConcentrationResult[],
): void {
  const [first] = results;
  if (first === undefined) return;
  const dose = first.prednisoloneUgPerMl;
  const vehicle: Bar = {
    ...barOf(first.vehicle, vehicleReplicates(chapter, dose)),
    name: "vehicle",
    isVehicle: true,
    remark: null,
  };
  const others = results.map((one) => ({
    ...barOf(one.inhibitor, replicatesOf(chapter, one.arm, dose)),
    name: judgedArmName(chapter, one.arm),
    isVehicle: false,
    remark: `P = ${numberText(one.student?.p ?? null)}`,
  }));
  drawBarRows(paper, [vehicle], others);
  note(
    paper,
    `Survival at ${withUnit(dose, "µg/mL")} prednisolone, relative to the same wells without it. Bars: mean + SEM. P: Student's t-test against the vehicle.`,
  );
  table(
    paper,
    [
      { title: "inhibitor", share: 24 },
      { title: "vehicle, %", share: 15, align: "right" },
      { title: "inhibitor, %", share: 15, align: "right" },
      { title: "Δ, points", share: 10, align: "right" },
      { title: "relative, %", share: 10, align: "right" },
      { title: "alone, %", share: 10, align: "right" },
      { title: "P Student", share: 10, align: "right" },
      { title: "P Welch", share: 10, align: "right" },
      { title: "q", share: 9, align: "right" },
    ],
    results.map((one) => [
      judgedArmName(chapter, one.arm),
      `${plusMinus(one.vehicle.meanPercent, one.vehicle.semPercent)} (${one.vehicle.n})`,
      `${plusMinus(one.inhibitor.meanPercent, one.inhibitor.semPercent)} (${one.inhibitor.n})`,
      percentText(one.delta),
      percentText(one.relativePercent),
      percentText(one.singleAgentSurvivalPercent),
      numberText(one.student?.p ?? null),
      numberText(one.welch?.p ?? null),
      numberText(one.studentQ),
    ]),
  );
  note(
    paper,
    "Mean ± SEM (wells). Δ: vehicle minus inhibitor. Alone: the inhibitor without prednisolone against the vehicle without it. q: Benjamini-Hochberg over the sample's results of this kind.",
  );
  bullets(
    paper,
    results.flatMap((one) =>
      gapTexts(one.notReported).map((text) => `${judgedArmName(chapter, one.arm)}, ${text}`),
    ),
  );
}

function barOf(
  { n, meanPercent, semPercent }: OneConcentrationResult["vehicle"],
  replicates: readonly number[],
): Pick<Bar, "n" | "mean" | "sem" | "replicates"> {
  return { n, mean: meanPercent, sem: semPercent, replicates };
}

function vehicleReplicates(chapter: PlateChapter, dose: number): number[] {
  const vehicle = chapter.layout.arms.find((arm) => arm.vehicle);
  return vehicle === undefined ? [] : replicatesOf(chapter, vehicle.id, dose);
}

function replicatesOf({ view }: PlateChapter, arm: string, dose: number): number[] {
  return view.wells.flatMap((well) =>
    well.arm === arm && well.prednisoloneUgPerMl === dose && well.maskReason === null
      ? (well.survivalPercent ?? [])
      : [],
  );
}
