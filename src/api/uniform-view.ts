import {
  UNIFORM_FAIL_SENTENCE,
  UNIFORM_WARNING_SENTENCES,
} from "../analysis/assays/assay-sentences.ts";
import type { UniformPlateResult, UniformWarning } from "../analysis/assays/sample-assays.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { PlateSummaryView } from "./views.ts";
import type { FigureView } from "./well-views.ts";

const inShort: Readonly<Record<UniformWarning, string>> = {
  CV_HIGH: "wells differ",
  ROW_DRIFT: "drift from row A to H",
  COLUMN_DRIFT: "drift from column 1 to 12",
  EDGE_EFFECT: "rim differs from inside",
  WELLS_MASKED: "some wells left out",
};

/** What to say of a uniform plate at a glance. */
export function uniformJudgement(
  plate: UniformPlateResult,
): Pick<PlateSummaryView, "quality" | "sentences" | "inShort"> {
  const failed = plate.verdict === "fail";
  return {
    quality: plate.verdict,
    sentences: [
      ...(failed ? [UNIFORM_FAIL_SENTENCE] : []),
      ...plate.warnings.map((warning) => UNIFORM_WARNING_SENTENCES[warning]),
    ],
    inShort: [...(failed ? ["not even"] : []), ...plate.warnings.map((one) => inShort[one])],
  };
}

/** The figures of a uniform plate with words, limits and how each did. */
export function uniformStatisticsView(
  plate: UniformPlateResult,
  settings: AnalysisSettings,
): readonly FigureView[] {
  const f = formatNumber;
  const edgePercent = plate.edgeRatio === null ? null : 100 * (plate.edgeRatio - 1);
  const within = (percent: number) => `within ± ${f(percent)} %`;
  const figure = (
    key: string,
    label: string,
    value: number | null,
    limit: string,
    warning: UniformWarning,
  ): FigureView => {
    const verdict = plate.warnings.includes(warning) ? "warn" : value === null ? "info" : "good";
    return { key, label, value, unit: "%", limit, verdict };
  };
  const spread = figure(
    "cvPercent",
    "Variation of the wells",
    plate.cvPercent,
    `at most ${f(settings.cvWarn)} %, never above ${f(settings.cvFail)} %`,
    "CV_HIGH",
  );
  return [
    { ...spread, verdict: plate.verdict === "fail" ? "fail" : spread.verdict },
    figure(
      "rowDriftPercent",
      "Drift from row A to H",
      plate.rowDriftPercent,
      within(settings.driftWarn),
      "ROW_DRIFT",
    ),
    figure(
      "columnDriftPercent",
      "Drift from column 1 to 12",
      plate.columnDriftPercent,
      within(settings.driftWarn),
      "COLUMN_DRIFT",
    ),
    figure(
      "edgePercent",
      "Rim against inside",
      edgePercent,
      within(settings.edgeWarn),
      "EDGE_EFFECT",
    ),
    {
      key: "meanAu",
      label: "Mean net absorbance",
      value: plate.meanAu,
      unit: "AU",
      limit: null,
      verdict: "info",
    },
  ];
}
