import { describe, expect, it } from "vitest";
import type { NoticeView, PlannedPlateView, ReaderView } from "../../src/api/views.ts";
import { expectedPlates } from "../../src/web/bench/overdue-plates.ts";
import { createFakeBench } from "../api/fake-bench-service.ts";

const at = (hour: number) => `2025-03-14T${String(hour).padStart(2, "0")}:00:00.000Z`;

function planned(barcode: string, hour: number | null): PlannedPlateView {
  return {
    barcode,
    sample: `sample of ${barcode}`,
    layoutId: "layout",
    dueAtUtc: hour === null ? null : at(hour),
    overdue: false,
  };
}

function notice(barcode: string, hour: number): NoticeView {
  return { kind: "overdue", subject: barcode, sentence: "", raisedAtUtc: at(hour) };
}

function readerWith(barcode: string): ReaderView {
  const [reader] = createFakeBench().bench().readers;
  if (reader === undefined) throw new Error("the fake bench has no reader");
  const progress = {
    runId: null,
    barcode,
    phase: "measuring" as const,
    startedAtUtc: at(9),
    expectedMs: null,
    rows: { measurement: [], reference: [] },
  };
  return { ...reader, progress };
}

describe("the plates that are expected", () => {
  it("are overdue by their notice alone, the longest overdue first, and next by their time", () => {
    const bench = {
      planned: [planned("P4", null), planned("P3", 12), planned("P1", 9), planned("P2", 8)],
      notices: [notice("P1", 9), notice("P2", 9)],
      readers: [],
    };
    const { overdue, next } = expectedPlates(bench);
    expect(overdue.map((plate) => plate.barcode)).toEqual(["P2", "P1"]);
    expect(overdue[0]).toEqual({ barcode: "P2", sample: "sample of P2", dueAtUtc: at(8) });
    expect(next).toMatchObject({ barcode: "P3", dueAtUtc: at(12) });
  });

  it("have come when they are in a reader", () => {
    const bench = {
      planned: [planned("P1", 9), planned("P2", 10)],
      notices: [notice("P1", 9)],
      readers: [readerWith("P1")],
    };
    expect(expectedPlates(bench)).toMatchObject({ overdue: [], next: { barcode: "P2" } });
  });

  it("are shown without a sample where no plan knows them, and are none where nothing has a time", () => {
    const orphan = { planned: [], notices: [notice("P9", 7)], readers: [] };
    expect(expectedPlates(orphan).overdue).toEqual([
      { barcode: "P9", sample: null, dueAtUtc: at(7) },
    ]);
    const timeless = { planned: [planned("P4", null)], notices: [], readers: [] };
    expect(expectedPlates(timeless)).toEqual({ overdue: [], next: null });
  });
});
