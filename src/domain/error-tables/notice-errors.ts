/** Errors of notices and of how they are sent. */

import type { ErrorEntry } from "../error-entry.ts";

export const NOTICE_ERRORS = {} as const satisfies Record<string, ErrorEntry>;
