import { describe, expect, test } from "vitest";
import {
  type Dialogue,
  type DialogueAnswer,
  type DriverReport,
  type Frame,
  ReaderFault,
} from "../../src/instrument/contract.ts";
import { type DialogueIo, runDialogue } from "../../src/instrument/run-dialogue.ts";

/** An io that hands out the given frames, null being silence, and keeps a log of what was done. */
function scriptedIo(frames: (Frame | null)[], more: Partial<DialogueIo> = {}) {
  const log: string[] = [];
  const io: DialogueIo = {
    send: async (bytes) => {
      log.push(`send ${Buffer.from(bytes).toString("latin1")}`);
    },
    nextFrame: async (withinMs) => {
      log.push(`wait ${withinMs}`);
      return frames.shift() ?? null;
    },
    takeUnterminated: () => null,
    recordSilence: () => {
      log.push("silence");
    },
    report: (report: DriverReport) => {
      log.push(`report ${report.kind}`);
    },
    ...more,
  };
  return { io, log };
}

const line = (text: string): Frame => ({ text, terminated: true });
const never = () => new AbortController().signal;

function* converse(): Dialogue<DialogueAnswer> {
  yield { kind: "send", bytes: Buffer.from("hello") };
  yield { kind: "report", report: { kind: "rejected", reason: "noise", text: "?" } };
  return yield { kind: "receive", withinMs: 500 };
}

describe("running a dialogue", () => {
  test("carries requests out in order and answers with the frame", async () => {
    const { io, log } = scriptedIo([line("hi")]);
    expect(await runDialogue(converse(), io, never())).toEqual({
      kind: "done",
      result: { kind: "frame", frame: line("hi") },
    });
    expect(log).toEqual(["send hello", "report rejected", "wait 500"]);
  });

  test("records a silence before it is answered", async () => {
    const { io, log } = scriptedIo([null]);
    expect(await runDialogue(converse(), io, never())).toEqual({
      kind: "done",
      result: { kind: "silence" },
    });
    expect(log.at(-1)).toBe("silence");
  });

  test("answers a silence with the line that has no end", async () => {
    const half: Frame = { text: "ha", terminated: false };
    const { io, log } = scriptedIo([null], { takeUnterminated: () => half });
    expect(await runDialogue(converse(), io, never())).toEqual({
      kind: "done",
      result: { kind: "frame", frame: half },
    });
    expect(log.at(-1)).toBe("silence");
  });

  test("tells a fault of the reader from a bug of the driver", async () => {
    const fault = new ReaderFault("NO_ANSWER", "nothing");
    const bug = new TypeError("oops");
    function* fails(error: Error): Dialogue<never> {
      yield { kind: "pause", ms: 0 };
      throw error;
    }
    const { io } = scriptedIo([]);
    expect(await runDialogue(fails(fault), io, never())).toEqual({ kind: "fault", fault });
    expect(await runDialogue(fails(bug), io, never())).toEqual({ kind: "bug", error: bug });
  });

  test("an abort while waiting closes the dialogue and claims no silence", async () => {
    const abort = new AbortController();
    let closed = false;
    function* waits(): Dialogue<void> {
      try {
        yield { kind: "receive", withinMs: 500 };
      } finally {
        closed = true;
      }
    }
    const { io, log } = scriptedIo([], {
      nextFrame: async () => {
        abort.abort();
        return null;
      },
    });
    expect(await runDialogue(waits(), io, abort.signal)).toEqual({ kind: "cancelled" });
    expect(closed).toBe(true);
    expect(log).toEqual([]);
  });

  test("a dialogue is not begun when the signal has aborted already", async () => {
    const { io, log } = scriptedIo([]);
    expect(await runDialogue(converse(), io, AbortSignal.abort())).toEqual({ kind: "cancelled" });
    expect(log).toEqual([]);
  });

  test("a failed write closes the dialogue and is passed on", async () => {
    const failure = new Error("unplugged");
    let closed = false;
    function* sends(): Dialogue<void> {
      try {
        yield { kind: "send", bytes: Buffer.from("x") };
      } finally {
        closed = true;
      }
    }
    const { io } = scriptedIo([], { send: () => Promise.reject(failure) });
    await expect(runDialogue(sends(), io, never())).rejects.toBe(failure);
    expect(closed).toBe(true);
  });

  test("a dialogue that wants to talk when it is closed has a bug", async () => {
    const abort = new AbortController();
    function* clings(): Dialogue<void> {
      try {
        yield { kind: "receive", withinMs: 1 };
      } finally {
        yield { kind: "send", bytes: Buffer.from("bye") };
      }
    }
    const { io } = scriptedIo([], {
      nextFrame: async () => {
        abort.abort();
        return null;
      },
    });
    expect(await runDialogue(clings(), io, abort.signal)).toMatchObject({ kind: "bug" });
  });

  test("a pause lasts until its timer fires, or the signal aborts", async () => {
    const fired: (() => void)[] = [];
    const cancelled: string[] = [];
    const timers = {
      after: (ms: number, run: () => void) => {
        fired.push(run);
        return () => cancelled.push(`${ms} ms`);
      },
    };
    function* rests(): Dialogue<string> {
      yield { kind: "pause", ms: 1000 };
      return "rested";
    }
    const { io } = scriptedIo([]);
    const resting = runDialogue(rests(), io, never(), timers);
    fired[0]?.();
    expect(await resting).toEqual({ kind: "done", result: "rested" });
    const abort = new AbortController();
    const disturbed = runDialogue(rests(), io, abort.signal, timers);
    abort.abort();
    expect(await disturbed).toEqual({ kind: "cancelled" });
    expect(cancelled).toEqual(["1000 ms"]);
  });
});
