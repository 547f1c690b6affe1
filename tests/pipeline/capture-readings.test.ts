import { describe, expect, test } from "vitest";
import type { PlateReading } from "../../src/domain/reading.ts";
import { type LastPlate, ReaderFault, type UnaskedRecord } from "../../src/instrument/contract.ts";
import type { TranscriptItem } from "../../src/instrument/recording.ts";
import { recoverTranscripts } from "../../src/pipeline/recover-transcripts.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import {
  askedTalk550,
  baseline,
  begin,
  driver,
  endRun,
  hold,
  lastPlateTalk,
  measured,
  type PaperBench,
  paperBench,
  push,
  pushTalk,
  READ_COMMAND_AT,
  readPlate,
  readTalk,
  WITH_DRIVER,
  writeTalk,
} from "./paper-bench.ts";

const LATER = "06/03/2026 15:10:00";

/** A run whose link was lost in the middle of its plate, the reader holding `held` before it. */
async function brokenOff(bench: PaperBench, held: Parameters<typeof baseline>[2] = null) {
  const run = begin(bench);
  await baseline(bench, run.id, held);
  await bench.port.runReading(run.id);
  const cut = readTalk(measured("A-1")).slice(0, READ_COMMAND_AT + 9);
  await bench.port.runEnded(run.id, hold<PlateReading>(bench, "readPlate", cut, run.id));
  return run.id;
}

/** The reader answers again and holds this plate. */
async function found(
  bench: PaperBench,
  plate: Parameters<typeof lastPlateTalk>[0],
  remoteControlHeld = true,
): Promise<void> {
  const talk = hold<LastPlate>(bench, "lastPlate", lastPlateTalk(plate));
  const { outcome } = talk;
  if (outcome.kind !== "done") throw new Error(outcome.kind);
  const result = { ...outcome.result, remoteControlHeld };
  await bench.port.recovered({ ...talk, outcome: { kind: "done", result } });
}

