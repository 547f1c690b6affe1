/**
 * Rows of the bench page that cost much to make and change seldom. Each is made anew when what it rests on has changed;
 * of the others a bounded number is remembered, so that a bench of many years answers as quickly as a new one.
 */
import { LRUCache } from "lru-cache";
import type { FlagRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import type { SampleRow } from "../store/samples.ts";
import { flagView, plateSummary, sampleRow } from "./summary-views.ts";
import type { FlagView, PlateSummaryView, SampleRowView } from "./views.ts";

const REMEMBERED = 1000;

export interface RememberedViews {
  plateSummary(plate: PlateRow): PlateSummaryView;
  sampleRow(sample: SampleRow): SampleRowView;
  flagView(flag: FlagRow): FlagView;
}

export function rememberedViews(store: Store): RememberedViews {
  const plates = new LRUCache<string, PlateSummaryView>({ max: REMEMBERED });
  const flags = new LRUCache<string, FlagView>({ max: REMEMBERED });
  const samples = new LRUCache<string, SampleRowView>({ max: REMEMBERED });

  function remembered<View extends object>(
    views: LRUCache<string, View>,
    restsOn: readonly unknown[],
    make: () => View,
  ): View {
    const key = JSON.stringify(restsOn);
    const known = views.get(key);
    if (known !== undefined) return known;
    const view = make();
    views.set(key, view);
    return view;
  }

  return {
    flagView: (flag) => {
      const plate = store.plates.byId(flag.plate_id);
      const sample = plate === null ? null : store.samples.byId(plate.sample_id);
      const restsOn = [flag.id, sample?.name, sample?.ras_status];
      return remembered(flags, restsOn, () => flagView(store, flag));
    },
    plateSummary: (plate) => {
      const versions = store.plates.versions(plate.id).length;
      const masks = store.plates.maskEvents(plate.id).length;
      const analysis = store.analyses.currentId(plate.sample_id);
      const restsOn = [plate.id, versions, masks, analysis];
      return remembered(plates, restsOn, () => plateSummary(store, plate));
    },
    sampleRow: (sample) => {
      const planned = store.samples.plannedOfSample(sample.id).length;
      const read = store.plates.ofSample(sample.id).length;
      const analysis = store.analyses.currentId(sample.id);
      const restsOn = [sample, planned, read, analysis];
      return remembered(samples, restsOn, () => sampleRow(store, sample));
    },
  };
}
