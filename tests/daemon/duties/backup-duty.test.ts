import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { restoreSet } from "../../../src/backup/restore-set.ts";
import { SHIPPED_LAYOUTS } from "../../../src/daemon/config.ts";
import { backupDuty } from "../../../src/daemon/duties/backup-duty.ts";
import type { DutyContext } from "../../../src/daemon/duty.ts";
import { watchStoreHealth } from "../../../src/daemon/store-health.ts";
import { silentLogger } from "../../../src/observe/logger.ts";
import { openStore, type Store } from "../../../src/store/open-store.ts";
import { DATABASE, keptBench, makeSetOf, orderFor, verifyHere } from "../../backup/kept-bench.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

function start(store: Store, dataFolder: string, folder: string): void {
  const rule = { everyH: 24, keepDaily: 1, keepWeekly: 1, keepMonthly: 1, recipients: [] };
  const config = {
    dataFolder,
    backup: { ...rule, folder },
    exportProfiles: [],
    layoutsFolder: SHIPPED_LAYOUTS,
  };
  const health = watchStoreHealth(silentLogger(), () => undefined);
  const context = { store, config, health, log: silentLogger() };
  const duty = backupDuty.start(context as unknown as DutyContext);
  onTestFinished(async () => duty.stop());
}

const made = (store: Store) => store.journal.detailsOf("backup.made");

test("after a database was put back a set of its own past is made at once, though a young one is there", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  await makeSetOf(bench);
  const to = join(bench.folder, "new");
  await restoreSet(orderFor(set, to), verifyHere);
  const store = openStore(join(to, DATABASE), { mustExist: true });
  onTestFinished(() => store.close());
  start(bench.store, bench.source.dataFolder, bench.sets);
  start(store, to, bench.sets);
  await vi.advanceTimersByTimeAsync(3_000);
  await vi.waitFor(() => expect(made(store)).toHaveLength(1), { timeout: 30_000 });
  // Nothing of the kind was due where nothing was put back.
  expect(made(bench.store)).toEqual([]);
}, 60_000);
