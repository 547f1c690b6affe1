/** A bench whose daemon is killed again and again while plates are read. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Simulator, startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { type ByteProxy, startProxy } from "./byte-proxy.ts";
import { randomPlate } from "./chaos-plates.ts";
import { type DaemonProcess, startDaemonProcess } from "./daemon-process.ts";
import { randomFrom } from "./random.ts";

const LAYOUT = "combination-rot180-1plate";
/** Plate and kill fall into the same span: from the start of a run to a little after its analysis. */
const SPAN_MS = 5500;
const FOREIGN_SHARE = 0.35;

export interface ChaosReader {
  readonly id: string;
  readonly simulator: Simulator;
  readonly proxy: ByteProxy | null;
}

/** What the simulators know, for the checker. */
export interface ChaosRecord {
  readonly readers: readonly ChaosReader[];
  /** Plates by barcode, with the reader each was read on. */
  readonly plates: ReadonlyMap<
    string,
    { readonly readerId: string; readonly plate: InsertedPlate }
  >;
  /** Plates that other people read at the panel while the daemon was down. */
  readonly foreign: readonly { readonly readerId: string; readonly plate: InsertedPlate }[];
  /** When each kill was sent, and how many connections each proxy had had by then. */
  readonly kills: readonly {
    readonly atMs: number;
    readonly connections: ReadonlyMap<string, number>;
  }[];
}

export interface ChaosOptions {
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

function writeConfig(folder: string, readers: readonly ChaosReader[]): void {
  mkdirSync(folder, { recursive: true });
  const sections = readers.map(
    ({ id, simulator, proxy }) => `[[reader]]
id = "${id}"
driver = "bio-rad"
port = "${proxy?.spec ?? simulator.spec}"
[reader.options]
model = "680"
recordSilenceMs = 400
answerTimeoutMs = 4000
readTimeoutMs = 15000
`,
  );
  const text = `schema = "platewarden-config/2"\ndata = "data"\n[web]\nport = 0\n${sections.join("")}`;
  writeFileSync(join(folder, "platewarden.toml"), text);
}

async function startReaders(folder: string): Promise<ChaosReader[]> {
  const common = {
    model: "680",
    filtersNm: [405, 450, 490, 570, 595, 650],
    timeScale: 0.1,
    baudThrottle: true,
  } as const;
  const pty = await startSimulator({ ...common, ptyLink: join(folder, "reader") });
  const tcp = await startSimulator(common);
  const port = Number(tcp.spec.split(":").at(-1));
  return [
    { id: "pty", simulator: pty, proxy: null },
    { id: "tcp", simulator: tcp, proxy: await startProxy({ host: "127.0.0.1", port }) },
  ];
}

/** Somebody takes the reader away from the interrupted run and reads a plate of his own at its panel. */
async function readForeignPlate(reader: ChaosReader, plate: InsertedPlate): Promise<void> {
  const { simulator } = reader;
  await simulator.pressStop();
  await simulator.insert(plate);
  await simulator.pressStart(4, 6);
  await simulator.waitFor((event) => event.event === "read-finished" && event.plateId === plate.id);
}

export async function playChaos(options: ChaosOptions): Promise<ChaosRecord> {
  const random = randomFrom(options.seed);
  mkdirSync(options.folder, { recursive: true });
  const readers = await startReaders(options.folder);
  const plates = new Map<string, { readerId: string; plate: InsertedPlate }>();
  const foreign: { readerId: string; plate: InsertedPlate }[] = [];
  const kills: { atMs: number; connections: Map<string, number> }[] = [];
  writeConfig(options.folder, readers);
  let daemon: DaemonProcess = await startDaemonProcess(options.folder);

  const ready = (id: string) =>
    daemon.until(
      (bench) => bench.readers.some((one) => one.id === id && one.state === "ready"),
      60_000,
    );

  async function startPlate(reader: ChaosReader, barcode: string): Promise<void> {
    const known = plates.get(barcode);
    const plate = known?.plate ?? randomPlate(barcode, random);
    plates.set(barcode, { readerId: reader.id, plate });
    await ready(reader.id);
    await reader.simulator.insert(plate);
    await daemon.startRun({
      readerId: reader.id,
      layoutId: LAYOUT,
      sample: `sample of ${barcode}`,
      barcode,
    });
  }

  /** What a technician does: waits for the end of the run, and starts it again when it gave no plate. */
  async function finishPlate(reader: ChaosReader, barcode: string): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const bench = await daemon.until(
        ({ runs, readers: views }) =>
          !["starting", "reading"].includes(
            runs.find((run) => run.barcode === barcode)?.state ?? "none",
          ) && views.some((one) => one.id === reader.id && one.state === "ready"),
        60_000,
      );
      if (bench.plates.some((plate) => plate.barcode === barcode)) return;
      await startPlate(reader, barcode);
    }
    throw new Error(`plate ${barcode} could not be read in five attempts`);
  }

  try {
    for (let kill = 0; kill < options.kills; kill += 1) {
      const barcodes = readers.map((reader) => `${reader.id}-${kill}`);
      await Promise.all(readers.map((reader, index) => startPlate(reader, barcodes[index] ?? "")));
      await new Promise((done) => setTimeout(done, random() * SPAN_MS));
      const connections = new Map(
        readers.map(({ id, proxy }) => [id, proxy?.connections.length ?? 0]),
      );
      kills.push({ atMs: await daemon.kill(), connections });
      const visited = readers.filter(() => random() < FOREIGN_SHARE);
      for (const reader of visited) {
        const plate = randomPlate(`foreign-${reader.id}-${kill}`, random);
        await readForeignPlate(reader, plate);
        foreign.push({ readerId: reader.id, plate });
      }
      daemon = await startDaemonProcess(options.folder);
      await Promise.all(readers.map((reader, index) => finishPlate(reader, barcodes[index] ?? "")));
      options.say(
        `kill ${kill + 1} of ${options.kills}: both plates are there${visited.length > 0 ? `; ${visited.length} plate(s) of somebody else meanwhile` : ""}`,
      );
    }
  } finally {
    await daemon.stop();
    for (const { simulator, proxy } of readers) {
      await proxy?.stop();
      await simulator.stop();
    }
  }
  return { readers, plates, foreign, kills };
}
