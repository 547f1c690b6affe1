/** What differs between two records of a plate, in sentences for the person who signed the first of them. */
import { isLampCode, LAMPS } from "../../domain/lamp.ts";
import { TURN_WORDS } from "../../domain/plate-turn.ts";
import type { Store } from "../../store/open-store.ts";
import { differingSettings } from "../compare-inputs.ts";
import { type Change, changesBetween, type PlaceChanges } from "../compare-results.ts";
import type { PlateInputs } from "../plate-inputs.ts";
import { shownSettings, storedSettings } from "../settings-records.ts";
import type { PlateRecord, RecordedFlag } from "./plate-record.ts";

function percentText(value: number | null): string {
  return value === null ? "not entered" : `${value} %`;
}

function readingChanges(before: PlateRecord, after: PlateRecord): string[] {
  if (before.inputs.readingId === after.inputs.readingId) return [];
  return [
    `Another reading counts: version ${after.inputs.version} instead of version ${before.inputs.version}.`,
  ];
}

function maskChanges(before: PlateInputs, after: PlateInputs): string[] {
  const was = new Map(before.masks.map(({ well, reason }) => [well, reason]));
  const is = new Map(after.masks.map(({ well, reason }) => [well, reason]));
  return [
    ...[...is]
      .filter(([well, reason]) => was.get(well) !== reason)
      .map(([well, reason]) => `Well ${well} is left out: “${reason}”.`),
    ...[...was.keys()].filter((well) => !is.has(well)).map((well) => `Well ${well} counts again.`),
  ];
}

/** Whatever else is said of the plate itself, e.g. how it lay. */
function otherInputChanges(before: PlateInputs, after: PlateInputs): string[] {
  const told = new Set(["version", "readingId", "readingSha256", "masks"]);
  const was = new Map<string, unknown>(Object.entries(before));
  const is = new Map<string, unknown>(Object.entries(after));
  const shown = (value: unknown): string =>
    value === undefined || value === null
      ? "not said"
      : typeof value === "string"
        ? (TURNS.get(value) ?? value)
        : JSON.stringify(value);
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => !told.has(key))
    .filter((key) => JSON.stringify(was.get(key)) !== JSON.stringify(is.get(key)))
    .map((key) => `${INPUT_WORDS[key] ?? key}: ${shown(was.get(key))} → ${shown(is.get(key))}.`);
}

const TURNS: ReadonlyMap<string, string> = new Map(Object.entries(TURN_WORDS));

const INPUT_WORDS: Readonly<Record<string, string>> = {
  turn: "How the plate lay in the reader",
  layoutSha256: "Layout",
  barcode: "Barcode",
};

function settingsChanges(store: Store, before: PlateRecord, after: PlateRecord): string[] {
  const [was, is] = [before.settingsSha256, after.settingsSha256];
  if (was === is || was === null || is === null) return [];
  const [old, now] = [storedSettings(store, was), storedSettings(store, is)];
  const names = old === null || now === null ? [] : differingSettings(old, now);
  const which = names.length === 0 ? "" : ` (${names.join(", ")})`;
  return [`Thresholds: ${shownSettings(store, was)} → ${shownSettings(store, is)}${which}.`];
}

function sampleChanges(before: PlateRecord, after: PlateRecord): string[] {
  const sentences: string[] = [];
  if (before.blastsDay4Percent !== after.blastsDay4Percent) {
    sentences.push(
      `Blasts on day 4: ${percentText(before.blastsDay4Percent)} → ${percentText(after.blastsDay4Percent)}.`,
    );
  }
  if (before.provisional === true && after.provisional === false) {
    sentences.push("The sample is complete: its verdicts are no longer provisional.");
  }
  if (before.provisional === false && after.provisional === true) {
    sentences.push("The verdicts are provisional: further plates of the sample may come.");
  }
  return sentences;
}

/** Verdicts in people's words; the reasons of a verdict are told with their number only. */
const VERDICT_WORDS: Readonly<Record<string, string>> = {
  "comparisons.class": "verdict",
  "comparisons.grade": "grade",
  "plates.verdict": "quality of the plate",
  "uniformPlates.verdict": "quality of the plate",
  "plates.failReasons": "reasons for failing",
  "plates.warnings": "warnings",
  "uniformPlates.warnings": "warnings",
  "comparisons.reasons": "reasons",
  "comparisons.qualifiers": "remarks",
  "arms.prednisoloneClass": "response to prednisolone alone",
};

/** Codes as the lamp tells of them; what is no code stands as it is. */
function codesInWords(value: unknown): string {
  const codes = Array.isArray(value) ? value : String(value ?? "").split(/[,;] */);
  return codes
    .map(String)
    .map((code) => (isLampCode(code) ? LAMPS[code].sentence.replace(/\.$/, "") : code))
    .join("; ");
}

function verdictSentence(place: PlaceChanges, change: Change): string[] {
  const words = VERDICT_WORDS[change.path];
  if (words === undefined) return [];
  const shown = (value: unknown): string => codesInWords(value) || "none";
  const of = place.arm === null ? "" : `${place.arm}: `;
  return [`${of}${words} ${shown(change.before)} → ${shown(change.after)}.`];
}

/** How many and by how much would say little: a number next to nothing changes by thousands of percent. */
function valuesSentence(places: readonly PlaceChanges[]): string[] {
  const changed = places.filter(({ values }) => values.length > 0);
  if (changed.length === 0) return [];
  const arms = [...new Set(changed.flatMap(({ arm }) => arm ?? []))];
  return [arms.length === 0 ? "Numbers differ." : `Numbers differ for ${arms.join(", ")}.`];
}

/** Without the numbers, which stand with the results. */
function flagName({ ruleId, arm, wells }: RecordedFlag): string {
  const of = [...(arm === null ? [] : [arm]), ...wells].join(", ");
  return of === "" ? ruleId : `${ruleId} (${of})`;
}

function flagChanges(before: PlateRecord, after: PlateRecord): string[] {
  const was = new Set(before.flags.map(flagName));
  const is = new Set(after.flags.map(flagName));
  return [
    ...[...is].filter((name) => !was.has(name)).map((name) => `New flag: ${name}.`),
    ...[...was].filter((name) => !is.has(name)).map((name) => `No longer flagged: ${name}.`),
  ];
}

/** Verdicts first, then what they rest on, then how many numbers; empty when the records are the same. */
export function recordChanges(
  store: Store,
  before: PlateRecord,
  after: PlateRecord,
): readonly string[] {
  const places = changesBetween(
    { result: before.result, flags: [] },
    { result: after.result, flags: [] },
  );
  return [
    ...places.flatMap((place) => place.verdicts.flatMap((one) => verdictSentence(place, one))),
    ...flagChanges(before, after),
    ...readingChanges(before, after),
    ...otherInputChanges(before.inputs, after.inputs),
    ...maskChanges(before.inputs, after.inputs),
    ...settingsChanges(store, before, after),
    ...sampleChanges(before, after),
    ...valuesSentence(places),
  ];
}
