import type { ControlsResult, FarthestWell } from "../analysis/assays/sample-assays.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import type { FailReason, PlateStatistics, PlateWarning } from "../analysis/sample-analysis.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { FigureView } from "./well-views.ts";

interface Figure {
  readonly key: string;
  readonly label: string;
  readonly value: number | null;
  readonly unit: string;
  readonly limit: string | null;
  /** Codes that say this figure failed or gave a warning. */
  readonly fails?: readonly FailReason[];
  readonly warns?: readonly PlateWarning[];
}

function figures(plate: PlateStatistics, settings: AnalysisSettings): readonly Figure[] {
  const f = formatNumber;
  return [
    {
      key: "zPrime",
      label: "Z′ of untreated against blank",
      value: plate.zPrime,
      unit: "",
      limit: `at least ${f(settings.zPrimeWarn)}, never below ${f(settings.zPrimeFail)}`,
      fails: ["Z_PRIME_FAIL"],
      warns: ["Z_PRIME_LOW", "NO_UNTREATED"],
    },
    {
      key: "vehicleControlOd",
      label: "Vehicle control without prednisolone",
      value: plate.vehicleControlOd,
      unit: "AU",
      limit: `at least ${f(settings.controlOdMin)} AU`,
      fails: ["CONTROL_OD_LOW"],
    },
    {
      key: "cvUntreatedPercent",
      label: "Variation of untreated wells",
      value: plate.cvUntreatedPercent,
      unit: "%",
      limit: `at most ${f(settings.cvWarn)} %, never above ${f(settings.cvFail)} %`,
      fails: ["CONTROL_CV_FAIL"],
      warns: ["CONTROL_CV_HIGH"],
    },
    {
      key: "signalToBackground",
      label: "Signal to background",
      value: plate.signalToBackground,
      unit: "×",
      limit: `at least ${f(settings.sbFail)}`,
      fails: ["SIGNAL_TO_BACKGROUND_FAIL"],
    },
    {
      key: "nBlank",
      label: "Blanks used",
      value: plate.nBlank,
      unit: "wells",
      limit: `at least ${settings.blanksMin}`,
      fails: ["TOO_FEW_BLANKS"],
    },
    {
      key: "blankSd",
      label: "Scatter of the blanks",
      value: plate.blankSd,
      unit: "AU",
      limit: `at most ${f(settings.blankSdWarn)} AU`,
      warns: ["BLANK_SD_HIGH"],
    },
    {
      key: "vehicleEffectPercent",
      label: "Vehicle against untreated",
      value: plate.vehicleEffectPercent,
      unit: "%",
      limit: `${f(settings.vehicleEffect[0])} to ${f(settings.vehicleEffect[1])} %`,
      warns: ["VEHICLE_EFFECT"],
    },
    {
      key: "rowDriftPercent",
      label: "Drift from row A to H",
      value: plate.rowDriftPercent,
      unit: "%",
      limit: `within ± ${f(settings.driftWarn)} %`,
      warns: ["ROW_DRIFT"],
    },
    {
      key: "columnDriftPercent",
      label: "Drift from column 1 to 12",
      value: plate.columnDriftPercent,
      unit: "%",
      limit: `within ± ${f(settings.driftWarn)} %`,
      warns: ["COLUMN_DRIFT"],
    },
    {
      key: "edgeEffectPercent",
      label: "Rim against inside",
      value: plate.edgeEffectPercent,
      unit: "%",
      limit: `within ± ${f(settings.edgeWarn)} %`,
      warns: ["EDGE_EFFECT"],
    },
    {
      key: "withinConditionCvPercent",
      label: "Variation within equal treatments",
      value: plate.withinConditionCvPercent,
      unit: "%",
      limit: null,
    },
    {
      key: "ssmd",
      label: "SSMD of untreated against blank",
      value: plate.ssmd,
      unit: "",
      limit: null,
    },
  ];
}

/** Beside the plain figures, for information. */
function controlFigures(controls: ControlsResult): readonly Figure[] {
  const plain = { unit: "", limit: null };
  return [
    {
      key: "zPrimeRobust",
      label: "Robust Z′ (medians)",
      value: controls.zPrimeRobust,
      ...plain,
    },
    {
      key: "ssmdRobust",
      label: "Robust SSMD (medians)",
      value: controls.ssmdRobust,
      ...plain,
    },
    {
      key: "signalToNoise",
      label: "Signal to noise of the blanks",
      value: controls.signalToNoise,
      ...plain,
    },
    grubbsFigure("farthestBlank", "blank", controls.farthestBlank),
    grubbsFigure("farthestUntreated", "untreated well", controls.farthestUntreated),
  ];
}

function grubbsFigure(key: string, what: string, farthest: FarthestWell | null): Figure {
  const which =
    farthest === null ? "" : `, ${farthest.well}: P ${formatNumber(farthest.p)} by Grubbs`;
  const label = `Farthest ${what}${which}`;
  return { key, label, value: farthest?.G ?? null, unit: "SD", limit: null };
}

/** The plate's figures with words, limits and how each did; `controls` is null in an older analysis. Figures without a limit are for information. */
export function plateStatisticsView(
  plate: PlateStatistics,
  settings: AnalysisSettings,
  controls: ControlsResult | null,
): readonly FigureView[] {
  const all = [...figures(plate, settings), ...(controls === null ? [] : controlFigures(controls))];
  return all.map(({ fails, warns, ...figure }) => {
    const failed = fails?.some((code) => plate.failReasons.includes(code)) ?? false;
    const warned = warns?.some((code) => plate.warnings.includes(code)) ?? false;
    const unknown = figure.limit === null || figure.value === null;
    return { ...figure, verdict: failed ? "fail" : warned ? "warn" : unknown ? "info" : "good" };
  });
}
