/** The shipped study on a bench on paper: planned, every plate read and analysed. */
import { evaluateAllSamples } from "../../src/pipeline/evaluate-sample.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { settingsInUse } from "../../src/pipeline/settings-in-use.ts";
import type { Store } from "../../src/store/open-store.ts";
import { planOf } from "../../src/study/play-study.ts";
import { paperBench, readPlate, study } from "./paper-bench.ts";

export async function fillWithStudy(store: Store): Promise<void> {
  const bench = paperBench(store);
  importPlan(store, bench.layouts, planOf(study), { source: "plan", by: "planner" });
  for (const [index, plate] of study.plates.entries()) {
    await readPlate(bench, {
      plate: plate.id,
      barcode: plate.id,
      sample: plate.sample,
      layoutId: plate.layoutId,
      clock: `06/03/2026 15:${10 + index}:00`,
    });
  }
  evaluateAllSamples(store, settingsInUse(store).settings);
}
