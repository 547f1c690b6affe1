/** A reader made of nothing: a link that tests hold both ends of, a small driver, and time that passes when told. */
import { z } from "zod";
import type { PlateReading } from "../../src/domain/reading.ts";
import {
  type Dialogue,
  type Driver,
  type LastPlate,
  ReaderFault,
  type UnaskedRecord,
} from "../../src/instrument/contract.ts";
import type { Link } from "../../src/instrument/links/link.ts";
import type { Timers } from "../../src/instrument/run-dialogue.ts";
import {
  type RecordedItem,
  type RecorderEvents,
  type TranscriptHeader,
  TranscriptRecorder,
} from "../../src/instrument/transcript-recorder.ts";

export interface FakeLink {
  readonly link: Link;
  /** What was written to the reader, oldest first. */
  readonly sent: readonly string[];
  readonly state: () => "new" | "open" | "closed";
  /** Bytes from the reader. */
  receive(text: string): void;
  lose(reason: string): void;
}

export interface LinkBehaviour {
  /** Thrown by `open`. */
  readonly openError?: Error;
  /** Thrown by `write`. */
  readonly writeError?: Error;
  /** Answers what was written, at once. */
  readonly answer?: (sent: string, link: FakeLink) => void;
}

export function fakeLink(behaviour: LinkBehaviour = {}): FakeLink {
  const sent: string[] = [];
  let state: "new" | "open" | "closed" = "new";
  let onData: (bytes: Uint8Array) => void = () => undefined;
  let onLost: (reason: string) => void = () => undefined;
  const fake: FakeLink = {
    sent,
    state: () => state,
    receive: (text) => onData(Buffer.from(text, "latin1")),
    lose: (reason) => {
      state = "closed";
      onLost(reason);
    },
    link: {
      open: async () => {
        if (behaviour.openError !== undefined) throw behaviour.openError;
        state = "open";
      },
      write: async (bytes) => {
        if (behaviour.writeError !== undefined) throw behaviour.writeError;
        const text = Buffer.from(bytes).toString("latin1");
        sent.push(text);
        behaviour.answer?.(text, fake);
      },
      close: async () => {
        state = "closed";
      },
      onData: (handler) => {
        onData = handler;
      },
      onLost: (handler) => {
        onLost = handler;
      },
    },
  };
  return fake;
}

export interface ManualTime {
  readonly timers: Timers;
  /** How many timers wait. */
  readonly waiting: () => number;
  /** Lets the time pass; what falls due runs in its order. */
  pass(ms: number): void;
}

export function manualTime(): ManualTime {
  let now = 0;
  let due: { at: number; run: () => void }[] = [];
  return {
    waiting: () => due.length,
    timers: {
      after: (ms, run) => {
        const entry = { at: now + ms, run };
        due.push(entry);
        return () => {
          due = due.filter((other) => other !== entry);
        };
      },
    },
    pass: (ms) => {
      now += ms;
      for (const entry of due.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)) {
        due = due.filter((other) => other !== entry);
        entry.run();
      }
    },
  };
}

export interface MemorySink {
  readonly opened: readonly TranscriptHeader[];
  readonly items: readonly RecordedItem[];
  /** How many transactions there were, and how many items each held. */
  readonly writes: readonly number[];
  /** How often it was asked to write, in vain or not. */
  attempts: number;
  /** While set, every write throws it. */
  refusal: Error | null;
  write(opened: readonly TranscriptHeader[], items: readonly RecordedItem[]): void;
}

export function memorySink(): MemorySink {
  const opened: TranscriptHeader[] = [];
  const items: RecordedItem[] = [];
  const writes: number[] = [];
  const sink: MemorySink = {
    opened,
    items,
    writes,
    attempts: 0,
    refusal: null,
    write: (headers, more) => {
      sink.attempts += 1;
      if (sink.refusal !== null) throw sink.refusal;
      opened.push(...headers);
      items.push(...more);
      writes.push(more.length);
    },
  };
  return sink;
}

