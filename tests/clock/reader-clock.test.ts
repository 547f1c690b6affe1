import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareReaderClock } from "../../src/clock/reader-clock.ts";
import { zoneOffsetMin } from "../../src/clock/zone-offset.ts";

const AMSTERDAM = "Europe/Amsterdam";

const compare = (
  said: string,
  capturedAtUtc: string,
  more: { isLive?: boolean; zone?: string } = {},
) => compareReaderClock({ said, capturedAtUtc, zone: AMSTERDAM, isLive: true, ...more });

describe("a reader's clock", () => {
  test("without a zone is taken to be in this computer's", () => {
    expect(compare("06/03/2026 15:10:00", "2026-03-06T14:10:20.000Z")).toEqual({
      local: "2026-03-06 15:10:00",
      zone: "UTC+1",
      isZoneStated: false,
      utc: "2026-03-06T14:10:00.000Z",
      aheadMs: -20_000,
    });
  });

  test("in summer is an hour further from UTC", () => {
    expect(compare("2026-07-06 15:10:00", "2026-07-06T13:10:00.000Z")?.aheadMs).toBe(0);
  });

  test("that states its zone is held to it", () => {
    const found = compare("2026-03-06T14:10:00.000Z", "2026-03-06T14:10:00.000Z");
    expect(found).toMatchObject({ isZoneStated: true, zone: "UTC", aheadMs: 0 });
    expect(compare("2026-03-06T09:10:00-05:00", "2026-03-06T14:10:00.000Z")?.aheadMs).toBe(0);
  });

  test.each([
    ["03/06/2026 15:10:00", "2026-03-06T14:10:00.000Z"],
    ["06/03/2026 15:10:00", "2026-03-06T14:10:00.000Z"],
    ["3/6/2026 3:10:00 PM", "2026-03-06T14:10:00.000Z"],
    ["06.03.2026 15:10", "2026-03-06T14:10:00.000Z"],
    ["2026/03/06 15:10:00", "2026-03-06T14:10:00.000Z"],
  ])("%s is read the way that is nearer to this computer's time", (said, utc) => {
    expect(compare(said, utc)?.aheadMs).toBe(0);
  });

  test.each([
    "5025.3",
    "",
    "yesterday",
    "31/02/2026 10:00:00",
    "06.13.2026 10:00:00",
    "2026-03-06",
  ])("%j is no time of the day", (said) => {
    expect(compare(said, "2026-03-06T14:10:00.000Z")).toBeNull();
  });

  test("in a file says nothing but what cannot be: a time after it arrived", () => {
    const late = { isLive: false };
    expect(compare("2026-03-01 10:00:00", "2026-03-06T14:10:00.000Z", late)?.aheadMs).toBeNull();
    expect(compare("2026-03-06 16:10:00", "2026-03-06T14:10:00.000Z", late)?.aheadMs).toBe(
      3_600_000,
    );
  });

  test("any text is a time or none, and never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (said, isLive) => {
        const found = compare(said, "2026-03-06T14:10:00.000Z", { isLive });
        return found === null || !Number.isNaN(Date.parse(found.utc));
      }),
    );
  });

  test("what is written for a moment in any zone comes back as that moment", () => {
    const moment = fc.date({
      min: new Date("2000-01-01"),
      max: new Date("2090-01-01"),
      noInvalidDate: true,
    });
    const zone = fc.constantFrom(
      AMSTERDAM,
      "America/St_Johns",
      "Asia/Kolkata",
      "UTC",
      "Pacific/Auckland",
    );
    fc.assert(
      fc.property(moment, zone, (date, inZone) => {
        const utcMs = Math.floor(date.getTime() / 1000) * 1000;
        const local = new Date(utcMs + (zoneOffsetMin(inZone, utcMs) ?? 0) * 60_000);
        const said = local.toISOString().slice(0, 19);
        const found = compare(said, new Date(utcMs).toISOString(), { zone: inZone });
        // The hour that comes twice in autumn may be either of the two.
        expect([0, 3_600_000]).toContain(Math.abs(found?.aheadMs ?? -1));
      }),
    );
  });
});

test.each([
  [AMSTERDAM, "2026-01-01T00:00:00Z", 60],
  [AMSTERDAM, "2026-07-01T00:00:00Z", 120],
  ["America/St_Johns", "2026-01-01T00:00:00Z", -210],
  ["UTC", "2026-01-01T00:00:00Z", 0],
  ["Middle/Earth", "2026-01-01T00:00:00Z", null],
])("%s is ahead of UTC at %s by %s min", (zone, utc, minutes) => {
  expect(zoneOffsetMin(zone, Date.parse(utc))).toBe(minutes);
});
