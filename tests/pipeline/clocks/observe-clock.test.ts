import { describe, expect, test } from "vitest";
import { clockWatch } from "../../../src/clock/clock-watch.ts";
import {
  confirmClock,
  latestStoredUtc,
  type Moment,
  observeChanges,
  observeStart,
  observeSync,
} from "../../../src/pipeline/clocks/observe-clock.ts";
import type { Store } from "../../../src/store/open-store.ts";
import { codeOf, freshFile, freshStore, withDatabase } from "../../store/fresh-store.ts";

const NOON = Date.parse("2026-03-06T12:00:00.000Z");

function moment(
  wallMs: number,
  more: { bootMs?: number; boot?: string; zone?: string } = {},
): Moment {
  const { bootMs = 1_000_000 + wallMs - NOON, boot = "boot-1", zone = "Europe/Amsterdam" } = more;
  return {
    clocks: { wallMs, steadyMs: 0, sinceBootMs: bootMs, zone, utcOffsetMin: 60 },
    bootId: boot,
    sync: { isSynchronised: null },
  };
}

function entry(store: Store, atUtc: string): void {
  store.journal.audit({ atUtc, actor: "test", action: "test", subject: "x", detail: {} });
}

const kinds = (store: Store) =>
  store.clocks
    .newest(50)
    .map(({ kind }) => kind)
    .reverse();

describe("a start of the daemon", () => {
  test("is written down, in the audit trail too, and gives no doubt", () => {
    const store = freshStore();
    expect(observeStart(store, moment(NOON))).toBeNull();
    expect(store.clocks.newest(1)).toMatchObject([
      {
        kind: "start",
        at_utc: "2026-03-06T12:00:00.000Z",
        zone: "Europe/Amsterdam",
        boot_id: "boot-1",
      },
    ]);
    expect(store.journal.entries().map(({ action }) => action)).toEqual(["clock.start"]);
  });

  test("before the latest time that is stored gives doubt, at every start until a person confirms the clock", () => {
    const store = freshStore();
    entry(store, "2030-01-01T00:00:00.000Z");
    for (const at of [NOON, NOON + 60_000]) {
      expect(observeStart(store, moment(at))).toContain("2030-01-01T00:00:00.000Z");
    }
    confirmClock(store, moment(NOON + 120_000), "E. Lind", "asked the time of the house");
    expect(observeStart(store, moment(NOON + 180_000))).toBeNull();
    expect(kinds(store)).toEqual(["behind", "start", "behind", "start", "confirmed", "start"]);
    expect(store.journal.entries().at(-2)).toMatchObject({
      actor: "E. Lind",
      action: "clock.confirmed",
    });
  });

  test("of a dead clock's year is doubted, and so is the next one in the same year", () => {
    const store = freshStore();
    entry(store, "2026-03-06T12:00:00.000Z");
    expect(observeStart(store, moment(5_000))).not.toBeNull();
    entry(store, "1970-01-01T00:00:06.000Z");
    expect(observeStart(store, moment(7_000))).not.toBeNull();
    expect(latestStoredUtc(store)).toBe("2026-03-06T12:00:00.000Z");
  });

  test("a little behind, as NTP leaves a clock, is no matter", () => {
    const store = freshStore();
    entry(store, "2026-03-06T12:01:30.000Z");
    expect(observeStart(store, moment(NOON))).toBeNull();
  });

  test.each([
    ["forward", 3_600_000],
    ["back", -90_000],
  ])("tells that the clock was put %s while no daemon ran", (way, byMs) => {
    const store = freshStore();
    observeStart(store, moment(NOON, { bootMs: 1_000_000 }));
    observeStart(store, moment(NOON + 600_000 + byMs, { bootMs: 1_600_000 }));
    expect(store.clocks.newest(2)[1]).toMatchObject({
      kind: "step",
      moved_ms: byMs,
      sentence: expect.stringContaining(`${way} by`),
    });
  });

  test("after another start of the computer says nothing of steps, but of another zone", () => {
    const store = freshStore();
    observeStart(store, moment(NOON));
    observeStart(store, moment(NOON + 9e8, { boot: "boot-2", bootMs: 5, zone: "UTC" }));
    expect(kinds(store)).toEqual(["start", "zone", "start"]);
  });
});

test("what a watch sees is written down", () => {
  const store = freshStore();
  const now = { wallMs: NOON, steadyMs: 0 };
  const watch = clockWatch({ wallMs: () => now.wallMs, steadyMs: () => now.steadyMs });
  now.wallMs += 90_000;
  observeChanges(store, moment(now.wallMs), watch.changes());
  expect(store.clocks.newest(1)).toMatchObject([{ kind: "step", moved_ms: 90_000 }]);
});

test("synchronisation is written down when the system says something else of it", () => {
  const store = freshStore();
  const say = (isSynchronised: boolean | null): void =>
    observeSync(store, moment(NOON), { isSynchronised, offsetMs: null, toldBy: "timedatectl" });
  for (const one of [null, true, true, null, false, false]) say(one);
  expect(store.clocks.newest(9).map(({ synchronised }) => synchronised)).toEqual([0, 1]);
});

test("observations are append-only", () => {
  const file = freshFile();
  observeStart(freshStore(file), moment(NOON));
  withDatabase(file, (db) => {
    for (const sql of [
      "UPDATE clock_observation SET zone = 'UTC'",
      "DELETE FROM clock_observation",
    ]) {
      expect(codeOf(() => db.exec(sql))).toBe("SQLITE_CONSTRAINT_TRIGGER");
    }
  });
});
