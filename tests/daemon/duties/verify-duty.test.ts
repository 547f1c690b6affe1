import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { verifyDuty } from "../../../src/daemon/duties/verify-duty.ts";
import type { DutyContext } from "../../../src/daemon/duty.ts";
import { watchStoreHealth } from "../../../src/daemon/store-health.ts";
import { parseDigest } from "../../../src/integrity/digest.ts";
import { integrityKey, usualKeyFile } from "../../../src/integrity/integrity-key.ts";
import { silentLogger } from "../../../src/observe/logger.ts";
import type { Store } from "../../../src/store/open-store.ts";
import { linesIn } from "../../integrity/anchored-bench.ts";
import { freshStore, withDatabase } from "../../store/fresh-store.ts";

const HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

function started(store: Store, verifyEveryH = 24) {
  const health = watchStoreHealth(silentLogger(), () => undefined);
  const dataFolder = dirname(store.file);
  const config = { dataFolder, integrity: { verifyEveryH, copyTo: [], key: null } };
  const context = { store, config, health, log: silentLogger() };
  const duty = verifyDuty.start(context as unknown as DutyContext);
  onTestFinished(async () => duty.stop());
  return { health, dataFolder };
}

const proofs = (store: Store) =>
  store.journal.detailsOf("store.verified").map((detail): unknown => JSON.parse(detail));

/** Until the thread has come back with so many proofs; time goes by meanwhile. */
async function proven(store: Store, count: number, ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.waitFor(() => expect(proofs(store)).toHaveLength(count), { timeout: 20_000 });
}

test("everything is proven soon after the start and then once a day, signed, and told by the trail", async () => {
  const store = freshStore();
  const { health, dataFolder } = started(store);
  await proven(store, 1, 61_000);
  const { fingerprint } = integrityKey(usualKeyFile(dataFolder), false).public;
  expect(proofs(store)[0]).toMatchObject({ findings: 0, digest: { number: 1, key: fingerprint } });
  await vi.advanceTimersByTimeAsync(12 * HOUR_MS);
  expect(proofs(store)).toHaveLength(1);
  await proven(store, 2, 13 * HOUR_MS);
  const digests = linesIn(join(dataFolder, "anchors", "digests.jsonl")).map(parseDigest);
  expect(digests.map((digest) => digest?.body.number)).toEqual([1, 2]);
  expect(health.problems$.value).toEqual([]);
}, 60_000);

test("what is found is shown, told once and ended when it is found no more", async () => {
  const store = freshStore();
  store.journal.change("plate", "a", store.nowUtc());
  const { health } = started(store, 1);
  const set = (subject: string) =>
    withDatabase(store.file, (db) =>
      db.prepare("UPDATE change SET subject = ? WHERE id = 1").run(subject),
    );
  set("b");
  await proven(store, 1, 61_000);
  await proven(store, 2, HOUR_MS + 400_000);
  expect(health.troubles$.value).toMatchObject([
    { part: "integrity", code: "integrity-findings", severity: "degraded" },
  ]);
  expect(store.notices.standingOf("store-changed")).toHaveLength(1);
  set("a");
  await proven(store, 3, HOUR_MS + 400_000);
  expect(health.problems$.value).toEqual([]);
  expect(store.notices.standing()).toEqual([]);
}, 60_000);

test("nothing is proven by itself where the configuration says 0", async () => {
  const store = freshStore();
  started(store, 0);
  await vi.advanceTimersByTimeAsync(48 * HOUR_MS);
  expect(proofs(store)).toEqual([]);
});
