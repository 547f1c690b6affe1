import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { assignReading } from "../../src/pipeline/assign-reading.ts";
import { closeSample } from "../../src/pipeline/close-sample.ts";
import type { PlateStatement } from "../../src/pipeline/identify-plate.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { startRun } from "../../src/pipeline/start-run.ts";
import { planOf } from "../../src/study/play-study.ts";
import {
  begin,
  endRun,
  LAYOUT,
  MTT,
  measured,
  type PaperBench,
  paperBench,
  push,
  readPlate,
  readyReader,
  statement,
  study,
} from "./paper-bench.ts";

/** The code of the refusal; nothing at all may have been stored by it. */
function refusal(bench: PaperBench, more: Partial<PlateStatement>): string {
  const { store } = bench;
  const counts = () => [
    store.runs.newest(99).length,
    store.samples.all().map((sample) => sample.blasts_day4_percent),
    store.plates.allLayouts().length,
    store.journal.lastChange(),
  ];
  const before = counts();
  try {
    begin(bench, more);
  } catch (error) {
    expect(counts()).toEqual(before);
    if (error instanceof PlatewardenError) return error.code;
    throw error;
  }
  throw new Error("the run was started");
}

describe("a run", () => {
  test("by a command says so in the audit trail", () => {
    const { store, ...bench } = paperBench();
    const through = begin({ store, ...bench }, { barcode: "A-1", through: "command" });
    const signedIn = begin({ store, ...bench }, { barcode: "A-2" });
    const told = store.journal.entries().filter(({ action }) => action === "run.start");
    const howOf = (id: string): unknown =>
      JSON.parse(told.find(({ subject }) => subject === id)?.detail ?? "{}").through;
    expect([howOf(through.id), howOf(signedIn.id)]).toEqual(["command", undefined]);
  });

  test("that says blasts has the sample's other plates analysed before it begins", () => {
    const { store, layouts, reader } = paperBench();
    const analysed: string[] = [];
    const start = (more: Partial<PlateStatement>): string =>
      startRun(store, layouts, reader, statement(more), MTT, (id) => {
        expect(store.samples.byId(id)?.blasts_day4_percent).toBe(10);
        analysed.push(id);
      }).sample_id;
    const sample = start({ barcode: "A-1", blastsDay4Percent: 10 });
    start({ barcode: "A-2" });
    expect(analysed).toEqual([sample]);
  });

  test("is stored before the reader moves, with everything that says what the plate is", () => {
    const bench = paperBench();
    const run = begin(bench, { blastsDay4Percent: 93 });
    expect(bench.store.runs.byId(run.id)).toMatchObject({
      state: "starting",
      barcode: "A-1",
      operator: "technician",
      measurement_nm: 570,
      reference_nm: 650,
      recovery_pending: 0,
    });
    expect(bench.store.samples.byId(run.sample_id)).toMatchObject({
      name: "A",
      blasts_day4_percent: 93,
    });
    expect(bench.store.plates.layoutByHash(run.layout_sha256)?.id).toBe(LAYOUT);
  });

  test("takes the white space off what a scanner adds", () => {
    expect(begin(paperBench(), { barcode: " A-1\r\n" }).barcode).toBe("A-1");
  });

  test("is marked failed when the reader refuses it at the last moment", () => {
    const bench = paperBench();
    const busy = () => {
      throw new PlatewardenError("READER_BUSY", "busy");
    };
    const reader = readyReader({ startRun: busy });
    expect(() => startRun(bench.store, bench.layouts, reader, statement(), MTT)).toThrow("busy");
    expect(bench.store.runs.newest(1)[0]).toMatchObject({ state: "failed", sentence: "busy" });
  });
});

