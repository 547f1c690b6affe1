import type { Subscription } from "rxjs";
import { describe, expect, onTestFinished, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import type { CapturePort } from "../../src/instrument/capture-port.ts";
import type { Driver } from "../../src/instrument/contract.ts";
import type { ReaderStatus } from "../../src/instrument/reader-status.ts";
import { superviseReader } from "../../src/instrument/supervise-reader.ts";
import type { SupervisedReader } from "../../src/instrument/supervised-reader.ts";
import { codeOf } from "../store/fresh-store.ts";
import {
  ask,
  type FakeLink,
  fakeDriver,
  fakeLink,
  type LinkBehaviour,
  type ManualTime,
  manualTime,
  memorySink,
  PLATE,
  recorderOn,
  settle,
  until,
} from "./fake-reader.ts";

/** Every call of the capture port as a line; `plate` where the conversation brought one. */
function loggingPort(log: string[], more: Partial<CapturePort>): CapturePort {
  const outcome = (kind: string, plate: unknown) => `${kind}${plate ? " plate" : ""}`;
  return {
    awaitsPlate: () => false,
    baseline: async (_, { outcome: { kind } }) => void log.push(`baseline ${kind}`),
    runReading: async () => void log.push("run reading"),
    runEnded: async (_, conversation) => {
      const { kind } = conversation.outcome;
      const plate = kind === "done" && conversation.outcome.result;
      log.push(`run ended ${outcome(kind, plate)}`);
    },
    runFailed: async (_, state, sentence) => void log.push(`run ${state}: ${sentence}`),
    unasked: async (conversation) => {
      const { kind } = conversation.outcome;
      const plate = kind === "done" && conversation.outcome.result.plate;
      log.push(`unasked ${outcome(kind, plate)}`);
    },
    polled: async (conversation) => {
      const { kind } = conversation.outcome;
      const plate = kind === "done" && conversation.outcome.result.plate;
      log.push(`polled ${outcome(kind, plate)}${conversation.isKept ? "" : ", not kept"}`);
    },
    recovered: async (conversation) => {
      const { kind } = conversation.outcome;
      const plate = kind === "done" && conversation.outcome.result.plate;
      log.push(`recovered ${outcome(kind, plate)}`);
    },
    ended: async (conversation) =>
      void log.push(`${conversation.dialogue} ${conversation.outcome.kind}`),
    ...more,
  };
}

interface Watched {
  readonly reader: SupervisedReader;
  readonly log: string[];
  readonly time: ManualTime;
  /** Every link that was made; the last one is in use. */
  readonly links: FakeLink[];
  readonly states: string[];
  readonly work: Subscription;
  readonly error: () => unknown;
  status(): ReaderStatus;
  link(): FakeLink;
  /** Which of the driver's port settings each link was made with. */
  readonly tried: readonly number[];
}

/** Answers every question at once, but `read` only when a test does. */
const obliging = (sent: string, link: FakeLink): void => {
  if (!sent.startsWith("read")) link.receive("ok\r");
};

interface Conditions extends LinkBehaviour {
  readonly driver?: Driver;
  readonly port?: Partial<CapturePort>;
  /** What each link is like, the first one first; the last one stands for all that follow. */
  readonly links?: readonly LinkBehaviour[];
  /** How many port settings the driver names. */
  readonly settings?: number;
}

function watch(conditions: Conditions = {}): Watched {
  const { driver = fakeDriver, port = {}, ...behaviour } = conditions;
  const behaviours = conditions.links ?? [{ answer: obliging, ...behaviour }];
  const log: string[] = [];
  const tried: number[] = [];
  const links: FakeLink[] = [];
  const states: string[] = [];
  const time = manualTime();
  let ids = 0;
  const reader = superviseReader({
    id: "bench-1",
    driver,
    options: {},
    makeLinks: Array.from({ length: conditions.settings ?? 1 }, (_, settings) => () => {
      const fake = fakeLink(behaviours[links.length] ?? behaviours.at(-1));
      links.push(fake);
      tried.push(settings);
      return fake.link;
    }),
    recorder: recorderOn(memorySink()),
    capture: loggingPort(log, port),
    newId: () => {
      ids += 1;
      return `t${ids}`;
    },
    timers: time.timers,
    // A lost link is tried again with the next turns of the event loop.
    backoff: { firstMs: 1, maxMs: 1 },
  });
  let error: unknown = null;
  reader.status$.subscribe(({ state }) => {
    if (states.at(-1) !== state) states.push(state);
  });
  const work = reader.work$.subscribe({
    error: (thrown: unknown) => {
      error = thrown;
    },
  });
  onTestFinished(() => work.unsubscribe());
  return {
    reader,
    log,
    tried,
    time,
    links,
    states,
    work,
    error: () => error,
    status: () => reader.status$.value,
    link: () => {
      const last = links.at(-1);
      if (last === undefined) throw new Error("there is no link");
      return last;
    },
  };
}

const command = {
  runId: "run-1",
  barcode: "A-1",
  sample: "A",
  request: { measurementNm: 570, referenceNm: 650 },
};

async function ready(watched: Watched): Promise<void> {
  await until(() => watched.status().state === "ready");
}

/** A reader whose read command is on the wire. */
async function reading(conditions: Conditions = {}): Promise<Watched> {
  const watched = watch(conditions);
  await ready(watched);
  watched.log.length = 0;
  watched.reader.startRun(command);
  await until(() => watched.link().sent.includes("read\r"));
  return watched;
}

describe("a reader that is plugged in", () => {
  test("is asked for the plate it holds before it is asked what it is", async () => {
    const watched = watch();
    await ready(watched);
    expect(watched.link().sent).toEqual(["last\r", "who\r"]);
    expect(watched.log).toEqual(["recovered done", "identify done"]);
    expect(watched.states).toEqual(["connecting", "identifying", "ready"]);
    expect(watched.status().identity?.model).toBe("Paper 1");
  });

  test("is waited for patiently while a run that was broken off lacks its plate", async () => {
    const watched = watch({ port: { awaitsPlate: () => true } });
    await ready(watched);
    expect(watched.link().sent[0]).toBe("last, patiently\r");
  });

  test("that keeps no plate is only asked what it is", async () => {
    const dialogues = { ...fakeDriver.dialogues, lastPlate: null };
    const watched = watch({ driver: { ...fakeDriver, dialogues } });
    await ready(watched);
    expect(watched.link().sent).toEqual(["who\r"]);
  });

  test("that does not answer is asked again, later and later, and says what to do", async () => {
    let silent = true;
    const watched = watch({
      answer: (_, link) => {
        if (!silent) link.receive("ok\r");
      },
    });
    await until(() => watched.time.waiting() === 1);
    watched.time.pass(1000);
    await until(() => watched.status().state === "unreachable");
    expect(watched.status().sentence).toBe(
      "The reader does not answer (no answer to last). Switch it on.",
    );
    silent = false;
    watched.time.pass(1);
    await ready(watched);
    expect(watched.links).toHaveLength(1);
  });

  test("whose port cannot be opened is unreachable, with the remedy, and tried again", async () => {
    const openError = new PlatewardenError("PORT_NOT_FOUND", "serial:/dev/x cannot be opened");
    const sentences: string[] = [];
    const watched = watch({ links: [{ openError }, { answer: obliging }] });
    watched.reader.status$.subscribe(({ state, sentence }) => {
      if (state === "unreachable") sentences.push(sentence);
    });
    await ready(watched);
    expect(sentences[0]).toMatch(
      /^serial:\/dev\/x cannot be opened\. Plug the adapter in.*Tries again in 0 s\.$/,
    );
    expect(watched.links).toHaveLength(2);
  });

  test("shows since when it is in a state, whatever it reports meanwhile", async () => {
    const watched = await reading();
    const { sinceUtc } = watched.status();
    const since = new Set<string>();
    watched.reader.status$.subscribe((status) => since.add(status.sinceUtc));
    watched.link().receive("ok\r");
    watched.reader.status$.next({ ...watched.status() });
    expect(since).toEqual(new Set([sinceUtc]));
  });
});

describe("a run", () => {
  test("asks what the reader holds, reads, and leaves it ready", async () => {
    const watched = await reading();
    expect(watched.status()).toMatchObject({
      state: "reading",
      progress: { runId: "run-1", phase: "measuring", expectedMs: 5000 },
    });
    watched.link().receive("plate\r");
    await ready(watched);
    expect(watched.log).toEqual(["baseline done", "run reading", "run ended done plate"]);
    expect(watched.status().progress).toBeNull();
  });

  test("is refused while another one is under way", async () => {
    const watched = await reading();
    expect(codeOf(() => watched.reader.startRun(command))).toBe("READER_BUSY");
    expect(watched.link().sent.filter((sent) => sent === "read\r")).toHaveLength(1);
  });

  test("is refused while the reader is not ready, with the reason", async () => {
    const watched = watch({ answer: () => undefined });
    expect(codeOf(() => watched.reader.startRun(command))).toBe("READER_NOT_READY");
    await until(() => watched.status().state === "identifying");
    expect(() => watched.reader.requireReady()).toThrow(
      "Reader bench-1 is not ready: Asks the reader what it is.",
    );
    expect(watched.log).toEqual([]);
  });

  test("that is cancelled gives the panel back and leaves the reader ready", async () => {
    const watched = await reading();
    expect(watched.reader.cancelRun("another run")).toBe(false);
    expect(watched.reader.cancelRun("run-1")).toBe(true);
    await ready(watched);
    expect(watched.log).toEqual([
      "baseline done",
      "run reading",
      "run ended cancelled",
      "release done",
    ]);
    expect(watched.reader.cancelRun("run-1")).toBe(false);
  });

  test("that is cancelled too late keeps the plate that still comes", async () => {
    const watched = await reading({
      answer: (sent, link) => {
        if (sent === "release\r") link.receive("plate\r");
        else obliging(sent, link);
      },
    });
    watched.reader.cancelRun("run-1");
    await ready(watched);
    expect(watched.log.at(-1)).toBe("unasked done plate");
  });

  test("that is cancelled before its read command never sends it", async () => {
    let asked = 0;
    const watched = watch({
      answer: (sent, link) => {
        if (sent === "last\r") asked += 1;
        if (asked < 2 || sent === "release\r") link.receive("ok\r");
      },
    });
    await ready(watched);
    watched.reader.startRun(command);
    await until(() => asked === 2);
    watched.reader.cancelRun("run-1");
    await ready(watched);
    expect(watched.link().sent).not.toContain("read\r");
    expect(watched.log).toContain("run cancelled: Cancelled before the reader began.");
  });

  test("that ends in a fault says so, and the reader is asked anew", async () => {
    const watched = await reading();
    watched.link().receive("fault\r");
    await ready(watched);
    expect(watched.log).toEqual([
      "baseline done",
      "run reading",
      "run ended fault",
      "recovered done",
      "identify done",
    ]);
  });

  test("is not begun when the reader no longer answers", async () => {
    let silent = false;
    const watched = watch({
      answer: (_, link) => {
        if (!silent) link.receive("ok\r");
      },
    });
    await ready(watched);
    silent = true;
    watched.reader.startRun(command);
    await until(() => watched.time.waiting() === 1);
    watched.time.pass(1000);
    await until(() => watched.log.some((line) => line.startsWith("run failed")));
    expect(watched.log.at(-1)).toBe(
      "run failed: The reader does not answer (no answer to last). Switch it on.",
    );
    expect(watched.link().sent).not.toContain("read\r");
  });
});

describe("a link that is lost", () => {
  test("under a run ends the run as lost, and the plate is fetched when the reader is back", async () => {
    const watched = await reading();
    watched.link().lose("cable pulled");
    await until(() => watched.links.length === 2);
    await ready(watched);
    expect(watched.log).toEqual([
      "baseline done",
      "run reading",
      "run ended lost",
      "recovered done",
      "identify done",
    ]);
    expect(watched.states).toEqual([
      "connecting",
      "identifying",
      "ready",
      "reading",
      "unreachable",
      "connecting",
      "identifying",
      "ready",
    ]);
  });

  test("before the read command ends the run as interrupted", async () => {
    let asked = 0;
    const watched = watch({
      answer: (sent, link) => {
        if (sent === "last\r") asked += 1;
        if (asked !== 2) link.receive("ok\r");
      },
    });
    await ready(watched);
    watched.log.length = 0;
    watched.reader.startRun(command);
    await until(() => asked === 2);
    watched.link().lose("cable pulled");
    await until(() => watched.log.length === 2);
    expect(watched.log).toEqual([
      "baseline lost",
      "run interrupted: The link was lost before the reader began: cable pulled. Start the run again.",
    ]);
  });

  test("says so in words and tries again", async () => {
    const watched = watch();
    await ready(watched);
    const sentences: string[] = [];
    watched.reader.status$.subscribe(({ sentence }) => sentences.push(sentence));
    watched.link().lose("cable pulled");
    await until(() => watched.links.length === 2);
    expect(sentences).toContain(
      "The link to the reader was lost: cable pulled. Tries again in 0 s.",
    );
  });

  test("while a reader that does not answer is waited for stays unreachable until the next try", async () => {
    const watched = watch({ links: [{}, { openError: new Error("still gone") }] });
    await until(() => watched.time.waiting() === 1);
    watched.time.pass(1000);
    await until(() => watched.status().state === "unreachable");
    watched.states.length = 0;
    watched.link().lose("cable pulled");
    await until(() => watched.links.length >= 3);
    expect(watched.states).not.toContain("identifying");
  });

  test("in the middle of a plate nobody asked for still stores what had come", async () => {
    const watched = watch();
    await ready(watched);
    watched.log.length = 0;
    watched.link().receive("row\r");
    await until(() => watched.status().state === "reading");
    watched.link().lose("cable pulled");
    await until(() => watched.links.length === 2);
    await ready(watched);
    expect(watched.log).toContain("unasked lost");
  });

  test("does not call a reader ready that is gone", async () => {
    const watched = watch({ links: [{ answer: obliging }, { openError: new Error("gone") }] });
    await ready(watched);
    watched.states.length = 0;
    watched.link().receive("row\r");
    await until(() => watched.status().state === "reading");
    watched.link().lose("cable pulled");
    await until(() => watched.log.includes("unasked lost"));
    await settle();
    expect(watched.states).not.toContain("ready");
  });
});

describe("a plate that comes by itself", () => {
  test("shows its rows, is stored, and leaves the reader ready", async () => {
    const watched = watch();
    await ready(watched);
    watched.link().receive("row\r");
    await until(() => watched.status().state === "reading");
    expect(watched.status().progress?.runId).toBeNull();
    expect(codeOf(() => watched.reader.startRun(command))).toBe("READER_BUSY");
    watched.link().receive("end\r");
    await ready(watched);
    expect(watched.log.at(-1)).toBe("unasked done plate");
  });

  test("one after the other, however long the storing takes", async () => {
    const log: string[] = [];
    const stored: (() => void)[] = [];
    const watched = watch({
      port: {
        unasked: ({ transcriptId }) => {
          log.push(`${transcriptId} begins`);
          return new Promise((resolve) => stored.push(resolve));
        },
      },
    });
    await ready(watched);
    watched.link().receive("end\r");
    await settle();
    watched.link().receive("end\r");
    await settle();
    expect(log).toHaveLength(1);
    stored[0]?.();
    await until(() => log.length === 2);
    stored[1]?.();
  });

  test("from a reader that does not answer leaves it what it was", async () => {
    const watched = watch({ answer: () => undefined });
    await until(() => watched.time.waiting() === 1);
    watched.time.pass(1000);
    await until(() => watched.status().state === "unreachable");
    watched.link().receive("row\r");
    await until(() => watched.status().state === "reading");
    watched.link().receive("end\r");
    await until(() => watched.log.includes("unasked done plate"));
    expect(watched.status().state).toBe("unreachable");
  });
});

describe("a driver with a fault of its own", () => {
  const stopped = (watched: Watched) => until(() => watched.status().state === "stopped");
  const SENTENCE = /^Stopped: The driver paper failed: undefined is not a function\. /;

  test("stops its reader, says so, and lets the port go", async () => {
    const watched = watch({ answer: (_, link) => link.receive("bug\r") });
    await stopped(watched);
    expect(watched.status().sentence).toMatch(SENTENCE);
    expect(watched.error()).toMatchObject({ message: expect.stringContaining("paper failed") });
    await until(() => watched.link().state() === "closed");
    await settle();
    expect(watched.links).toHaveLength(1);
    expect(codeOf(() => watched.reader.startRun(command))).toBe("READER_NOT_READY");
  });

  test("in a run ends the run first", async () => {
    const watched = await reading();
    watched.link().receive("bug\r");
    await stopped(watched);
    expect(watched.log).toEqual(["baseline done", "run reading", "run ended bug"]);
  });

  test("before a run begins fails the run, and nothing is read", async () => {
    let asked = 0;
    const watched = watch({
      answer: (sent, link) => {
        if (sent === "last\r") asked += 1;
        link.receive(asked === 2 ? "bug\r" : "ok\r");
      },
    });
    await ready(watched);
    watched.reader.startRun(command);
    await stopped(watched);
    expect(watched.log.slice(-2)).toEqual([
      "baseline bug",
      "run failed: The driver paper failed: undefined is not a function.",
    ]);
    expect(watched.link().sent).not.toContain("read\r");
  });

  test("in a plate that came by itself stores what had come", async () => {
    const watched = watch();
    await ready(watched);
    watched.link().receive("bug\r");
    await stopped(watched);
    expect(watched.log.at(-1)).toBe("unasked bug");
  });
});

describe("a driver with several port settings", () => {
  const deaf: LinkBehaviour = { answer: () => undefined };
  const obligingLink: LinkBehaviour = { answer: obliging };

  test("is tried with one after the other until the reader answers", async () => {
    const watched = watch({ settings: 3, links: [deaf, deaf, obligingLink] });
    await until(() => {
      watched.time.pass(1000);
      return watched.status().state === "ready";
    });
    expect(watched.tried).toEqual([0, 1, 2]);
  });

  test("stays with those that were answered when the link is lost later", async () => {
    const watched = watch({ settings: 2, links: [obligingLink] });
    await ready(watched);
    watched.link().lose("unplugged");
    await until(() => watched.links.length === 2);
    await ready(watched);
    expect(watched.tried).toEqual([0, 0]);
  });
});

describe("a reader that tells nobody of plates read at its panel", () => {
  const polling: Driver = {
    ...fakeDriver,
    capabilities: { ...fakeDriver.capabilities, pollEveryMs: 1 },
    dialogues: {
      ...fakeDriver.dialogues,
      *poll(_, { lastSeen }) {
        const seen = yield* ask("state");
        return { plate: seen === "changed" && seen !== lastSeen ? PLATE : null, seen };
      },
    },
  };

  test("is looked at while it is idle; a look that brings nothing leaves no transcript", async () => {
    let state = "quiet";
    const answer = (sent: string, link: FakeLink): void =>
      link.receive(sent.startsWith("state") ? `${state}\r` : "ok\r");
    const watched = watch({ driver: polling, answer });
    await ready(watched);
    await until(() => watched.log.filter((line) => line === "polled done, not kept").length > 1);
    state = "changed";
    await until(() => watched.log.includes("polled done plate"));
    const plates = watched.log.filter((line) => line === "polled done plate");
    expect(plates).toHaveLength(1);
  });

  test("is left alone while a plate is read by command", async () => {
    const watched = await reading({ driver: polling });
    const before = watched.log.length;
    await settle();
    await settle();
    expect(watched.log.slice(before).filter((line) => line.startsWith("polled"))).toEqual([]);
  });
});

describe("a daemon that stops", () => {
  test("closes the port and waits for what is being stored", async () => {
    const log: string[] = [];
    let stored: () => void = () => undefined;
    const watched = watch({
      port: {
        unasked: async () => {
          log.push("begins");
          await new Promise<void>((resolve) => {
            stored = resolve;
          });
          log.push("ends");
        },
      },
    });
    await ready(watched);
    watched.link().receive("row\r");
    await settle();
    watched.work.unsubscribe();
    let settled = false;
    const all = watched.reader.settled().then(() => {
      settled = true;
    });
    await until(() => log.length === 1);
    await settle();
    expect(settled).toBe(false);
    stored();
    await all;
    expect(log).toEqual(["begins", "ends"]);
    expect(watched.link().state()).toBe("closed");
  });
});
