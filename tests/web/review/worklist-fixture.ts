import type { WorklistRowView } from "../../../src/api/review-views.ts";

/** A plate that nobody has signed and nothing is wrong with, but for what is told. */
export function worklistRow(plateId: string, part: Partial<WorklistRowView> = {}): WorklistRowView {
  return {
    plateId,
    barcode: plateId.toUpperCase(),
    sample: "B",
    patient: "ALL-B",
    rasStatus: "mutant (KRAS)",
    layoutId: "combination-rot180-1plate",
    readerId: "reader-1",
    readBy: "T. Bakker",
    capturedAtUtc: "2025-03-14T10:00:00.000Z",
    order: 1,
    lamp: "good",
    lampCode: "GOOD",
    state: "open",
    verdicts: [],
    provisional: false,
    suspicious: false,
    masks: 0,
    comments: 0,
    readings: 1,
    signedBy: [],
    risk: 0,
    riskReasons: [],
    ...part,
  };
}
