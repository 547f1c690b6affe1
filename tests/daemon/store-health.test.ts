import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchStoreHealth } from "../../src/daemon/store-health.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const giveUp = vi.fn();
  return { giveUp, health: watchStoreHealth(pino({ level: "silent" }), giveUp) };
}

describe("a store in trouble", () => {
  test("is shown until it has recovered", () => {
    const { health } = watched();
    const readings = health.watcher("readings");
    expect(health.problems$.value).toEqual([]);
    readings.onTrouble(new Error("The disk is full."));
    expect(health.problems$.value).toEqual([
      "Nothing can be stored: The disk is full. Reading waits until it can.",
    ]);
    readings.onRecovered();
    expect(health.problems$.value).toEqual([]);
  });

  test("is shown once, however many are troubled by it, until all have recovered", () => {
    const { health, giveUp } = watched();
    const watchers = ["readings", "transcripts"].map(health.watcher);
    for (const watcher of watchers) watcher.onTrouble(new Error("full."));
    expect(health.problems$.value).toHaveLength(1);
    watchers[0]?.onRecovered();
    expect(health.problems$.value).toHaveLength(1);
    watchers[1]?.onRecovered();
    expect(health.problems$.value).toEqual([]);
    vi.advanceTimersByTime(120_000);
    expect(giveUp).not.toHaveBeenCalled();
  });

  test("for a minute ends the process, once", () => {
    const { health, giveUp } = watched();
    health.watcher("readings").onTrouble(new Error("full."));
    vi.advanceTimersByTime(30_000);
    health.watcher("transcripts").onTrouble(new Error("full."));
    vi.advanceTimersByTime(29_999);
    expect(giveUp).not.toHaveBeenCalled();
    vi.advanceTimersByTime(120_000);
    expect(giveUp).toHaveBeenCalledOnce();
  });

  test("that recovers and falls ill again has a whole minute again", () => {
    const { health, giveUp } = watched();
    const watcher = health.watcher("readings");
    watcher.onTrouble(new Error("full."));
    vi.advanceTimersByTime(59_000);
    watcher.onRecovered();
    watcher.onTrouble(new Error("full."));
    vi.advanceTimersByTime(59_000);
    expect(giveUp).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(giveUp).toHaveBeenCalledOnce();
  });
});
