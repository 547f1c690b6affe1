import type { ModelFacts } from "./model-facts.ts";

export interface ReadArguments {
  readonly mixSeconds: number;
  /** Filter positions, first position 1. */
  readonly measurement: number;
  readonly reference: number | null;
}

/** The words after RPLATE; null when the reader would refuse them. The 550 has no speed and no mix speed. */
export function readArguments(
  words: readonly string[],
  model: ModelFacts,
  filtersNm: readonly (number | null)[],
): ReadArguments | null {
  const is680 = model.name === "680";
  const [speed = "", , mixSpeed = ""] = words;
  if (is680 && !(/^[12]$/.test(speed) && /^[LMH]$/i.test(mixSpeed))) return null;
  const mixSeconds = Number(words[is680 ? 1 : 0]);
  if (!(mixSeconds >= 0 && mixSeconds <= model.longestMixSeconds)) return null;
  const [measurement, reference, ...tooMuch] = words.slice(is680 ? 3 : 1).map(Number);
  const isInstalled = (position: number) => (filtersNm[position - 1] ?? null) !== null;
  if (measurement === undefined || !isInstalled(measurement) || tooMuch.length > 0) return null;
  if (reference !== undefined && !isInstalled(reference)) return null;
  return { mixSeconds, measurement, reference: reference ?? null };
}
