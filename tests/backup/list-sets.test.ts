import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { backupStanding } from "../../src/backup/backup-standing.ts";
import { listSets, newestVerified } from "../../src/backup/list-sets.ts";
import { rotateSets } from "../../src/backup/rotate-sets.ts";
import { isOfStore, parseSetName, setName } from "../../src/backup/set-name.ts";
import { openStore } from "../../src/store/open-store.ts";
import { codeOf, freshFolder } from "../store/fresh-store.ts";
import { DATABASE, flipByte, keptBench, makeSetOf } from "./kept-bench.ts";

// Every step waits for the disk, which others may keep busy.
vi.setConfig({ testTimeout: 30_000 });

const NOTHING = { keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
const RULE = { ...NOTHING, everyH: 24, recipients: [] };

test("a name tells when a set was made and of which store", () => {
  const time = fc.date({
    min: new Date("2000-01-01"),
    max: new Date("2099-12-31"),
    noInvalidDate: true,
  });
  const id = fc.option(fc.stringMatching(/^[0-9a-f]{64}$/));
  fc.assert(
    fc.property(time, id, (date, storeId) => {
      const parsed = parseSetName(setName(date.toISOString(), storeId));
      expect(parsed).toMatchObject({ madeAtUtc: date.toISOString(), state: "made" });
      expect(parsed !== null && isOfStore(parsed, storeId)).toBe(true);
    }),
  );
});

test.each([
  "platewarden-20261301T000000000Z-00000000",
  "platewarden-20260101T000000000Z-00000000.old",
  "manifest.json",
])("%s is no name of a set", (name) => {
  expect(parseSetName(name)).toBeNull();
});

test("sets are listed newest first, and what else lies there is passed over", async () => {
  const bench = await keptBench();
  const { set: older } = await makeSetOf(bench);
  const { set: newer } = await makeSetOf(bench);
  mkdirSync(join(bench.sets, "holiday pictures"));
  writeFileSync(join(bench.sets, "notes.txt"), "");
  expect(listSets(bench.sets).map(({ set }) => set)).toEqual([newer, older]);
  const { madeAtUtc } = newestVerified(bench.sets);
  const before = new Date(Date.parse(madeAtUtc) - 1).toISOString();
  expect(newestVerified(bench.sets, { untilUtc: before }).set).toBe(older);
  // By a clock that is set back the newer one is of the future; where all are, one is better than none.
  expect(newestVerified(bench.sets, { nowUtc: before }).set).toBe(older);
  expect(newestVerified(bench.sets, { nowUtc: "2020-01-01T00:00:00.000Z" }).set).toBe(older);
  expect(() => newestVerified(bench.sets, { untilUtc: "2020-01-01T00:00:00.000Z" })).toThrow(
    /There is no verified set of 2020.* The oldest one is of/,
  );
});

test("of a folder that several benches share a set is named, not guessed", async () => {
  const one = await keptBench();
  await makeSetOf(one);
  const dataFolder = join(one.folder, "other");
  mkdirSync(dataFolder);
  const store = openStore(join(dataFolder, DATABASE));
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: "test",
    action: "test",
    subject: "other",
    detail: {},
  });
  store.close();
  const { set, manifest } = await makeSetOf({ ...one, source: { ...one.source, dataFolder } });
  expect(() => newestVerified(one.sets)).toThrow(/holds sets of 2 benches: name one set/);
  expect(newestVerified(one.sets, { storeId: manifest.content.storeId }).set).toBe(set);
});

test("rotation takes its own sets alone, never the one just made, and none that it cannot read", async () => {
  const bench = await keptBench();
  const [oldest, old, made] = [
    await makeSetOf(bench),
    await makeSetOf(bench),
    await makeSetOf(bench),
  ];
  flipByte(join(oldest.set, "manifest.json"));
  const others = join(bench.sets, "platewarden-20200101T000000000Z-ffffffff");
  cpSync(old.set, others, { recursive: true });
  mkdirSync(join(bench.sets, "holiday pictures"));
  const before = readdirSync(bench.sets);
  expect(rotateSets(bench.store, bench.sets, made.manifest, NOTHING)).toEqual([]);
  expect(readdirSync(bench.sets)).toEqual(before);
});

test("what the rule does not keep is gone as a whole", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  const made = await makeSetOf(bench);
  renameSync(set, `${set}.failed`);
  expect(rotateSets(bench.store, bench.sets, made.manifest, NOTHING)).toHaveLength(1);
  expect(existsSync(`${set}.failed`)).toBe(false);
  expect(readdirSync(bench.sets)).toHaveLength(1);
});

test("how things stand is told, with what to do", async () => {
  const bench = await keptBench();
  const { dataFolder } = bench.source;
  const rule = { ...RULE, folder: bench.sets };
  const at = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);
  expect(backupStanding(null, { dataFolder }, at(0))).toMatchObject({ code: "none" });
  expect(backupStanding(rule, { dataFolder }, at(0))).toMatchObject({ code: "never" });
  const { manifest } = await makeSetOf(bench);
  expect(backupStanding(rule, { dataFolder }, at(1))).toMatchObject({
    code: "same-disk",
    newestUtc: manifest.madeAtUtc,
    sentence: expect.stringContaining("when it dies, both are gone"),
  });
  expect(backupStanding(rule, { dataFolder: "/proc/self" }, at(1))).toMatchObject({ code: "fine" });
  expect(backupStanding(rule, { dataFolder }, at(49))).toMatchObject({ code: "late" });
  // Made by a clock that was wrong: it counts for nothing until its time has come.
  expect(backupStanding(rule, { dataFolder }, at(-1))).toMatchObject({ code: "never" });
  const elsewhere = { ...rule, folder: join(freshFolder(), "gone") };
  expect(backupStanding(elsewhere, { dataFolder }, at(0))).toMatchObject({
    code: "unreachable",
    remedy: expect.stringContaining("mounted"),
  });
  expect(codeOf(() => listSets(elsewhere.folder))).toBe("BACKUP_FOLDER_MISSING");
});
