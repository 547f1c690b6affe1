/** Everything that can be wrong with a result, in words for the bench. */
import type { FaultDescription } from "../../src/instrument/contract.ts";

export const LADS_FAULTS = {
  NOT_A_RESULT: {
    sentence: "What was kept is no result of a LADS reader.",
    remedy: "Give the log to whoever looks after Platewarden; the record is kept.",
    needsOperator: false,
    retry: false,
  },
  NO_VALUES: {
    sentence: "The result holds no 96 values, neither as variables nor in a file.",
    remedy:
      "Look at the result at the reader. If it is a read of a plate, name its variables with `variables` in the options of this reader, and try the record again.",
    needsOperator: true,
    retry: false,
  },
  BAD_VALUES: {
    sentence: "The reader marks its values as bad.",
    remedy: "Look at the reader's display, and read the plate again.",
    needsOperator: true,
    retry: true,
  },
  NOT_AN_ENDPOINT_READ: {
    sentence: "The result holds several values a well, as of a kinetic read.",
    remedy: "Read the plate with an end-point program.",
    needsOperator: true,
    retry: false,
  },
  WELLS_UNCLEAR: {
    sentence: "It is not certain which value belongs to which well.",
    remedy:
      "Compare `wellOrder` in the options of this reader with the reader's own list of wells, and try the record again.",
    needsOperator: true,
    retry: false,
  },
  WAVELENGTHS_UNCLEAR: {
    sentence: "It is not certain which values are the measurement and which the reference.",
    remedy:
      "Name the variables with `variables`, or the program with `programs`, in the options of this reader, and try the record again.",
    needsOperator: true,
    retry: false,
  },
  UNIT_UNKNOWN: {
    sentence: "The values are in a unit that is not known to be absorbance.",
    remedy: "Let the reader's program give absorbance in AU or OD.",
    needsOperator: true,
    retry: false,
  },
  FILE_NOT_UNDERSTOOD: {
    sentence: "The result is a file of a kind that is not understood.",
    remedy:
      "Let the reader give its values as variables, as CSV or as Allotrope JSON, and read the plate again.",
    needsOperator: true,
    retry: false,
  },
} as const satisfies Record<string, FaultDescription>;

export type LadsFault = keyof typeof LADS_FAULTS;
