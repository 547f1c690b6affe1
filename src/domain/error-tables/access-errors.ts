/** Errors of signing in, of who may do what, and of accounts and tokens. */

import type { ErrorEntry } from "../error-entry.ts";

export const ACCESS_ERRORS = {
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
} as const satisfies Record<string, ErrorEntry>;
