/** Everything that can go wrong with these readers, in words for the bench. */
import type { FaultDescription } from "../../src/instrument/contract.ts";

export const BIO_RAD_FAULTS = {
  NO_ANSWER: {
    sentence: "The reader does not answer.",
    remedy:
      "Check that the reader is switched on and that its cable is plugged in at both ends, then try again.",
    needsOperator: true,
    retry: true,
  },
  NOT_UNDERSTOOD: {
    sentence: "What arrives is not the reader's language: wrong baud rate or wrong reader.",
    remedy:
      "Set the reader to 9600 baud, 8 data bits, no parity, 1 stop bit, and check that this port leads to a Bio-Rad reader.",
    needsOperator: true,
    retry: true,
  },
  WRONG_MODEL: {
    sentence:
      "Another model is connected than the configuration says, or one this driver does not know.",
    remedy: "Correct `model` in the options of this reader, or connect the reader that is meant.",
    needsOperator: true,
    retry: false,
  },
  READER_REFUSED: {
    sentence: "The reader refused a command.",
    remedy:
      "Look the reader's code up in its manual, look at its display, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  STOPPED_AT_PANEL: {
    sentence: "Remote control was ended at the reader: STOP was pressed, or it was switched off.",
    remedy: "Check the plate in the carriage and start the read again.",
    needsOperator: true,
    retry: false,
  },
  FILTER_NOT_INSTALLED: {
    sentence: "The filter wheel has no filter of the requested wavelength.",
    remedy: "Ask for one of the installed wavelengths, or have the filter fitted.",
    needsOperator: true,
    retry: false,
  },
  FILTERS_UNKNOWN: {
    sentence: "Nobody has said which filters are in the wheel, and this model cannot be asked.",
    remedy: "Write the wavelengths by position into `filtersNm` in the options of this reader.",
    needsOperator: true,
    retry: false,
  },
  MIX_TOO_LONG: {
    sentence: "The configured mixing time is longer than this model can mix.",
    remedy: "Set `mixSeconds` in the options of this reader to 9 or less.",
    needsOperator: true,
    retry: false,
  },
  NO_PLATE: {
    sentence: "The reader took the command to read but sent no plate in time.",
    remedy:
      "Look at the reader's display. If it has read the plate, fetch the last plate; otherwise start the read again.",
    needsOperator: true,
    retry: false,
  },
  DAMAGED_TRANSFER: {
    sentence: "The plate was read, but it arrived damaged each time the reader sent it.",
    remedy:
      "Check cable and plugs, then fetch the last plate before anything else is read: the reader still holds it.",
    needsOperator: true,
    retry: true,
  },
} as const satisfies Record<string, FaultDescription>;

export type BioRadFault = keyof typeof BIO_RAD_FAULTS;
