/** Errors of signing in, of who may do what, and of accounts and tokens. */

import type { ErrorEntry } from "../error-entry.ts";

export const ACCESS_ERRORS = {} as const satisfies Record<string, ErrorEntry>;
