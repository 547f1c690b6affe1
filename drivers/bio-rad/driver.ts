/** Bio-Rad Model 680 and Model 550: one command language, two dialects. Facts and their sources: NOTES.md. */
import type { Driver } from "../../src/instrument/contract.ts";
import { BIO_RAD_FAULTS } from "./faults.ts";
import { identify } from "./identify.ts";
import { lastPlate } from "./last-plate.ts";
import { listen, release } from "./listen.ts";
import { type BioRadOptions, bioRadOptions } from "./options.ts";
import { readPlate } from "./read-plate.ts";

export const bioRad: Driver<BioRadOptions> = {
  id: "bio-rad",
  version: "2",
  vendor: "Bio-Rad",
  models: ["Model 680", "Model 550"],
  verification: "manual-only",
  evidence:
    "Model 680 instruction manual, section 7; Model 550 manual, sections 7.2 and 7.3; gaps filled as NOTES.md says",
  ports: [{ baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none", rtscts: false }],
  framing: { kind: "line", terminator: "\r", maxBytes: 256 },
  options: bioRadOptions,
  capabilities: {
    wavelengths: "by-filter-position",
    commandedRead: "raw",
    unaskedRead: "reference-subtracted",
    progress: true,
    temperature: false,
    keepsLastPlate: true,
    pollEveryMs: null,
  },
  // Two letters are enough for the reader, so they are what counts: read plate, read well, reset, and the incubator.
  movesHardware: [
    "EIA.READER RP",
    "EIA.READER RW",
    "EIA.READER RS",
    "EIA.READER IN",
    "EIA.READER WI",
  ],
  faults: BIO_RAD_FAULTS,
  dialogues: { identify, readPlate, lastPlate, release, listen, poll: null },
};
