import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { feedWatchdog } from "../../src/service/feed-watchdog.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watchdog(parts: Partial<Parameters<typeof feedWatchdog>[0]> = {}) {
  const fed = vi.fn(async () => undefined);
  const hungry: unknown[] = [];
  const running = feedWatchdog({
    withinMs: 30_000,
    prove: () => undefined,
    feed: fed,
    onHungry: (error) => hungry.push(error),
    ...parts,
  });
  return { fed, hungry, running };
}

describe("a watchdog", () => {
  test("is fed three times in each of its periods", async () => {
    const { fed } = watchdog();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fed).toHaveBeenCalledTimes(6);
  });

  test("goes hungry while the proof fails, is told why, and is fed when it succeeds again", async () => {
    let broken = true;
    const { fed, hungry } = watchdog({
      prove: () => {
        if (broken) throw new Error("the disk is full");
      },
    });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fed).not.toHaveBeenCalled();
    expect(hungry).toHaveLength(3);
    broken = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fed).toHaveBeenCalledOnce();
  });

  test("says when a word cannot be sent, and tries again", async () => {
    const feed = vi.fn().mockRejectedValueOnce(new Error("no socket")).mockResolvedValue(undefined);
    const { hungry } = watchdog({ feed });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(feed).toHaveBeenCalledTimes(2);
    expect(hungry).toHaveLength(1);
  });

  test("is not told a second time before the first word has gone out", async () => {
    const feed = vi.fn(() => new Promise<void>(() => undefined));
    watchdog({ feed });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(feed).toHaveBeenCalledOnce();
  });

  test("is left alone when it is stopped, after the word that is under way", async () => {
    let sent: () => void = () => undefined;
    const feed = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          sent = resolve;
        }),
    );
    const { running } = watchdog({ feed });
    await vi.advanceTimersByTimeAsync(10_000);
    let stopped = false;
    const stopping = running.stop().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stopped).toBe(false);
    sent();
    await stopping;
    expect(feed).toHaveBeenCalledOnce();
  });
});
