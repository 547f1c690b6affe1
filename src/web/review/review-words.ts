/** Words, shapes and tones of the review, and what each signature means in a sentence. */
import type { ReviewState, SignatureMeaning, SignatureView } from "../../api/review-views.ts";
import type { Wording } from "../words.ts";

const states: Record<ReviewState, Wording> = {
  open: { word: "Open", icon: "empty", tone: "calm" },
  changed: { word: "Changed since signed", icon: "warning", tone: "look" },
  reviewed: { word: "One of two signatures", icon: "half", tone: "busy" },
  approved: { word: "Approved", icon: "tick", tone: "good" },
  rejected: { word: "Rejected", icon: "cross", tone: "bad" },
  "repeat-asked": { word: "Repeat asked for", icon: "clock", tone: "look" },
};

const standings: Record<SignatureView["standing"], Wording> = {
  holds: { word: "holds", icon: "tick", tone: "good" },
  changed: { word: "void: the record has changed", icon: "warning", tone: "look" },
  revoked: { word: "revoked", icon: "cross", tone: "bad" },
};

interface MeaningWords {
  /** On the button. */
  readonly act: string;
  /** Of the signature afterwards. */
  readonly done: string;
  readonly sentence: string;
  readonly wording: Wording;
}

const meanings: Record<SignatureMeaning, MeaningWords> = {
  approve: {
    act: "Approve",
    done: "Approved",
    sentence:
      "I have looked at the evidence of this plate and at its audit trail, and approve this result as it stands.",
    wording: { word: "Approved", icon: "tick", tone: "good" },
  },
  reject: {
    act: "Reject",
    done: "Rejected",
    sentence:
      "I have looked at the evidence of this plate and at its audit trail, and reject it: its result must not be used.",
    wording: { word: "Rejected", icon: "cross", tone: "bad" },
  },
  "ask for a repeat": {
    act: "Ask for a repeat",
    done: "Repeat asked for",
    sentence:
      "I have looked at the evidence of this plate and at its audit trail, and ask for the measurement to be repeated before anybody decides.",
    wording: { word: "Repeat asked for", icon: "clock", tone: "look" },
  },
};

export const wordOfState = (state: ReviewState): Wording => states[state];
export const wordOfStanding = (standing: SignatureView["standing"]): Wording => standings[standing];
export const wordsOfMeaning = (meaning: SignatureMeaning): MeaningWords => meanings[meaning];

/** The beginning of a SHA-256, enough to compare by eye. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 12);
}
