/** What has happened to a plate between two looks at it, in sentences. */
import type { ReviewView, SignatureView } from "../../api/review-views.ts";
import type { ComparisonView, PlateView } from "../../api/views.ts";
import { wordsOfMeaning } from "./review-words.ts";

interface Look {
  readonly review: ReviewView;
  readonly plate: PlateView;
}

const parts: Record<keyof ReviewView["record"], string> = {
  rawSha256: "the reading",
  layoutSha256: "the layout",
  settingsSha256: "the settings",
  resultSha256: "the result",
};

/** Sentences, what people did first; empty when nothing differs that a decision rests on. */
export function describeChanges(before: Look, after: Look): readonly string[] {
  const told = [
    ...masksSince(before.review, after.review),
    ...readingsSince(before.review, after.review),
    ...signaturesSince(before.review, after.review),
    ...commentsSince(before.review, after.review),
    ...verdictsSince(before.plate, after.plate),
  ];
  if (told.length > 0 || before.review.recordSha256 === after.review.recordSha256) return told;
  const changed = (Object.keys(parts) as (keyof typeof parts)[])
    .filter((part) => before.review.record[part] !== after.review.record[part])
    .map((part) => parts[part]);
  return [
    `The record is another one now: ${changed.join(", ") || "what people said of it"} changed.`,
  ];
}

function masksSince(before: ReviewView, after: ReviewView): string[] {
  return after.masks
    .slice(before.masks.length)
    .map(({ well, action, by, reason }) =>
      action === "mask"
        ? `${by} left ${well} out: ${reason}.`
        : `${by} took ${well} in again: ${reason}.`,
    );
}

function readingsSince(before: ReviewView, after: ReviewView): string[] {
  const come = after.readings
    .filter(({ version }) => !before.readings.some((one) => one.version === version))
    .map(({ version, readBy }) => `Reading ${version} has come, read by ${readBy}.`);
  const counted = (review: ReviewView) => review.readings.find((one) => one.counts);
  const now = counted(after);
  if (now === undefined || now.version === counted(before)?.version) return come;
  const why = now.chosen === null ? "" : `, chosen by ${now.chosen.by}: ${now.chosen.reason}`;
  return [...come, `Reading ${now.version} counts now${why}.`];
}

function signaturesSince(before: ReviewView, after: ReviewView): string[] {
  return after.signatures.flatMap((signature) => {
    const known = before.signatures.find((one) => one.id === signature.id);
    if (known?.standing === signature.standing) return [];
    return [signatureSentence(signature, known !== undefined)];
  });
}

function signatureSentence(signature: SignatureView, wasThere: boolean): string {
  const { name, meaning, revoked, standing } = signature;
  if (revoked !== null) return `${revoked.by} revoked the signature of ${name}: ${revoked.reason}.`;
  if (standing === "changed") return `The signature of ${name} does not hold any more.`;
  const act = wordsOfMeaning(meaning).done.toLowerCase();
  return wasThere ? `The signature of ${name} holds again.` : `${name} has signed: ${act}.`;
}

function commentsSince(before: ReviewView, after: ReviewView): string[] {
  return after.comments
    .filter(({ id }) => !before.comments.some((one) => one.id === id))
    .map(({ by, text }) => `${by} wrote: “${text}”`);
}

function verdictsSince(before: PlateView, after: PlateView): string[] {
  return after.comparisons.flatMap((comparison) => {
    const known = before.comparisons.find(({ arm }) => arm === comparison.arm);
    const [was, is] = [verdictOf(known), verdictOf(comparison)];
    return was === is ? [] : [`${comparison.arm}: ${was} has become ${is}.`];
  });
}

function verdictOf(comparison: ComparisonView | undefined): string {
  if (comparison === undefined) return "no verdict";
  return comparison.grade === null
    ? comparison.class
    : `${comparison.class}, grade ${comparison.grade}`;
}
