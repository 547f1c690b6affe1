/** Byonoy Absorbance 96, the manual model. Facts and their sources: NOTES.md. */
import type { Driver } from "../../src/instrument/contract.ts";
import { BYONOY_FAULTS } from "./faults.ts";
import { identify } from "./identify.ts";
import { listen, release } from "./listen.ts";
import { type ByonoyOptions, byonoyOptions } from "./options.ts";
import { readPlate } from "./read-plate.ts";

export const byonoy: Driver<ByonoyOptions> = {
  id: "byonoy",
  version: "1",
  vendor: "Byonoy",
  models: ["Absorbance 96"],
  verification: "manual-only",
  evidence:
    "The maker's own description of the serial protocol, and an open driver; gaps filled as NOTES.md says",
  ports: [{ baudRate: 115_200, dataBits: 8, stopBits: 1, parity: "none", rtscts: false }],
  // Lines may end with CR, LF or both.
  framing: { kind: "byte" },
  options: byonoyOptions,
  capabilities: {
    wavelengths: "by-filter-position",
    commandedRead: "raw",
    unaskedRead: "none",
    progress: false,
    temperature: false,
    keepsLastPlate: false,
    pollEveryMs: null,
  },
  // There is no carriage; these are the commands that measure, which nobody wants while a reader is identified.
  movesHardware: ["!RP", "!CALIBRATE"],
  faults: BYONOY_FAULTS,
  dialogues: { identify, readPlate, lastPlate: null, release, listen, poll: null },
};
