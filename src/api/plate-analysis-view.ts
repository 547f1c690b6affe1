/** What the stored analysis says of one plate, as far as the plate's layout bears it. */
import type { SampleResult } from "../analysis/analyse-everything.ts";
import { assaysOf, isTitrated } from "../analysis/assays/assays-of.ts";
import type { ArmCurve } from "../analysis/assays/sample-assays.ts";
import type { CurveWells } from "../analysis/dose-response/fit-curve.ts";
import { explainVerdict, findComparedArms } from "../analysis/explain-verdict.ts";
import { judgeability } from "../analysis/judgeability.ts";
import type { ArmResult, Comparison } from "../analysis/sample-analysis.ts";
import { QUALIFIER_SENTENCES, reasonSentence } from "../analysis/sentences.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { suspicionNotes } from "../analysis/suspicion/suspicion-words.ts";
import { comparisonTitle } from "../pipeline/raise-flags.ts";
import { toAnalysisPlate, type UnderstoodPlate } from "../pipeline/sample-evidence.ts";
import { assaysOfPlate, assayViews } from "./assay-views.ts";
import { fitView } from "./curve-words.ts";
import { wellsOfFigure } from "./figure-wells.ts";
import { plateStatisticsView } from "./plate-statistics-view.ts";
import { uniformStatisticsView } from "./uniform-view.ts";
import type { ArmView, ComparisonView, PlateView, WellView } from "./views.ts";

/** The wells of an arm that its curve was fitted to. */
function curveWells(ofArm: readonly WellView[]): CurveWells {
  const fitted = ofArm.filter(
    (well) => well.maskReason === null && well.prednisoloneUgPerMl !== null,
  );
  return {
    doses: fitted.map((well) => well.prednisoloneUgPerMl ?? 0),
    survival: fitted.map((well) => well.survivalPercent),
  };
}

function armView(arm: ArmResult, wells: readonly WellView[], curve: ArmCurve | undefined): ArmView {
  const ofArm = wells.filter((well) => well.arm === arm.arm);
  return {
    arm: arm.arm,
    vehicle: arm.vehicle,
    inhibitorUm: ofArm.find((well) => well.inhibitorUm !== null)?.inhibitorUm ?? null,
    points: arm.dose.map((dose, index) => ({
      prednisoloneUgPerMl: dose,
      n: arm.n[index] ?? 0,
      meanPercent: arm.survivalMean[index] ?? null,
      semPercent: arm.survivalSem[index] ?? null,
      replicatesPercent: ofArm
        .filter((well) => well.prednisoloneUgPerMl === dose && well.maskReason === null)
        .flatMap((well) => well.survivalPercent ?? []),
    })),
    lc50:
      arm.lc50 === null
        ? null
        : {
            relation: arm.lc50.relation,
            valueUgPerMl: arm.lc50.value,
            multipleCrossings: arm.lc50.multipleCrossings,
          },
    prednisoloneClass: arm.prednisoloneClass,
    singleAgentSurvivalPercent: arm.singleAgentSurvivalPercent,
    fit: fitView(curve, curveWells(ofArm)),
  };
}

function comparisonView(
  comparison: Comparison,
  analysis: SampleResult,
  context: { readonly settings: AnalysisSettings; readonly provisional: boolean },
): ComparisonView {
  const arms = findComparedArms(analysis, comparison);
  return {
    arm: comparison.arm,
    class: comparison.class,
    flag: comparison.flag,
    grade: comparison.grade,
    provisional: context.provisional,
    title: `${comparisonTitle(comparison)} (assay result for review)`,
    explanation: explainVerdict(comparison, arms, context.settings),
    suspicions: suspicionNotes(comparison.plate, analysis.suspicions),
    reasons: comparison.reasons.map(reasonSentence),
    qualifiers: comparison.qualifiers.map((qualifier) => QUALIFIER_SENTENCES[qualifier]),
    referenceDoseUgPerMl: comparison.referenceDose,
    survivalVehicleAtReferencePercent: comparison.survivalVehicleAtReference,
    survivalInhibitorAtReferencePercent: comparison.survivalInhibitorAtReference,
    interactionQ: comparison.interactionQ,
    studentP: comparison.studentAtReference?.p ?? null,
    lc50Ratio: comparison.lc50Ratio,
  };
}

export type AnalysisParts = Pick<
  PlateView,
  "statistics" | "arms" | "comparisons" | "assays" | "assayResults"
>;

export const NOT_ANALYSED: AnalysisParts = {
  statistics: [],
  arms: [],
  comparisons: [],
  assays: [],
  assayResults: null,
};

/** What the analysis says of one plate, as far as its layout bears it. */
export function analysisParts(
  analysis: SampleResult,
  evidence: UnderstoodPlate,
  wells: readonly WellView[],
  context: { readonly settings: AnalysisSettings; readonly provisional: boolean },
): AnalysisParts {
  const { barcode } = evidence.plate;
  const plate = toAnalysisPlate(evidence);
  const statistics = analysis.plates[barcode];
  const results = assaysOfPlate(analysis, barcode);
  const [uniform] = results.uniformPlates;
  const figures =
    uniform !== undefined
      ? uniformStatisticsView(uniform, context.settings)
      : statistics === undefined
        ? []
        : plateStatisticsView(statistics, context.settings, results.controls[0] ?? null);
  const isShown = (one: { readonly plate: string; readonly arm: string }) =>
    one.plate === barcode && !isTitrated(results, one);
  const hasVerdicts = judgeability(plate).canJudge;
  const hasCurves = hasVerdicts || assaysOf(plate.wells).includes("combination-dose-response");
  return {
    statistics: figures.map((figure) => ({ ...figure, wells: wellsOfFigure(figure.key, wells) })),
    arms: analysis.arms
      .filter((arm) => hasCurves && isShown(arm))
      .flatMap((arm) => {
        const [curve, another] = results.curves.filter((one) => one.arm === arm.arm);
        // An arm that mixes concentrations has a curve for each, and none as a whole.
        return another === undefined ? [armView(arm, wells, curve)] : [];
      }),
    comparisons: analysis.comparisons
      .filter((one) => hasVerdicts && isShown(one))
      .map((one) => comparisonView(one, analysis, context)),
    assays: assayViews(results),
    assayResults: results,
  };
}
