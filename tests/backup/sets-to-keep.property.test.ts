import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DatedSet, setsToKeep } from "../../src/backup/sets-to-keep.ts";

const DAY_MS = 86_400_000;
const START_MS = Date.parse("2026-01-01T00:00:00.000Z");

/** Sets at any times, verified or not; no two of one moment. */
const sets = fc
  .uniqueArray(
    fc.record({ ms: fc.integer({ min: 0, max: 800 * DAY_MS }), isVerified: fc.boolean() }),
    {
      selector: ({ ms }) => ms,
      maxLength: 80,
    },
  )
  .map((all) =>
    all.map(({ ms, isVerified }): DatedSet => {
      const madeAtUtc = new Date(START_MS + ms).toISOString();
      return { name: madeAtUtc, madeAtUtc, isVerified };
    }),
  );
const amount = fc.integer({ min: 0, max: 20 });
const rule = fc.record({ keepDaily: amount, keepWeekly: amount, keepMonthly: amount });

const newestOf = (all: readonly DatedSet[]): DatedSet | undefined =>
  all.toSorted((a, b) => (a.madeAtUtc < b.madeAtUtc ? 1 : -1))[0];

describe("whatever the rule and the sets", () => {
  test("the newest verified one stays, and nothing is kept that is not there", () => {
    fc.assert(
      fc.property(sets, rule, (all, kept) => {
        const stay = setsToKeep(all, kept);
        const newest = newestOf(all.filter(({ isVerified }) => isVerified));
        if (newest !== undefined) expect(stay.has(newest.name)).toBe(true);
        const names = new Set(all.map(({ name }) => name));
        expect([...stay].filter((name) => !names.has(name))).toEqual([]);
      }),
    );
  });

  test("each of the last days with a set is kept, by its newest verified one", () => {
    fc.assert(
      fc.property(sets, rule, (all, kept) => {
        const stay = setsToKeep(all, kept);
        const verified = all.filter(({ isVerified }) => isVerified);
        const days = [...new Set(verified.map(({ madeAtUtc }) => madeAtUtc.slice(0, 10)))]
          .sort()
          .reverse()
          .slice(0, kept.keepDaily);
        for (const day of days) {
          const newest = newestOf(verified.filter(({ madeAtUtc }) => madeAtUtc.startsWith(day)));
          expect(stay.has(newest?.name ?? "")).toBe(true);
        }
      }),
    );
  });

  test("what leaves once does not come back, and what stays does so when asked again", () => {
    fc.assert(
      fc.property(sets, rule, (all, kept) => {
        const stay = setsToKeep(all, kept);
        const left = all.filter(({ name }) => stay.has(name));
        expect([...setsToKeep(left, kept)].sort()).toEqual([...stay].sort());
      }),
    );
  });

  test("no more stay than the rule says, beside those of the last day", () => {
    fc.assert(
      fc.property(sets, rule, (all, kept) => {
        const stay = setsToKeep(all, kept);
        const newest = newestOf(all.filter(({ isVerified }) => isVerified));
        const older = all.filter(
          ({ name, madeAtUtc }) =>
            stay.has(name) &&
            newest !== undefined &&
            Date.parse(newest.madeAtUtc) - Date.parse(madeAtUtc) >= DAY_MS,
        );
        const most = kept.keepDaily + kept.keepWeekly + kept.keepMonthly;
        expect(older.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

test("a set a day for a year leaves fourteen days, eight weeks and twelve months", () => {
  const all = Array.from({ length: 365 }, (_, day): DatedSet => {
    const madeAtUtc = new Date(START_MS + day * DAY_MS).toISOString();
    return { name: madeAtUtc.slice(0, 10), madeAtUtc, isVerified: true };
  });
  const stay = [...setsToKeep(all, { keepDaily: 14, keepWeekly: 8, keepMonthly: 12 })].sort();
  expect(stay).toEqual([
    ...["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"],
    ...["2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"],
    ...["2026-11-15", "2026-11-22", "2026-11-29", "2026-11-30", "2026-12-06", "2026-12-13"],
    ...Array.from({ length: 14 }, (_, day) => `2026-12-${18 + day}`),
  ]);
});

test("a set that does not count stays only until one is made that does", () => {
  const set = (day: number, isVerified: boolean): DatedSet => ({
    name: `${day}`,
    madeAtUtc: new Date(START_MS + day * DAY_MS).toISOString(),
    isVerified,
  });
  const none = { keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
  expect([...setsToKeep([set(1, true), set(2, false), set(3, false)], none)].sort()).toEqual([
    "1",
    "3",
  ]);
  expect([...setsToKeep([set(1, false), set(2, true)], none)]).toEqual(["2"]);
});
