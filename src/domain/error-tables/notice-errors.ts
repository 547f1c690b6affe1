/** Errors of notices and of how they are sent. */

import type { ErrorEntry } from "../error-entry.ts";

export const NOTICE_ERRORS = {
  DELIVERY_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No notice waits to be sent under this id.",
    remedy: "Load the page of notices again: it has been sent meanwhile, or never was to be.",
  },
  INCIDENT_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No incident has this id.",
    remedy: "List the incidents with `platewarden incidents list`.",
  },
  NOTICE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No notice with this id stands.",
    remedy: "Load the page of notices again: somebody has seen to it meanwhile.",
  },
} as const satisfies Record<string, ErrorEntry>;
