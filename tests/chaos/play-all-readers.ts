/**
 * Readers of all kinds at once on one daemon: cables are pulled, servers start afresh, noise and slow bytes come in
 * between, files are half written for a while. Technicians do what the page tells them.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { gen5Export } from "../../drivers/exports/simulator/gen5-export.ts";
import {
  type OpcUaSimulator,
  startOpcUaSimulator,
} from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { databaseFile, SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { pkiFolder } from "../../src/daemon/supervise-readers.ts";
import type { Plan } from "../../src/domain/plan.ts";
import { showCertificate, trustShown } from "../../src/instrument/opcua/trust-server.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type ByteProxy, startProxy } from "./byte-proxy.ts";
import { randomPlate } from "./chaos-plates.ts";
import { type DaemonProcess, startDaemonProcess } from "./daemon-process.ts";
import { type PluggedReader, readerSection, startReaders } from "./many-readers.ts";
import { randomFrom } from "./random.ts";

const LAYOUT = "combination-rot180-1plate";
const FOLDER = "exports";
const LADS = "lads";
const ATTEMPTS = 12;
const WAIT_MS = 90_000;

export interface RoughReader extends PluggedReader {
  readonly proxy: ByteProxy;
}

export interface AllReadersOptions {
  readonly folder: string;
  readonly readers: number;
  readonly plates: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** What the simulators and the troublemaker know, for the checker. */
export interface AllReadersRecord {
  readonly readers: readonly RoughReader[];
  /** Every plate by barcode, with where it was read. */
  readonly plates: ReadonlyMap<string, { readonly source: string; readonly plate: InsertedPlate }>;
  /** How many files were dropped that no program can understand. */
  readonly unreadableFiles: number;
  readonly troubles: Readonly<Record<string, number>>;
}

interface Bench {
  readonly options: AllReadersOptions;
  readonly random: () => number;
  readonly daemon: DaemonProcess;
  readonly readers: readonly RoughReader[];
  readonly lads: OpcUaSimulator;
  readonly exports: string;
  readonly plates: Map<string, { source: string; plate: InsertedPlate }>;
  readonly troubles: Record<string, number>;
  readonly rows: Rows;
}

/** What the database says now; the page shows only the newest runs and plates. */
interface Rows {
  runHasEnded(barcode: string): boolean;
  isRead(barcode: string): boolean;
  close(): void;
}

function watchRows(file: string): Rows {
  const db = new SqliteDatabase(file, { readonly: true });
  const state = db
    .prepare<[string], string>(
      "SELECT state FROM run WHERE barcode = ? ORDER BY rowid DESC LIMIT 1",
    )
    .pluck();
  const plate = db.prepare<[string], number>("SELECT 1 FROM plate WHERE barcode = ?").pluck();
  return {
    runHasEnded: (barcode) => !["starting", "reading"].includes(state.get(barcode) ?? "starting"),
    isRead: (barcode) => plate.get(barcode) === 1,
    close: () => void db.close(),
  };
}

