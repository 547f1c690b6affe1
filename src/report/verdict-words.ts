/** The words and shapes of classes, qualities and masks on paper; a shape stands beside every word. */
import type { ComparisonClass, MaskReason } from "../analysis/sample-analysis.ts";
import type { PlateQuality, PlateView } from "../api/views.ts";

export interface Wording {
  readonly shape: string;
  readonly words: string;
}

const CLASSES: Readonly<Record<ComparisonClass, Wording>> = {
  complete: { shape: "●", words: "complete sensitisation" },
  partial: { shape: "◐", words: "partial sensitisation" },
  antagonistic: { shape: "▲", words: "antagonistic" },
  none: { shape: "○", words: "no substantial effect" },
  inconclusive: { shape: "?", words: "inconclusive" },
};

export function classText(name: ComparisonClass): string {
  const { shape, words } = CLASSES[name];
  return `${shape} ${words}`;
}

export const QUALITY_WORDS: Readonly<Record<PlateQuality, string>> = {
  pass: "✓ pass",
  warn: "! pass with warnings",
  fail: "✗ FAILED",
  "not-judged": "? not judged",
};

export const FIGURE_WORDS: Readonly<Record<PlateView["statistics"][number]["verdict"], string>> = {
  good: "✓ pass",
  warn: "! warn",
  fail: "✗ fail",
  info: "",
};

const MASK_LETTERS: Readonly<Record<MaskReason, string>> = {
  "over-range": "O",
  "reference-artefact": "R",
  "blank-outlier": "B",
  review: "M",
};

const MASK_WORDS: Readonly<Record<MaskReason, string>> = {
  "over-range": "no number: over the reader's range or not read",
  "reference-artefact": "reference artefact",
  "blank-outlier": "blank unlike the others",
  review: "masked by a person",
};

export function maskWords(reason: string): string {
  return reason in MASK_WORDS ? MASK_WORDS[reason as MaskReason] : reason;
}

export function maskLetter(reason: string): string {
  return reason in MASK_LETTERS ? MASK_LETTERS[reason as MaskReason] : "X";
}

const VERIFICATIONS: Readonly<Record<string, string>> = {
  bench: "driver verified on a real reader",
  transcript: "driver checked against recordings, not verified on a real reader",
  "manual-only": "driver made from the manual only, not verified on a real reader",
};

export function verificationWords(verification: string): string {
  return VERIFICATIONS[verification] ?? verification;
}
