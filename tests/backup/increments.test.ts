import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { newKeyPair } from "../../src/backup/encryption.ts";
import { incrementName, parseIncrement, parseIncrementName } from "../../src/backup/increment.ts";
import {
  reachedSoFar,
  removeOldIncrements,
  writeIncrements,
} from "../../src/backup/keep-increments.ts";
import { restoreSet } from "../../src/backup/restore-set.ts";
import { bindWaiting } from "../../src/pipeline/match-announced.ts";
import { openStore } from "../../src/store/open-store.ts";
import { increments, viewOf, workedOn } from "./increment-bench.ts";
import {
  DATABASE,
  flipByte,
  keptBench,
  makeSetOf,
  orderFor,
  readOn,
  verifyHere,
} from "./kept-bench.ts";

// Every step waits for the disk, which others may keep busy.
vi.setConfig({ testTimeout: 30_000 });

const pair = await newKeyPair();

test("plates that were read after the set come back with their bytes, and wait to be assigned", async () => {
  const { bench, set, to } = await workedOn();
  const { since } = await restoreSet(orderFor(set, to), verifyHere);
  expect(since).toMatchObject({
    conversations: 2,
    waiting: [
      { barcode: "A-1", sample: "A", readerId: "bench-1" },
      { barcode: "C-1", sample: "C" },
    ],
  });
  const store = openStore(join(to, DATABASE), { mustExist: true });
  try {
    bindWaiting(store);
    const read = [...bench.store.readings.all()].map((row) => row.content_sha256);
    expect([...store.readings.all()].map((row) => row.content_sha256)).toEqual(read);
    expect(store.readings.unassigned()).toHaveLength(2);
    expect(store.journal.entriesOf(["backup"])[0]).toMatchObject({
      action: "evidence.brought-back",
    });
  } finally {
    store.close();
  }
  expect((await verifyHere(join(to, DATABASE))).findings).toEqual([]);
});

test("encrypted ones need the key, as the set does", async () => {
  const { bench, set, to } = await workedOn([pair.recipient]);
  expect(increments(bench).every((name) => name.endsWith(".age"))).toBe(true);
  const order = orderFor(set, to, { identity: pair.identity });
  expect((await restoreSet(order, verifyHere)).since.conversations).toBe(2);
});

test("one in which a byte was changed is told, and keeps nothing else from coming back", async () => {
  const { bench, set, to, target, reached } = await workedOn();
  await bench.read("D-1");
  await writeIncrements(bench.store, target, reached);
  const [first = "", second] = increments(bench);
  expect(second).toBeDefined();
  flipByte(join(bench.sets, first));
  const { since, passedOver } = await restoreSet(orderFor(set, to), verifyHere);
  expect(passedOver).toEqual([`${first}: it is not what was written`]);
  expect(since.waiting.map(({ barcode }) => barcode)).toEqual(["D-1"]);
});

test("what a later set holds is not brought back twice", async () => {
  const { bench, to } = await workedOn();
  const { set } = await makeSetOf(bench);
  const { since } = await restoreSet(orderFor(set, to), verifyHere);
  expect(since).toEqual({ conversations: 0, documents: 0, waiting: [], warnings: [] });
});

test("writing goes on where it stopped, also by another process", async () => {
  const { bench, target, reached } = await workedOn();
  expect(reachedSoFar(bench.store, viewOf(bench))).toEqual(reached);
  const before = increments(bench);
  expect(await writeIncrements(bench.store, target, reached)).toEqual(reached);
  expect(increments(bench)).toEqual(before);
});

test("those of a past that was given up count for nothing", async () => {
  const { bench, set, to } = await workedOn();
  await restoreSet(orderFor(set, to, { withIncrements: false }), verifyHere);
  const store = openStore(join(to, DATABASE), { mustExist: true });
  try {
    expect(reachedSoFar(store, viewOf(bench))).toEqual({ reading: 1, arrival: 0 });
  } finally {
    store.close();
  }
});

test("a plate whose number was given again the same numbers as one of a past that was given up comes back all the same", async () => {
  const { bench, set, to, target } = await workedOn();
  const later = await makeSetOf(bench);
  await restoreSet(orderFor(set, to, { withIncrements: false }), verifyHere);
  const store = openStore(join(to, DATABASE), { mustExist: true });
  const from = reachedSoFar(store, viewOf(bench));
  if (from === null) throw new Error("there is no set");
  await readOn(store, "D-1");
  await writeIncrements(store, target, from);
  store.close();
  // The newest set is of the past that was given up, and holds more readings than the present had.
  const again = join(bench.folder, "again");
  const { since } = await restoreSet(orderFor(later.set, again), verifyHere);
  expect(since.waiting.map(({ barcode }) => barcode)).toEqual(["D-1"]);
});

test("without a set there is nothing to add to", async () => {
  const bench = await keptBench();
  expect(reachedSoFar(bench.store, viewOf(bench))).toBeNull();
});

test("they go a week after a later set, and nobody else's with them", async () => {
  const { bench, manifest } = await workedOn();
  writeFileSync(join(bench.sets, "notes.jsonl"), "");
  const later = (days: number) => ({
    storeId: manifest.content.storeId,
    madeAtUtc: new Date(Date.parse(manifest.madeAtUtc) + days * 86_400_000).toISOString(),
  });
  removeOldIncrements(bench.sets, later(6));
  expect(increments(bench)).toHaveLength(1);
  removeOldIncrements(bench.sets, { ...later(8), storeId: "f".repeat(64) });
  expect(increments(bench)).toHaveLength(1);
  removeOldIncrements(bench.sets, later(8));
  expect(increments(bench)).toEqual([]);
  expect(readdirSync(bench.sets)).toContain("notes.jsonl");
});

test("no text that was changed is taken for one", async () => {
  const { bench } = await workedOn();
  const [name = ""] = increments(bench);
  const text = readFileSync(join(bench.sets, name), "utf8");
  expect(parseIncrement(text)).toHaveLength(2);
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom("x", "", "\n"), (at, other) => {
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      fc.pre(changed !== text);
      expect(parseIncrement(changed)).toBeNull();
    }),
    { numRuns: 200 },
  );
  fc.assert(fc.property(fc.string(), (text) => void parseIncrement(text)));
});

test("a name tells up to where it goes", () => {
  const told = {
    madeAtUtc: "2026-03-06T14:00:00.123Z",
    store: "3f9a2c1d",
    auditSeq: 12,
    auditSha256: "0123456789ab",
    reading: 3,
    arrival: 4,
    isEncrypted: true,
  };
  expect(parseIncrementName(incrementName(told))).toEqual(told);
  expect(parseIncrementName("platewarden-20260306T140000123Z-3f9a2c1d")).toBeNull();
});
