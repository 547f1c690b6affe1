/** The one word and the one shape for each state. A shape stands beside every colour, so colour is never alone. */
import type { FolderView, ReaderState, RunState } from "../api/views.ts";
import type { Lamp } from "../domain/lamp.ts";
import type { IconName } from "./parts/icon.tsx";

export type Tone = "good" | "look" | "bad" | "calm" | "busy";

export interface Wording {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

const readerStates: Record<ReaderState, Wording> = {
  connecting: { word: "Connecting", icon: "dots", tone: "calm" },
  identifying: { word: "Identifying", icon: "dots", tone: "calm" },
  ready: { word: "Ready", icon: "tick", tone: "good" },
  reading: { word: "Reading", icon: "play", tone: "busy" },
  unreachable: { word: "Not reachable", icon: "cross", tone: "bad" },
  stopped: { word: "Stopped", icon: "stop", tone: "look" },
};

const folderStates: Record<FolderView["state"], Wording> = {
  watching: { word: "Watching", icon: "tick", tone: "good" },
  unreachable: { word: "Cannot be read", icon: "cross", tone: "bad" },
};

const lamps: Record<Lamp, Wording> = {
  "re-read": { word: "Read again", icon: "again", tone: "bad" },
  look: { word: "Look", icon: "warning", tone: "look" },
  failed: { word: "Failed", icon: "cross", tone: "bad" },
  good: { word: "Good", icon: "tick", tone: "good" },
  none: { word: "Not judged", icon: "question", tone: "calm" },
};

const runStates: Record<RunState, Wording> = {
  starting: { word: "Starting", icon: "play", tone: "busy" },
  reading: { word: "Reading", icon: "play", tone: "busy" },
  captured: { word: "Captured", icon: "tick", tone: "good" },
  failed: { word: "Failed", icon: "cross", tone: "bad" },
  cancelled: { word: "Stopped", icon: "stop", tone: "calm" },
  interrupted: { word: "Interrupted", icon: "warning", tone: "look" },
};

const classes: Record<string, Wording> = {
  complete: { word: "complete", icon: "full", tone: "busy" },
  partial: { word: "partial", icon: "half", tone: "busy" },
  antagonistic: { word: "antagonistic", icon: "up", tone: "bad" },
  none: { word: "none", icon: "empty", tone: "calm" },
  inconclusive: { word: "inconclusive", icon: "question", tone: "look" },
};

const verifications: Record<string, string> = {
  bench: "verified on a real reader",
  transcript: "checked against recordings, not verified on a real unit",
  "manual-only": "from the manual only, not verified on a real unit",
};

const phases: Record<string, string> = {
  starting: "Starting",
  identifying: "Identifying the reader",
  measuring: "Measuring",
  transferring: "Sending the plate",
};

const masks: Record<string, { letter: string; words: string }> = {
  "over-range": { letter: "O", words: "no usable number: over the reader's range or not read" },
  "reference-artefact": { letter: "R", words: "reference artefact: dirt, a bubble or a scratch" },
  "blank-outlier": { letter: "B", words: "blank unlike the others" },
  review: { letter: "M", words: "masked by a person" },
};

export const wordOfReader = (state: ReaderState): Wording => readerStates[state];
export const wordOfFolder = (state: FolderView["state"]): Wording => folderStates[state];
export const wordOfLamp = (lamp: Lamp): Wording => lamps[lamp];
export const wordOfRun = (state: RunState): Wording => runStates[state];

export function wordOfClass(name: string): Wording {
  return classes[name] ?? { word: name, icon: "question", tone: "calm" };
}

export function wordOfVerification(verification: string): string {
  return verifications[verification] ?? verification;
}

export function wordOfPhase(phase: string): string {
  return phases[phase] ?? phase;
}

/** Letter and words of a mask; a reason that this page does not know is shown as it is, marked X. */
export function wordOfMask(reason: string): { letter: string; words: string } {
  return masks[reason] ?? { letter: "X", words: reason };
}
