import { useState } from "preact/hooks";
import { EMPTY_DRAFT, type ReviewDraft } from "./review-draft.ts";

/** Drafts that hold something, by person and plate; one that is empty again is forgotten. */
const drafts = new Map<string, ReviewDraft>();

/** A person's draft on a plate, which outlives the plate's page, and what changes a part of it. */
export function useDraft(
  key: string,
  first: Partial<ReviewDraft>,
): [ReviewDraft, (part: Partial<ReviewDraft>) => void] {
  const [, draw] = useState(0);
  const draft = drafts.get(key) ?? { ...EMPTY_DRAFT, ...first };
  const change = (part: Partial<ReviewDraft>): void => {
    const next = { ...(drafts.get(key) ?? draft), ...part };
    if (isEmpty(next)) drafts.delete(key);
    else drafts.set(key, next);
    draw((times) => times + 1);
  };
  return [draft, change];
}

function isEmpty(draft: ReviewDraft): boolean {
  const texts = draft.reason + draft.comment + draft.signatureComment;
  return draft.wells.size === 0 && texts === "" && draft.meaning === null;
}
