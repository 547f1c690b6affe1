import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import type { UnaskedRecord } from "../../src/instrument/contract.ts";
import { assignReading } from "../../src/pipeline/assign-reading.ts";
import type { PlateStatement } from "../../src/pipeline/identify-plate.ts";
import {
  hold,
  measured,
  type PaperBench,
  paperBench,
  push,
  pushTalk,
  readPlate,
  statement,
} from "./paper-bench.ts";

async function benchWithInbox(): Promise<{ bench: PaperBench; readingId: string }> {
  const bench = paperBench();
  const readingId = await push(bench, measured("D-1"));
  if (readingId === null) throw new Error("nothing came");
  return { bench, readingId };
}

function assign(bench: PaperBench, readingId: string, more: Partial<PlateStatement> = {}): string {
  const said = statement({ barcode: "D-1", sample: "D", ...more });
  return assignReading(bench.store, bench.layouts, readingId, said);
}

function refusal(bench: PaperBench, readingId: string, more: Partial<PlateStatement>): string {
  const waiting = bench.store.readings.unassigned().length;
  try {
    assign(bench, readingId, more);
  } catch (error) {
    expect(bench.store.readings.unassigned()).toHaveLength(waiting);
    if (error instanceof PlatewardenError) return error.code;
    throw error;
  }
  throw new Error("it was assigned");
}

describe("a plate that came by itself", () => {
  test("waits whole until somebody says what it is", async () => {
    const { bench, readingId } = await benchWithInbox();
    expect(bench.store.readings.unassigned()).toMatchObject([
      { id: readingId, origin: "unasked", outcome: "plate", run_id: null },
    ]);
    const plateId = assign(bench, readingId, { blastsDay4Percent: 88 });
    expect(bench.store.readings.unassigned()).toEqual([]);
    expect(bench.store.plates.versions(plateId)).toMatchObject([
      { reading_id: readingId, bound_by: "technician", bound_because: "Assigned by technician." },
    ]);
  });

  test("is one plate's only", async () => {
    const { bench, readingId } = await benchWithInbox();
    assign(bench, readingId);
    expect(refusal(bench, readingId, { barcode: "D-2" })).toBe("READING_ALREADY_ASSIGNED");
    expect(bench.store.plates.byBarcode("D-2")).toBeNull();
  });

  test.each([
    ["an unknown layout", { layoutId: "nothing" }, "LAYOUT_UNKNOWN"],
    ["a script for a barcode", { barcode: "<script>" }, "BARCODE_INVALID"],
    ["nobody's name", { operator: "" }, "REQUEST_INVALID"],
  ])("is not assigned with %s, and waits on", async (_, more, code) => {
    const { bench, readingId } = await benchWithInbox();
    expect(refusal(bench, readingId, more)).toBe(code);
  });

  test("is not assigned to a barcode that has been read, unless with a reason", async () => {
    const { bench, readingId } = await benchWithInbox();
    const { plateId } = await readPlate(bench);
    const said = { barcode: "A-1", sample: "A" };
    expect(refusal(bench, readingId, said)).toBe("BARCODE_ALREADY_READ");
    expect(assign(bench, readingId, { ...said, rereadReason: "read at the panel" })).toBe(plateId);
    expect(bench.store.plates.versions(plateId)).toHaveLength(2);
  });
});

describe("what is no plate", () => {
  test("cannot be assigned: a reading nobody knows", () => {
    expect(refusal(paperBench(), "no-such-reading", {})).toBe("READING_UNKNOWN");
  });

  test("cannot be assigned: a reading that was given up", async () => {
    const bench = paperBench();
    const cut = pushTalk(measured("D-1")).slice(0, 9);
    await bench.port.unasked(hold<UnaskedRecord>(bench, "listen", cut));
    const [given] = bench.store.readings.newest(1);
    expect(given?.outcome).toBe("given-up");
    expect(refusal(bench, given?.id ?? "", {})).toBe("READING_UNKNOWN");
  });
});
