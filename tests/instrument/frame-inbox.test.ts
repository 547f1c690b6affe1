import { describe, expect, test } from "vitest";
import { FrameInbox } from "../../src/instrument/frame-inbox.ts";
import { manualTime, settle } from "./fake-reader.ts";

const FRAMING = { kind: "line", terminator: "\r", maxBytes: 20 } as const;
const never = () => new AbortController().signal;

function inboxWithTime() {
  const time = manualTime();
  return { inbox: new FrameInbox(FRAMING, time.timers), time };
}

async function hasEnded(waiting: Promise<void>): Promise<boolean> {
  let ended = false;
  void waiting.then(() => {
    ended = true;
  });
  await settle();
  return ended;
}

describe("frames that wait", () => {
  test("come out oldest first", () => {
    const { inbox } = inboxWithTime();
    inbox.feed(Buffer.from("one\rtwo\rthr"));
    expect(inbox.size).toBe(2);
    expect([inbox.take(), inbox.take(), inbox.take()]).toEqual([
      { text: "one", terminated: true },
      { text: "two", terminated: true },
      null,
    ]);
    expect(inbox.takeUnterminated()).toEqual({ text: "thr", terminated: false });
    expect(inbox.takeUnterminated()).toBeNull();
  });
});

describe("waiting", () => {
  test("ends at once when a frame is there", async () => {
    const { inbox } = inboxWithTime();
    inbox.feed(Buffer.from("one\r"));
    expect(await hasEnded(inbox.wait(1000, never()))).toBe(true);
  });

  test("ends with a whole frame, not with half of one, and calls its timer off", async () => {
    const { inbox, time } = inboxWithTime();
    const waiting = inbox.wait(1000, never());
    inbox.feed(Buffer.from("on"));
    expect(await hasEnded(waiting)).toBe(false);
    inbox.feed(Buffer.from("e\r"));
    expect(await hasEnded(waiting)).toBe(true);
    expect(time.waiting()).toBe(0);
  });

  test("ends when its time is up, and not before", async () => {
    const { inbox, time } = inboxWithTime();
    const waiting = inbox.wait(1000, never());
    time.pass(999);
    expect(await hasEnded(waiting)).toBe(false);
    time.pass(1);
    expect(await hasEnded(waiting)).toBe(true);
  });

  test("ends when the signal aborts, also when it had before", async () => {
    const { inbox, time } = inboxWithTime();
    const abort = new AbortController();
    const waiting = inbox.wait(1000, abort.signal);
    abort.abort();
    expect(await hasEnded(waiting)).toBe(true);
    expect(await hasEnded(inbox.wait(1000, abort.signal))).toBe(true);
    expect(time.waiting()).toBe(0);
  });
});
