import type { OtherReading, Suspicion, SuspicionKind } from "./find-suspicions.ts";

/** What is suspicious of a plate, to stand after its name. */
export const SUSPICION_WORDS: Readonly<Record<SuspicionKind, string>> = {
  IDENTICAL_READING: "is the same as an earlier reading, to the last digit of every well",
  REPEATED_FROM_READING: "shares wells with an earlier reading to the last digit",
  REPEATED_WITHIN: "repeats wells to the last digit",
  ONE_VALUE: "has one and the same value in most of its wells",
  TOO_SMOOTH: "is more even than cells and pipettes can be",
};

/** The reading that a plate has its numbers from, so that it can be found at the bench. */
export function otherReadingWords(other: OtherReading): string {
  const { barcode, sample, readerId, capturedAtUtc } = other;
  return `plate ${barcode} (sample ${sample}), read ${capturedAtUtc} on ${readerId}`;
}

/**
 * A sentence for each suspicion of a plate, to stand beside its verdicts: they are as the numbers say, and whose numbers
 * these are is the question. Empty where there is none.
 */
export function suspicionNotes(
  barcode: string,
  suspicions: Readonly<Record<string, readonly Suspicion[]>>,
): string[] {
  return (suspicions[barcode] ?? []).map(({ kind, other }) => {
    const from = other === null ? "" : `: ${otherReadingWords(other)}`;
    return `Suspicion: plate ${barcode} ${SUSPICION_WORDS[kind]}${from}. Find out why before this result is relied on.`;
  });
}
