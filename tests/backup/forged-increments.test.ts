/** Who may write the folder of the backups, and what a restore believes of it. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { newKeyPair } from "../../src/backup/encryption.ts";
import {
  type Captured,
  type CapturedConversation,
  incrementName,
  incrementText,
  parseIncrement,
} from "../../src/backup/increment.ts";
import { reachedSoFar, writeIncrements } from "../../src/backup/keep-increments.ts";
import { type RestoreOrder, restoreSet } from "../../src/backup/restore-set.ts";
import { sha256 } from "../../src/domain/canonical.ts";
import { keepAnchors } from "../../src/integrity/keep-anchors.ts";
import { bindWaiting, matchAnnounced } from "../../src/pipeline/match-announced.ts";
import { recoverTranscripts } from "../../src/pipeline/recover-transcripts.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { transcriptSha256 } from "../../src/store/transcripts.ts";
import {
  begin,
  driver,
  hold,
  measured,
  paperBench,
  readTalk,
  WITH_DRIVER,
  writeTalk,
} from "../pipeline/paper-bench.ts";
import { importedPlate, paperFile, paperFolder, read } from "../pipeline/paper-file.ts";
import { increments, viewOf, workedOn } from "./increment-bench.ts";
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

const pair = await newKeyPair();

type Change = (one: CapturedConversation) => CapturedConversation;

function fileOf(bench: KeptBench): string {
  const [name] = increments(bench);
  if (name === undefined) throw new Error("there is no increment");
  return join(bench.sets, name);
}

function readFile(file: string): readonly Captured[] {
  const all = parseIncrement(readFileSync(file, "utf8"));
  if (all === null) throw new Error("it is no increment");
  return all;
}

/** As somebody does who knows this program: the hash of the whole is made anew. */
function forge(bench: KeptBench, change: Change): void {
  const file = fileOf(bench);
  const [first, ...others] = readFile(file);
  if (first?.kind !== "conversation") throw new Error("there is no conversation");
  writeFileSync(file, incrementText([change(first), ...others]));
}

/** The first number of the first plane made another one. */
const otherNumber: Change = (one) => ({
  ...one,
  reading: { ...one.reading, body: (one.reading.body ?? "").replace(/0\.\d+/, "0.99") },
});

const otherBytes = (one: CapturedConversation) =>
  one.items.map((item) => ({
    ...item,
    bytes: Buffer.from(
      Buffer.from(item.bytes, "base64")
        .toString("latin1")
        .replace(/0\.(\d)/g, "0.9"),
      "latin1",
    ).toString("base64"),
  }));

async function restored(order: RestoreOrder) {
  const told = await restoreSet(order, verifyHere);
  const store = openStore(join(order.dataFolder, DATABASE), { mustExist: true });
  onTestFinished(() => store.close());
  return { ...told, store };
}

const contents = (store: Store) => [...store.readings.all()].map((row) => row.content_sha256);

test("numbers that the bytes do not give are not stored; those of the bytes are, and that is told", async () => {
  const { bench, set, to } = await workedOn();
  forge(bench, otherNumber);
  const { since, store } = await restored(orderFor(set, to));
  expect(contents(store)).toEqual(contents(bench.store));
  expect(since.warnings).toEqual([
    expect.stringMatching(
      /^platewarden-since-.*: what stands there of plate A-1, which bench-1 read at .* is not what its bytes give: what the bytes give was stored/,
    ),
  ]);
  expect(store.journal.entriesOf(["backup"])[0]?.detail).toContain("is not what its bytes give");
  for (const { id } of store.readings.all()) {
    const report = await replayReading(store, WITH_DRIVER, id);
    expect(report.differences).toEqual([]);
    expect(isIdentical(report)).toBe(true);
  }
});

test("a plate that is said to have been given up comes back when its bytes are whole", async () => {
  const { bench, set, to } = await workedOn();
  forge(bench, (one) => ({ ...one, reading: { ...one.reading, outcome: "given-up", body: null } }));
  const { since, store } = await restored(orderFor(set, to));
  expect(contents(store)).toEqual(contents(bench.store));
  expect(since.waiting.map(({ barcode }) => barcode)).toEqual(["A-1", "C-1"]);
  expect(since.warnings).toHaveLength(1);
});

test("a plate of which the bytes are lacking is none", async () => {
  const { bench, set, to } = await workedOn();
  forge(bench, (one) => {
    const items = one.items.slice(0, 12);
    const bytes = items.map((item) => ({ ...item, bytes: Buffer.from(item.bytes, "base64") }));
    return { ...one, items, end: { ...one.end, sha256: transcriptSha256(bytes) } };
  });
  const { since, store } = await restored(orderFor(set, to));
  expect([...store.readings.all()].map(({ outcome }) => outcome)).toEqual([
    "plate",
    "given-up",
    "plate",
  ]);
  expect(since.waiting.map(({ barcode }) => barcode)).toEqual(["C-1"]);
  expect(since.warnings).toEqual([expect.stringContaining("no plate of them")]);
});

test("bytes that are not those of their hash are told, and not taken", async () => {
  const { bench, set, to } = await workedOn();
  forge(bench, (one) => ({ ...one, items: otherBytes(one) }));
  const { since } = await restored(orderFor(set, to));
  expect(since.warnings).toEqual([
    expect.stringMatching(/the bytes of plate A-1, which .* are not/),
  ]);
  expect(since.waiting.map(({ barcode }) => barcode)).toEqual(["C-1"]);
});

