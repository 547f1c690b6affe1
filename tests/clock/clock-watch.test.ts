import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clockWatch } from "../../src/clock/clock-watch.ts";
import type { ClockParts } from "../../src/clock/computer-clock.ts";

interface Hand {
  wallMs: number;
  steadyMs: number;
  bootMs: number | null;
  zone: string;
}

/** Clocks in the test's hand. */
function clocks(bootMs: number | null = 50_000) {
  const now: Hand = { wallMs: 1_000_000, steadyMs: 5_000, bootMs, zone: "Europe/Amsterdam" };
  const parts: ClockParts = {
    wallMs: () => now.wallMs,
    steadyMs: () => now.steadyMs,
    sinceBootMs: () => now.bootMs,
    zone: () => now.zone,
  };
  const pass = (ms: number, asleep = false): void => {
    now.wallMs += ms;
    if (!asleep) now.steadyMs += ms;
    if (now.bootMs !== null) now.bootMs += ms;
  };
  return { now, pass, watch: clockWatch(parts) };
}

describe("what the clock did", () => {
  test("is nothing while all clocks go on together, and told once when something happens", () => {
    const { now, pass, watch } = clocks();
    pass(3_600_000);
    expect(watch.changes()).toEqual([]);
    now.wallMs -= 7_200_000;
    expect(watch.changes()).toMatchObject([
      { kind: "step", movedMs: -7_200_000, sentence: expect.stringContaining("back by 2 h.") },
    ]);
    expect(watch.changes()).toEqual([]);
  });

  test("adds up: many small steps are told of as soon as they are one of two seconds", () => {
    const { now, watch } = clocks();
    const told: number[] = [];
    for (let step = 0; step < 10; step += 1) {
      now.wallMs += 500;
      told.push(...watch.changes().map(({ movedMs }) => movedMs ?? 0));
    }
    expect(told).toEqual([2000, 2000]);
  });

  test("is sleep where the computer's clock went on and the process stood; nobody doubts the time for it", () => {
    const { pass, watch } = clocks();
    pass(3_600_000, true);
    expect(watch.changes()).toMatchObject([{ kind: "sleep", movedMs: 3_600_000 }]);
    expect(watch.doubt()).toBeNull();
  });

  test("may be sleep or a step where the system has no clock that goes on in sleep", () => {
    const { pass, watch } = clocks(null);
    pass(3_600_000, true);
    expect(watch.changes()).toMatchObject([
      { kind: "step", sentence: expect.stringContaining("(or the computer slept)") },
    ]);
    expect(watch.doubt()).not.toBeNull();
  });

  test("tells of another zone", () => {
    const { now, watch } = clocks();
    now.zone = "America/New_York";
    expect(watch.changes()).toMatchObject([
      {
        kind: "zone",
        sentence: expect.stringContaining("from Europe/Amsterdam to America/New_York"),
      },
    ]);
  });

  test("time that passes, awake or asleep, never makes a step, and steps add up to what was set", () => {
    const event = fc.record({
      kind: fc.constantFrom("awake", "asleep", "set"),
      ms: fc.integer({ min: -1e9, max: 1e9 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const { now, pass, watch } = clocks();
        let told = 0;
        let set = 0;
        for (const { kind, ms } of events) {
          if (kind === "set") {
            now.wallMs += ms;
            set += ms;
          } else pass(Math.abs(ms), kind === "asleep");
          for (const one of watch.changes()) if (one.kind === "step") told += one.movedMs ?? 0;
        }
        expect(Math.abs(told - set)).toBeLessThan(2_000);
      }),
    );
  });
});

test("a reason that was found elsewhere stands, and the first one stays", () => {
  const { watch } = clocks();
  watch.distrust("It is behind.");
  watch.distrust("It is ahead.");
  expect(watch.doubt()).toBe("It is behind.");
});
