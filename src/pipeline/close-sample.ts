import { PlatewardenError } from "../domain/errors.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";

/** A sample by name. Throws SAMPLE_UNKNOWN. */
export function requireSample(store: Store, name: string): SampleRow {
  const sample = store.samples.byName(name.trim());
  if (sample !== null) return sample;
  throw new PlatewardenError("SAMPLE_UNKNOWN", `There is no sample ${name}.`, {
    detail: { sample: name },
  });
}

/** Says that no further plate of a sample will come: its verdicts are final from then on. */
export function closeSample(store: Store, name: string, by: string): SampleRow {
  return store.inTransaction(() => {
    const sample = requireSample(store, name);
    if (sample.closed_at_utc !== null) return sample;
    const now = store.nowUtc();
    store.samples.close(sample.id, now, by);
    store.journal.change("sample", sample.id, now);
    store.journal.audit({
      atUtc: now,
      actor: by,
      action: "sample.close",
      subject: sample.id,
      detail: {},
    });
    return requireSample(store, name);
  });
}
