/** What can go wrong with any BioTek reader, in words for the bench. */
import { type FaultDescription, ReaderFault } from "../../src/instrument/contract.ts";

export const BIOTEK_FAULTS = {
  NO_ANSWER: {
    sentence: "The reader does not answer.",
    remedy:
      "Check that the reader is switched on and that its cable is plugged in at both ends; between reader and adapter a null modem may be needed, or one too many.",
    needsOperator: true,
    retry: true,
  },
  NOT_UNDERSTOOD: {
    sentence: "What arrives is not the reader's language: wrong baud rate or wrong reader.",
    remedy:
      "Set the reader to 9600 baud (8 data bits, no parity and 2 stop bits are fixed), and check that this port leads to a BioTek reader of this dialect.",
    needsOperator: true,
    retry: true,
  },
  READER_REFUSED: {
    sentence: "The reader refused a command.",
    remedy:
      "Check that the reader is a model of this driver, look at its display, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  READER_ERROR: {
    sentence: "The reader reports an error of its own.",
    remedy:
      "Do what the sentence of the reader's code asks for, let the reader test itself, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  POWER_CYCLE_NEEDED: {
    sentence: "The reader reports a fatal error: it works on only after it has been off and on.",
    remedy: "Take the plate out, switch the reader off and on, and start the read again.",
    needsOperator: true,
    retry: false,
  },
  READ_ABORTED: {
    sentence: "The read was broken off at the reader, with STOP or by an error of its own.",
    remedy: "Check the plate in the carrier and start the read again.",
    needsOperator: true,
    retry: false,
  },
  NO_PLATE: {
    sentence: "The reader took the command to read but sent no plate in time.",
    remedy: "Look at the reader's display and start the read again.",
    needsOperator: true,
    retry: true,
  },
  DAMAGED_TRANSFER: {
    sentence: "The plate was read, but it arrived damaged each time.",
    remedy: "Check cable and plugs, then read the plate again: this reader keeps no plate.",
    needsOperator: true,
    retry: true,
  },
} as const satisfies Record<string, FaultDescription>;

export type BioTekFault = keyof typeof BIOTEK_FAULTS | "FILTER_NOT_INSTALLED";

export function fault(
  name: BioTekFault,
  message: string,
  context: ConstructorParameters<typeof ReaderFault>[2] = {},
): ReaderFault {
  return new ReaderFault(name, message, context);
}
