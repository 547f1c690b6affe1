/** Molecular Devices SpectraMax M5 and 384 Plus: one command language, two dialects. Facts and their sources: NOTES.md. */
import type { Driver } from "../../src/instrument/contract.ts";
import { SPECTRAMAX_FAULTS } from "./faults.ts";
import { identify } from "./identify.ts";
import { lastPlate } from "./last-plate.ts";
import { listen, release } from "./listen.ts";
import { type SpectraMaxOptions, spectraMaxOptions } from "./options.ts";
import { poll } from "./poll.ts";
import { readPlate } from "./read-plate.ts";

export const spectraMax: Driver<SpectraMaxOptions> = {
  id: "spectramax",
  version: "2",
  vendor: "Molecular Devices",
  models: ["SpectraMax M5", "SpectraMax 384 Plus"],
  verification: "manual-only",
  evidence:
    "Two open drivers that were run against real readers, and notes on the traffic of the maker's program; gaps filled as NOTES.md says",
  ports: [{ baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none", rtscts: false }],
  // The prompt ends every field of an answer.
  framing: { kind: "line", terminator: ">", maxBytes: 8192 },
  options: spectraMaxOptions,
  capabilities: {
    wavelengths: "by-nanometre",
    commandedRead: "raw",
    unaskedRead: "none",
    progress: false,
    temperature: true,
    keepsLastPlate: true,
    pollEveryMs: 5000,
  },
  // READ also covers READTYPE and READSTAGE.
  movesHardware: ["!OPEN", "!CLOSE", "!READ", "!SHAKE NOW", "!CANCEL", "!RESET"],
  faults: SPECTRAMAX_FAULTS,
  dialogues: { identify, readPlate, lastPlate, release, listen, poll },
};
