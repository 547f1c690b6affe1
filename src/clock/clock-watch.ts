/** Whether the computer's clock can be believed, and what it did: times of signatures come from it. */
import { secondsText } from "./clock-words.ts";
import { type ClockParts, type ClockReading, COMPUTER, readClocks } from "./computer-clock.ts";

/** A larger step between two clocks of the same computer is no drift: nobody signs by it. */
export const LARGEST_STEP_MS = 60_000;

/** From so large a step on it is written down; a service for the time moves the clock in smaller ones all the time. */
const TOLD_STEP_MS = 2_000;

/** A computer that was held for less did not sleep. */
const TOLD_SLEEP_MS = 5_000;

export interface ClockChange {
  readonly kind: "step" | "sleep" | "zone";
  /** How far the clock was set, back is negative; how long the computer slept; null for a zone. */
  readonly movedMs: number | null;
  readonly sentence: string;
  readonly after: ClockReading;
}

export interface ClockWatch {
  /**
   * Why the time cannot be believed, in a sentence; null while it can. Once in doubt it stays so until the program is
   * started again, even when the clock is put back.
   */
  doubt(): string | null;
  /** What the clock did since it was asked last, most often nothing. */
  changes(): readonly ClockChange[];
  /** The time cannot be believed for a reason that was found elsewhere. */
  distrust(sentence: string): void;
}

/**
 * Compares the wall clock with one that nobody sets, from now on. Sleep is told from a step where the system has a
 * clock that goes on in it; where it has none, a computer that slept counts as one whose clock was set.
 */
export function clockWatch(parts: ClockParts = COMPUTER): ClockWatch {
  const start = readClocks(parts);
  let last = start;
  let found: string | null = null;
  return {
    doubt: () => {
      if (found !== null) return found;
      const stepMs = stepOf(start, readClocks(parts));
      if (Math.abs(stepMs) <= LARGEST_STEP_MS) return null;
      found = `${stepSentence(stepMs)} while the daemon was running${sleepIsUnknown(start)}.`;
      return found;
    },
    changes: () => {
      const now = readClocks(parts);
      const changes = changesOf(last, now);
      if (changes.length > 0) last = now;
      return changes;
    },
    distrust: (sentence) => {
      found ??= sentence;
    },
  };
}

function changesOf(before: ClockReading, after: ClockReading): ClockChange[] {
  const changes: ClockChange[] = [];
  const stepMs = stepOf(before, after);
  const sleptMs = sleepOf(before, after);
  if (sleptMs >= TOLD_SLEEP_MS) {
    const sentence = `This computer slept for ${secondsText(sleptMs)}; no reader was listened to meanwhile.`;
    changes.push({ kind: "sleep", movedMs: sleptMs, sentence, after });
  }
  if (Math.abs(stepMs) >= TOLD_STEP_MS) {
    const sentence = `${stepSentence(stepMs)}${sleepIsUnknown(before)}.`;
    changes.push({ kind: "step", movedMs: stepMs, sentence, after });
  }
  if (before.zone !== after.zone) {
    const sentence = `The time zone of this computer was changed from ${before.zone} to ${after.zone}.`;
    changes.push({ kind: "zone", movedMs: null, sentence, after });
  }
  return changes;
}

/** How far the wall clock moved against the best clock that nobody sets, in ms. */
export function stepOf(before: ClockReading, after: ClockReading): number {
  const passedMs =
    before.sinceBootMs === null || after.sinceBootMs === null
      ? after.steadyMs - before.steadyMs
      : after.sinceBootMs - before.sinceBootMs;
  return Math.round(after.wallMs - before.wallMs - passedMs);
}

/** So long the clock of the process stood while the computer's went on, in ms; 0 where that cannot be told. */
function sleepOf(before: ClockReading, after: ClockReading): number {
  if (before.sinceBootMs === null || after.sinceBootMs === null) return 0;
  return Math.round(after.sinceBootMs - before.sinceBootMs - (after.steadyMs - before.steadyMs));
}

function stepSentence(stepMs: number): string {
  return `The clock of this computer was put ${stepMs > 0 ? "forward" : "back"} by ${secondsText(Math.abs(stepMs))}`;
}

function sleepIsUnknown({ sinceBootMs }: ClockReading): string {
  return sinceBootMs === null ? " (or the computer slept)" : "";
}
