/** Errors of certificates, of files that hold secrets, and of who asks too often. */

import type { ErrorEntry } from "../error-entry.ts";

export const SECURITY_ERRORS = {
  CERTIFICATE_UNUSABLE: {
    blame: "admin",
    httpStatus: 500,
    what: "The certificate of the pages or its key is not what it should be, or they do not belong together.",
    remedy:
      "Name the PEM files of one certificate and its own key, without a passphrase, in `[web]`; docs/security.md says how to make them.",
  },
  SECRET_FILE_OPEN: {
    blame: "admin",
    httpStatus: 500,
    what: "A file that holds a secret can be read or changed by others on this computer.",
    remedy:
      "Run the `chmod` that the message names. Whoever could read the file may know the secret: make a new one.",
  },
  SECRET_NOT_GIVEN: {
    blame: "admin",
    httpStatus: 500,
    what: "A secret that the configuration names is not there or cannot be read.",
    remedy:
      "Give the daemon's user the right to read the file, or hand it over with `LoadCredential=` of the service.",
  },
  TOO_MANY_REQUESTS: {
    blame: "caller",
    httpStatus: 429,
    retry: true,
    what: "One session, program or computer asks far more often than people and pages do.",
    remedy:
      "Wait as long as it says. A program should follow `GET /events` instead of asking again and again. Capture goes on meanwhile.",
  },
} as const satisfies Record<string, ErrorEntry>;
