import { describe, expect, test } from "vitest";
import type { UnaskedRecord } from "../../src/instrument/contract.ts";
import {
  type Conversation,
  type ConversationRequest,
  openSession,
  type ReaderSession,
} from "../../src/instrument/reader-session.ts";
import {
  ask,
  fakeDriver,
  fakeLink,
  type LinkBehaviour,
  manualTime,
  memorySink,
  PLATE,
  recorderOn,
  settle,
  until,
  written,
} from "./fake-reader.ts";

function open(behaviour: LinkBehaviour = {}) {
  const fake = fakeLink(behaviour);
  const sink = memorySink();
  const time = manualTime();
  let ids = 0;
  const session = openSession({
    readerId: "bench-1",
    driver: fakeDriver,
    options: {},
    link: fake.link,
    recorder: recorderOn(sink),
    newId: () => {
      ids += 1;
      return `t${ids}`;
    },
    timers: time.timers,
  });
  const unasked: Conversation<UnaskedRecord>[] = [];
  session.unasked$.subscribe((conversation) => unasked.push(conversation));
  return { fake, sink, time, session, unasked };
}

function question(
  text: string,
  more: Partial<ConversationRequest<string>> = {},
): ConversationRequest<string> {
  return {
    dialogue: "identify",
    request: { options: {} },
    runId: null,
    start: () => ask(text),
    signal: new AbortController().signal,
    ...more,
  };
}

describe("a conversation", () => {
  test("sends only what is durable, and hears only what is durable", async () => {
    const durableWhenSent: string[][] = [];
    const { session, sink } = open({
      answer: (_, link) => {
        durableWhenSent.push(written(sink));
        link.receive("hello\r");
      },
    });
    const { outcome } = await session.converse(question("who"));
    expect(outcome).toEqual({ kind: "done", result: "hello" });
    expect(durableWhenSent).toEqual([["tx who\r"]]);
    expect(written(sink)).toEqual(["tx who\r", "rx hello\r"]);
    expect(sink.opened).toMatchObject([
      { id: "t1", readerId: "bench-1", driverId: "paper", dialogue: "identify", runId: null },
    ]);
  });

  test("waits for its turn", async () => {
    const { fake, session } = open();
    const first = session.converse(question("one"));
    const second = session.converse(question("two"));
    await until(() => fake.sent.length === 1);
    await settle();
    expect(fake.sent).toEqual(["one\r"]);
    fake.receive("1\r");
    expect((await first).outcome).toMatchObject({ result: "1" });
    await until(() => fake.sent.length === 2);
    fake.receive("2\r");
    expect((await second).outcome).toMatchObject({ result: "2" });
  });

  test("does not stop the next one when it fails", async () => {
    const { session } = open({
      answer: (sent, link) => link.receive(sent === "one\r" ? "bug\r" : "2\r"),
    });
    const outcomes = await Promise.all([
      session.converse(question("one")),
      session.converse(question("two")),
    ]);
    expect(outcomes.map(({ outcome }) => outcome.kind)).toEqual(["bug", "done"]);
  });

  test("shows text that came after the dialogue had ended as rejected, also half a line", async () => {
    const { session } = open({ answer: (_, link) => link.receive("hello\rand\r  \rmore") });
    expect((await session.converse(question("who"))).rejected).toEqual([
      { reason: "arrived after the dialogue had ended", text: "and" },
      { reason: "arrived after the dialogue had ended", text: "more" },
    ]);
  });

  test("hears a silence after its full time, and the transcript says so", async () => {
    const { session, sink, time } = open();
    const talk = session.converse(question("who"));
    await until(() => time.waiting() === 1);
    time.pass(1000);
    const { outcome } = await talk;
    expect(outcome).toMatchObject({ kind: "fault", fault: { fault: "NO_ANSWER" } });
    expect(written(sink)).toEqual(["tx who\r", "mark silence"]);
  });

  test("does not take bytes for silence that have arrived but are not durable yet", async () => {
    const { fake, session, time } = open();
    const talk = session.converse(question("who"));
    await until(() => time.waiting() === 1);
    fake.receive("late\r");
    time.pass(1000);
    expect((await talk).outcome).toEqual({ kind: "done", result: "late" });
  });

  test("says whether a command that moves hardware went out", async () => {
    const { session } = open({ answer: (_, link) => link.receive("ok\r") });
    expect((await session.converse(question("who"))).movedHardware).toBe(false);
    expect((await session.converse(question("read now"))).movedHardware).toBe(true);
  });

  test("is cancelled by its signal, not by another one's", async () => {
    const { fake, session } = open();
    const cancel = new AbortController();
    const talk = session.converse(question("who", { signal: cancel.signal }));
    await until(() => fake.sent.length === 1);
    cancel.abort();
    expect((await talk).outcome).toEqual({ kind: "cancelled" });
    expect(session.isLost()).toBe(false);
  });
});

