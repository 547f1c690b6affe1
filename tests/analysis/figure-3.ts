/** The stored study of seven patients, as samples of the analysis. */
import { analyseSample } from "../../src/analysis/analyse-sample.ts";
import type {
  AnalysisPlate,
  AnalysisSample,
  AnalysisWell,
} from "../../src/analysis/analysis-input.ts";
import type { SampleAnalysis } from "../../src/analysis/sample-analysis.ts";
import { parseSettings } from "../../src/analysis/settings.ts";
import { withStudyQ } from "../../src/analysis/study-q.ts";
import type { ReviewMask } from "../../src/domain/reading.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { readData } from "./test-data.ts";

interface StudyWell {
  readonly role: AnalysisWell["role"];
  readonly arm?: string;
  readonly prednisolone?: number;
  readonly replicate?: number;
}

interface Study {
  readonly thresholds: unknown;
  readonly layouts: Readonly<Record<string, Readonly<Record<string, StudyWell>>>>;
  readonly samples: Readonly<Record<string, { readonly blastsDay4Percent: number }>>;
  readonly plates: readonly {
    readonly id: string;
    readonly patient: string;
    readonly layout: string;
    readonly od570: readonly (readonly (number | null)[])[];
    readonly od650: readonly (readonly (number | null)[])[];
  }[];
  readonly reviewMasks: readonly (ReviewMask & { readonly plate: string })[];
  readonly expected: { readonly automatic: SampleAnalysis; readonly afterReview: SampleAnalysis };
}

export const figure3 = readData("../../src/study/figure3-study.json") as Study;
export const figure3Settings = parseSettings(figure3.thresholds);

function toWells(layout: Readonly<Record<string, StudyWell>>): AnalysisWell[] {
  return ALL_WELLS.map((name) => {
    const well = layout[name];
    return {
      role: well?.role ?? "unused",
      arm: well?.arm ?? null,
      compound: well?.arm ?? null,
      vehicle: well?.arm === "vehicle",
      replicate: well?.replicate ?? null,
      prednisoloneUgPerMl: well?.prednisolone ?? null,
      inhibitorUm: null,
    };
  });
}

/** The study's samples with the reviewer's masks or without. */
export function figure3Samples(tree: "automatic" | "afterReview"): AnalysisSample[] {
  return Object.entries(figure3.samples).map(([sampleId, { blastsDay4Percent }]) => {
    const plates = figure3.plates
      .filter((plate) => plate.patient === sampleId)
      .map(
        (plate): AnalysisPlate => ({
          plateId: plate.id,
          wells: toWells(figure3.layouts[plate.layout] ?? {}),
          measurement: plate.od570.flat(),
          reference: plate.od650.flat(),
          referenceSubtracted: false,
          reviewMasks:
            tree === "automatic"
              ? []
              : figure3.reviewMasks.filter((mask) => mask.plate === plate.id),
        }),
      );
    return { sampleId, blastsDay4Percent, plates };
  });
}

/** The whole study analysed, in one tree as the file stores it. */
export function analyseFigure3(tree: "automatic" | "afterReview"): SampleAnalysis {
  const analyses = figure3Samples(tree).map((sample) => analyseSample(sample, figure3Settings));
  return {
    plates: Object.assign({}, ...analyses.map((analysis) => analysis.plates)),
    arms: analyses.flatMap((analysis) => analysis.arms),
    comparisons: withStudyQ(analyses.flatMap((analysis) => analysis.comparisons)),
  };
}