describe("a run that ends", () => {
  test("with its plate is captured, and the plate is bound to it", async () => {
    const bench = paperBench();
    const { runId, readingId, plateId } = await readPlate(bench);
    expect(bench.captured).toEqual([{ readingId, plateId }]);
    expect(bench.store.runs.byId(runId)).toMatchObject({ state: "captured", sentence: null });
    expect(bench.store.plates.versions(plateId)).toMatchObject([
      { run_id: runId, reading_id: readingId, bound_by: "technician" },
    ]);
    const row = bench.store.readings.byId(readingId);
    expect(row).toMatchObject({ outcome: "plate", origin: "command", rejected: "[]", fault: null });
    expect(bench.store.transcripts.endOf(row?.transcript_id ?? "")).toMatchObject({
      outcome: "done",
      sha256: row?.transcript_sha256,
    });
  });

  test("by a lost link after the last line of its plate is captured all the same, and replays to the same", async () => {
    const bench = paperBench();
    const run = begin(bench);
    const cut = readTalk(measured("A-1")).slice(0, -2);
    const talk = hold<PlateReading>(bench, "readPlate", cut, run.id);
    expect(talk.outcome.kind).toBe("lost");
    await bench.port.runEnded(run.id, talk);
    expect(bench.store.runs.byId(run.id)).toMatchObject({ state: "captured", recovery_pending: 0 });
    const [reading] = bench.store.readings.newest(1);
    expect(reading).toMatchObject({ outcome: "plate", run_id: run.id });
    expect(isIdentical(await replayReading(bench.store, WITH_DRIVER, reading?.id ?? ""))).toBe(
      true,
    );
  });

  test("cancelled after the last line of its plate leaves the plate for a person to say what it is", async () => {
    const bench = paperBench();
    const run = begin(bench);
    const cut = readTalk(measured("A-1")).slice(0, -2);
    const talk = hold<PlateReading>(bench, "readPlate", cut, run.id);
    await bench.port.runEnded(run.id, { ...talk, outcome: { kind: "cancelled" } });
    expect(bench.store.runs.byId(run.id)).toMatchObject({ state: "cancelled" });
    expect(bench.store.plates.newest(9)).toEqual([]);
    expect(bench.store.readings.unassigned()).toHaveLength(1);
  });

  test("with a fault has failed, says what to do and keeps what had arrived", async () => {
    const bench = paperBench();
    const run = begin(bench);
    const talk = hold<PlateReading>(bench, "readPlate", [], run.id);
    const partial: PlateReading = {
      planes: [],
      referenceSubtracted: false,
      readerClock: null,
      readerModel: "680",
      warnings: [],
    };
    const fault = new ReaderFault("DAMAGED_TRANSFER", "row 4 is missing", {
      partial,
      readerCode: "8044",
    });
    await bench.port.runEnded(run.id, { ...talk, outcome: { kind: "fault", fault } });
    expect(bench.store.runs.byId(run.id)).toMatchObject({
      state: "failed",
      sentence: expect.stringMatching(
        /^The plate was read, but .* sent it \(row 4 is missing, reader code 8044\)\. Check cable/,
      ),
    });
    expect(bench.store.readings.newest(1)).toMatchObject([
      { outcome: "given-up", fault: "DAMAGED_TRANSFER", body: JSON.stringify(partial) },
    ]);
    expect(bench.captured).toMatchObject([{ plateId: null }]);
  });

  test.each([
    ["cancelled", { kind: "cancelled" } as const, "cancelled", "Cancelled at the bench."],
    [
      "by a fault of the driver",
      { kind: "bug", error: new Error("oops") } as const,
      "failed",
      "The driver bio-rad failed: Error: oops.",
    ],
  ])("%s says so", async (_, outcome, state, sentence) => {
    const bench = paperBench();
    const run = begin(bench);
    await bench.port.runEnded(run.id, {
      ...hold<PlateReading>(bench, "readPlate", [], run.id),
      outcome,
    });
    expect(bench.store.runs.byId(run.id)).toMatchObject({ state, sentence });
    expect(bench.store.plates.newest(9)).toEqual([]);
  });

  test("with the link before the read command need not wait for a plate", async () => {
    const bench = paperBench();
    const run = begin(bench);
    const cut = readTalk(measured("A-1")).slice(0, READ_COMMAND_AT);
    await bench.port.runEnded(run.id, hold<PlateReading>(bench, "readPlate", cut, run.id));
    expect(bench.store.runs.byId(run.id)).toMatchObject({
      state: "interrupted",
      recovery_pending: 0,
    });
    expect(bench.port.awaitsPlate()).toBe(false);
  });
});

