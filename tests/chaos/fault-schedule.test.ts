import fc from "fast-check";
import { expect, test } from "vitest";
import { ALL_FAULTS, FAULTS, faultsNamed } from "./fault-kinds.ts";
import { scheduleFaults } from "./fault-schedule.ts";

const seed = fc.integer({ min: 0, max: 1_000_000 });

test("the same seed gives the same faults at the same times, another one others", () => {
  fc.assert(
    fc.property(seed, (one) => {
      const faults = scheduleFaults(one, 20_000, ALL_FAULTS);
      expect(scheduleFaults(one, 20_000, ALL_FAULTS)).toEqual(faults);
      expect(scheduleFaults(one + 1, 20_000, ALL_FAULTS)).not.toEqual(faults);
    }),
    { numRuns: 50 },
  );
});

test("leaving kinds out moves none of the others", () => {
  fc.assert(
    fc.property(seed, fc.subarray([...ALL_FAULTS]), (one, kinds) => {
      const all = scheduleFaults(one, 20_000, ALL_FAULTS);
      const some = scheduleFaults(one, 20_000, kinds);
      expect(some).toEqual(all.filter(({ kind }) => kinds.includes(kind)));
    }),
    { numRuns: 50 },
  );
});

test("every kind comes at least once, however short the span", () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 20_000 }), (one, spanMs) => {
      const came = new Set(scheduleFaults(one, spanMs, ALL_FAULTS).map(({ kind }) => kind));
      expect([...came].sort()).toEqual([...ALL_FAULTS].sort());
    }),
    { numRuns: 50 },
  );
});

test("faults come in order, within the span, and last as long as their kind may", () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 60_000 }), (one, spanMs) => {
      const faults = scheduleFaults(one, spanMs, ALL_FAULTS);
      expect(faults.map(({ atMs }) => atMs)).toEqual(
        faults.map(({ atMs }) => atMs).sort((a, b) => a - b),
      );
      for (const { kind, atMs, forMs } of faults) {
        const [least, most] = FAULTS[kind].forMs;
        expect(atMs).toBeLessThanOrEqual(spanMs);
        expect(forMs).toBeGreaterThanOrEqual(least);
        expect(forMs).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: 50 },
  );
});

test("an hour holds more than a thousand kills", () => {
  // Ten chapters of eight spans of thirty seconds: what an hour leaves after calm and checks.
  const faults = Array.from({ length: 80 }, (_, span) =>
    scheduleFaults(span * 1000, 30_000, ["kill"]),
  ).flat();
  expect(faults.length).toBeGreaterThan(1200);
});

test("kinds are named with commas, and a wrong name says which there are", () => {
  expect(faultsNamed("clock, kill")).toEqual(["kill", "clock"]);
  expect(() => faultsNamed("kill,flood")).toThrow(/there is no fault flood; there are kill, stop/);
});
