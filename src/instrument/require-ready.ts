import { PlatewardenError } from "../domain/errors.ts";
import type { ReaderStatus } from "./reader-status.ts";

/** Throws READER_BUSY or READER_NOT_READY when a run could not start now. */
export function requireReady(status: ReaderStatus, isRunUnderWay: boolean): void {
  const { readerId, state, sentence } = status;
  if (isRunUnderWay || state === "reading") {
    throw new PlatewardenError("READER_BUSY", `Reader ${readerId} is reading another plate.`);
  }
  if (state !== "ready") {
    throw new PlatewardenError("READER_NOT_READY", `Reader ${readerId} is not ready: ${sentence}`);
  }
}