describe("the plate of a run that was broken off", () => {
  test("is awaited, and bound when it is proven to be the run's", async () => {
    const bench = paperBench();
    const runId = await brokenOff(bench, measured("B-1"));
    expect(bench.port.awaitsPlate()).toBe(true);
    await found(bench, measured("A-1", LATER));
    expect(bench.port.awaitsPlate()).toBe(false);
    expect(bench.store.runs.byId(runId)).toMatchObject({ state: "captured", recovery_pending: 0 });
    const plate = bench.store.plates.byBarcode("A-1");
    const [version] = bench.store.plates.versions(plate?.id ?? "");
    expect(version?.run_id).toBe(runId);
    expect(version?.bound_because).toContain("not the plate the reader held before");
    expect(bench.captured.at(-1)?.plateId).toBe(plate?.id);
  });

  test("is bound once, however often the reader is asked", async () => {
    const bench = paperBench();
    await brokenOff(bench);
    const plate = measured("A-1", LATER);
    await found(bench, plate);
    const readings = bench.store.readings.newest(99).length;
    await found(bench, plate);
    expect(bench.store.readings.newest(99)).toHaveLength(readings);
    expect(bench.store.readings.unassigned()).toEqual([]);
  });

  test("is not the plate the reader held before: another patient's stays unbound", async () => {
    const bench = paperBench();
    const before = measured("B-1");
    const runId = await brokenOff(bench, before);
    await found(bench, before);
    expect(bench.store.plates.byBarcode("A-1")).toBeNull();
    expect(bench.store.runs.byId(runId)).toMatchObject({
      state: "interrupted",
      recovery_pending: 0,
      sentence: expect.stringContaining("had not measured"),
    });
  });

  test("goes to the inbox with the reason when somebody may have used the panel", async () => {
    const bench = paperBench();
    const runId = await brokenOff(bench, null);
    await found(bench, measured("G-1", LATER), false);
    expect(bench.store.readings.unassigned()).toMatchObject([
      { origin: "recovered", run_id: null },
    ]);
    expect(bench.store.runs.byId(runId)?.sentence).toContain("may be another patient's");
  });

  test("is not awaited any more when the reader holds none", async () => {
    const bench = paperBench();
    const runId = await brokenOff(bench, null);
    await found(bench, null);
    expect(bench.port.awaitsPlate()).toBe(false);
    expect(bench.store.runs.byId(runId)?.sentence).toContain("Start the run again");
    expect(bench.store.readings.unassigned()).toEqual([]);
  });

  test("is still awaited when the reader could not be asked", async () => {
    const bench = paperBench();
    await brokenOff(bench, null);
    await bench.port.recovered(hold<LastPlate>(bench, "lastPlate", []));
    expect(bench.port.awaitsPlate()).toBe(true);
  });

  test("is awaited across a restart of the program too", async () => {
    const bench = paperBench();
    const run = begin(bench);
    await baseline(bench, run.id, measured("B-1"));
    await bench.port.runReading(run.id);
    writeTalk(bench, "readPlate", readTalk(measured("A-1")).slice(0, READ_COMMAND_AT + 1), run.id);
    recoverTranscripts(bench.store, [driver]);
    await found(bench, measured("A-1", LATER));
    expect(bench.store.runs.byId(run.id)?.state).toBe("captured");
  });
});

test("a plate that was there before is not taken for the run's when its head was damaged on the way", async () => {
  const bench = paperBench();
  const runId = await brokenOff(bench, measured("G-1"));
  await found(bench, measured("G-1", LATER));
  expect(bench.store.runs.byId(runId)).toMatchObject({ state: "interrupted" });
  expect(bench.store.plates.newest(9)).toEqual([]);
});

describe("that the reader is under remote control", () => {
  const asks: TranscriptItem = { direction: "tx", bytes: Buffer.from("EIA.READER RTPLATE\r") };
  const refuses: TranscriptItem = { direction: "rx", bytes: Buffer.from("ERE 8073\r") };
  const takes: TranscriptItem = { direction: "tx", bytes: Buffer.from("EIA.READER AQ\r") };

  test("proves nothing when an attempt that was broken off has taken it back", async () => {
    const bench = paperBench();
    const runId = await brokenOff(bench, measured("B-1"));
    writeTalk(bench, "lastPlate", [asks, refuses, takes]);
    recoverTranscripts(bench.store, [driver]);
    await found(bench, measured("A-1", LATER));
    expect(bench.store.runs.byId(runId)).toMatchObject({ state: "interrupted" });
    expect(bench.store.plates.newest(9)).toEqual([]);
    expect(bench.store.readings.unassigned()).toHaveLength(2);
  });

  test("stays a proof when an attempt was broken off at its first question", async () => {
    const bench = paperBench();
    const runId = await brokenOff(bench, measured("B-1"));
    writeTalk(bench, "lastPlate", [asks]);
    recoverTranscripts(bench.store, [driver]);
    await found(bench, measured("A-1", LATER));
    expect(bench.store.runs.byId(runId)?.state).toBe("captured");
  });
});