describe("a run is refused, and nothing is stored, when", () => {
  test.each([
    ["the layout is unknown", { layoutId: "no-such-layout" }, "LAYOUT_UNKNOWN"],
    ["the barcode is empty", { barcode: "  " }, "BARCODE_INVALID"],
    ["the barcode is a script", { barcode: "<script>alert(1)</script>" }, "BARCODE_INVALID"],
    ["the barcode is too long", { barcode: "x".repeat(65) }, "BARCODE_INVALID"],
    ["the barcode holds a line", { barcode: "A-1\nA-2" }, "BARCODE_INVALID"],
    ["nobody says who reads it", { operator: " " }, "REQUEST_INVALID"],
    ["nobody says whose cells they are", { sample: "" }, "REQUEST_INVALID"],
    ["the blasts are no percentage", { blastsDay4Percent: 101 }, "REQUEST_INVALID"],
    ["the blasts are no number", { blastsDay4Percent: Number.NaN }, "REQUEST_INVALID"],
  ])("%s", (_, more, code) => {
    expect(refusal(paperBench(), more)).toBe(code);
  });

  test("the reader is not ready", () => {
    const bench = paperBench();
    const requireReady = () => {
      throw new PlatewardenError("READER_NOT_READY", "asleep");
    };
    const sleeping = { ...bench, reader: readyReader({ requireReady }) };
    expect(refusal(sleeping, {})).toBe("READER_NOT_READY");
  });

  test("the reader has no filter for a wavelength, naming those it has", () => {
    const bench = paperBench();
    const reader = readyReader();
    const identity = { model: "Model 680", filtersNm: [405, null, 570], details: {} };
    reader.status$.next({ ...reader.status$.value, identity });
    expect(() => startRun(bench.store, bench.layouts, reader, statement(), MTT)).toThrow(
      "Reader bench-1 has no 650 nm filter; it has 405, 570 nm.",
    );
  });

  test("the barcode is being read at this moment", () => {
    const bench = paperBench();
    begin(bench);
    expect(refusal(bench, {})).toBe("READER_BUSY");
  });

  test("the barcode has been read and nobody says why again", async () => {
    const bench = paperBench();
    await readPlate(bench);
    expect(refusal(bench, {})).toBe("BARCODE_ALREADY_READ");
    expect(refusal(bench, { rereadReason: "  " })).toBe("BARCODE_ALREADY_READ");
  });

  test("the barcode is known with another sample or layout", async () => {
    const bench = paperBench();
    await readPlate(bench);
    const rereadReason = "again";
    expect(refusal(bench, { sample: "B", rereadReason })).toBe("PLATE_MISMATCH");
    const layoutId = "combination-classic-1plate";
    expect(refusal(bench, { layoutId, rereadReason })).toBe("PLATE_MISMATCH");
  });

  test("the plan says that the plate is another sample's or of another layout", () => {
    const bench = paperBench();
    const plan = planOf(study);
    importPlan(bench.store, bench.layouts, plan, { source: "plan", by: "test" });
    expect(refusal(bench, { barcode: "B-1", sample: "A" })).toBe("PLATE_MISMATCH");
    const layoutId = "combination-classic-1plate";
    expect(refusal(bench, { barcode: "A-1", sample: "A", layoutId })).toBe("PLATE_MISMATCH");
  });

  test("the sample has been closed", async () => {
    const bench = paperBench();
    await readPlate(bench);
    closeSample(bench.store, "A", "reviewer");
    expect(refusal(bench, { barcode: "A-2" })).toBe("SAMPLE_CLOSED");
  });

  test("the layout file was changed under a revision that plates were read with", async () => {
    const bench = paperBench();
    await readPlate(bench);
    const changed = bench.layouts.all().map((layout) => ({ ...layout, sha256: "0".repeat(64) }));
    const layouts = {
      ...bench.layouts,
      require: (id: string) => {
        const layout = changed.find((one) => one.id === id);
        if (layout === undefined) throw new Error(id);
        return layout;
      },
    };
    expect(refusal({ ...bench, layouts }, { barcode: "A-2" })).toBe("LAYOUT_REVISION_CHANGED");
  });
});

describe("a plate that is read again", () => {
  test("with a reason becomes a new version of the same plate, and the newest counts", async () => {
    const bench = paperBench();
    const first = await readPlate(bench);
    const clock = "06/03/2026 15:30:00";
    const second = await readPlate(bench, { clock, rereadReason: "condensation on the lid" });
    expect(second.plateId).toBe(first.plateId);
    expect(bench.store.plates.versions(first.plateId)).toMatchObject([
      { version: 1, reading_id: first.readingId, reread_reason: null },
      { version: 2, reading_id: second.readingId, reread_reason: "condensation on the lid" },
    ]);
  });

  test("of a closed sample is still taken", async () => {
    const bench = paperBench();
    const { plateId } = await readPlate(bench);
    closeSample(bench.store, "A", "reviewer");
    await readPlate(bench, { clock: "07/03/2026 09:00:00", rereadReason: "lamp" });
    expect(bench.store.plates.versions(plateId)).toHaveLength(2);
  });
});

describe("a plate whose barcode was given to another reading while it was read", () => {
  test("is stored whole, waits in the inbox, and its run says why", async () => {
    const bench = paperBench();
    const waiting = await push(bench, measured("B-1"));
    const run = begin(bench);
    assignReading(bench.store, bench.layouts, waiting ?? "", statement());
    await endRun(bench, run.id, measured("A-1"));
    expect(bench.store.runs.byId(run.id)).toMatchObject({ state: "failed" });
    expect(bench.store.runs.byId(run.id)?.sentence).toContain("A-1 has already been read");
    const [left] = bench.store.readings.unassigned();
    expect(left).toMatchObject({ origin: "command", outcome: "plate", run_id: run.id });
  });
});
