/**
 * A bench of its own for a qualification: simulated readers on real ports, the real daemon as a process, and a data
 * folder, all below one scratch folder. It touches nothing of the laboratory's.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InsertedPlate, Matrix } from "../../drivers/simulator/inserted-plate.ts";
import type { CommandedProcess } from "../../drivers/simulator/simulator-process.ts";
import type { BenchView } from "../api/views.ts";
import { commandHeaders, type DaemonAddress, readAddress } from "../bench-tools/ask-daemon.ts";
import { requestDaemon } from "../bench-tools/request-daemon.ts";
import { requireSimulator } from "../bench-tools/simulators.ts";
import { startSimulated } from "../bench-tools/start-simulated.ts";
import { databaseFile } from "../daemon/config.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { LAUNCH } from "./run-command.ts";

const WAIT_MS = 30_000;
export const WAVELENGTHS = { measurementNm: 570, referenceNm: 650 } as const;
export const LAYOUT = "combination-rot180-1plate";

interface ScratchReader {
  readonly id: string;
  readonly driver: string;
  readonly port: "pty" | "tcp";
  /** Lines of the configuration that make waits short: a simulated reader answers at once. */
  readonly options: readonly string[];
  readonly own: readonly string[];
}

/** Every family of readers with a port of its own, on pseudo-terminals and on TCP. */
export const SCRATCH_READERS: readonly ScratchReader[] = [
  {
    id: "bio-rad",
    driver: "bio-rad",
    port: "pty",
    options: ["mixSeconds = 0", "recordSilenceMs = 200", "interLineTimeoutMs = 600"],
    own: ["--filters", "405,450,490,570,595,650,-,-"],
  },
  {
    id: "biotek-classic",
    driver: "biotek-classic",
    port: "tcp",
    options: ["recordSilenceMs = 200"],
    own: [],
  },
  {
    id: "biotek-modern",
    driver: "biotek-modern",
    port: "pty",
    options: ["recordSilenceMs = 200"],
    own: [],
  },
  { id: "spectramax", driver: "spectramax", port: "tcp", options: ["pollMs = 20"], own: [] },
  {
    id: "byonoy",
    driver: "byonoy",
    port: "tcp",
    options: ["pollMs = 20"],
    own: ["--filters", "405,450,570,650"],
  },
];

export interface ScratchAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface ScratchBench {
  readonly folder: string;
  readonly dataFolder: string;
  readonly configFile: string;
  /** Where export files are dropped. */
  readonly exportFolder: string;
  reader(id: string): CommandedProcess<object>;
  /** Plates that lay in a reader, by barcode. */
  readonly inserted: ReadonlyMap<string, InsertedPlate>;
  insert(readerId: string, barcode: string): Promise<InsertedPlate>;
  /** As a command on this computer asks; `secret` another than the daemon's own for the checks of access. */
  ask(method: string, path: string, body?: unknown, secret?: string | null): Promise<ScratchAnswer>;
  startRun(readerId: string, barcode: string): Promise<string>;
  /** Resolves with the run's state and sentence when it has ended. */
  ended(runId: string): Promise<{ readonly state: string; readonly sentence: string | null }>;
  ready(readerId: string): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stopDaemon(): Promise<void>;
  /** The database beside the daemon, for the length of `look`. */
  look<T>(look: (store: Store) => T): T;
  close(): Promise<void>;
}

/** Another number in every well, and others for every barcode: what is mixed up is seen. */
export function platePattern(barcode: string): InsertedPlate {
  const shift = [...barcode].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7);
  const matrix = (base: number, step: number): Matrix =>
    Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 12 }, (__, column) =>
        Number((base + (((row * 12 + column) * step + shift) % 1201) / 1000).toFixed(3)),
      ),
    );
  return {
    id: barcode,
    measurement: matrix(0.2, 13),
    reference: matrix(0.04, 1).map((row) =>
      row.map((value) => Number(((value ?? 0) / 20).toFixed(3))),
    ),
  };
}

