/** Errors of signing in, of who may do what, and of accounts and tokens. */

import type { ErrorEntry } from "../error-entry.ts";

export const ACCESS_ERRORS = {
  AUTHORISATION_REFUSED: {
    blame: "caller",
    httpStatus: 403,
    what: "An authorisation of a supervisor is used up, has ended, is for something else, or could not be given.",
    remedy:
      "Let somebody who may do it authorise it once more, with name and password; nobody can authorise themself.",
  },
  BADGE_TAKEN: {
    blame: "caller",
    httpStatus: 409,
    what: "A badge is given to somebody while another account has it.",
    remedy: "Take the badge from the other account first, or scan another one.",
  },
  BADGE_UNKNOWN: {
    blame: "caller",
    httpStatus: 401,
    what: "No account that works here has the badge that was scanned.",
    remedy: "Sign in with name and password; an administrator can give the badge to an account.",
  },
  LAST_ADMINISTRATOR: {
    blame: "caller",
    httpStatus: 409,
    what: "After this change nobody could administer the accounts any more.",
    remedy: "Make somebody else an administrator first.",
  },
  NOT_PERMITTED: {
    blame: "caller",
    httpStatus: 403,
    what: "Somebody asked for what their role, badge or token does not allow.",
    remedy:
      "Ask somebody who may; where the page offers it, a reviewer can authorise this one action without changing who is signed in.",
  },
  NOT_SIGNED_IN: {
    blame: "caller",
    httpStatus: 401,
    what: "A request came without a session or a token.",
    remedy: "Sign in, or send a token as `authorization: Bearer …`. Capture goes on meanwhile.",
  },
  PASSWORD_CHANGE_NEEDED: {
    blame: "caller",
    httpStatus: 403,
    what: "Somebody works with a password that another person set.",
    remedy: "Choose a password of your own on the account page; then everything goes on.",
  },
  PASSWORD_WEAK: {
    blame: "caller",
    httpStatus: 422,
    what: "A new password is too short, or one of those that are tried first.",
    remedy:
      "Choose one of at least 12 characters that does not hold your name; a few words together are good. No kind of character is asked for.",
  },
  PERSON_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "A name or a badge of an account holds what cannot be printed, is empty, or is too long.",
    remedy: "Write the name as it is to stand in the audit trail; scan the badge again.",
  },
  PERSON_NEEDED: {
    blame: "caller",
    httpStatus: 403,
    what: "A program or a command asked for what only a person with a session can have done.",
    remedy: "Sign in at the page and do it there.",
  },
  PERSON_TAKEN: {
    blame: "caller",
    httpStatus: 409,
    what: "There is an account of this name already, perhaps a deactivated one.",
    remedy: "Add something to the name, or make the account active again.",
  },
  PERSON_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "There is no such account.",
    remedy: "List the accounts with `platewarden people list`.",
  },
  PIN_NOT_SET: {
    blame: "caller",
    httpStatus: 401,
    what: "A badge was scanned whose owner has not set a PIN.",
    remedy: "Sign in with name and password, and set a PIN on the account page.",
  },
  PIN_WEAK: {
    blame: "caller",
    httpStatus: 422,
    what: "A new PIN is not four to eight digits, or one of those that are tried first.",
    remedy: "Choose four to eight digits that are neither all the same nor a run like 1234.",
  },
  SESSION_ENDED: {
    blame: "caller",
    httpStatus: 401,
    what: "A session has ended: after twelve hours, by signing out, or because the account was changed.",
    remedy: "Sign in again. Capture goes on meanwhile.",
  },
  SESSION_LOCKED: {
    blame: "caller",
    httpStatus: 401,
    what: "A session is locked because nobody touched the page for a while, or because somebody locked it.",
    remedy: "Unlock it with your password, or with badge and PIN. Capture goes on meanwhile.",
  },
  SET_UP_REFUSED: {
    blame: "caller",
    httpStatus: 403,
    what: "The first administrator could not be made: the code is wrong, or there is an administrator.",
    remedy:
      "Enter the code that is printed where the daemon was started; once there is an administrator, that person makes the accounts.",
  },
  SIGN_IN_REFUSED: {
    blame: "caller",
    httpStatus: 401,
    what: "Name and password, or badge and PIN, do not go together.",
    remedy: "Type it again. An administrator can set a new password.",
  },
  SIGN_IN_SLOWED: {
    blame: "caller",
    httpStatus: 429,
    retry: true,
    what: "Somebody tries again too soon after wrong passwords or PINs.",
    remedy: "Wait as long as it says, then try again; capture goes on meanwhile.",
  },
  TOKEN_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "A token was asked for that could not be of use.",
    remedy:
      "Give it a name that no other token has, at least one scope, and an end in the future or none.",
  },
  TOKEN_REFUSED: {
    blame: "caller",
    httpStatus: 401,
    what: "A request came with a token or a secret that is unknown, has ended or was revoked.",
    remedy:
      "Send a token that is good as `authorization: Bearer …`; an administrator makes one on the people page.",
  },
  TOKEN_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "There is no such token, or it has been revoked before.",
    remedy: "Look at the list of tokens on the people page.",
  },
} as const satisfies Record<string, ErrorEntry>;
