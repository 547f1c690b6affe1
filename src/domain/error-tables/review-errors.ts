/** Errors of reviewing and signing plates. */

import type { ErrorEntry } from "../error-entry.ts";

export const REVIEW_ERRORS = {
  ALREADY_SIGNED: {
    blame: "caller",
    httpStatus: 409,
    what: "The same person has signed the plate as it stands.",
    remedy:
      "A second signature must be another person's. To sign for something else, revoke the first one with a reason.",
  },
  ANALYSIS_BEHIND: {
    blame: "bench",
    httpStatus: 409,
    retry: true,
    what: "The plate has changed and its sample has not been analysed anew yet.",
    remedy:
      "Wait a moment and load the page again. If it stays so, see the daemon's log: the analysis of the sample fails.",
  },
  CLOCK_DOUBTFUL: {
    blame: "admin",
    httpStatus: 503,
    what: "The clock of the computer jumped by more than 60 s while the daemon was running, or was behind what is stored when it started, so that the time of a signature could not be believed.",
    remedy:
      "Set the clock right (better: let it be kept by NTP), then start the daemon again. Where later times are stored than they were, say that it is right now with `platewarden clocks confirm` before. Capture goes on meanwhile.",
  },
  DECISION_STANDS: {
    blame: "caller",
    httpStatus: 409,
    what: "The plate has been decided on: approved by two persons, rejected, or sent back for a repeat.",
    remedy: "To decide otherwise, revoke that signature first, with a reason.",
  },
  MASKS_IN_THE_WAY: {
    blame: "caller",
    httpStatus: 409,
    what: "Saying how the plate lay would move masks onto wells that were masked for another reading of it, or that were masked for both.",
    remedy:
      "Take the masks of the named wells off first, say how the plate lay, and put them on again where they belong.",
  },
  OWN_PLATE: {
    blame: "caller",
    httpStatus: 403,
    what: "Nobody approves a plate that they have read or assigned themselves.",
    remedy: "Let two other reviewers approve it. Rejecting it or asking for a repeat is possible.",
  },
  OWN_STATEMENT: {
    blame: "caller",
    httpStatus: 403,
    what: "Nobody approves a plate of which they said, or let somebody say, that it lay as read while its numbers fit another way round clearly better.",
    remedy: "Let two other reviewers look at the plate and approve it.",
  },
  PLATE_HELD: {
    blame: "bench",
    httpStatus: 409,
    what: "The numbers of the plate fit its layout clearly better another way round, and nobody has said how it lay, or somebody said a way that they are against.",
    remedy:
      "Look at the plate or its picture, and say on the review page how it lay in the reader.",
  },
  RECORD_CHANGED: {
    blame: "caller",
    httpStatus: 409,
    what: "The plate has changed since the page was loaded, so the decision would be on something that was not seen.",
    remedy: "Look at what changed and decide again; nothing was stored.",
  },
  SIGNATURE_ENDED: {
    blame: "caller",
    httpStatus: 409,
    what: "The signature does not hold any more: it was revoked, or what it was given for has changed.",
    remedy: "Nothing needs to be revoked. Load the page again to see what stands.",
  },
  SIGNATURE_PASSWORD_WRONG: {
    blame: "caller",
    httpStatus: 403,
    what: "The password given with the signature is not that of the person who is signed in.",
    remedy: "Type your own password again. After several failures it is slowed down as at sign-in.",
  },
  SIGNATURE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "The plate has no signature with this id.",
    remedy: "Load the plate's review page again; it lists every signature.",
  },
  SIGNER_NOT_A_PERSON: {
    blame: "caller",
    httpStatus: 403,
    what: "Comments and signatures are a person's: neither a program's token nor a command can give them.",
    remedy: "Sign in on the page with name and password.",
  },
  TURN_STANDS: {
    blame: "caller",
    httpStatus: 409,
    what: "It has been said already that the plate lay so.",
    remedy: "Nothing needs to be done.",
  },
  TRAIL_NOT_SEEN: {
    blame: "caller",
    httpStatus: 409,
    what: "The plate's audit trail has entries that the person who signs has not opened.",
    remedy: "Open the trail on the plate's review page, read what is new, and sign again.",
  },
  VERSION_COUNTS: {
    blame: "caller",
    httpStatus: 409,
    what: "The reading that was chosen is the one that counts already.",
    remedy: "Nothing needs to be done.",
  },
  VERSION_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "The plate has no reading with this version.",
    remedy: "Choose among the readings that the plate's review page lists.",
  },
} as const satisfies Record<string, ErrorEntry>;