test("one that takes the name of another conversation takes not its place", async () => {
  const { bench, set, to } = await workedOn();
  const [first] = readFile(fileOf(bench));
  if (first?.kind !== "conversation") throw new Error("there is no conversation");
  const items = otherBytes(first);
  const hash = transcriptSha256(
    items.map((item) => ({ ...item, bytes: Buffer.from(item.bytes, "base64") })),
  );
  const earlier = fileOf(bench).replace(/since-\d{4}/, "since-2000");
  writeFileSync(earlier, incrementText([{ ...first, items, end: { ...first.end, sha256: hash } }]));
  const { since, store } = await restored(orderFor(set, to));
  for (const content of contents(bench.store)) expect(contents(store)).toContain(content);
  expect(since.warnings.at(-1)).toMatch(/plate A-1.* is there with other bytes; both are kept/);
});

test("one that no driver takes is kept, and becomes a plate where the daemon has the driver", async () => {
  const { bench, set, to } = await workedOn();
  const { since, store } = await restored(orderFor(set, to, { driversFor: () => [] }));
  expect(since).toMatchObject({ conversations: 2, waiting: [] });
  expect(since.warnings[0]).toMatch(
    /no driver of this program takes the conversation of plate A-1/,
  );
  expect((await verifyHere(store.file)).findings).toEqual([]);
  expect(recoverTranscripts(store, [driver]).left).toEqual([]);
  expect(contents(store)).toEqual(contents(bench.store));
});

test("a read that was under way when the set was made comes back whole, and but once", async () => {
  const bench = await keptBench();
  const paper = paperBench(bench.store);
  const run = begin(paper, { barcode: "A-1", sample: "A", blastsDay4Percent: 96 });
  const talk = readTalk(measured("A-1"));
  const id = writeTalk(paper, "readPlate", talk.slice(0, 12), run.id);
  const { set } = await makeSetOf(bench);
  const rest = talk.slice(12).map((item, index) => ({
    ...item,
    transcript_id: id,
    seq: 12 + index,
    at_utc: bench.store.nowUtc(),
    mono_us: 12 + index,
  }));
  bench.store.transcripts.append(rest);
  const { outcome } = hold<never>(paper, "readPlate", talk);
  const conversation = { dialogue: "readPlate", rejected: [], movedHardware: true, isKept: true };
  await paper.port.runEnded(run.id, { ...conversation, transcriptId: id, runId: run.id, outcome });
  const target = { folder: bench.sets, recipients: [] };
  const from = reachedSoFar(bench.store, viewOf(bench));
  if (from === null) throw new Error("there is no set");
  await writeIncrements(bench.store, target, from);
  const { since, store } = await restored(orderFor(set, join(bench.folder, "new")));
  expect(since).toMatchObject({ conversations: 1, waiting: [{ barcode: "A-1" }], warnings: [] });
  const anchors = keepAnchors(store, { program: "daemon", programVersion: "1" });
  recoverTranscripts(store, [driver]);
  anchors.close();
  for (const content of contents(bench.store)) expect(contents(store)).toContain(content);
  // A set of what was put back holds it already, though under another name.
  store.close();
  const again = { ...bench, source: { ...bench.source, dataFolder: join(bench.folder, "new") } };
  const later = await makeSetOf(again);
  const twice = await restored(orderFor(later.set, join(bench.folder, "again")));
  expect(twice.since).toMatchObject({ conversations: 0, warnings: [] });
});

test("one in the clear beside an encrypted set is passed over, unless that is asked for", async () => {
  const { bench, set, to } = await workedOn([pair.recipient]);
  const clear = await workedOn();
  const file = fileOf(bench);
  renameSync(fileOf(clear.bench), file.replace(/\.age$/, ""));
  rmSync(file);
  const order = orderFor(set, to, { identity: pair.identity });
  const { since, passedOver } = await restored(order);
  expect(since.conversations).toBe(0);
  expect(passedOver).toEqual([
    expect.stringContaining("it is in the clear and the set is encrypted"),
  ]);
  const other = { ...order, dataFolder: join(bench.folder, "other"), clearIncrements: true };
  expect((await restored(other)).since.conversations).toBe(2);
});

test("what gives a known barcode by itself waits for a person too", async () => {
  const bench = await keptBench();
  const { set } = await makeSetOf(bench);
  const bytes = paperFile(importedPlate({ plateId: "B-1" }));
  const text = incrementText([
    {
      kind: "document",
      media: "export-file",
      sha256: sha256(bytes),
      bytes: bytes.toString("base64"),
      source_id: "exports",
      name: "B-1.txt",
      made_at_utc: null,
      arrived_at_utc: bench.store.nowUtc(),
    },
  ]);
  const first = bench.store.journal.entriesAfter(0, 1)[0];
  const told = { store: first?.sha256 ?? "", auditSeq: 1, auditSha256: first?.sha256 ?? "" };
  const at = { madeAtUtc: bench.store.nowUtc(), reading: 2, arrival: 1, isEncrypted: false };
  writeFileSync(join(bench.sets, incrementName({ ...told, ...at })), text);
  const { since, store } = await restored(orderFor(set, join(bench.folder, "new")));
  expect(since.documents).toBe(1);
  await paperFolder({ store }).capture.catchUp();
  const [waiting] = store.readings.unassigned();
  if (waiting === undefined) throw new Error("nothing was read");
  expect(matchAnnounced(store, waiting)).toMatchObject({
    kind: "waits",
    reason: expect.stringContaining("came back from beside a backup"),
  });
  expect(bindWaiting(store)).toEqual([]);
  const plate = store.plates.byBarcode("B-1");
  expect(store.plates.versions(plate?.id ?? "")).toHaveLength(1);
  // From a folder that people of the bench write it would have been taken.
  const again = importedPlate({ plateId: "B-1", reads: [read(570, 1), read(650, 1.01)] });
  await paperFolder({ store }).drop("again.txt", paperFile(again));
  expect(store.plates.versions(plate?.id ?? "")).toHaveLength(2);
});
