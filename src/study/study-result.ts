import type {
  ArmResult,
  Comparison,
  PlateStatistics,
  SampleAnalysis,
} from "../analysis/sample-analysis.ts";
import { withStudyQ } from "../analysis/study-q.ts";
import type { Store } from "../store/open-store.ts";
import { barcodesOf } from "./study-barcodes.ts";
import type { Study } from "./study-file.ts";

/** Keys and nesting of `expected.automatic` in a study file. */
export interface StudyResult {
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
    return current === null ? [] : [JSON.parse(current.result) as SampleAnalysis];
  });
  const named = <T extends { readonly plate: string }>(one: T): T => ({
    ...one,
    plate: barcodes.plateOf(one.plate),
  });
  return {
    plates: Object.fromEntries(
      analyses
        .flatMap((analysis) => Object.entries(analysis.plates))
        .map(([barcode, plate]) => [barcodes.plateOf(barcode), plate]),
    ),
    arms: analyses.flatMap((analysis) =>
      analysis.arms.map((arm) => withoutVehicleMark(named(arm))),
    ),
    comparisons: withStudyQ(analyses.flatMap((analysis) => analysis.comparisons.map(named))),
  };
}
