/**
 * `npm run endurance`: what an idle daemon with 16 connected readers costs, and whether its memory grows with the plates
 * it has seen. Two figures, each a ratio: processor time by wall time, and resident memory by resident memory.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import SqliteDatabase from "better-sqlite3";
import type { BenchView } from "../../src/api/views.ts";
import {
  commandHeaders,
  type DaemonAddress,
  readAddress,
} from "../../src/bench-tools/ask-daemon.ts";
import { databaseFile } from "../../src/daemon/config.ts";
import { askOptions } from "../ask-options.ts";
import { randomPlate } from "../chaos/chaos-plates.ts";
import { type PluggedReader, readerSection, startReaders } from "../chaos/many-readers.ts";
import { randomFrom } from "../chaos/random.ts";

const LAUNCH = resolve(import.meta.dirname, "../../src/cli/launch.js");
const COLLECTOR = resolve(import.meta.dirname, "collect-garbage.js");
/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_S = 100;
const MOST_CPU = 0.02;
const MOST_GROWTH = 1.1;

const values = askOptions(
  "endurance",
  "Many readers at rest, then thousands of plates: processor time and memory.",
  {
    readers: { number: 16, help: "how many" },
    "idle-seconds": { number: 60, help: "how long nothing happens" },
    early: { number: 2000, help: "plates before the first look at the memory" },
    late: { number: 10_000, help: "plates before the second" },
  },
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Daemon {
  readonly child: ChildProcess;
  readonly address: DaemonAddress;
  readonly database: SqliteDatabase.Database;
}

const folder = mkdtempSync(join(tmpdir(), "platewarden-endurance-"));
const memoryFile = join(folder, "memory.json");

async function startDaemon(readers: readonly PluggedReader[]): Promise<Daemon> {
  const config = join(folder, "platewarden.toml");
  const sections = readers.map((reader) => readerSection(reader)).join("");
  writeFileSync(
    config,
    `schema = "platewarden-config/2"\ndata = "data"\n[web]\nport = 0\n${sections}`,
  );
  const child = spawn(
    process.execPath,
    ["--import", COLLECTOR, LAUNCH, "daemon", "--config", config],
    {
      stdio: ["ignore", "ignore", "ignore"],
      env: { ...process.env, PLATEWARDEN_MEMORY_FILE: memoryFile },
    },
  );
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
    try {
      const address = readAddress(join(folder, "data"));
      if (address === null) throw new Error("the daemon is not there yet");
      const database = new SqliteDatabase(databaseFile(join(folder, "data")), { readonly: true });
      return { child, address, database };
    } catch {
      await pause(50);
    }
  }
}

async function bench(daemon: Daemon): Promise<BenchView> {
  const { url } = daemon.address;
  const headers = commandHeaders(daemon.address);
  return (await fetch(`${url}/api/v1/bench`, { headers })).json() as Promise<BenchView>;
}

async function allReady(daemon: Daemon): Promise<void> {
  for (;;) {
    const { readers } = await bench(daemon);
    if (readers.every((reader) => reader.state === "ready")) return;
    await pause(200);
  }
}

/** Seconds of processor time the process has used, its own and the system's for it. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

async function idleShare(daemon: Daemon, seconds: number): Promise<number> {
  const pid = daemon.child.pid ?? 0;
  const before = processorSeconds(pid);
  const since = performance.now();
  await pause(seconds * 1000);
  return ((processorSeconds(pid) - before) * 1000) / (performance.now() - since);
}

async function residentMb(daemon: Daemon): Promise<number> {
  rmSync(memoryFile, { force: true });
  daemon.child.kill("SIGUSR2");
  for (;;) {
    await pause(200);
    try {
      return JSON.parse(readFileSync(memoryFile, "utf8")).rss / 1024 / 1024;
    } catch {}
  }
}

async function startRun(daemon: Daemon, readerId: string, barcode: string): Promise<string | null> {
  const response = await fetch(`${daemon.address.url}/api/v1/runs`, {
    method: "POST",
    headers: { ...commandHeaders(daemon.address, "endurance"), "content-type": "application/json" },
    body: JSON.stringify({
      readerId,
      layoutId: "combination-rot180-1plate",
      sample: `sample of ${barcode}`,
      barcode,
    }),
  });
  return response.ok ? ((await response.json()) as { id: string }).id : null;
}

/** Reads plates on one reader until all have been taken. */
async function keepReading(
  daemon: Daemon,
  reader: PluggedReader,
  next: () => number | null,
): Promise<void> {
  const state = daemon.database
    .prepare<[string], string>("SELECT state FROM run WHERE id = ?")
    .pluck();
  for (let plate = next(); plate !== null; plate = next()) {
    const barcode = `E-${plate}`;
    await reader.simulator.insert(randomPlate(barcode, randomFrom(plate)));
    let run = await startRun(daemon, reader.id, barcode);
    while (run === null) {
      await pause(10);
      run = await startRun(daemon, reader.id, barcode);
    }
    while (["starting", "reading"].includes(state.get(run) ?? "starting")) await pause(5);
    const ending = state.get(run);
    if (ending !== "captured") throw new Error(`plate ${barcode} on ${reader.id}: run ${ending}`);
  }
}

const count = values.readers;
const readers = await startReaders(count);
const daemon = await startDaemon(readers);
let failed = false;
try {
  await allReady(daemon);
  await pause(3000);
  const share = await idleShare(daemon, values["idle-seconds"]);
  const tooBusy = share >= MOST_CPU;
  say(
    `idle with ${count} readers: ${(share * 100).toFixed(2)} % of one core (at most ${MOST_CPU * 100} %)${tooBusy ? " TOO MUCH" : ""}`,
  );
  let taken = 0;
  const until = (last: number) => (): number | null => {
    if (taken >= last) return null;
    taken += 1;
    return taken;
  };
  const measured: number[] = [];
  for (const last of [values.early, values.late]) {
    const next = until(last);
    await Promise.all(readers.map((reader) => keepReading(daemon, reader, next)));
    await pause(2000);
    measured.push(await residentMb(daemon));
    say(`after ${last} plates: ${measured.at(-1)?.toFixed(1)} MB resident, garbage collected`);
  }
  const [early = 0, late = 0] = measured;
  const growth = late / early;
  const tooLarge = growth > MOST_GROWTH;
  say(`ratio ${growth.toFixed(3)} (at most ${MOST_GROWTH})${tooLarge ? " TOO MUCH" : ""}`);
  failed = tooBusy || tooLarge;
} finally {
  daemon.database.close();
  daemon.child.kill("SIGTERM");
  for (const { simulator } of readers) await simulator.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
