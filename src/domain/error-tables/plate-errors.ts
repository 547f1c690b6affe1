/** Errors of plates and what is done with them: barcodes, runs, readings, samples, wells, analyses. */

import type { ErrorEntry } from "../error-entry.ts";

export const PLATE_ERRORS = {
  ANALYSIS_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No analysis has this id, or the sample has none.",
    remedy: "List the analyses of a sample with `platewarden analyses SAMPLE`.",
  },
  BARCODE_ALREADY_READ: {
    blame: "bench",
    httpStatus: 409,
    what: "A plate with this barcode has been read before, and no reason for reading it again was given.",
    remedy: "Check the barcode. If the plate is to be read again, say why; both readings are kept.",
  },
  BARCODE_INVALID: {
    blame: "bench",
    httpStatus: 422,
    what: "The barcode is empty or holds characters that no label of ours has.",
    remedy:
      "Scan it again; letters, digits, dot, dash, underscore, slash and colon are allowed, 64 at most.",
  },
  FLAG_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No flag has this id.",
    remedy: "List the flags with `platewarden flags`.",
  },
  PLATE_MISMATCH: {
    blame: "bench",
    httpStatus: 409,
    what: "The plate is known with another sample or another layout.",
    remedy: "Check barcode, sample and layout: one of them is another plate's.",
  },
  PLATE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No plate has this id.",
    remedy: "Open the plate from the bench page, or list the plates with `platewarden plates`.",
  },
  READING_ALREADY_ASSIGNED: {
    blame: "caller",
    httpStatus: 409,
    what: "This reading already belongs to a plate.",
    remedy: "Look at that plate; a reading is one plate's.",
  },
  READING_BARRED: {
    blame: "caller",
    httpStatus: 409,
    what: "The reading says of itself that it should not count, e.g. that it was simulated, typed in or saved by hand, or its numbers came before for another plate.",
    remedy:
      "Look at the file and at the wells; if it may count all the same, say why in `barReason` (`--bar-reason`).",
  },
  READING_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No reading has this id, or none that can be given to a plate.",
    remedy:
      "Compare the id: `platewarden plates --unassigned` lists the readings that wait, `platewarden plate show ID` names the reading of a plate.",
  },
  READING_WITHOUT_MEASUREMENT: {
    blame: "bench",
    httpStatus: 409,
    what: "The reading holds no measurement at the assay's wavelength, so it cannot be any plate's.",
    remedy: "Look at the reader's filters and at the file's wavelengths, and read the plate again.",
  },
  RUN_FAILED: {
    blame: "bench",
    httpStatus: 409,
    retry: true,
    what: "A plate could not be read.",
    remedy: "Do what the message says; nothing that had arrived is lost.",
  },
  RUN_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No run has this id.",
    remedy: "List the runs with `platewarden runs`.",
  },
  SAMPLE_CLOSED: {
    blame: "caller",
    httpStatus: 409,
    what: "The sample has been closed: its verdicts are final.",
    remedy: "Use another sample name for cells of another day or state.",
  },
  SAMPLE_UNKNOWN: {
    blame: "caller",
    httpStatus: 404,
    what: "No sample has this name.",
    remedy: "List the samples with `platewarden samples`.",
  },
  WELL_INVALID: {
    blame: "caller",
    httpStatus: 422,
    what: "The text names no well of a 96-well plate.",
    remedy: "Wells are A1 to H12.",
  },
  WELL_NOT_MASKED: {
    blame: "caller",
    httpStatus: 409,
    what: "The well is not masked by a person.",
    remedy: "`platewarden plate show ID` lists the masked wells.",
  },
} as const satisfies Record<string, ErrorEntry>;
