import type { FaultDescription } from "../../../src/instrument/contract.ts";
import { BIOTEK_FAULTS } from "../faults.ts";

export const MODERN_FAULTS = {
  ...BIOTEK_FAULTS,
  FILTER_NOT_INSTALLED: {
    sentence: "The reader cannot read at the requested wavelength.",
    remedy: "Ask for a wavelength that its monochromator or its filters reach.",
    needsOperator: true,
    retry: false,
  },
} as const satisfies Record<string, FaultDescription>;
