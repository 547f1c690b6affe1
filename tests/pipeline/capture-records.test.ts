import { describe, expect, test } from "vitest";
import type { PlateReading } from "../../src/domain/reading.ts";
import { ReaderFault, type ServerDriver } from "../../src/instrument/contract.ts";
import type { Captured } from "../../src/pipeline/capture-readings.ts";
import { awaitRecords, readKeptRecords, recordPort } from "../../src/pipeline/capture-records.ts";
import { fileReading } from "../../src/pipeline/file-reading.ts";
import { bindWaiting, matchAnnounced } from "../../src/pipeline/match-announced.ts";
import { begin, driver, MTT, type PaperBench, paperBench, READER } from "./paper-bench.ts";
import { importedPlate, planPlates, read } from "./paper-file.ts";

function portOf(bench: PaperBench) {
  const captured: Captured[] = [];
  const port = recordPort({
    store: bench.store,
    persist: async (work) => work(),
    readerId: READER,
    driver,
    options: {},
    request: MTT,
    onCaptured: (one) => captured.push(one),
  });
  return { port, captured };
}

function reading(more: Parameters<typeof importedPlate>[0] = {}): PlateReading {
  const made = fileReading(importedPlate(more), MTT);
  if (made === null) throw new Error("no reading");
  return made;
}

const record = (name: string) => ({ name, bytes: Buffer.from(name), madeAtUtc: null });

const NOBODYS = { taskId: null, objection: null };

describe("a result of a server", () => {
  test("that names its run is bound to the run's plate, once however often it comes", async () => {
    const bench = paperBench();
    const { port, captured } = portOf(bench);
    const run = begin(bench);
    const kept = await port.keep(record("r1"));
    expect(kept.isNew).toBe(true);
    await port.runRead(run.id, kept, reading());
    const again = await port.keep(record("r1"));
    expect(again).toEqual({ ...kept, isNew: false });
    await port.runRead(run.id, again, reading());
    await port.found(again, reading(), 0, NOBODYS);
    expect(bench.store.runs.byId(run.id)).toMatchObject({ state: "captured" });
    expect(bench.store.readings.newest(9)).toHaveLength(1);
    expect(captured).toHaveLength(1);
    expect(port.isKnown(kept.sha256)).toBe(true);
  });

  test("measured at another wavelength than its run asked for is not the run's", async () => {
    const bench = paperBench();
    const { port } = portOf(bench);
    const run = begin(bench);
    const kept = await port.keep(record("r1"));
    await port.runRead(run.id, kept, reading({ reads: [read(560), read(650)] }));
    expect(bench.store.runs.byId(run.id)).toMatchObject({
      state: "failed",
      sentence: expect.stringContaining("560"),
    });
    expect(bench.store.readings.unassigned()).toHaveLength(1);
  });

  test("nobody here commanded is matched by its barcode, else it waits", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const { port } = portOf(bench);
    await port.found(await port.keep(record("r1")), reading({ plateId: "B-1" }), 0, NOBODYS);
    await port.found(await port.keep(record("r2")), reading({ reads: [read(570, 2)] }), 0, NOBODYS);
    expect(bench.store.plates.byBarcode("B-1")).not.toBeNull();
    expect(bench.store.readings.unassigned()).toMatchObject([{ origin: "unasked" }]);
  });

  test("that is not understood is in quarantine, once", async () => {
    const bench = paperBench();
    const { port } = portOf(bench);
    const kept = await port.keep(record("r1"));
    await port.refused(kept, "NO_WELLS", "It has no wells.");
    await port.refused(kept, "NO_WELLS", "It has no wells.");
    expect(bench.store.documents.quarantined()).toMatchObject([{ code: "NO_WELLS" }]);
    expect(port.isKnown(kept.sha256)).toBe(true);
  });
});

