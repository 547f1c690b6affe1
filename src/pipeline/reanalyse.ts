/** Brings everything that is stored up to date on several cores; can be stopped, or killed, and started again. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { differingLeaves } from "./compare-json.ts";
import { type ComputePool, computePool } from "./compute-pool.ts";
import type { ComputedSample } from "./compute-sample.ts";
import { completeFingerprints } from "./earlier-readings.ts";
import { evaluateSample } from "./evaluate-sample.ts";
import { groupedCommits } from "./grouped-commits.ts";
import { isStoreTrouble, type Persist } from "./persist.ts";
import { sampleMaterial, storedLayout, storedSample } from "./sample-evidence.ts";
import { everySample, keepRenewed, samplesBehind } from "./samples-to-renew.ts";
import { settingsInUse } from "./settings-in-use.ts";
import type { NamedSettings } from "./settings-records.ts";
import { type Basis, basisOf, flagColumns, isUpToDate, storeAnalysis } from "./store-analysis.ts";

export interface ReanalyseOptions {
  /** Threads that compute; the caller's thread alone reads and writes the store. */
  readonly workers: number;
  /** Computes also what is up to date and compares every bit with what is stored. */
  readonly all?: boolean;
  /** Passes over samples that nothing has happened to since everything was last up to date. */
  readonly sinceLast?: boolean;
  readonly persist?: Persist;
  /** Ends it after what is under way. */
  readonly signal?: AbortSignal;
  /** Samples done, and how many there are as far as is known. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A stored result that comes out otherwise now, though nothing it rests on has changed. */
export interface DifferingResult {
  readonly sample: string;
  readonly analysisId: string;
  readonly differences: readonly string[];
}

export interface Reanalysis {
  /** The settings in use when it began. */
  readonly settings: string;
  readonly samples: number;
  /** Samples with a new analysis that supersedes the one before. */
  readonly renewed: number;
  readonly upToDate: number;
  /** Of those up to date: computed again, every bit as stored. Only with `all`. */
  readonly identical: number;
  readonly platesComputed: number;
  readonly differing: readonly DifferingResult[];
  /** Samples that cannot be analysed, and why; they keep no other from it. */
  readonly failed: readonly { readonly sample: string; readonly message: string }[];
  /** `settings-changed`: others were put to use meanwhile, so that what is left is theirs. */
  readonly ended: "complete" | "stopped" | "settings-changed";
}

/** So long the thread that may also serve readers works without a break. */
const SLICE_MS = 20;
/** Samples a thread has at hand, so that it has something to do while this one waits for the disk. */
const AHEAD = 8;

type Outcome = "renewed" | "up-to-date" | "identical" | "settings-changed" | DifferingResult;

/** Stores what was computed, unless something it rests on has changed meanwhile: then it is computed anew, here. */
function takeResult(
  store: Store,
  basis: Basis,
  inUse: NamedSettings,
  computed: ComputedSample,
): Outcome {
  if (settingsInUse(store).sha256 !== inUse.sha256) return "settings-changed";
  const { id } = basis.stored.sample;
  const sample = store.samples.byId(id) ?? basis.stored.sample;
  const now = basisOf(storedSample(store, sample), inUse.settings);
  const moved = now.inputs !== basis.inputs || now.stored.provisional !== basis.stored.provisional;
  if (moved) return evaluateSample(store, id, inUse.settings) === null ? "up-to-date" : "renewed";
  if (isUpToDate(store.analyses.currentBasis(id), now)) return "up-to-date";
  storeAnalysis(store, now, inUse.settings, computed);
  return "renewed";
}

/** Compares what comes out now with what is stored, the flags as well. Stores nothing. */
function compareResult(
  store: Store,
  basis: Basis,
  analysisId: string,
  computed: ComputedSample,
): Outcome {
  const stored = store.analyses.byId(analysisId);
  if (stored === null) throw new Error(`analysis ${analysisId} is not there`);
  const flagsNow = computed.flags.map((flag) => flagColumns(basis.stored, flag));
  const flagsThen = store.analyses
    .flagsOf(analysisId)
    .map(({ id: _id, analysis_id: _analysis, raised_at_utc: _at, ...columns }) => columns);
  const differences = [
    ...differingLeaves(stored.result, computed.result).different,
    ...differingLeaves(JSON.stringify(flagsThen), JSON.stringify(flagsNow)).different.map(
      (difference) => `flags ${difference}`,
    ),
  ];
  if (differences.length === 0) return "identical";
  return { sample: basis.stored.sample.name, analysisId, differences };
}

/** What has become of the samples so far. */
interface Tally {
  done: number;
  renewed: number;
  upToDate: number;
  identical: number;
  platesComputed: number;
  readonly differing: DifferingResult[];
  readonly failed: { sample: string; message: string }[];
}

