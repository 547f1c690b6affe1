/** What came by itself to the fake bench: a folder, a file that nobody understood, a plate read at the panel. */
import type {
  BenchView,
  FolderView,
  QuarantineView,
  UnassignedReadingView,
} from "../../src/api/views.ts";
import { fakePlate } from "./fake-plate.ts";

const measurement = fakePlate({
  id: "inbox",
  barcode: "",
  sample: "",
  rasStatus: "unknown",
  readerId: "",
  capturedAtUtc: "",
  quality: "pass",
  sentences: [],
  truth: { trametinib: { floorPercent: 2, halfDoseUgPerMl: 0.35, class: "complete" } },
  masks: {},
}).wells.map((well) => well.netAbsorbance);

/** A reading that waits, by default one from a reader's own panel. */
export function fakeUnassigned(
  capturedAtUtc: string,
  more: Partial<UnassignedReadingView> = {},
): UnassignedReadingView {
  return {
    readingId: "reading-7",
    readerId: "reader-2",
    capturedAtUtc,
    readerClock: null,
    wavelengthsNm: [570],
    referenceSubtracted: true,
    reason: "Read at the reader's own panel; nobody announced it.",
    document: null,
    barcode: null,
    barred: false,
    measurement,
    ...more,
  };
}

/** A plate of a file that says of itself that it was typed in. */
export function fakeFileReading(capturedAtUtc: string): UnassignedReadingView {
  return fakeUnassigned(capturedAtUtc, {
    readingId: "reading-8",
    readerId: "exports",
    wavelengthsNm: [570, 650],
    referenceSubtracted: false,
    reason: "The file says that its values were entered by hand.",
    document: "2025-03-14 plate D (from Gen5).txt",
    barcode: "PW-D-1",
    barred: true,
  });
}

export const fakeFolder: FolderView = {
  id: "exports",
  path: "/srv/gen5-exports",
  state: "watching",
  sentence: "Looks for files.",
  lastFile: null,
  problems: [],
};

export function fakeQuarantined(
  arrivedAtUtc: string,
  more: Partial<QuarantineView> = {},
): QuarantineView {
  return {
    documentSha256: "a".repeat(64),
    sourceId: "exports",
    name: "plate 3 (copy).txt",
    bytes: 812,
    code: "TRUNCATED_GRID",
    sentence: "Row H of the grid is missing: export the plate again.",
    arrivedAtUtc,
    ...more,
  };
}

/** Notices of the planned plates that are overdue. */
export function fakeNotices(planned: BenchView["planned"]): BenchView["notices"] {
  return planned
    .filter((plate) => plate.overdue)
    .map(({ barcode, sample, dueAtUtc }) => ({
      kind: "overdue",
      subject: barcode,
      sentence: `Plate ${barcode} of sample ${sample} was due at ${dueAtUtc} and has not been read.`,
      raisedAtUtc: dueAtUtc ?? "",
    }));
}
