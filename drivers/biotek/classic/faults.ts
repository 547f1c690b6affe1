import type { FaultDescription } from "../../../src/instrument/contract.ts";
import { BIOTEK_FAULTS } from "../faults.ts";

export const CLASSIC_FAULTS = {
  ...BIOTEK_FAULTS,
  FILTER_NOT_INSTALLED: {
    sentence: "The reader's table has no filter of the requested wavelength.",
    remedy: "Ask for one of the wavelengths that are there, or have the filter fitted.",
    needsOperator: true,
    retry: false,
  },
} as const satisfies Record<string, FaultDescription>;