/** Asks until it is so. Throws with what it waited for. */
export async function until<T>(what: string, look: () => T | null | Promise<T | null>): Promise<T> {
  const limitMs = performance.now() + WAIT_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > limitMs)
      throw new Error(`${what} did not come within ${WAIT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function plugIn(folder: string): Promise<ReadonlyMap<string, CommandedProcess<object>>> {
  const plugged = new Map<string, CommandedProcess<object>>();
  for (const { id, driver, port, own } of SCRATCH_READERS) {
    const simulator = await startSimulated(requireSimulator(driver), {
      pty: port === "pty" ? join(folder, `port-${id}`) : null,
      tcp: port === "tcp" ? 0 : null,
      timeScale: null,
      model: null,
      own,
      faults: [],
      plate: null,
    });
    plugged.set(id, simulator);
  }
  return plugged;
}

function configText(
  parts: Pick<ScratchBench, "dataFolder" | "exportFolder" | "folder">,
  plugged: ReadonlyMap<string, CommandedProcess<object>>,
): string {
  const readers = SCRATCH_READERS.flatMap(({ id, driver, options }) => [
    "[[reader]]",
    `id = "${id}"`,
    `driver = "${driver}"`,
    `port = "${plugged.get(id)?.spec ?? ""}"`,
    "[reader.options]",
    ...options,
  ]);
  return [
    'schema = "platewarden-config/2"',
    `data = ${JSON.stringify(parts.dataFolder)}`,
    "[web]",
    "port = 0",
    "[backup]",
    `folder = ${JSON.stringify(join(parts.folder, "backups"))}`,
    "every_h = 0",
    "[[folder]]",
    'id = "exports"',
    `path = ${JSON.stringify(parts.exportFolder)}`,
    "look_every_s = 0.1",
    "settle_s = 0.1",
    ...readers,
    "",
  ].join("\n");
}

async function startDaemon(configFile: string, folder: string): Promise<ChildProcess> {
  const log = openSync(join(folder, "daemon.log"), "a");
  const child = spawn(process.execPath, [LAUNCH, "daemon", "--config", configFile], {
    stdio: ["ignore", "ignore", log],
  });
  closeSync(log);
  await until("the daemon", () => {
    if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
    return readAddress(join(folder, "data"))?.pid === child.pid ? true : null;
  });
  return child;
}

function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** Starts simulators and daemon below `folder`. The caller closes it. */
export async function openScratchBench(folder: string): Promise<ScratchBench> {
  const dataFolder = join(folder, "data");
  const exportFolder = join(folder, "exports");
  const configFile = join(folder, "platewarden.toml");
  mkdirSync(exportFolder, { recursive: true });
  mkdirSync(join(folder, "backups"), { recursive: true });
  const plugged = await plugIn(folder);
  writeFileSync(configFile, configText({ dataFolder, exportFolder, folder }, plugged), {
    mode: 0o600,
  });
  const inserted = new Map<string, InsertedPlate>();
  let daemon = await startDaemon(configFile, folder);

  function address(): DaemonAddress {
    const found = readAddress(dataFolder);
    if (found === null) throw new Error("the daemon has no address");
    return found;
  }

  const ask: ScratchBench["ask"] = async (method, path, body, secret) => {
    const place = address();
    const headers =
      secret === null ? {} : commandHeaders({ secret: secret ?? place.secret }, "qualification");
    const { status, text } = await requestDaemon(place, `/api/v1${path}`, {
      method,
      headers: { ...headers, ...(method === "GET" ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      withinMs: 10_000,
    });
    return { status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  };

  function reader(id: string): CommandedProcess<object> {
    const found = plugged.get(id);
    if (found === undefined) throw new Error(`there is no reader ${id}`);
    return found;
  }

  const ready = async (readerId: string): Promise<void> => {
    await until(`reader ${readerId}`, async () => {
      const { readers } = (await ask("GET", "/bench")).body as BenchView;
      return readers.find(({ id }) => id === readerId)?.state === "ready" ? true : null;
    });
  };

  function look<T>(work: (store: Store) => T): T {
    const store = openStore(databaseFile(dataFolder), { mustExist: true });
    try {
      return work(store);
    } finally {
      store.close();
    }
  }

  async function stopDaemon(): Promise<void> {
    daemon.kill("SIGTERM");
    await gone(daemon);
  }

  return {
    folder,
    dataFolder,
    configFile,
    exportFolder,
    inserted,
    reader,
    ready,
    ask,
    look,
    stopDaemon,
    insert: async (readerId, barcode) => {
      const plate = platePattern(barcode);
      await reader(readerId).command({ cmd: "insert", plate });
      inserted.set(barcode, plate);
      return plate;
    },
    startRun: async (readerId, barcode) => {
      await ready(readerId);
      const request = { readerId, barcode, layoutId: LAYOUT, sample: `sample of ${barcode}` };
      const { status, body } = await ask("POST", "/runs", request);
      if (status >= 300) throw new Error(`the run was refused: ${JSON.stringify(body)}`);
      return (body as { id: string }).id;
    },
    ended: (runId) =>
      until("the end of the run", () =>
        look((store) => {
          const run = store.runs.byId(runId);
          const isOver = run !== null && run.state !== "starting" && run.state !== "reading";
          return isOver ? { state: run.state, sentence: run.sentence } : null;
        }),
      ),
    kill: async () => {
      daemon.kill("SIGKILL");
      await gone(daemon);
    },
    restart: async () => {
      daemon = await startDaemon(configFile, folder);
    },
    close: async () => {
      await stopDaemon();
      await Promise.all([...plugged.values()].map((simulator) => simulator.stop()));
    },
  };
}
