import { BehaviorSubject } from "rxjs";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ReaderStatus } from "../../src/instrument/reader-status.ts";
import { watchReaders } from "../../src/observe/reader-watch.ts";

const START: ReaderStatus = {
  readerId: "bench-1",
  state: "ready",
  sentence: "Ready.",
  sinceUtc: "2026-03-06T14:00:00.000Z",
  identity: null,
  progress: null,
};

function watched() {
  const status$ = new BehaviorSubject(START);
  const clock = { ms: 0 };
  const watch = watchReaders([{ status$ }], () => clock.ms);
  onTestFinished(watch.stop);
  const show = (state: ReaderStatus["state"], sinceUtc: string): void =>
    status$.next({ ...START, state, sinceUtc, sentence: `It is ${state}.` });
  return { watch, clock, show };
}

describe("a reader that is lost", () => {
  test("is lost since the first time, however often it is tried again", () => {
    const { watch, clock, show } = watched();
    show("unreachable", "2026-03-06T14:01:00.000Z");
    clock.ms = 60_000;
    show("connecting", "2026-03-06T14:02:00.000Z");
    show("unreachable", "2026-03-06T14:02:05.000Z");
    clock.ms = 300_000;
    expect(watch.lostFor(300_000)).toEqual([
      {
        readerId: "bench-1",
        sentence: "It is unreachable.",
        lostAtUtc: "2026-03-06T14:01:00.000Z",
      },
    ]);
    expect(watch.lostFor(300_001)).toEqual([]);
  });

  test("is there again once it is ready or reads a plate", () => {
    for (const state of ["ready", "reading"] as const) {
      const { watch, clock, show } = watched();
      show("stopped", "2026-03-06T14:01:00.000Z");
      clock.ms = 300_000;
      expect(watch.lostFor(1)).toHaveLength(1);
      show(state, "2026-03-06T14:06:00.000Z");
      expect(watch.lostFor(0)).toEqual([]);
    }
  });
});