async function until(fits: () => boolean, what: string): Promise<void> {
  const since = performance.now();
  while (!fits()) {
    if (performance.now() - since > WAIT_MS) throw new Error(`${what} does not get there`);
    await pause(20);
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** When every export says that it was saved. */
const SAVED_AT = new Date(2026, 10, 23, 10, 14, 27);

function exportOf(plate: InsertedPlate): string {
  return gen5Export(plate, [570, 650], SAVED_AT);
}

/** Plates of files and panel reads are planned: their barcodes say what they are. */
function planBarcodes(folder: string, barcodes: readonly string[]): void {
  const store = openStore(databaseFile(join(folder, "data")));
  const layouts = layoutCatalogue(loadLayouts(SHIPPED_LAYOUTS).layouts);
  const plan: Plan = {
    id: "chaos",
    title: "chaos",
    samples: barcodes.map((barcode) => ({
      id: `sample of ${barcode}`,
      patient: barcode,
      ras: "unknown",
      mutatedGenes: [],
      blastsDay4Percent: null,
    })),
    plates: barcodes.map((barcode) => ({
      barcode,
      layoutId: LAYOUT,
      layoutRevision: 1,
      samples: { P1: `sample of ${barcode}` },
      drugs: {},
      dueAt: null,
      reader: null,
    })),
    lots: [],
  };
  importPlan(store, layouts, plan, { source: JSON.stringify(plan), by: "chaos" });
  store.close();
}

async function plugIn(count: number): Promise<RoughReader[]> {
  const readers = await startReaders(count);
  return Promise.all(
    readers.map(async (reader) => {
      const port = Number(reader.simulator.spec.split(":").at(-1));
      return { ...reader, proxy: await startProxy({ host: "127.0.0.1", port }) };
    }),
  );
}

async function writeConfig(
  folder: string,
  readers: readonly RoughReader[],
  lads: OpcUaSimulator,
): Promise<void> {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, `${lads.password}\n`);
  const pki = pkiFolder(join(folder, "data"));
  trustShown(pki, await showCertificate(pki, lads.endpoint));
  const text = `schema = "platewarden-config/2"
data = "data"
[web]
port = 0
[[folder]]
id = "${FOLDER}"
path = "exports"
look_every_s = 0.2
settle_s = 0.4
[[reader]]
id = "${LADS}"
driver = "opcua-lads"
port = "${lads.endpoint}"
[reader.options]
user = "${lads.user}"
passwordFile = "${passwordFile}"
quietMs = 100
${readers.map((reader) => readerSection(reader, reader.proxy.spec)).join("")}`;
  writeFileSync(join(folder, "platewarden.toml"), text);
}

async function readyAgain(daemon: DaemonProcess, id: string): Promise<void> {
  await daemon.until(
    ({ readers }) => readers.some((one) => one.id === id && one.state === "ready"),
    WAIT_MS,
  );
}

/** Starts a run as soon as the reader takes one; null when it became busy or unready meanwhile. */
async function tryRun(daemon: DaemonProcess, reader: string, barcode: string): Promise<boolean> {
  try {
    const details = {
      layoutId: LAYOUT,
      sample: `sample of ${barcode}`,
      barcode,
    };
    await daemon.startRun({ readerId: reader, ...details });
    return true;
  } catch (error) {
    if (/READER_(?:BUSY|NOT_READY)/.test(String(error))) return false;
    throw error;
  }
}

/** What a technician does with one plate: starts it, and starts it again for as long as the page says so. */
async function readByCommand(
  bench: Bench,
  reader: { readonly id: string; insert(plate: InsertedPlate): Promise<void> },
  plate: InsertedPlate,
): Promise<void> {
  const { daemon } = bench;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await readyAgain(daemon, reader.id);
    await reader.insert(plate);
    if (!(await tryRun(daemon, reader.id, plate.id))) continue;
    await until(() => bench.rows.runHasEnded(plate.id), `the run of ${plate.id}`);
    if (bench.rows.isRead(plate.id)) return;
    // The plate may come by itself once the reader answers again.
    await readyAgain(daemon, reader.id);
    if (bench.rows.isRead(plate.id)) return;
  }
  throw new Error(`plate ${plate.id} could not be read on ${reader.id} in ${ATTEMPTS} attempts`);
}

/** Saves an export as vendors' programs do: at once, in pieces, or under another name first. */
async function dropFile(bench: Bench, name: string, text: string): Promise<void> {
  const file = join(bench.exports, name);
  const way = bench.random();
  if (way < 0.3) return writeFileSync(file, text);
  if (way < 0.6) {
    writeFileSync(`${file}.tmp`, text);
    return renameSync(`${file}.tmp`, file);
  }
  const cut = Math.floor(text.length * bench.random());
  writeFileSync(file, text.slice(0, cut));
  await pause(bench.random() * 900);
  writeFileSync(file, text);
}

async function makeTrouble(bench: Bench, isOver: () => boolean): Promise<void> {
  const { random, readers, troubles, lads } = bench;
  const count = (kind: string): void => {
    troubles[kind] = (troubles[kind] ?? 0) + 1;
  };
  while (!isOver()) {
    await pause(150 + random() * 500);
    const reader = readers[Math.floor(random() * readers.length)];
    const kind = random();
    if (reader === undefined) return;
    if (kind < 0.3) {
      count("cables pulled");
      reader.proxy.cut();
    } else if (kind < 0.45) {
      count("device servers started afresh");
      await reader.proxy.refuseFor(random() * 1200);
    } else if (kind < 0.7) {
      count("noise");
      // No digits: a reader without a checksum could not tell them from its own.
      const noise = Array.from({ length: 1 + random() * 40 }, () => 0x80 + random() * 0x7f);
      reader.proxy.addNoise(Buffer.from(noise));
    } else if (kind < 0.93) {
      count("slow bytes");
      reader.proxy.slowDown(1);
      await pause(random() * 1500);
      reader.proxy.slowDown(0);
    } else if (kind < 0.97) {
      count("OPC-UA connections cut");
      await lads.dropLink();
    } else {
      count("OPC-UA servers started afresh");
      await lads.restart({ downMs: Math.round(random() * 1000) });
    }
  }
}

