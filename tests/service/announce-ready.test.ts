import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announceReady } from "../../src/service/announce-ready.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("readiness is said until it has been heard", async () => {
  const tell = vi.fn().mockRejectedValueOnce(new Error("busy")).mockResolvedValue(undefined);
  const failures: unknown[] = [];
  announceReady({ tell }, (error) => failures.push(error));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tell.mock.calls).toEqual([["READY=1"], ["READY=1"]]);
  expect(failures).toHaveLength(1);
});

test("nothing is said any more once it was given up", async () => {
  const tell = vi.fn().mockRejectedValue(new Error("nobody"));
  const announcing = announceReady({ tell }, () => undefined);
  await vi.advanceTimersByTimeAsync(1500);
  announcing.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tell).toHaveBeenCalledTimes(2);
});
