import type { ErrorEntry } from "./error-entry.ts";
import { ERRORS } from "./error-table.ts";

export type ErrorCode = keyof typeof ERRORS;

/** The one error class. `message` says what happened to what, and where; the table says what to do. */
export class PlatewardenError extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { detail?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PlatewardenError";
    this.code = code;
    this.detail = options.detail ?? {};
  }

  /** An error that another process answered with; a code this program does not know counts as INTERNAL. */
  static fromAnswer(code: string, message: string, detail: unknown): PlatewardenError {
    const known = Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : "INTERNAL";
    const details = typeof detail === "object" && detail !== null ? { ...detail } : {};
    return new PlatewardenError(known, message, { detail: details });
  }

  get entry(): ErrorEntry {
    return ERRORS[this.code];
  }
}
