import type { SampleResult } from "../analysis/analyse-everything.ts";
import { NO_ASSAYS, type SampleAssays } from "../analysis/assays/sample-assays.ts";
import type { ArmResult, Comparison, PlateStatistics } from "../analysis/sample-analysis.ts";
import { withStudyQ } from "../analysis/study-q.ts";
import type { Store } from "../store/open-store.ts";
import { barcodesOf } from "./study-barcodes.ts";
import type { Study } from "./study-file.ts";

/** Keys and nesting of `expected.automatic` in a study file, and the assays beside them. */
export interface StudyResult extends SampleAssays {
  readonly plates: Readonly<Record<string, PlateStatistics>>;
  readonly arms: readonly Omit<ArmResult, "vehicle">[];
  readonly comparisons: readonly Comparison[];
}

function withoutVehicleMark({ vehicle: _, ...arm }: ArmResult): Omit<ArmResult, "vehicle"> {
  return arm;
}

/** What the store says of a study, from the current analysis of each sample; plates by their ids in the study. */
export function studyResult(store: Store, study: Study): StudyResult {
  const barcodes = barcodesOf(study);
  const analyses = study.samples.flatMap((sample) => {
    const row = store.samples.byName(sample.name);
    const current = row === null ? null : store.analyses.current(row.id);
    if (current === null) return [];
    return [{ ...NO_ASSAYS, ...(JSON.parse(current.result) as SampleResult) }];
  });
  const named = <T extends { readonly plate: string }>(one: T): T => ({
    ...one,
    plate: barcodes.plateOf(one.plate),
  });
  const byPlate = <T>(of: (analysis: SampleResult) => Readonly<Record<string, T>>) =>
    Object.fromEntries(
      analyses
        .flatMap((analysis) => Object.entries(of(analysis)))
        .map(([barcode, value]) => [barcodes.plateOf(barcode), value]),
    );
  return {
    plates: byPlate((analysis) => analysis.plates),
    arms: analyses.flatMap((analysis) =>
      analysis.arms.map((arm) => withoutVehicleMark(named(arm))),
    ),
    comparisons: withStudyQ(analyses.flatMap((analysis) => analysis.comparisons.map(named))),
    assays: byPlate((analysis) => analysis.assays),
    controls: analyses.flatMap((analysis) => analysis.controls.map(named)),
    curves: analyses.flatMap((analysis) => analysis.curves.map(named)),
    excess: analyses.flatMap((analysis) => analysis.excess.map(named)),
    oneConcentration: analyses.flatMap((analysis) => analysis.oneConcentration.map(named)),
    singleAgents: analyses.flatMap((analysis) => analysis.singleAgents.map(named)),
    checkerboards: analyses.flatMap((analysis) => analysis.checkerboards.map(named)),
    uniformPlates: analyses.flatMap((analysis) => analysis.uniformPlates.map(named)),
  };
}
