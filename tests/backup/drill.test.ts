import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { drill } from "../../src/backup/drill.ts";
import { dropTriggers, withDatabase } from "../store/fresh-store.ts";
import { DATABASE, flipByte, type KeptBench, keptBench, makeSetOf, pathsIn } from "./kept-bench.ts";

// Every step waits for the disk, which others may keep busy.
vi.setConfig({ testTimeout: 30_000 });

const drillOf = ({ source }: KeptBench, set: string, shown: readonly string[]) =>
  drill({
    set,
    dataFolder: source.dataFolder,
    database: DATABASE,
    identity: null,
    by: "A. Berg",
    ask: async (dataFolder) => {
      expect(existsSync(join(dataFolder, DATABASE))).toBe(true);
      return shown;
    },
  });

test("a drill finds everything there, also when plates came since, and leaves nothing", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  await bench.read("A-1");
  const done = await drillOf(bench, set, ["B-1"]);
  expect(done).toMatchObject({ same: true, set });
  expect(done.steps).toHaveLength(4);
  expect(pathsIn(join(bench.source.dataFolder, "backup-scratch"))).toEqual(["daemon.lock"]);
});

test("a plate that the daemon does not show is found", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  const done = await drillOf(bench, set, []);
  expect(done.same).toBe(false);
  expect(done.steps.at(-1)?.findings).toEqual(["the daemon does not show plate B-1"]);
});

test("a bench that has lost what it had then is found", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  withDatabase(join(bench.source.dataFolder, DATABASE), (db) => {
    db.pragma("foreign_keys = OFF");
    dropTriggers(db);
    db.exec("UPDATE reading SET content_sha256 = 'other'");
    db.exec("UPDATE audit SET sha256 = 'other' WHERE seq = (SELECT max(seq) FROM audit)");
  });
  const done = await drillOf(bench, set, ["B-1"]);
  expect(done.same).toBe(false);
  expect(done.steps.at(-1)?.findings).toEqual([
    expect.stringMatching(/^entry \d+ of the audit trail is another one$/),
    "the rows of reading are not those of then",
  ]);
});

test("a set that is damaged is not tried", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  flipByte(join(set, "manifest.json"));
  await expect(drillOf(bench, set, [])).rejects.toMatchObject({ code: "BACKUP_DAMAGED" });
});