describe("the link", () => {
  test("lost under a dialogue ends it as lost, with the reason and what had arrived", async () => {
    const { fake, session, sink } = open();
    const talk = session.converse(question("who"));
    await until(() => fake.sent.length === 1);
    fake.receive("hel");
    fake.lose("cable pulled");
    const { outcome, rejected } = await talk;
    expect(outcome).toEqual({ kind: "lost", reason: "cable pulled" });
    expect(rejected).toEqual([{ reason: "arrived after the dialogue had ended", text: "hel" }]);
    expect(written(sink)).toEqual(["tx who\r", "rx hel"]);
    expect(await session.lost).toBe("cable pulled");
    expect(session.isLost()).toBe(true);
  });

  test("that takes no bytes ends the dialogue as lost", async () => {
    const { session } = open({ writeError: new Error("the port is closed") });
    expect((await session.converse(question("who"))).outcome).toEqual({
      kind: "lost",
      reason: "the port is closed",
    });
  });

  test("that is lost ends at once whatever is asked afterwards", async () => {
    const { fake, session } = open();
    fake.lose("gone");
    const { outcome } = await session.converse(question("who"));
    expect(outcome).toEqual({ kind: "lost", reason: "gone" });
    expect(fake.sent).toEqual([]);
  });

  test("is closed only once the conversation under way has ended", async () => {
    const { fake, session, unasked } = open();
    fake.receive("half");
    await settle();
    await session.close();
    expect(fake.state()).toBe("closed");
    expect(unasked).toMatchObject([{ outcome: { kind: "lost", reason: "the link was closed" } }]);
  });
});

describe("bytes that nobody asked for", () => {
  function pushEnds(session: ReaderSession): Promise<Conversation<UnaskedRecord>> {
    return new Promise((resolve) => session.unasked$.subscribe(resolve));
  }

  test("begin a conversation by themselves, with the first byte in it", async () => {
    const { fake, session, sink } = open();
    const heard = pushEnds(session);
    fake.receive("ro");
    fake.receive("w\rend\r");
    const conversation = await heard;
    expect(conversation).toMatchObject({
      dialogue: "listen",
      runId: null,
      outcome: { kind: "done", result: { plate: PLATE } },
    });
    expect(written(sink)).toEqual(["rx ro", "rx w\rend\r"]);
  });

  test("let a command wait until they have all come", async () => {
    const { fake, session, sink, unasked } = open();
    fake.receive("row\r");
    const talk = session.converse(question("who"));
    await settle();
    expect(fake.sent).toEqual([]);
    fake.receive("end\r");
    await until(() => fake.sent.length === 1);
    expect(unasked).toHaveLength(1);
    fake.receive("hello\r");
    expect((await talk).outcome).toMatchObject({ result: "hello" });
    expect(written(sink, "t1")).toEqual(["rx row\r", "rx end\r"]);
    expect(written(sink, "t2")).toEqual(["tx who\r", "rx hello\r"]);
  });

  test("report their rows as they come", async () => {
    const { fake, session } = open();
    const reports: string[] = [];
    session.unaskedReports$.subscribe((report) => reports.push(report.kind));
    fake.receive("row\r");
    await until(() => reports.length === 1);
    fake.receive("row\rend\r");
    await until(() => reports.length === 2);
  });

  test("are two conversations when there are two records", async () => {
    const { fake, unasked } = open();
    fake.receive("end\r");
    await until(() => unasked.length === 1);
    fake.receive("end\r");
    await until(() => unasked.length === 2);
    expect(unasked.map(({ transcriptId }) => transcriptId)).toEqual(["t1", "t2"]);
  });

  test("that fall silent end with what could be made of them", async () => {
    const { fake, time, unasked } = open();
    fake.receive("noise\r");
    await settle();
    time.pass(500);
    await until(() => unasked.length === 1);
    expect(unasked[0]?.outcome).toEqual({ kind: "done", result: { plate: null } });
  });
});
