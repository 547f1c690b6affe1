/** What the operating system says about a port, as entries of the table of errors. */
import { type ErrorCode, PlatewardenError } from "../domain/errors.ts";

/**
 * The serial binding gives no error codes, only strerror texts ("Error: Permission denied, cannot open /dev/ttyS0",
 * "Error Resource temporarily unavailable Cannot lock port"); sockets have codes, which stand in their messages too.
 */
const CAUSES: readonly (readonly [RegExp, ErrorCode])[] = [
  [/cannot lock port|device or resource busy|EBUSY/i, "PORT_TAKEN"],
  [/permission denied|EACCES|EPERM|operation not permitted/i, "PORT_NOT_PERMITTED"],
  [
    /no such file|no such device|ENOENT|ENODEV|ENXIO|ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN/i,
    "PORT_NOT_FOUND",
  ],
];

/** Opening failed. `spec` is the port as the configuration names it. */
export function openError(spec: string, cause: unknown): PlatewardenError {
  return portError(`${spec} cannot be opened`, spec, cause);
}

/** Writing failed; the bytes may or may not have gone out. */
export function writeError(spec: string, cause: unknown): PlatewardenError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PlatewardenError("PORT_FAILED", `${spec} takes no bytes: ${reason}`, {
    detail: { spec },
    cause,
  });
}

function portError(what: string, spec: string, cause: unknown): PlatewardenError {
  const reason = cause instanceof Error ? describe(cause) : String(cause);
  const code = CAUSES.find(([pattern]) => pattern.test(reason))?.[1] ?? "PORT_FAILED";
  return new PlatewardenError(code, `${what}: ${reason}`, { detail: { spec }, cause });
}

/** A host with several addresses fails with one error for each and an empty message. */
function describe(error: Error): string {
  if (error instanceof AggregateError) {
    return error.errors.map((one) => (one instanceof Error ? one.message : String(one))).join("; ");
  }
  return error.message.replace(/^Error:?\s+/, "");
}