const untroubled: RecorderEvents = { onTrouble: () => undefined, onRecovered: () => undefined };

export function recorderOn(sink: MemorySink, events: RecorderEvents = untroubled) {
  return new TranscriptRecorder(sink, events);
}

/** Items of a sink as `rx text`, `tx text` and `mark word`. */
export function written(sink: MemorySink, transcriptId?: string): string[] {
  return sink.items
    .filter((item) => transcriptId === undefined || item.transcriptId === transcriptId)
    .map((item) => `${item.direction} ${Buffer.from(item.bytes).toString("latin1")}`);
}

export const PLATE: PlateReading = {
  planes: [],
  referenceSubtracted: false,
  readerClock: null,
  readerModel: "paper",
  warnings: [],
};

/** Sends a line and waits for one; the answer `fault` is a fault, `bug` lets the driver break. */
export function* ask(question: string): Dialogue<string> {
  yield { kind: "send", bytes: Buffer.from(`${question}\r`) };
  const answer = yield { kind: "receive", withinMs: 1000 };
  if (answer.kind !== "frame") throw new ReaderFault("NO_ANSWER", `no answer to ${question}`);
  if (answer.frame.text === "bug") throw new TypeError("undefined is not a function");
  if (answer.frame.text === "fault") throw new ReaderFault("REFUSED", `${question} was refused`);
  return answer.frame.text;
}

const dialogues: Driver["dialogues"] = {
  poll: null,
  *identify() {
    yield* ask("who");
    return { model: "Paper 1", filtersNm: null, details: {} };
  },
  *readPlate() {
    yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs: 5000 } };
    yield* ask("read");
    return PLATE;
  },
  *lastPlate(_, { readMayBeUnderWay }): Dialogue<LastPlate> {
    const answer = yield* ask(readMayBeUnderWay ? "last, patiently" : "last");
    return { plate: answer === "plate" ? PLATE : null, remoteControlHeld: true };
  },
  *release(): Dialogue<UnaskedRecord> {
    const answer = yield* ask("release");
    return { plate: answer === "plate" ? PLATE : null };
  },
  *listen(): Dialogue<UnaskedRecord> {
    for (;;) {
      const answer = yield { kind: "receive", withinMs: 500 };
      if (answer.kind !== "frame") return { plate: null };
      const { text } = answer.frame;
      if (text === "bug") throw new TypeError("undefined is not a function");
      if (text === "end") return { plate: PLATE };
      if (text === "row") {
        yield {
          kind: "report",
          report: { kind: "row", role: "measurement", row: 0, values: [] },
        };
      }
    }
  },
};

export const fakeDriver: Driver = {
  id: "paper",
  version: "1",
  vendor: "nobody",
  models: ["Paper 1"],
  verification: "manual-only",
  evidence: "made for tests",
  ports: [{ baudRate: 9600, dataBits: 8, stopBits: 1, parity: "none", rtscts: false }],
  framing: { kind: "line", terminator: "\r", maxBytes: 100 },
  options: z.strictObject({}),
  capabilities: {
    wavelengths: "by-filter-position",
    commandedRead: "raw",
    unaskedRead: "raw",
    progress: true,
    temperature: false,
    keepsLastPlate: true,
    pollEveryMs: null,
  },
  movesHardware: ["READ"],
  faults: {
    NO_ANSWER: {
      sentence: "The reader does not answer.",
      remedy: "Switch it on.",
      needsOperator: true,
      retry: true,
    },
    REFUSED: {
      sentence: "The reader refused.",
      remedy: "Try again.",
      needsOperator: false,
      retry: true,
    },
  },
  dialogues,
};

/** Lets everything that is ready happen until `fits`; fails when it never does. */
export async function until(fits: () => boolean): Promise<void> {
  const deadline = performance.now() + 2000;
  while (performance.now() < deadline) {
    if (fits()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never came true: ${fits.toString()}`);
}

/** Lets everything that is ready happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
