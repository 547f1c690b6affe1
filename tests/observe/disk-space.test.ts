import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  databaseBytes,
  daysLeft,
  diskSpace,
  diskTrouble,
  spaceWords,
} from "../../src/observe/disk-space.ts";
import { freshFolder } from "../store/fresh-store.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const large = (freeBytes: number) => ({ freeBytes, totalBytes: 500 * GIB });

describe("the room for the data", () => {
  test("is asked of the file system, also for a folder that is not there yet", () => {
    const { freeBytes, totalBytes } = diskSpace(join(freshFolder(), "not", "yet"));
    expect(totalBytes).toBeGreaterThan(0);
    expect(freeBytes).toBeLessThanOrEqual(totalBytes);
  });

  test.each([
    [50 * GIB, null, null],
    [2 * GIB, null, null],
    [2 * GIB - 1, null, "disk-low"],
    [100 * MIB, null, "disk-low"],
    [100 * MIB - 1, null, "disk-full"],
    [50 * GIB, 14, null],
    [50 * GIB, 13.9, "disk-low"],
  ])("of %d bytes with %d days left: %s", (freeBytes, days, code) => {
    expect(diskTrouble(large(freeBytes), days)?.code ?? null).toBe(code);
  });

  test("of a small disk is enough while a tenth is free", () => {
    expect(diskTrouble({ freeBytes: 2 * MIB, totalBytes: 16 * MIB }, null)).toBeNull();
    expect(diskTrouble({ freeBytes: MIB, totalBytes: 16 * MIB }, null)?.code).toBe("disk-low");
  });

  test("that was nearly full is so until there is a tenth more", () => {
    expect(diskTrouble(large(2.1 * GIB), null, true)?.code).toBe("disk-low");
    expect(diskTrouble(large(2.1 * GIB), null, false)).toBeNull();
    expect(diskTrouble(large(2.2 * GIB), null, true)).toBeNull();
    expect(diskTrouble(large(50 * GIB), 15, true)?.code).toBe("disk-low");
  });

  test("that is full keeps plates from being kept, one that is low does not", () => {
    expect(diskTrouble(large(MIB), null)?.severity).toBe("failing");
    expect(diskTrouble(large(GIB), null)?.severity).toBe("degraded");
  });
});

describe("how long it lasts", () => {
  test("follows from the plates of the last thirty days", () => {
    // 1,000 plates in 100 MiB, 300 of them in thirty days: 1 MiB a day.
    expect(daysLeft(365 * MIB, 100 * MIB, { plates: 1000, platesSince: 300 })).toBeCloseTo(365);
  });

  test("is not known from a few plates", () => {
    expect(daysLeft(365 * MIB, 100 * MIB, { plates: 19, platesSince: 19 })).toBeNull();
    expect(daysLeft(365 * MIB, 0, { plates: 0, platesSince: 0 })).toBeNull();
  });
});

test("a database is as large as its files", () => {
  const file = join(freshFolder(), "a.sqlite");
  expect(databaseBytes(file)).toEqual({ main: 0, wal: 0 });
  writeFileSync(file, "12345");
  writeFileSync(`${file}-wal`, "123");
  expect(databaseBytes(file)).toEqual({ main: 5, wal: 3 });
});

test("space is told in words that do not change all the time", () => {
  expect(spaceWords(1.25 * GIB)).toBe("1.3 GiB");
  expect(spaceWords(MIB * 17.9)).toBe("17 MiB");
  expect(spaceWords(MIB * 0.25)).toBe("0.3 MiB");
});
