/** What ends the work on a reader for a while or for good, and what the operator is told of it. */
import { PlatewardenError } from "../domain/errors.ts";
import type { Driver, ReaderFault, ReaderKind } from "./contract.ts";

/** A new connection may mend it. */
export class LinkLost extends Error {
  constructor(reason: string) {
    super(`The link to the reader was lost: ${reason}.`);
  }
}

/** The driver threw what is no fault of its table; asking again would only throw again. */
export class DriverBug extends Error {
  constructor(driver: Driver, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The driver ${driver.id} failed: ${reason}.`, { cause });
  }
}

/** What the operator is told of a fault: what happened, with the driver's own words, then what to do. */
export function faultSentence(driver: Pick<ReaderKind, "faults">, fault: ReaderFault): string {
  const row = driver.faults[fault.fault];
  const code = fault.readerCode === null ? "" : `, reader code ${fault.readerCode}`;
  if (row === undefined) return fullSentence(`${fault.message}${code}`);
  return `${row.sentence.replace(/\.$/, "")} (${fault.message}${code}). ${row.remedy}`;
}

/** An error in words, with its remedy where the table of errors has one. */
export function errorSentence(error: unknown): string {
  const sentence = fullSentence(error instanceof Error ? error.message : String(error));
  return error instanceof PlatewardenError ? `${sentence} ${error.entry.remedy}` : sentence;
}

/** Why a reader is not worked on any more. */
export function stoppedSentence(error: unknown): string {
  return `Stopped: ${errorSentence(error)} The other readers work on; give the log to whoever looks after Platewarden, and restart the daemon when it is mended.`;
}

function fullSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