describe("a plate found in the reader's memory", () => {
  test("that nobody has stored waits in the inbox", async () => {
    const bench = paperBench();
    await found(bench, measured("G-1"), false);
    expect(bench.store.readings.unassigned()).toMatchObject([{ origin: "recovered" }]);
    expect(bench.captured).toMatchObject([{ plateId: null }]);
  });

  test("that was captured by command is known", async () => {
    const bench = paperBench();
    await readPlate(bench);
    await found(bench, measured("A-1"));
    expect(bench.store.readings.newest(99)).toHaveLength(1);
    expect(bench.store.transcripts.unended()).toEqual([]);
  });

  test("that the reader had sent by itself is known, though it comes raw this time", async () => {
    const bench = paperBench();
    await push(bench, measured("D-1"));
    const again = hold<LastPlate>(bench, "lastPlate", askedTalk550(measured("D-1")));
    await bench.port.recovered(again);
    expect(bench.store.readings.newest(99)).toHaveLength(1);
  });

  test("before a read is kept, for the read overwrites it", async () => {
    const bench = paperBench();
    const run = begin(bench);
    await baseline(bench, run.id, measured("G-1"));
    expect(bench.store.readings.unassigned()).toHaveLength(1);
    expect(bench.store.runs.byId(run.id)?.baseline_sha256).toBe(
      bench.store.readings.unassigned()[0]?.content_sha256,
    );
  });

  test("before a read is not kept twice", async () => {
    const bench = paperBench();
    await readPlate(bench);
    const run = begin(bench, { barcode: "B-1", sample: "B" });
    await baseline(bench, run.id, measured("A-1"));
    expect(bench.store.readings.newest(99)).toHaveLength(1);
  });

  test("read again with the same values but at another time is another reading", async () => {
    const bench = paperBench();
    await readPlate(bench);
    await found(bench, measured("A-1", LATER), false);
    expect(bench.store.readings.unassigned()).toHaveLength(1);
  });
});

describe("a plate that comes by itself", () => {
  test("twice is stored once", async () => {
    const bench = paperBench();
    expect(await push(bench, measured("D-1"))).not.toBeNull();
    expect(await push(bench, measured("D-1"))).toBeNull();
    expect(bench.store.readings.newest(99)).toHaveLength(1);
    expect(bench.store.transcripts.unended()).toEqual([]);
  });

  test("damaged beyond reading is given up with what was not understood", async () => {
    const bench = paperBench();
    const talk = hold<UnaskedRecord>(bench, "listen", pushTalk(measured("D-1")));
    const rejected = [{ reason: "noise", text: "~" }];
    const outcome = { kind: "done", result: { plate: null } } as const;
    await bench.port.unasked({ ...talk, outcome, rejected });
    expect(bench.store.readings.newest(1)).toMatchObject([
      { outcome: "given-up", rejected: JSON.stringify(rejected) },
    ]);
    expect(bench.store.readings.unassigned()).toEqual([]);
  });
});

describe("a durable step that fails", () => {
  test("keeps nothing of itself and hands nothing on", async () => {
    const bench = paperBench();
    const run = begin(bench);
    const talk = hold<PlateReading>(bench, "readPlate", readTalk(measured("A-1")), run.id);
    await bench.port.runEnded(run.id, talk);
    const before = bench.store.journal.lastChange();
    // The same conversation a second time: its transcript has its end already.
    await expect(bench.port.runEnded(run.id, talk)).rejects.toThrow("UNIQUE");
    expect(bench.store.journal.lastChange()).toBe(before);
    expect(bench.captured).toHaveLength(1);
  });

  test("for the run of another plate leaves the first one alone", async () => {
    const bench = paperBench();
    await readPlate(bench);
    const run = begin(bench, { rereadReason: "again", barcode: "A-1" });
    await endRun(bench, run.id, measured("A-1", LATER));
    expect(bench.store.plates.newest(9)).toHaveLength(1);
  });
});
