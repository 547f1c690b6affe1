/**
 * The table of errors: the software could not do its job, whose fault it is and what to do about it.
 * `docs/errors.md` is checked against this table in both directions.
 */

import type { ErrorEntry } from "./error-entry.ts";
import { ACCESS_ERRORS } from "./error-tables/access-errors.ts";
import { BACKUP_ERRORS } from "./error-tables/backup-errors.ts";
import { FILE_ERRORS } from "./error-tables/file-errors.ts";
import { NOTICE_ERRORS } from "./error-tables/notice-errors.ts";
import { PLATE_ERRORS } from "./error-tables/plate-errors.ts";
import { READER_ERRORS } from "./error-tables/reader-errors.ts";
import { REVIEW_ERRORS } from "./error-tables/review-errors.ts";
import { SECURITY_ERRORS } from "./error-tables/security-errors.ts";
import { SERVER_ERRORS } from "./error-tables/server-errors.ts";
import { SERVICE_ERRORS } from "./error-tables/service-errors.ts";

export const ERRORS = {
  ...ACCESS_ERRORS,
  ...BACKUP_ERRORS,
  ...FILE_ERRORS,
  ...NOTICE_ERRORS,
  ...PLATE_ERRORS,
  ...READER_ERRORS,
  ...REVIEW_ERRORS,
  ...SECURITY_ERRORS,
  ...SERVER_ERRORS,
  ...SERVICE_ERRORS,
} as const satisfies Record<string, ErrorEntry>;
