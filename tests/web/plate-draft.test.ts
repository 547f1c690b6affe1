import { describe, expect, it } from "vitest";
import type { ReaderView, ScanView } from "../../src/api/views.ts";
import {
  chooseReader,
  detailsOf,
  differencesFromPlan,
  draftFromScan,
  draftProblems,
  nextReader,
} from "../../src/web/bench/plate-draft.ts";
import { createFakeBench } from "../api/fake-bench-service.ts";

const bench = createFakeBench();
const view = bench.bench();

function draftOf(scan: ScanView) {
  return draftFromScan(scan, view, "reader-1");
}

function fieldsOf(problems: readonly { field: string }[]): string[] {
  return problems.map((problem) => problem.field);
}

describe("a draft", () => {
  it("takes sample and layout from the plan and lacks nothing", () => {
    const scan = bench.scan("PW-C-1");
    const draft = draftOf(scan);
    expect(draft).toMatchObject({ sample: "C", layoutId: "combination-rot180-1plate" });
    expect(draftProblems(draft, scan, view)).toEqual([]);
    expect(differencesFromPlan(draft, scan)).toEqual([]);
    expect(detailsOf(draft)).toEqual({
      barcode: "PW-C-1",
      sample: "C",
      layoutId: "combination-rot180-1plate",
    });
  });

  it("takes them from the earlier reading of a plate and asks why it is read again", () => {
    const scan = bench.scan("PW-A-1");
    const draft = draftOf(scan);
    expect(draft).toMatchObject({ sample: "A", layoutId: "combination-rot180-1plate" });
    expect(fieldsOf(draftProblems(draft, scan, view))).toEqual(["rereadReason"]);
    const explained = { ...draft, rereadReason: " Bubbles seen " };
    expect(draftProblems(explained, scan, view)).toEqual([]);
    expect(detailsOf(explained)).toMatchObject({ rereadReason: "Bubbles seen" });
  });

  it("asks why a barred reading may count, takes no barcode for a reason, and only then", () => {
    const scan = bench.scan("PW-C-1");
    const draft = draftOf(scan);
    expect(draftProblems(draft, scan, view)).toEqual([]);
    expect(fieldsOf(draftProblems(draft, scan, view, true))).toEqual(["barReason"]);
    const scanned = { ...draft, barReason: "PW-D-1" };
    expect(draftProblems(scanned, scan, view, true)).toEqual([
      { field: "barReason", sentence: "PW-D-1 is a barcode, not a reason." },
    ]);
    const explained = { ...draft, barReason: " Typed from the print-out " };
    expect(draftProblems(explained, scan, view, true)).toEqual([]);
    expect(detailsOf(explained)).toMatchObject({ barReason: "Typed from the print-out" });
    expect(detailsOf(draft)).not.toHaveProperty("barReason");
  });

  it("asks for everything that nobody knows, in the order of the form", () => {
    const scan = bench.scan("NEW");
    const draft = draftFromScan(scan, view, "");
    const fields = fieldsOf(draftProblems(draft, scan, view));
    expect(fields).toEqual(["sample", "layoutId", "readerId"]);
    expect(differencesFromPlan(draft, scan)).toEqual(["This barcode is not in the plan."]);
  });

  it("asks for no sample where the layout only checks the reader", () => {
    const scan = bench.scan("NEW");
    const draft = { ...draftFromScan(scan, view, "reader-1"), layoutId: "uniform-96" };
    expect(draftProblems(draft, scan, view)).toEqual([]);
    expect(detailsOf(draft)).not.toHaveProperty("sample");
    const barcode = { ...draft, sample: "PW-C-1" };
    expect(fieldsOf(draftProblems(barcode, scan, view))).toEqual(["sample"]);
  });

  it("takes the reason to read again from the lamp, where that asks for it", () => {
    const draft = draftOf(bench.scan("PW-B-1"));
    expect(draft.rereadReason).toBe("Wells over range");
    expect(draftProblems(draft, bench.scan("PW-B-1"), view)).toEqual([]);
  });

  it("does not take a barcode for a sample", () => {
    const scan = bench.scan("PW-C-1");
    for (const sample of ["PW-C-1", " PW-D-1 "]) {
      const problems = draftProblems({ ...draftOf(scan), sample }, scan, view);
      expect(fieldsOf(problems)).toEqual(["sample"]);
    }
  });

  it("shows where it differs from the plan", () => {
    const scan = bench.scan("PW-C-1");
    const draft = { ...draftOf(scan), sample: "D", layoutId: "combination-classic-1plate" };
    expect(differencesFromPlan(draft, scan)).toEqual([
      "The plan says sample C.",
      "The plan says layout combination-rot180-1plate.",
    ]);
  });

  it.each([
    ["", undefined],
    ["93", 93],
    ["87,5", 87.5],
    [" 100 ", 100],
    ["0", 0],
  ])("reads blasts %j", (blastsPercent, expected) => {
    const scan = bench.scan("PW-C-1");
    const draft = { ...draftOf(scan), blastsPercent };
    expect(draftProblems(draft, scan, view)).toEqual([]);
    expect(detailsOf(draft).blastsDay4Percent).toBe(expected);
  });

  it.each(["101", "-1", "many", "9 3", "1e2", "NaN"])("refuses blasts %j", (blastsPercent) => {
    const scan = bench.scan("PW-C-1");
    const problems = draftProblems({ ...draftOf(scan), blastsPercent }, scan, view);
    expect(fieldsOf(problems)).toEqual(["blastsPercent"]);
  });
});

describe("the reader", () => {
  const readers: readonly ReaderView[] = view.readers;

  it("is the preferred one if it is ready, else the first ready one, else none", () => {
    expect(chooseReader(readers, "reader-2")).toBe("reader-2");
    expect(chooseReader(readers, "reader-3")).toBe("reader-1");
    expect(chooseReader(readers, null)).toBe("reader-1");
    expect(chooseReader(readers.slice(2), null)).toBe("");
  });

  it("goes round the ready ones", () => {
    expect(nextReader(readers, "reader-1", 1)).toBe("reader-2");
    expect(nextReader(readers, "reader-2", 1)).toBe("reader-1");
    expect(nextReader(readers, "reader-1", -1)).toBe("reader-2");
    expect(nextReader(readers, "reader-3", 1)).toBe("reader-1");
    expect(nextReader(readers.slice(2), "reader-3", 1)).toBe("reader-3");
  });
});
