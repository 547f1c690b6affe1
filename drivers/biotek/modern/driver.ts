/** BioTek's (Agilent's) modern readers: Synergy H1, Cytation 1 and 5. Facts and their sources: NOTES.md one folder up. */
import type { Driver } from "../../../src/instrument/contract.ts";
import { MODERN_FAULTS } from "./faults.ts";
import { identify } from "./identify.ts";
import { listen, release } from "./listen.ts";
import { type ModernOptions, modernOptions } from "./options.ts";
import { readPlate } from "./read-plate.ts";

const LINE = { dataBits: 8, stopBits: 2, parity: "none", rtscts: true } as const;

export const biotekModern: Driver<ModernOptions> = {
  id: "biotek-modern",
  version: "2",
  vendor: "BioTek",
  models: ["Synergy H1", "Cytation 1", "Cytation 5"],
  verification: "manual-only",
  evidence:
    "facts of other people's drivers that were used on such readers (PyLabRobot); the checksums were solved on their answers. Carrier and abort are inferred as NOTES.md says",
  ports: [
    { ...LINE, baudRate: 9600 },
    { ...LINE, baudRate: 38_400 },
  ],
  framing: { kind: "byte" },
  options: modernOptions,
  capabilities: {
    wavelengths: "by-nanometre",
    commandedRead: "raw",
    unaskedRead: "none",
    progress: true,
    temperature: true,
    keepsLastPlate: false,
    pollEveryMs: null,
  },
  // Carrier, home and read, in either case of letter; `x` stops a read.
  movesHardware: ["J", "A", "I", "O", "X"],
  faults: MODERN_FAULTS,
  dialogues: { identify, readPlate, lastPlate: null, release, listen, poll: null },
};
