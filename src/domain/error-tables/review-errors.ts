/** Errors of reviewing and signing plates. */

import type { ErrorEntry } from "../error-entry.ts";

export const REVIEW_ERRORS = {} as const satisfies Record<string, ErrorEntry>;
