/** Everything that can go wrong with these readers, in words for the bench. */
import type { FaultDescription } from "../../src/instrument/contract.ts";

export const SPECTRAMAX_FAULTS = {
  NO_ANSWER: {
    sentence: "The reader does not answer.",
    remedy:
      "Check that the reader is switched on and has warmed up, and that its cable is plugged in at both ends, then try again.",
    needsOperator: true,
    retry: true,
  },
  NOT_UNDERSTOOD: {
    sentence: "What arrives is not the reader's language: wrong baud rate or wrong reader.",
    remedy:
      "Set the reader to 9600 baud, 8 data bits, no parity, 1 stop bit, and check that this port leads to a SpectraMax reader.",
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
  READER_BUSY: {
    sentence: "The reader is measuring another plate.",
    remedy: "Wait until it has ended, or stop it at the reader, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  READER_REFUSED: {
    sentence: "The reader refused a command.",
    remedy: "Look at the reader's display, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  LINE_TROUBLE: {
    sentence: "The reader received a damaged command.",
    remedy: "Check the cable, its length and its plugs, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  FIRMWARE_TROUBLE: {
    sentence: "The program inside the reader reports an error of its own.",
    remedy: "Switch the reader off and on again. If it comes back, call the service.",
    needsOperator: true,
    retry: true,
  },
  OPTICS_FAILED: {
    sentence: "The reader reports trouble with its light: lamp, detector or stray light.",
    remedy:
      "Close the lids, let the lamp warm up and start the read again. If it comes back, call the service.",
    needsOperator: true,
    retry: true,
  },
  TEMPERATURE_FAILED: {
    sentence: "The reader reports trouble with its temperature control.",
    remedy:
      "Take the plate out, switch the reader off, let it cool down and switch it on again. If it comes back, call the service.",
    needsOperator: true,
    retry: false,
  },
  MOTION_FAILED: {
    sentence:
      "Something in the reader did not move to its place: carriage, grating or filter wheel.",
    remedy:
      "Check that the plate lies flat and nothing blocks the drawer, switch the reader off and on, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  MEMORY_DAMAGED: {
    sentence: "The reader's stored calibration is damaged.",
    remedy: "Do not use its readings. Call the service.",
    needsOperator: true,
    retry: false,
  },
  NO_PLATE: {
    sentence: "The reader took the command to read but has no plate to send.",
    remedy: "Look at the reader's display and start the read again.",
    needsOperator: true,
    retry: true,
  },
  DAMAGED_TRANSFER: {
    sentence: "The plate was read, but it arrived damaged each time the reader sent it.",
    remedy: "Check cable and plugs, and read the plate again.",
    needsOperator: true,
    retry: true,
  },
} as const satisfies Record<string, FaultDescription>;

export type SpectraMaxFault = keyof typeof SPECTRAMAX_FAULTS;
