/** Shows what the unit does as the state of the reader. */
import type { ReaderDisplay } from "../reader-display.ts";
import type { ReaderStatus, ReadingProgress } from "../reader-status.ts";
import { progressAfter, startProgress } from "../reading-progress.ts";
import type { RecordPort } from "../record-port.ts";
import type { BenchState } from "./bench-state.ts";
import { ownerOf } from "./hand-over.ts";
import type { LadsUnit } from "./lads-unit.ts";
import { isResultOf } from "./match-result.ts";
import type { ResultLook } from "./result-intake.ts";
import { readySentence, troubleWithUnit } from "./unit-sentences.ts";
import type { UnitStatus } from "./unit-status.ts";

export interface ShownUnit {
  readonly display: ReaderDisplay;
  readonly unit: LadsUnit;
  readonly status: UnitStatus;
  readonly bench: BenchState;
  readonly records: RecordPort;
  readonly look: ResultLook;
  /** A run whose outcome is not known is waited for. */
  readonly awaited: boolean;
}

type Shown = Pick<ReaderStatus, "state" | "sentence" | "progress">;

export function showUnit(parts: ShownUnit): void {
  const { display } = parts;
  const before = display.status$.value;
  const now = shownNow(parts, before.progress);
  const isSame =
    before.state === now.state &&
    before.sentence === now.sentence &&
    before.progress === now.progress;
  if (!isSame) display.show(now);
}

function shownNow(parts: ShownUnit, before: ReadingProgress | null): Shown {
  const { status, unit, bench, awaited } = parts;
  const { active } = bench;
  if (active !== null) {
    const sentence =
      status.stepName === null ? "Reads a plate." : `Reads a plate: ${status.stepName}.`;
    return {
      state: "reading",
      sentence,
      progress: progressOf(parts, active.command.runId, before),
    };
  }
  if (status.state === "running" || status.state === "stopping") {
    const open = parts.look.headers.find((header) => header.stopped === null);
    const runId = open === undefined ? null : ownerOf(open, bench, parts.records);
    const sentence =
      runId === null
        ? "Reads a plate that was started elsewhere."
        : "Reads the plate of a run that was interrupted.";
    return { state: "reading", sentence, progress: progressOf(parts, runId, before) };
  }
  const trouble = troubleWithUnit(status, unit);
  if (trouble !== null) return { state: "unreachable", sentence: trouble, progress: null };
  if (awaited) {
    const sentence = "Looks for the result of a run that was interrupted.";
    return { state: "identifying", sentence, progress: null };
  }
  return { state: "ready", sentence: readySentence(status), progress: null };
}

/** The same object while nothing has changed in it. */
function progressOf(
  parts: ShownUnit,
  runId: string | null,
  before: ReadingProgress | null,
): ReadingProgress {
  const nowUtc = new Date().toISOString();
  const progress = before?.runId === runId ? before : startProgress(runId, nowUtc);
  const phase = phaseOf(parts);
  const expectedMs = phase === "measuring" ? parts.status.estimatedMs : null;
  if (phase === null || (progress.phase === phase && progress.expectedMs === expectedMs)) {
    return progress;
  }
  return progressAfter(progress, { kind: "phase", phase, expectedMs }, nowUtc);
}

function phaseOf({ status, bench, look }: ShownUnit): "measuring" | "transferring" | null {
  if (status.state === "running" || status.state === "stopping") return "measuring";
  const started = bench.active?.started ?? null;
  const hasEnded = started !== null && look.open.some((header) => isResultOf(header, started));
  return hasEnded ? "transferring" : null;
}
