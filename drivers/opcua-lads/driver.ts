/** Plate readers behind an OPC UA server of the LADS model. Facts and their sources: NOTES.md. */
import type { ServerDriver } from "../../src/instrument/contract.ts";
import { LADS_FAULTS } from "./faults.ts";
import { ladsOptions } from "./options.ts";
import { readResultRecord } from "./read-result-record.ts";

export const opcuaLads: ServerDriver = {
  id: "opcua-lads",
  version: "1",
  vendor: "any maker",
  models: ["readers with an OPC UA server of the LADS model"],
  verification: "manual-only",
  evidence:
    "OPC 30500-1 (LADS) 1.0.0, its published nodeset, and public sample servers; no reader of a maker was available",
  protocol: "opc-ua",
  options: ladsOptions,
  capabilities: {
    wavelengths: "by-nanometre",
    commandedRead: "raw",
    unaskedRead: "raw",
    progress: true,
    temperature: false,
    keepsLastPlate: true,
    pollEveryMs: null,
  },
  faults: LADS_FAULTS,
  readRecord: (bytes, options) => readResultRecord(bytes, ladsOptions.parse(options)),
};