function note(tally: Tally, outcome: Outcome): void {
  tally.done += 1;
  if (outcome === "renewed") tally.renewed += 1;
  else tally.upToDate += 1;
  if (outcome === "identical") tally.identical += 1;
  if (typeof outcome === "object") tally.differing.push(outcome);
}

function noteFailure(tally: Tally, sample: string, error: unknown): void {
  tally.done += 1;
  const message = error instanceof Error ? error.message : String(error);
  tally.failed.push({ sample, message: message.split("\n")[0] ?? message });
}

interface Wanted {
  readonly basis: Basis;
  /** The analysis that is up to date and is to be compared with; null where a new one is to be stored. */
  readonly analysisId: string | null;
}

/** What the analysis of a sample rests on; null when there is nothing to compute. */
function wantedOf(
  store: Store,
  sample: SampleRow,
  inUse: NamedSettings,
  all: boolean,
): Wanted | null {
  const stored = storedSample(store, sample);
  if (stored.plates.length === 0) return null;
  const basis = basisOf(stored, inUse.settings);
  const made = store.analyses.currentBasis(sample.id);
  const isCurrent = isUpToDate(made, basis);
  if (isCurrent && !all) return null;
  return { basis, analysisId: isCurrent ? (made?.id ?? null) : null };
}

/** Computes in a thread and stores here. */
function renewing(store: Store, inUse: NamedSettings, pool: ComputePool, persist: Persist) {
  const commit = groupedCommits(store, persist);
  return async ({ basis, analysisId }: Wanted): Promise<Outcome> => {
    const material = sampleMaterial(store, basis.stored);
    const computed = await pool.compute(material, (sha256) => storedLayout(store, sha256));
    return analysisId === null
      ? commit(() => takeResult(store, basis, inUse, computed))
      : compareResult(store, basis, analysisId, computed);
  };
}

/**
 * Analyses every sample with the settings in use; what is up to date is passed over. Each sample is stored as a whole,
 * with its flags, or not at all, so that whatever ends the process, the next call goes on where it was. Results are
 * those of `evaluateSample` to the last bit, with any number of threads. May run beside a daemon. Throws what the store
 * throws when it is in trouble.
 */
export async function reanalyse(store: Store, options: ReanalyseOptions): Promise<Reanalysis> {
  const { workers, all = false, signal, onProgress = () => undefined } = options;
  completeFingerprints(store);
  const inUse = settingsInUse(store);
  const since = store.journal.lastChange();
  const total = options.sinceLast === true ? 0 : store.samples.countAll();
  const samples =
    options.sinceLast === true ? samplesBehind(store, inUse.sha256) : everySample(store);
  let looked = 0;
  const failedIds: string[] = [];
  const pool = computePool(inUse.settings, workers);
  const renew = renewing(store, inUse, pool, options.persist ?? (async (work) => work()));
  const underWay = new Set<Promise<void>>();
  const tally: Tally = {
    done: 0,
    renewed: 0,
    upToDate: 0,
    identical: 0,
    platesComputed: 0,
    differing: [],
    failed: [],
  };
  let ended: Reanalysis["ended"] = "complete";
  let trouble: unknown = null;

  async function bringUpToDate(sample: SampleRow): Promise<void> {
    try {
      const wanted = wantedOf(store, sample, inUse, all);
      const outcome = wanted === null ? "up-to-date" : await renew(wanted);
      if (outcome === "settings-changed") ended = outcome;
      else note(tally, outcome);
      tally.platesComputed += wanted?.basis.stored.plates.length ?? 0;
    } catch (error) {
      if (isStoreTrouble(error)) trouble = error;
      else {
        noteFailure(tally, sample.name, error);
        failedIds.push(sample.id);
      }
    }
    onProgress(tally.done, Math.max(total, tally.done));
  }

  try {
    let sliceEndsMs = performance.now() + SLICE_MS;
    for (const sample of samples) {
      if (signal?.aborted === true && ended === "complete") ended = "stopped";
      if (ended !== "complete" || trouble !== null) break;
      looked += 1;
      const task = bringUpToDate(sample).finally(() => underWay.delete(task));
      underWay.add(task);
      if (underWay.size >= workers * AHEAD) await Promise.race(underWay);
      if (performance.now() < sliceEndsMs) continue;
      await nextTurn();
      sliceEndsMs = performance.now() + SLICE_MS;
    }
    await Promise.all(underWay);
  } finally {
    await pool.stop();
  }
  if (trouble !== null) throw trouble;
  if (ended === "complete") {
    const settingsSha256 = inUse.sha256;
    keepRenewed(store, { settingsSha256, changeId: since, failed: failedIds });
  }
  return { ...tally, settings: inUse.label, samples: looked, ended };
}
