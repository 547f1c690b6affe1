import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { notOftenerThan } from "../../../src/web/live/not-oftener-than.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("work that is not done oftener than every 50 ms", () => {
  test("is done at once the first time, and again at once after a rest", () => {
    const work = vi.fn();
    const call = notOftenerThan(50, work);
    call();
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(50);
    call();
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("is done once for all calls within that time, at its end", () => {
    const work = vi.fn();
    const call = notOftenerThan(50, work);
    for (let index = 0; index < 20; index += 1) call();
    vi.advanceTimersByTime(49);
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("goes on at that pace while it is called all the time", () => {
    const work = vi.fn();
    const call = notOftenerThan(50, work);
    for (let ms = 0; ms < 1000; ms += 1) {
      call();
      vi.advanceTimersByTime(1);
    }
    expect(work).toHaveBeenCalledTimes(21);
  });
});