/** Plates of one source, one after the other. */
async function inTurn<T>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
  for (const thing of things) await work(thing);
}

async function pressStart(lads: OpcUaSimulator, plate: InsertedPlate): Promise<void> {
  for (;;) {
    try {
      await lads.insert(plate);
      const runId = await lads.pressStart();
      await lads.waitFor((event) => event.event === "result-complete" && event.runId === runId);
      return;
    } catch {
      // The server is being started afresh, or somebody else's run is under way.
      await pause(200);
    }
  }
}

async function readOnLads(bench: Bench, plates: readonly InsertedPlate[]): Promise<void> {
  const { lads, daemon } = bench;
  for (const [index, plate] of plates.entries()) {
    if (index % 2 === 0) {
      const insert = async (one: InsertedPlate): Promise<void> => {
        await lads.insert(one).catch(() => undefined);
      };
      await readByCommand(bench, { id: LADS, insert }, plate);
      continue;
    }
    await readyAgain(daemon, LADS);
    await pressStart(lads, plate);
    await until(() => bench.rows.isRead(plate.id), `plate ${plate.id}`);
  }
}

async function saveExports(bench: Bench, plates: readonly InsertedPlate[]): Promise<number> {
  let unreadable = 0;
  for (const [index, plate] of plates.entries()) {
    await dropFile(bench, `2026-11-23_${plate.id}.txt`, exportOf(plate));
    if (index % 10 === 0) {
      writeFileSync(join(bench.exports, `notes ${index}.txt`), `Dear all, ${index} plates today.`);
      unreadable += 1;
    }
    // The same export under another name is no other plate.
    if (index % 7 === 0) {
      await pause(800);
      writeFileSync(join(bench.exports, `copy ${index}.txt`), exportOf(plate));
    }
    await pause(bench.random() * 300);
  }
  for (const { id } of plates) await until(() => bench.rows.isRead(id), `file of plate ${id}`);
  return unreadable;
}

export async function playAllReaders(options: AllReadersOptions): Promise<AllReadersRecord> {
  const { folder, say } = options;
  const random = randomFrom(options.seed);
  const exports = join(folder, "exports");
  mkdirSync(exports, { recursive: true });
  const plates = new Map<string, { source: string; plate: InsertedPlate }>();
  const make = (source: string, count: number): InsertedPlate[] =>
    Array.from({ length: Math.max(1, Math.round(count)) }, (_, index) => {
      const plate = randomPlate(`${source}-${index}`, random);
      plates.set(plate.id, { source, plate });
      return plate;
    });
  const [readers, lads] = await Promise.all([
    plugIn(options.readers),
    startOpcUaSimulator({ stateFolder: join(folder, "lads"), knobs: { barcodeReader: true } }),
  ]);
  const share = options.plates / (options.readers + 5);
  const files = make(FOLDER, share * 3);
  const results = make(LADS, share * 2);
  const byReader = readers.map((reader) => ({ reader, own: make(reader.id, share) }));
  planBarcodes(
    folder,
    [...files, ...results].map((plate) => plate.id),
  );
  await writeConfig(folder, readers, lads);
  const daemon = await startDaemonProcess(folder);
  const troubles: Record<string, number> = {};
  const rows = watchRows(databaseFile(join(folder, "data")));
  const bench: Bench = { options, random, daemon, readers, lads, exports, plates, troubles, rows };
  let isOver = false;
  let unreadableFiles = 0;
  try {
    const trouble = makeTrouble(bench, () => isOver);
    const sources = [
      saveExports(bench, files).then((count) => {
        unreadableFiles = count;
      }),
      readOnLads(bench, results),
      ...byReader.map(({ reader, own }) =>
        inTurn(own, (plate) =>
          readByCommand(
            bench,
            { id: reader.id, insert: (one) => reader.simulator.insert(one) },
            plate,
          ),
        ),
      ),
    ];
    await Promise.all(
      sources.map((source) => source.then(() => say(`one of ${sources.length} sources is done`))),
    );
    isOver = true;
    await trouble;
  } finally {
    isOver = true;
    rows.close();
    await daemon.stop();
    for (const { simulator, proxy } of readers) {
      await proxy.stop();
      await simulator.stop();
    }
    await lads.stop();
  }
  return { readers, plates, unreadableFiles, troubles };
}
