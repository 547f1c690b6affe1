import { describe, expect, test } from "vitest";
import { assignReading } from "../../src/pipeline/assign-reading.ts";
import { recoverTranscripts } from "../../src/pipeline/recover-transcripts.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import {
  baseline,
  begin,
  driver,
  lastPlateTalk,
  measured,
  type PaperBench,
  paperBench,
  push,
  pushTalk,
  READ_COMMAND_AT,
  readTalk,
  statement,
  WITH_DRIVER,
  writeTalk,
} from "./paper-bench.ts";

const WHOLE = readTalk(measured("A-1"));

/** A run whose read was under way with these items of it written down when the program was killed. */
async function killedAfter(items: number): Promise<{ bench: PaperBench; runId: string }> {
  const bench = paperBench();
  const run = begin(bench);
  await baseline(bench, run.id, null);
  await bench.port.runReading(run.id);
  writeTalk(bench, "readPlate", WHOLE.slice(0, items), run.id);
  return { bench, runId: run.id };
}

const recover = ({ store }: PaperBench) => recoverTranscripts(store, [driver]);

function everything({ store }: PaperBench) {
  return {
    runs: store.runs.newest(9),
    readings: store.readings.newest(9),
    unended: store.transcripts.unended(),
    plates: store.plates.newest(9).map((plate) => store.plates.versions(plate.id)),
    change: store.journal.lastChange(),
  };
}

