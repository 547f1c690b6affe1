import { curveRemarks } from "../analysis/assays/curve-words.ts";
import type { SingleAgentResult } from "../analysis/assays/sample-assays.ts";
import { judgedArmName } from "./arm-names.ts";
import { type ChartSeries, drawDoseChart, drawKey } from "./dose-chart.ts";
import { FIT_TITLES, fitCells, fittedCurve } from "./fit-words.ts";
import { bullets, note } from "./flow.ts";
import { gapTexts } from "./gap-words.ts";
import { numberText, plusMinus, withUnit } from "./number-text.ts";
import { LEFT, needSpace, type Paper, WIDTH } from "./paper.ts";
import type { PlateChapter } from "./report-data.ts";
import { armStyle } from "./series-style.ts";
import { table } from "./table.ts";

const HEIGHT = 220;
/** More would hide each other. */
const SERIES_A_CHART = 5;
/** Columns of a table beside its concentrations. */
const ARMS_A_TABLE = 5;

/** Survival over the inhibitors' own concentration, against the vehicle of the same dilution. */
export function singleAgentBody(
  paper: Paper,
  chapter: PlateChapter,
  result: SingleAgentResult,
): void {
  const series = result.arms.map((_, index) => seriesOf(chapter, result, index));
  for (let start = 0; start < series.length; start += SERIES_A_CHART) {
    const shown = series.slice(start, start + SERIES_A_CHART);
    needSpace(paper, HEIGHT + 26);
    const chart = {
      xTitle: "inhibitor, µM",
      yTitle: "survival against matched vehicle, %",
      series: shown,
    };
    drawDoseChart(paper.doc, { x: LEFT, y: paper.y, width: WIDTH, height: HEIGHT }, chart);
    const key = { x: LEFT + 30, y: paper.y + HEIGHT - 2, width: WIDTH - 30 };
    paper.y += HEIGHT + drawKey(paper.doc, shown, key) + 4;
  }
  levelTables(paper, chapter, result);
  fitTable(paper, chapter, result);
  bullets(
    paper,
    result.arms.flatMap((arm) =>
      gapTexts(arm.notReported).map((text) => `${judgedArmName(chapter, arm.arm)}, ${text}`),
    ),
  );
}

function seriesOf(chapter: PlateChapter, result: SingleAgentResult, index: number): ChartSeries {
  const arm = result.arms[index];
  return {
    name: judgedArmName(chapter, arm?.arm ?? ""),
    style: armStyle(index % SERIES_A_CHART),
    points: result.inhibitorUm.map((dose, level) => ({
      dose,
      mean: arm?.survivalVsMatchedVehicle[level] ?? null,
      sem: arm?.sem[level] ?? null,
      replicates: [],
    })),
    curve: fittedCurve(arm?.fit ?? null),
    half: null,
  };
}

function levelTables(paper: Paper, chapter: PlateChapter, result: SingleAgentResult): void {
  for (let start = 0; start < result.arms.length; start += ARMS_A_TABLE) {
    const arms = result.arms.slice(start, start + ARMS_A_TABLE);
    table(
      paper,
      [
        { title: "inhibitor, µM", share: 12, align: "right" },
        { title: "vehicle, AU (n)", share: 14, align: "right" },
        ...arms.map(
          (arm) => ({ title: judgedArmName(chapter, arm.arm), share: 15, align: "right" }) as const,
        ),
      ],
      result.inhibitorUm.map((dose, level) => [
        numberText(dose),
        `${numberText(result.vehicleMeanOd[level] ?? null)} (${result.vehicleN[level] ?? 0})`,
        ...arms.map(
          (arm) =>
            `${plusMinus(arm.survivalVsMatchedVehicle[level] ?? null, arm.sem[level] ?? null)} (${arm.n[level] ?? 0})`,
        ),
      ]),
    );
  }
  note(
    paper,
    `Survival in percent of the vehicle wells at the same dilution: mean ± SEM (wells). Mean blank ${withUnit(result.blankMean, "AU")}; untreated ${withUnit(result.untreatedMeanOd, "AU")} after taking it off.`,
  );
}

function fitTable(paper: Paper, chapter: PlateChapter, result: SingleAgentResult): void {
  const [b, c, d, e, fitted, interval] = FIT_TITLES;
  table(
    paper,
    [
      { title: "inhibitor", share: 18 },
      { title: b, share: 11, align: "right" },
      { title: c, share: 12, align: "right" },
      { title: d, share: 12, align: "right" },
      { title: e, share: 12, align: "right" },
      { title: fitted, share: 12, align: "right" },
      { title: interval, share: 14, align: "right" },
      { title: "mean, %", share: 9, align: "right" },
      { title: "remarks", share: 22 },
    ],
    result.arms.map((arm) => [
      judgedArmName(chapter, arm.arm),
      ...fitCells(arm),
      numberText(arm.aucTrapezoid),
      curveRemarks(arm).join("; "),
    ]),
  );
  note(
    paper,
    "Survival = c + (d − c) / (1 + (concentration / e)^b); standard errors in brackets; LC50 and e in µM; interval by profile likelihood. Mean: survival over log concentration, by trapezoids.",
  );
}
