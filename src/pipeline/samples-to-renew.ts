/** Which samples may have an analysis that is behind: every one, or those that something has happened to since. */
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { PROGRAM_VERSION } from "./program-version.ts";

/** Of every sample it is known that its analysis is made with these settings, by this version, up to this change. */
interface Renewed {
  readonly settingsSha256: string;
  readonly program: string;
  readonly changeId: number;
  /** Ids of samples that could not be analysed. */
  readonly failed: readonly string[];
}

const PROGRESS = "renewal";
const AT_ONCE = 500;

/** Every sample, in the order in which they came. */
export function* everySample(store: Store): Generator<SampleRow> {
  for (let after = 0; ; ) {
    const slice = store.samples.slice(after, AT_ONCE);
    for (const { place, ...sample } of slice) {
      yield sample;
      after = place;
    }
    if (slice.length < AT_ONCE) return;
  }
}

/** Samples that may be behind since everything was last known to be up to date; every one where that is not known. */
export function* samplesBehind(store: Store, settingsSha256: string): Generator<SampleRow> {
  const renewed = store.progress.of(PROGRESS) as Renewed | null;
  if (renewed?.settingsSha256 !== settingsSha256 || renewed.program !== PROGRAM_VERSION) {
    yield* everySample(store);
    return;
  }
  const seen = new Set(renewed.failed);
  const until = store.journal.lastChange();
  for (let after = renewed.changeId; after < until; ) {
    const changes = store.journal.changesAfter(after, AT_ONCE);
    for (const { id, kind, subject } of changes) {
      for (const sampleId of samplesOf(store, kind, subject)) seen.add(sampleId);
      after = id;
    }
    if (changes.length < AT_ONCE) break;
  }
  for (const id of seen) {
    const sample = store.samples.byId(id);
    if (sample !== null) yield sample;
  }
}

/** Keeps that everything was up to date at that change, but for those samples. */
export function keepRenewed(
  store: Store,
  done: {
    readonly settingsSha256: string;
    readonly changeId: number;
    readonly failed: readonly string[];
  },
): void {
  const renewed: Renewed = { ...done, program: PROGRAM_VERSION };
  if (JSON.stringify(renewed) !== JSON.stringify(store.progress.of(PROGRESS))) {
    store.inTransaction(() => store.progress.keep(PROGRESS, renewed));
  }
}

/** The samples whose evidence such a change may have touched. */
function samplesOf(store: Store, kind: string, subject: string): readonly string[] {
  if (kind === "sample" || kind === "analysis") return [subject];
  if (kind === "plan") return store.samples.plannedOfPlan(subject).map((one) => one.sample_id);
  if (kind !== "plate" && kind !== "review") return [];
  const plate = store.plates.byId(subject);
  return plate === null ? [] : [plate.sample_id];
}
