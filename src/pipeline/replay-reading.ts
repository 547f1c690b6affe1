import { parseSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { PlateReading } from "../domain/reading.ts";
import type { Driver } from "../instrument/contract.ts";
import type { ReplayOutcome } from "../instrument/replay-dialogue.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import { transcriptSha256 } from "../store/transcripts.ts";
import { computeSample, inputsOf } from "./evaluate-sample.ts";
import { plateOf, playTranscript } from "./play-transcript.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { sampleEvidence } from "./sample-evidence.ts";

export interface ReplayReport {
  readonly readingId: string;
  readonly transcriptIntact: boolean;
  readonly readingIdentical: boolean;
  /** Null when no analysis rests on this reading. */
  readonly analysisIdentical: boolean | null;
  /** How many numbers were compared: wells of the reading, and every number of the analysis. */
  readonly numbersCompared: number;
  /** What differs, or why something could not be compared; empty when all is bit-identical. */
  readonly differences: readonly string[];
}

/** Paths of the leaves in which two JSON texts differ, and how many numbers they hold. */
function compareJson(stored: string, now: string): { numbers: number; different: string[] } {
  const different: string[] = [];
  let numbers = 0;
  function walk(a: unknown, b: unknown, path: string): void {
    if (a !== null && b !== null && typeof a === "object" && typeof b === "object") {
      const left = a as Record<string, unknown>;
      const right = b as Record<string, unknown>;
      const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
      for (const key of keys) walk(left[key], right[key], `${path}/${key}`);
      return;
    }
    if (typeof a === "number") numbers += 1;
    if (!Object.is(a, b)) different.push(`${path}: stored ${String(a)}, now ${String(b)}`);
  }
  walk(JSON.parse(stored), JSON.parse(now), "");
  if (stored !== now && different.length === 0) different.push("the text differs in its order");
  return { numbers, different };
}

/** A newer version of the plate may have taken the reading's place. */
function restsOn(analysis: AnalysisRow, readingId: string): boolean {
  const { plates } = JSON.parse(analysis.inputs) as { plates: { readingId: string }[] };
  return plates.some((plate) => plate.readingId === readingId);
}

function compareAnalysis(
  store: Store,
  readingId: string,
): { identical: boolean | null; numbers: number; differences: string[] } {
  const version = store.plates.versionOfReading(readingId);
  const plate = version === null ? null : store.plates.byId(version.plate_id);
  const sample = plate === null ? null : store.samples.byId(plate.sample_id);
  const analysis = sample === null ? null : store.analyses.current(sample.id);
  if (sample === null || analysis === null || !restsOn(analysis, readingId))
    return { identical: null, numbers: 0, differences: [] };
  const evidence = sampleEvidence(store, sample);
  const settings = store.analyses.settings(analysis.settings_sha256);
  if (inputsOf(evidence) !== analysis.inputs || settings === null) {
    const message = "the plates, masks or blasts of the sample have changed since its analysis";
    return { identical: false, numbers: 0, differences: [message] };
  }
  const now = JSON.stringify(computeSample(evidence, parseSettings(JSON.parse(settings))).analysis);
  const { numbers, different } = compareJson(analysis.result, now);
  const other =
    analysis.program_version === PROGRAM_VERSION
      ? ""
      : ` (made by version ${analysis.program_version})`;
  return {
    identical: different.length === 0,
    numbers,
    differences: different.map((difference) => `analysis${other} ${difference}`),
  };
}

/**
 * Reads a reading's transcript again with its driver and computes its sample again, and says whether every number is
 * bit-identical with what is stored. Stores nothing. Throws READING_UNKNOWN.
 */
export function replayReading(
  store: Store,
  drivers: readonly Driver[],
  readingId: string,
): ReplayReport {
  const row = store.readings.byId(readingId);
  const transcript = row === null ? null : store.transcripts.byId(row.transcript_id);
  if (row === null || transcript === null) {
    throw new PlatewardenError("READING_UNKNOWN", `There is no reading ${readingId}.`);
  }
  const items = store.transcripts.items(transcript.id);
  const transcriptIntact = transcriptSha256(items) === row.transcript_sha256;
  const differences = transcriptIntact
    ? []
    : ["the transcript is not the one the reading was made from"];
  const driver = drivers.find((one) => one.id === row.driver_id);
  if (driver === undefined) {
    differences.push(`this program has no driver ${row.driver_id}`);
    return {
      readingId,
      transcriptIntact,
      readingIdentical: false,
      analysisIdentical: null,
      numbersCompared: 0,
      differences,
    };
  }
  if (driver.version !== row.driver_version) {
    differences.push(
      `the reading was made by driver version ${row.driver_version}, this is ${driver.version}`,
    );
  }
  const ending = store.transcripts.endOf(transcript.id)?.outcome ?? "interrupted";
  const brokenOff = ending === "interrupted" || ending === "lost" || ending === "cancelled";
  const outcome = playTranscript(driver, transcript, items, brokenOff);
  const plate = readingOf(row.outcome, plateOf(transcript, outcome), outcome);
  const wells = compareJson(row.body ?? "null", JSON.stringify(plate));
  const analysis = compareAnalysis(store, readingId);
  differences.push(
    ...wells.different.map((difference) => `reading ${difference}`),
    ...analysis.differences,
  );
  return {
    readingId,
    transcriptIntact,
    readingIdentical: wells.different.length === 0,
    analysisIdentical: analysis.identical,
    numbersCompared: wells.numbers + analysis.numbers,
    differences,
  };
}

function readingOf(
  storedOutcome: "plate" | "given-up",
  plate: PlateReading | null,
  outcome: ReplayOutcome<unknown>,
): PlateReading | null {
  if (storedOutcome === "plate") return plate;
  return outcome.kind === "fault" ? outcome.fault.partial : null;
}

/** True when nothing differs at all. */
export function isIdentical(report: ReplayReport): boolean {
  return report.transcriptIntact && report.readingIdentical && report.analysisIdentical !== false;
}