describe("after a crash", () => {
  test("a plate whose bytes had all arrived is bound to its run, once", async () => {
    const { bench, runId } = await killedAfter(WHOLE.length);
    expect(recover(bench)).toEqual({ left: [] });
    expect(bench.store.runs.byId(runId)).toMatchObject({ state: "captured", recovery_pending: 0 });
    expect(bench.store.plates.byBarcode("A-1")).not.toBeNull();
    expect(bench.store.readings.newest(9)).toMatchObject([
      { outcome: "plate", origin: "command", run_id: runId },
    ]);
    expect(bench.store.transcripts.unended()).toEqual([]);
    const after = everything(bench);
    recover(bench);
    expect(everything(bench)).toEqual(after);
  });

  test("a plate that lacks only the farewell is whole, and replays to the same", async () => {
    const { bench, runId } = await killedAfter(WHOLE.length - 2);
    recover(bench);
    expect(bench.store.runs.byId(runId)).toMatchObject({ state: "captured", recovery_pending: 0 });
    const [reading] = bench.store.readings.newest(1);
    expect(reading?.sentence).toBeNull();
    expect(isIdentical(await replayReading(bench.store, WITH_DRIVER, reading?.id ?? ""))).toBe(
      true,
    );
  });

  test("half a plate is given up, kept in the transcript, and its run waits for the reader", async () => {
    const { bench, runId } = await killedAfter(READ_COMMAND_AT + 9);
    recover(bench);
    expect(bench.store.readings.newest(9)).toMatchObject([{ outcome: "given-up", run_id: runId }]);
    expect(bench.store.runs.byId(runId)).toMatchObject({
      state: "interrupted",
      recovery_pending: 1,
      sentence: expect.stringContaining("after the read command"),
    });
    const after = everything(bench);
    recover(bench);
    expect(everything(bench)).toEqual(after);
  });

  test("a run whose read command had just been written down may have been read", async () => {
    const { bench, runId } = await killedAfter(READ_COMMAND_AT + 1);
    recover(bench);
    expect(bench.store.runs.byId(runId)?.recovery_pending).toBe(1);
  });

  test("a run before its read command is to be started again", async () => {
    const { bench, runId } = await killedAfter(READ_COMMAND_AT);
    recover(bench);
    expect(bench.store.runs.byId(runId)).toMatchObject({
      state: "interrupted",
      recovery_pending: 0,
      sentence: expect.stringContaining("before the read command"),
    });
  });

  test("a run that had not even begun to talk is to be started again", () => {
    const bench = paperBench();
    const run = begin(bench);
    recover(bench);
    expect(bench.store.runs.byId(run.id)).toMatchObject({
      state: "interrupted",
      recovery_pending: 0,
    });
  });

  test("at every single item: the plate once and whole, or a run that says what to do", async () => {
    const whole = await killedAfter(WHOLE.length);
    recover(whole.bench);
    const body = whole.bench.store.readings.newest(1)[0]?.body;
    for (let items = 0; items <= WHOLE.length; items += 1) {
      const { bench, runId } = await killedAfter(items);
      recover(bench);
      const bound = bench.store.plates.byBarcode("A-1") !== null;
      if (bound) expect(bench.store.readings.newest(1)[0]?.body).toBe(body);
      const { state, sentence } = bench.store.runs.byId(runId) ?? {};
      expect([items, state]).toEqual([items, bound ? "captured" : "interrupted"]);
      if (!bound) expect(sentence).toMatch(/^The program was interrupted/);
      expect(bench.store.transcripts.unended()).toEqual([]);
      expect(bench.store.journal.brokenAudit()).toBeNull();
    }
  }, 20_000);

  test("a plate that came by itself waits in the inbox", () => {
    const bench = paperBench();
    writeTalk(bench, "listen", pushTalk(measured("D-1")));
    recover(bench);
    expect(bench.store.readings.unassigned()).toMatchObject([{ origin: "unasked" }]);
  });

  test("a plate that came by itself is whole when only the silence after it is lacking", async () => {
    const bench = paperBench();
    writeTalk(bench, "listen", pushTalk(measured("D-1")).slice(0, -1));
    recover(bench);
    const [waiting] = bench.store.readings.unassigned();
    expect(isIdentical(await replayReading(bench.store, WITH_DRIVER, waiting?.id ?? ""))).toBe(
      true,
    );
  });

  test("noise is a reading that was given up; silence is nothing", () => {
    const bench = paperBench();
    writeTalk(bench, "listen", [{ direction: "rx", bytes: Buffer.from("\xfe~", "latin1") }]);
    writeTalk(bench, "listen", []);
    recover(bench);
    expect(bench.store.readings.newest(9)).toMatchObject([{ outcome: "given-up" }]);
    expect(bench.store.transcripts.unended()).toEqual([]);
  });

  test("what a reader still held is nobody's: it will be asked for again", () => {
    const bench = paperBench();
    writeTalk(bench, "lastPlate", lastPlateTalk(measured("A-1")));
    recover(bench);
    expect(bench.store.readings.newest(9)).toEqual([]);
    expect(bench.store.transcripts.unended()).toEqual([]);
  });

  test("a plate whose barcode was given away meanwhile waits in the inbox and keeps nobody from starting", async () => {
    const { bench, runId } = await killedAfter(WHOLE.length);
    const waiting = await push(bench, measured("B-1"));
    assignReading(bench.store, bench.layouts, waiting ?? "", statement());
    recover(bench);
    expect(bench.store.runs.byId(runId)).toMatchObject({
      state: "failed",
      sentence: expect.stringContaining("A-1 has already been read"),
    });
    expect(bench.store.readings.unassigned()).toMatchObject([{ run_id: runId }]);
  });
});

describe("a transcript that cannot be played", () => {
  test("because its driver is gone stays open and is named", () => {
    const bench = paperBench();
    const id = writeTalk(bench, "listen", pushTalk(measured("D-1")));
    expect(recoverTranscripts(bench.store, [])).toEqual({ left: [id] });
    expect(bench.store.transcripts.unended()).toHaveLength(1);
  });

  test("because its driver no longer takes what it was started with stays open and is named", () => {
    const bench = paperBench();
    const id = writeTalk(bench, "listen", pushTalk(measured("D-1")));
    const listen = () => {
      throw new Error("Unrecognized key: mixSeconds");
    };
    const changed = { ...driver, dialogues: { ...driver.dialogues, listen } };
    expect(recoverTranscripts(bench.store, [changed])).toEqual({ left: [id] });
  });

  test("by a reader that keeps nothing tells the run to be started again", async () => {
    const { bench, runId } = await killedAfter(READ_COMMAND_AT + 5);
    const forgetful = {
      ...driver,
      capabilities: { ...driver.capabilities, keepsLastPlate: false },
    };
    recoverTranscripts(bench.store, [forgetful]);
    expect(bench.store.runs.byId(runId)).toMatchObject({
      recovery_pending: 0,
      sentence: expect.stringContaining("does not keep its last plate"),
    });
  });
});
