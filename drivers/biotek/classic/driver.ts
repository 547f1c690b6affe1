/** BioTek's classic readers: ELx808 and its relatives. Facts and their sources: NOTES.md one folder up. */
import type { Driver } from "../../../src/instrument/contract.ts";
import { CLASSIC_FAULTS } from "./faults.ts";
import { identify } from "./identify.ts";
import { listen, release } from "./listen.ts";
import { type ClassicOptions, classicOptions } from "./options.ts";
import { readPlate } from "./read-plate.ts";

const LINE = { dataBits: 8, stopBits: 2, parity: "none", rtscts: false } as const;

export const biotekClassic: Driver<ClassicOptions> = {
  id: "biotek-classic",
  version: "2",
  vendor: "BioTek",
  models: ["ELx808", "ELx800", "PowerWave"],
  verification: "manual-only",
  evidence:
    "ELx808 operator's manual, appendix B; notes of a project that drove a real ELx808; PowerWave operator's manual, appendix B, in part. The ELx800, the end of a PowerWave's read and the rule of the checksum are inferred as NOTES.md says",
  ports: [
    { ...LINE, baudRate: 9600 },
    { ...LINE, baudRate: 2400 },
    { ...LINE, baudRate: 1200 },
  ],
  framing: { kind: "byte" },
  options: classicOptions,
  capabilities: {
    wavelengths: "by-nanometre",
    commandedRead: "raw",
    unaskedRead: "reference-subtracted",
    progress: true,
    temperature: true,
    keepsLastPlate: false,
    pollEveryMs: null,
  },
  // Carrier, read, well set, barcode, robot door, self-test and halt, which homes; letters of either case.
  movesHardware: ["J", "A", "S", "D", "(", ")", "*", "X"],
  faults: CLASSIC_FAULTS,
  dialogues: { identify, readPlate, lastPlate: null, release, listen, poll: null },
};
