import { cpSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test, vi } from "vitest";
import type { BackupRule } from "../../src/backup/backup-rule.ts";
import { isSetDue } from "../../src/backup/is-set-due.ts";
import { restoreSet } from "../../src/backup/restore-set.ts";
import { rotateSets } from "../../src/backup/rotate-sets.ts";
import { openStore } from "../../src/store/open-store.ts";
import { viewOf } from "./increment-bench.ts";
import {
  DATABASE,
  type KeptBench,
  keptBench,
  makeSetOf,
  orderFor,
  verifyHere,
} from "./kept-bench.ts";

// Every step waits for the disk, which others may keep busy.
vi.setConfig({ testTimeout: 30_000 });

const DAILY: Pick<BackupRule, "everyH" | "recipients"> = { everyH: 24, recipients: [] };
const NOTHING = { keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** The bench goes on in another data folder; the sets are in the same one. */
function movedTo(bench: KeptBench, dataFolder: string): KeptBench {
  const store = openStore(join(dataFolder, DATABASE), { mustExist: true });
  return { ...bench, store, source: { ...bench.source, dataFolder } };
}

const isDue = (bench: KeptBench, hours: number, rule = DAILY): boolean =>
  isSetDue(bench.store, viewOf(bench), rule, inHours(hours));

test("one is due when there is none, and when the newest has its age; a timer's is due to the timer", async () => {
  const bench = await keptBench();
  expect(isDue(bench, 0)).toBe(true);
  await makeSetOf(bench);
  expect([isDue(bench, 23.9), isDue(bench, 24)]).toEqual([false, true]);
  expect(isDue(bench, 48, { ...DAILY, everyH: 0 })).toBe(false);
  // By a clock that is set back the only set is of the future.
  expect(isDue(bench, -1)).toBe(true);
});

test("one is due at once after a restore, and but one", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  await bench.read("A-1");
  await makeSetOf(bench);
  const to = join(bench.folder, "new");
  await restoreSet(orderFor(set, to), verifyHere);
  const restored = movedTo(bench, to);
  try {
    expect(isDue(restored, 0)).toBe(true);
    await makeSetOf(restored);
    expect(isDue(restored, 0)).toBe(false);
  } finally {
    restored.store.close();
  }
});

test("one is due at once when it is for other keys", async () => {
  const bench = await keptBench();
  await makeSetOf(bench);
  expect(isDue(bench, 0, { ...DAILY, recipients: ["age1other"] })).toBe(true);
});

function note({ store }: KeptBench, subject: string): void {
  const what = { actor: "test", action: "test", subject, detail: {} };
  store.journal.audit({ atUtc: store.nowUtc(), ...what });
}

test("two benches that go on from one data folder neither keep back nor remove each other's", async () => {
  const bench = await keptBench();
  bench.store.close();
  const copied = join(bench.folder, "copied");
  cpSync(bench.source.dataFolder, copied, { recursive: true });
  const [one, other] = [movedTo(bench, bench.source.dataFolder), movedTo(bench, copied)];
  try {
    note(one, "one");
    note(other, "other");
    const ofOne = await makeSetOf(one);
    expect([isDue(one, 0), isDue(other, 0)]).toEqual([false, true]);
    const ofOther = await makeSetOf(other);
    expect([isDue(one, 0), isDue(other, 0)]).toEqual([false, false]);
    // One that does not count leaves as soon as there is a newer one of its own past.
    renameSync(ofOne.set, `${ofOne.set}.failed`);
    expect(rotateSets(other.store, bench.sets, ofOther.manifest, NOTHING)).toEqual([]);
    const later = await makeSetOf(one);
    expect(rotateSets(one.store, bench.sets, later.manifest, NOTHING)).toEqual([
      basename(`${ofOne.set}.failed`),
    ]);
  } finally {
    one.store.close();
    other.store.close();
  }
});
