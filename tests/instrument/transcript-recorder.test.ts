import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TranscriptHeader } from "../../src/instrument/transcript-recorder.ts";
import { type MemorySink, memorySink, recorderOn, written } from "./fake-reader.ts";

const header = (id: string): TranscriptHeader => ({
  id,
  readerId: "bench-1",
  driverId: "paper",
  driverVersion: "1",
  dialogue: "listen",
  request: "{}",
  runId: null,
  openedAtUtc: "",
});

const bytes = (text: string) => Buffer.from(text, "latin1");

function troubled(sink: MemorySink) {
  const log: string[] = [];
  const recorder = recorderOn(sink, {
    onTrouble: (error) => log.push(`trouble: ${String(error)}`),
    onRecovered: () => log.push("recovered"),
  });
  return { log, recorder };
}

describe("bytes that arrive", () => {
  test("are durable within one turn of the event loop, and handed on only then", async () => {
    const sink = memorySink();
    const recorder = recorderOn(sink);
    const transcript = recorder.open(header("t"));
    const seen: string[][] = [];
    recorder.record(transcript, "rx", bytes("one"), () => seen.push(written(sink)));
    expect(seen).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([["rx one"]]);
    expect(sink.opened.map(({ id }) => id)).toEqual(["t"]);
  });

  test("in one turn share a transaction, whichever reader they are of", async () => {
    const sink = memorySink();
    const recorder = recorderOn(sink);
    const [a, b] = [recorder.open(header("a")), recorder.open(header("b"))];
    recorder.record(a, "rx", bytes("a0"));
    recorder.record(b, "rx", bytes("b0"));
    recorder.record(a, "tx", bytes("a1"));
    await recorder.drain();
    expect(sink.writes).toEqual([3]);
    expect(sink.items.map(({ transcriptId, seq }) => `${transcriptId}${seq}`)).toEqual([
      "a0",
      "b0",
      "a1",
    ]);
  });

  test("in another turn are another transaction, numbered on", async () => {
    const sink = memorySink();
    const recorder = recorderOn(sink);
    const transcript = recorder.open(header("t"));
    await recorder.recordDurably(transcript, "rx", bytes("one"));
    await recorder.recordDurably(transcript, "mark", bytes("silence"));
    expect(sink.writes).toEqual([1, 1]);
    expect(sink.items.map(({ seq }) => seq)).toEqual([0, 1]);
    const [first, second] = sink.items;
    expect(second?.monoUs).toBeGreaterThanOrEqual(first?.monoUs ?? Number.POSITIVE_INFINITY);
  });

  test("can be made durable at once", () => {
    const sink = memorySink();
    const recorder = recorderOn(sink);
    const transcript = recorder.open(header("t"));
    let durable = false;
    recorder.record(transcript, "rx", bytes("one"), () => {
      durable = true;
    });
    expect(recorder.flush()).toBe(true);
    expect(durable).toBe(true);
    expect(recorder.flush()).toBe(true);
    expect(sink.writes).toEqual([1]);
  });
});

describe("while the sink refuses", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("nothing is handed on; when it takes again all is there, in order, and nothing is lost", async () => {
    const sink = memorySink();
    const { log, recorder } = troubled(sink);
    const transcript = recorder.open(header("t"));
    const handedOn: string[] = [];
    const take = (text: string) =>
      recorder.record(transcript, "rx", bytes(text), () => handedOn.push(text));
    sink.refusal = new Error("full");
    take("one");
    await vi.advanceTimersByTimeAsync(1);
    expect(recorder.inTrouble).toBe(true);
    take("two");
    await vi.advanceTimersByTimeAsync(1600);
    take("three");
    expect(handedOn).toEqual([]);
    expect(log).toEqual(["trouble: Error: full"]);
    sink.refusal = null;
    await vi.advanceTimersByTimeAsync(600);
    expect(handedOn).toEqual(["one", "two", "three"]);
    expect(written(sink)).toEqual(["rx one", "rx two", "rx three"]);
    expect(sink.items.map(({ seq }) => seq)).toEqual([0, 1, 2]);
    expect(log).toEqual(["trouble: Error: full", "recovered"]);
    expect(recorder.inTrouble).toBe(false);
  });

  test("it is asked twice a second, however much arrives", async () => {
    const sink = memorySink();
    const { recorder } = troubled(sink);
    const transcript = recorder.open(header("t"));
    sink.refusal = new Error("full");
    await vi.advanceTimersByTimeAsync(1);
    for (let byte = 0; byte < 100; byte += 1) {
      recorder.record(transcript, "rx", bytes("x"));
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(sink.attempts).toBeLessThanOrEqual(3);
  });

  test("what is to be sent waits", async () => {
    const sink = memorySink();
    const { recorder } = troubled(sink);
    const transcript = recorder.open(header("t"));
    sink.refusal = new Error("full");
    let sent = false;
    const sending = recorder.recordDurably(transcript, "tx", bytes("read")).then(() => {
      sent = true;
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toBe(false);
    sink.refusal = null;
    await vi.advanceTimersByTimeAsync(600);
    await sending;
    expect(written(sink)).toEqual(["tx read"]);
  });

  test("draining takes as long as it refuses", async () => {
    const sink = memorySink();
    const { recorder } = troubled(sink);
    recorder.open(header("t"));
    sink.refusal = new Error("full");
    let drained = false;
    const draining = recorder.drain().then(() => {
      drained = true;
    });
    await vi.advanceTimersByTimeAsync(3000);
    expect(drained).toBe(false);
    sink.refusal = null;
    await vi.advanceTimersByTimeAsync(600);
    await draining;
    expect(sink.opened).toHaveLength(1);
  });

  test("a second trouble is told again", async () => {
    const sink = memorySink();
    const { log, recorder } = troubled(sink);
    for (const id of ["a", "b"]) {
      sink.refusal = new Error(id);
      recorder.open(header(id));
      await vi.advanceTimersByTimeAsync(700);
      sink.refusal = null;
      await vi.advanceTimersByTimeAsync(700);
    }
    expect(log).toEqual(["trouble: Error: a", "recovered", "trouble: Error: b", "recovered"]);
  });
});
