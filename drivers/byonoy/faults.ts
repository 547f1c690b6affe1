/** Everything that can go wrong with this reader, in words for the bench. */
import type { FaultDescription } from "../../src/instrument/contract.ts";

export const BYONOY_FAULTS = {
  NO_ANSWER: {
    sentence: "The reader does not answer.",
    remedy:
      "Check that its USB cable is plugged in at both ends, and that no other program uses it, then try again.",
    needsOperator: true,
    retry: true,
  },
  NOT_UNDERSTOOD: {
    sentence: "What arrives is not the reader's language: wrong baud rate or wrong reader.",
    remedy:
      "Check that this port leads to an Absorbance 96 of the manual model; the automated one speaks another language.",
    needsOperator: true,
    retry: true,
  },
  FILTER_NOT_INSTALLED: {
    sentence: "The reader has no filter of the requested wavelength.",
    remedy: "Ask for one of the installed wavelengths, or use a reader with that filter.",
    needsOperator: true,
    retry: false,
  },
  NO_PLATE_INSIDE: {
    sentence: "There is no plate in the reader.",
    remedy: "Put the plate in and start the read again.",
    needsOperator: true,
    retry: true,
  },
  DAMAGED_TRANSFER: {
    sentence: "The plate was read, but it arrived damaged each time.",
    remedy: "Check the USB cable, leave the plate where it is, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  OPTICS_FAILED: {
    sentence: "The reader reports an optical problem.",
    remedy: "Clean the bottom of the plate and the reader's windows, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  AMBIENT_LIGHT: {
    sentence: "Too much light falls into the reader.",
    remedy: "Close its lid, keep it out of direct light, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  USB_POWER: {
    sentence: "The reader gets too little power from its USB port.",
    remedy: "Plug it directly into the computer, or into a hub with its own power supply.",
    needsOperator: true,
    retry: true,
  },
  HARDWARE_FAILED: {
    sentence: "The reader reports a fault of its hardware.",
    remedy: "Unplug it, wait, and plug it in again. If it comes back, call the service.",
    needsOperator: true,
    retry: true,
  },
  TEMPERATURE_FAILED: {
    sentence: "The reader is too cold or too warm to measure.",
    remedy: "Let it come to room temperature and start the read again.",
    needsOperator: true,
    retry: true,
  },
  READER_REFUSED: {
    sentence: "The reader reports an error that its list of errors does not name.",
    remedy: "Unplug it, plug it in again, and start the read again.",
    needsOperator: true,
    retry: true,
  },
} as const satisfies Record<string, FaultDescription>;

export type ByonoyFault = keyof typeof BYONOY_FAULTS;