describe("a result that could pass for a plate somebody read at the panel", () => {
  async function benchAfter(state: "cancelled" | "failed") {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const { port } = portOf(bench);
    const run = begin(bench, { barcode: "B-1", sample: "sample of B-1" });
    await port.runReading(run.id);
    await port.runFailed(run.id, state, "Ended.");
    return { bench, port, run };
  }

  test.each(["cancelled", "failed"] as const)("waits when its run was %s", async (state) => {
    const { bench, port, run } = await benchAfter(state);
    const told = { taskId: run.id, objection: null };
    await port.found(await port.keep(record("r1")), reading({ plateId: "B-1" }), 0, told);
    bindWaiting(bench.store);
    expect(bench.store.plates.byBarcode("B-1")).toBeNull();
    expect(bench.store.readings.unassigned()).toMatchObject([
      { origin: "command", run_id: run.id },
    ]);
  });

  test("waits where the server does not name the run, but a run for its barcode failed there", async () => {
    const { bench, port } = await benchAfter("cancelled");
    await port.found(await port.keep(record("r1")), reading({ plateId: "B-1" }), 0, NOBODYS);
    expect(bench.store.plates.byBarcode("B-1")).toBeNull();
  });

  test("waits with what speaks against it", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const { port } = portOf(bench);
    const told = { taskId: null, objection: "The reader broke the run off." };
    await port.found(await port.keep(record("r1")), reading({ plateId: "B-1" }), 0, told);
    const [row] = bench.store.readings.unassigned();
    expect(row === undefined ? null : matchAnnounced(bench.store, row)).toEqual({
      kind: "waits",
      reason: "The reader broke the run off.",
    });
  });

  test("waits when it was read for another assay", async () => {
    const bench = paperBench();
    planPlates(bench, ["B-1"]);
    const { port } = portOf(bench);
    const { bars: _, ...plate } = reading({ plateId: "B-1", reads: [read(405)] });
    await port.found(await port.keep(record("r1")), plate, 0, NOBODYS);
    expect(bench.store.plates.byBarcode("B-1")).toBeNull();
  });

  test("in another record of the same result is the same plate", async () => {
    const bench = paperBench();
    const { port } = portOf(bench);
    await port.found(await port.keep(record("r1")), reading(), 0, NOBODYS);
    await port.found(await port.keep(record("r1 and more")), reading(), 0, NOBODYS);
    expect(bench.store.readings.newest(9)).toHaveLength(1);
  });
});

describe("a result that a crash left kept and unread", () => {
  const serverDriver = (readRecord: ServerDriver["readRecord"]): ServerDriver => ({
    ...driver,
    protocol: "opc-ua",
    readRecord,
  });

  test("is read at the next start, once, also where the server has lost it", async () => {
    const bench = paperBench();
    const { port } = portOf(bench);
    await port.keep(record("r1"));
    const whose = { driver: serverDriver(() => [reading()]), options: {}, readerId: READER };
    await readKeptRecords(bench.store, whose, port);
    await readKeptRecords(bench.store, whose, port);
    expect(bench.store.readings.unassigned()).toMatchObject([{ origin: "unasked" }]);
  });

  test("is in quarantine where nobody understands it", async () => {
    const bench = paperBench();
    const { port } = portOf(bench);
    await port.keep(record("r1"));
    const refuse = serverDriver(() => {
      throw new ReaderFault("NO_WELLS", "it has no wells");
    });
    await readKeptRecords(bench.store, { driver: refuse, options: {}, readerId: READER }, port);
    expect(bench.store.documents.quarantined()).toMatchObject([{ code: "NO_WELLS" }]);
  });
});

describe("a run whose outcome is not known", () => {
  test("stays pending until its result is found", async () => {
    const bench = paperBench();
    const { port } = portOf(bench);
    const run = begin(bench);
    await port.runReading(run.id);
    await port.runFailed(run.id, "interrupted", "The link was lost.", true);
    expect(port.pendingRuns()).toEqual([{ runId: run.id, requestedAtUtc: run.requested_at_utc }]);
    await port.runRead(run.id, await port.keep(record("r1")), reading());
    expect(port.pendingRuns()).toEqual([]);
    expect(bench.store.runs.byId(run.id)).toMatchObject({ state: "captured" });
  });

  test("after a crash is cancelled when a person had cancelled it", () => {
    const bench = paperBench();
    const run = begin(bench);
    const at = bench.store.nowUtc();
    bench.store.journal.audit({
      atUtc: at,
      actor: "technician",
      action: "run.cancel",
      subject: run.id,
      detail: {},
    });
    awaitRecords(bench.store, [READER]);
    expect(bench.store.runs.byId(run.id)).toMatchObject({
      state: "cancelled",
      recovery_pending: 0,
    });
  });

  test("after a crash is pending as well, if its reader keeps results", () => {
    const bench = paperBench();
    const run = begin(bench);
    awaitRecords(bench.store, ["another reader"]);
    expect(bench.store.runs.byId(run.id)?.state).toBe("starting");
    awaitRecords(bench.store, [READER]);
    expect(bench.store.runs.byId(run.id)).toMatchObject({
      state: "interrupted",
      recovery_pending: 1,
    });
  });
});
