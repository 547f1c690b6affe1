/** The five bytes that end an answer of a BioTek reader. */
import type { ReaderFault } from "../../src/instrument/contract.ts";
import { fault } from "./faults.ts";
import { describeStatusCode, isFatal } from "./status-codes.ts";

export interface ReaderStatus {
  /** `elx`: four hex digits. `312`: RS and three characters, as after power-up and on a PowerWave. */
  readonly form: "elx" | "312";
  /** The characters between the frame bytes, verbatim. */
  readonly code: string;
  readonly isOk: boolean;
}

export const STATUS_LENGTH = 5;

export const ETX = "\x03";
const RS = "\x1e";

/** What the middle character of a 312 status says; the PowerWave's 3, 6 and 7 besides (operator's manuals, appendix B). */
const SENTENCES_312: Readonly<Record<string, string>> = {
  "3": "an analog channel is out of range",
  "6": "the printer was busy for too long",
  "7": "the checksum of the assay definition is wrong",
  "8": "the instrument failed; it should test itself",
  "9": "the definition of the assay is wrong",
  A: "the range of wells is wrong",
  B: "the set point of the incubator is wrong",
  C: "the temperature of the incubator is wrong",
  E: "the barcode failed",
};

/**
 * Reads five bytes: `0000<ETX>` (ELx), or `<RS>000<ETX>` (312 and PowerWave, where the middle character alone tells of an
 * error and the first one of the PowerWave that it is busy). Null when they are neither.
 */
export function parseStatus(bytes: string): ReaderStatus | null {
  const code = bytes.slice(bytes.startsWith(RS) ? 1 : 0, -1);
  if (bytes.length !== STATUS_LENGTH || !bytes.endsWith(ETX) || !/^[0-9A-F]+$/i.test(code)) {
    return null;
  }
  const isElx = code.length === 4;
  return { form: isElx ? "elx" : "312", code, isOk: isElx ? code === "0000" : code[1] === "0" };
}

export function describeStatus(status: ReaderStatus): string {
  if (status.form === "elx") return describeStatusCode(status.code);
  const error = status.code[1]?.toUpperCase() ?? "";
  if (error === "0") return "no error";
  return SENTENCES_312[error] ?? "a code that the manual does not list";
}

/** The fault of a status that is not ok; `when` says what the reader was asked to do. */
export function statusFault(when: string, status: ReaderStatus): ReaderFault {
  const { form, code } = status;
  const message = `${when} ended with status ${code}: ${describeStatus(status)}`;
  const context = { readerCode: code };
  if (form === "elx" && code === "0100") return fault("READ_ABORTED", message, context);
  if (form === "elx" && /^0E0/i.test(code)) return fault("FILTER_NOT_INSTALLED", message, context);
  if (form === "elx" && isFatal(code)) return fault("POWER_CYCLE_NEEDED", message, context);
  return fault("READER_ERROR", message, context);
}
