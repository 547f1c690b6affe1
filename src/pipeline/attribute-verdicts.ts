/** Which single setting makes a verdict change: each is changed alone, and the verdict looked at again. */
import { analyseEverything } from "../analysis/analyse-everything.ts";
import { analyseSample } from "../analysis/analyse-sample.ts";
import type { AnalysisSample } from "../analysis/analysis-input.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { differingSettings } from "./compare-inputs.ts";
import type { Change, PlaceChanges } from "./compare-results.ts";
import { leafKey, resultLeaves } from "./result-leaves.ts";

/** A change of a verdict with the settings each of which makes it alone. */
export interface ExplainedChange extends Change {
  /** Null where it was not looked for; empty where only several together make the change. */
  readonly because: readonly string[] | null;
}

export interface ExplainedPlace extends Omit<PlaceChanges, "verdicts"> {
  readonly verdicts: readonly ExplainedChange[];
}

/** Changes whose cause is not looked for setting by setting. */
export function unattributed(places: readonly PlaceChanges[]): readonly ExplainedPlace[] {
  return places.map((place) => ({
    ...place,
    verdicts: place.verdicts.map((change) => ({ ...change, because: null })),
  }));
}

/** The decision path is enough, and far faster, but for verdicts that other assays give. */
function analysisFor(places: readonly PlaceChanges[]): typeof analyseSample {
  const ofAssays = places.some(({ verdicts }) =>
    verdicts.some(({ path }) => path.startsWith("uniformPlates.")),
  );
  return ofAssays ? analyseEverything : analyseSample;
}

/** The sample must be what both results were made of. Flags are not looked at: they follow from the verdicts. */
export function attributeVerdicts(
  sample: AnalysisSample,
  settings: { readonly before: AnalysisSettings; readonly after: AnalysisSettings },
  places: readonly PlaceChanges[],
): readonly ExplainedPlace[] {
  if (places.every((place) => place.verdicts.length === 0)) return unattributed(places);
  const names = differingSettings(settings.before, settings.after);
  const analyse = analysisFor(places);
  const alone = names.map((name) => {
    const changed = { ...settings.before, [name]: settings.after[name] };
    const leaves = resultLeaves(analyse(sample, changed));
    return { name, values: new Map(leaves.map((leaf) => [leafKey(leaf), leaf.value])) };
  });
  return places.map(({ plate, arm, verdicts, values }) => ({
    plate,
    arm,
    values,
    verdicts: verdicts.map((change) => {
      if (change.path.startsWith("flags.")) return { ...change, because: null };
      const key = leafKey({ plate, arm, path: change.path });
      const because = alone.filter((one) => Object.is(one.values.get(key), change.after));
      return { ...change, because: because.map((one) => one.name) };
    }),
  }));
}
