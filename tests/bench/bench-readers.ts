/**
 * Many readers at once: simulators, each a process of its own behind a proxy that keeps what it sends, all read at the
 * same time, plate after plate. At the end every byte that a reader has sent stands in its transcripts, and nothing else.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { commandHeaders } from "../../src/bench-tools/ask-daemon.ts";
import { databaseFile } from "../../src/daemon/config.ts";
import { unaccounted } from "../chaos/account-bytes.ts";
import { type ByteProxy, startProxy } from "../chaos/byte-proxy.ts";
import { LAYOUT, randomPlate } from "../chaos/chaos-plates.ts";
import { FAMILIES, type PluggedReader, readerSection } from "../chaos/many-readers.ts";
import { randomFrom } from "../chaos/random.ts";
import { type BenchDaemon, startBenchDaemon } from "./bench-daemon.ts";
import type { Goal } from "./goal.ts";

const READERS = 64;
const PLATES_A_READER = 2;
const STARTED_AT_ONCE = 8;
const WITHIN_MS = 120_000;
/** Readers that are looked at while they are idle: what brings nothing new leaves no transcript, so bytes cannot be compared. */
const SILENT_FAMILIES = FAMILIES.filter(({ options }) => !options.includes("pollMs"));

interface WatchedReader extends PluggedReader {
  readonly proxy: ByteProxy;
}

async function startWatched(count: number): Promise<readonly WatchedReader[]> {
  const readers: WatchedReader[] = [];
  while (readers.length < count) {
    const from = readers.length;
    const some = Array.from(
      { length: Math.min(STARTED_AT_ONCE, count - from) },
      async (_, more) => {
        const family = SILENT_FAMILIES[(from + more) % SILENT_FAMILIES.length];
        if (family === undefined) throw new Error("there is no family");
        const simulator = await family.start({});
        const port = Number(simulator.spec.split(":").at(-1));
        const proxy = await startProxy({ host: "127.0.0.1", port });
        return { id: `${family.driver}-${from + more}`, family, simulator, proxy };
      },
    );
    readers.push(...(await Promise.all(some)));
  }
  return readers;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > untilMs) throw new Error(`${what} did not come within ${WITHIN_MS} ms`);
    await pause(50);
  }
}

interface BenchAnswer {
  readonly readers: readonly {
    readonly id: string;
    readonly state: string;
    readonly sentence: string;
  }[];
}

const allReady = (daemon: BenchDaemon) => async (): Promise<boolean> => {
  const { readers } = JSON.parse(await daemon.get("/bench")) as BenchAnswer;
  return readers.every(({ state }) => state === "ready");
};

async function startRun(
  daemon: BenchDaemon,
  reader: WatchedReader,
  barcode: string,
): Promise<void> {
  const answer = await fetch(`${daemon.address.url}/api/v1/runs`, {
    method: "POST",
    headers: {
      ...commandHeaders(daemon.address, "the benchmark"),
      "content-type": "application/json",
    },
    body: JSON.stringify({ readerId: reader.id, layoutId: LAYOUT, sample: barcode, barcode }),
  });
  if (!answer.ok) throw new Error(`the run was refused: ${await answer.text()}`);
}

/** What the transcripts of a reader hold, one after the other. */
function received(db: SqliteDatabase.Database, readerId: string): Buffer {
  const pieces = db
    .prepare<[string], Buffer>(
      `SELECT i.bytes FROM transcript t JOIN transcript_item i ON i.transcript_id = t.id
       WHERE t.reader_id = ? AND i.direction = 'rx' ORDER BY t.rowid, i.seq`,
    )
    .pluck()
    .all(readerId);
  return Buffer.concat(pieces);
}

export interface ReadersAtOnce {
  readonly readers: number;
  readonly plates: number;
  readonly stored: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Readers with bytes that are not in their transcripts, or the other way round. */
  readonly unaccounted: readonly string[];
}

/** Reads so many plates on each of so many readers at the same time. */
export async function readAtOnce(count: number, platesAReader: number): Promise<ReadersAtOnce> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-readers-"));
  const readers = await startWatched(count);
  try {
    const sections = readers.map((reader) => readerSection(reader, reader.proxy.spec)).join("");
    const daemon = await startBenchDaemon(folder, sections);
    let seconds = 0;
    try {
      await until("all readers", allReady(daemon));
      const startedMs = performance.now();
      await readAll(daemon, readers, platesAReader);
      seconds = (performance.now() - startedMs) / 1000;
    } finally {
      await daemon.stop();
    }
    return { ...compare(folder, readers), plates: count * platesAReader, seconds };
  } finally {
    for (const { proxy, simulator } of readers) {
      await proxy.stop();
      await simulator.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readAll(
  daemon: BenchDaemon,
  readers: readonly WatchedReader[],
  rounds: number,
): Promise<void> {
  const random = randomFrom(readers.length);
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(
      readers.map(async (reader) => {
        const barcode = `${reader.id}-${round}`;
        await reader.simulator.insert(randomPlate(barcode, random));
        await startRun(daemon, reader, barcode);
      }),
    );
    await until("the plates of all readers", allReady(daemon));
  }
}

function compare(
  folder: string,
  readers: readonly WatchedReader[],
): Omit<ReadersAtOnce, "plates" | "seconds"> {
  const db = new SqliteDatabase(databaseFile(join(folder, "data")), { readonly: true });
  try {
    const sent = readers.map(({ id, proxy }) => ({
      id,
      handed: proxy.connections.map(({ passed }) => {
        const all = Buffer.concat(passed.map(({ bytes }) => bytes));
        return { all, due: all.length };
      }),
    }));
    return {
      readers: readers.length,
      stored: Number(db.prepare("SELECT count(*) FROM plate_version").pluck().get()),
      bytes: sent.flatMap(({ handed }) => handed).reduce((sum, { due }) => sum + due, 0),
      unaccounted: sent.flatMap(({ id, handed }) =>
        unaccounted(received(db, id), handed) === null ? [] : [id],
      ),
    };
  } finally {
    db.close();
  }
}

export async function benchReaders(
  say: (line: string) => void,
  count = READERS,
  platesAReader = PLATES_A_READER,
): Promise<readonly Goal[]> {
  const { readers, plates, stored, bytes, seconds, ...lost } = await readAtOnce(
    count,
    platesAReader,
  );
  say(
    `${readers} readers at once: ${plates} plates and ${bytes} bytes in ${seconds.toFixed(1)} s, ${stored} plates stored.`,
  );
  const names = lost.unaccounted.join(", ");
  return [
    {
      met: stored === plates,
      sentence: `${readers} readers at once: ${stored} of ${plates} plates stored`,
    },
    {
      met: lost.unaccounted.length === 0,
      sentence: `${readers} readers at once: ${lost.unaccounted.length} readers whose bytes are not those of their transcripts, 0 wanted${names === "" ? "" : ` (${names})`}`,
    },
  ];
}
