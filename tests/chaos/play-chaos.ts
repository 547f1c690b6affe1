/** One experiment: readers of all kinds at work on one daemon while faults of all kinds come together, with calm in between. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { databaseFile } from "../../src/daemon/config.ts";
import { untilCalm, workUndisturbed } from "./calm.ts";
import { type ChaosBench, configureBench, FOLDER, LADS, setUpBench } from "./chaos-bench.ts";
import { type PlateStock, stockOfPlates } from "./chaos-plates.ts";
import type { ChaosRecord, PassedLine, PutIn } from "./chaos-record.ts";
import type { FaultKind } from "./fault-kinds.ts";
import { scheduleFaults } from "./fault-schedule.ts";
import { type FaultyHost, makeFaultyHost } from "./faulty-host.ts";
import { makeGate } from "./gate.ts";
import { keepDaemon } from "./kept-daemon.ts";
import { makeTrouble, type Scene } from "./make-trouble.ts";
import { randomFrom } from "./random.ts";
import type { SmallDisk } from "./small-disk.ts";
import {
  type Station,
  saveExports,
  type Workplace,
  workAtReader,
  workAtServer,
} from "./technicians.ts";
import { visitorsOf } from "./visitors.ts";
import { wait } from "./wait.ts";

export interface ChaosOptions {
  readonly folder: string;
  readonly seed: number;
  /** None at all is a run that nothing disturbs. */
  readonly kinds: readonly FaultKind[];
  /** Readers beside the two Model 680. */
  readonly readers: number;
  /** Lets an OPC-UA reader and a folder bring plates as well. */
  readonly others: boolean;
  readonly phases: number;
  readonly phaseMs: number;
  /** How many times the plates of the study are read. */
  readonly variants: number;
  /** Most plates a source brings beside those. */
  readonly more: number;
  /** What the machine allows. */
  readonly withHost: boolean;
  /** The one that the data folder lies on; null where it lies on the usual one. */
  readonly disk: SmallDisk | null;
  readonly say: (line: string) => void;
  /** Called in each calm, when everybody's plate is read. */
  readonly check?: (record: ChaosRecord) => Promise<void>;
}

function stationOf(id: string, insert: (plate: InsertedPlate) => Promise<void>): Station {
  let last: Promise<unknown> = Promise.resolve();
  return {
    id,
    insert,
    alone: (work) => {
      const mine = last.then(work);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

interface Share {
  readonly station: Station;
  readonly plates: ReturnType<PlateStock["others"]>;
}

/** The plates of the study are dealt out to all sources in turn; each then has as many others as it may want. */
function dealPlates(
  stock: PlateStock,
  stations: readonly Station[],
  more: number,
): readonly Share[] {
  return stations.map((station, index) => {
    const own = stock.study.filter((_, at) => at % stations.length === index);
    return { station, plates: [...own, ...stock.others(station.id, more)] };
  });
}

function putToWork(
  place: Workplace,
  bench: ChaosBench,
  shares: readonly Share[],
): Promise<unknown> {
  const { lads } = bench;
  return Promise.all(
    shares.map(({ station, plates }) => {
      if (station.id === FOLDER) return saveExports(place, bench.exports, plates);
      if (station.id === LADS && lads !== null) return workAtServer(place, station, lads, plates);
      return workAtReader(place, station, plates);
    }),
  );
}

function stationsOf(bench: ChaosBench, others: boolean): readonly Station[] {
  const { lads } = bench;
  const nowhere = async (): Promise<void> => undefined;
  return [
    ...bench.readers.map(({ id, simulator }) => stationOf(id, (plate) => simulator.insert(plate))),
    ...(lads === null
      ? []
      : [stationOf(LADS, (plate) => lads.insert(plate).catch(() => undefined))]),
    ...(others ? [stationOf(FOLDER, nowhere)] : []),
  ];
}

function passedLines(bench: ChaosBench): readonly PassedLine[] {
  return bench.readers.flatMap(({ id, driver, proxy }) =>
    // Quiet looks at an idle reader are not kept, so one that is polled cannot be counted byte by byte.
    proxy === null || driver === "spectramax"
      ? []
      : [{ readerId: id, connections: proxy.connections }],
  );
}

export async function playChaos(options: ChaosOptions): Promise<ChaosRecord> {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  const dataFolder = join(folder, "data");
  const host = options.withHost ? makeFaultyHost(folder, dataFolder) : null;
  try {
    const bench = await setUpBench(folder, options.readers, options.others);
    try {
      return await playOnBench(options, bench, host);
    } finally {
      await bench.stop();
    }
  } finally {
    host?.close();
  }
}

async function playOnBench(
  options: ChaosOptions,
  bench: ChaosBench,
  host: FaultyHost | null,
): Promise<ChaosRecord> {
  const { folder, kinds, seed, say } = options;
  const file = databaseFile(join(folder, "data"));
  const random = randomFrom(seed);
  const stations = stationsOf(bench, options.others);
  const stock = stockOfPlates(seed, options.variants);
  const shares = dealPlates(stock, stations, options.more);
  await configureBench(folder, bench, stock.plan());
  const daemon = keepDaemon(folder, host?.env ?? {});
  const visitors = visitorsOf(bench, new Map(stations.map((one) => [one.id, one])), {
    file,
    random,
  });
  const scene: Scene = {
    bench,
    daemon,
    databaseFile: file,
    host,
    disk: options.disk,
    visit: visitors.visit,
    stalls: [],
    kills: [],
    counts: new Map(),
    seconds: [],
  };
  const plates = new Map<string, PutIn>();
  let unreadableFiles = 0;
  const gate = makeGate();
  const place: Workplace = {
    daemon,
    gate,
    random,
    begins: (source, { plate, sample }) =>
      void plates.set(plate.id, { source, plate, sample, starts: 0 }),
    starts: (barcode) => {
      const known = plates.get(barcode);
      if (known !== undefined) known.starts += 1;
    },
    unreadable: () => {
      unreadableFiles += 1;
    },
  };
  const record = (): ChaosRecord => ({
    databaseFile: file,
    plates,
    visitors: visitors.plates,
    unreadableFiles,
    lines: passedLines(bench),
    stalls: scene.stalls,
    answers: daemon.answers,
    accepted: daemon.accepted,
    taken: bench.receiver.taken,
    counts: scene.counts,
    seconds: scene.seconds,
    ownEnds: daemon.ownEnds,
    starts: daemon.starts(),
    kills: scene.kills.length,
    refused: host?.refused() ?? { writes: 0, syncs: 0 },
    takenAtMs: performance.now(),
  });
  const working = putToWork(place, bench, shares);
  // What goes wrong there is told below, where it is waited for.
  working.catch(() => undefined);
  try {
    if (kinds.length === 0) {
      gate.open();
      await workUndisturbed(daemon, working);
    }
    for (let phase = 0; phase < options.phases; phase += 1) {
      gate.open();
      const faults = scheduleFaults(seed + 1000 * phase, options.phaseMs, kinds);
      await Promise.race([
        makeTrouble(scene, faults),
        working.then(() => new Promise(() => undefined)),
      ]);
      gate.close();
      const calmMs = performance.now();
      const last = await untilCalm(daemon, gate, working);
      const seconds = ((performance.now() - calmMs) / 1000).toFixed(1);
      say(
        `  phase ${phase + 1} of ${options.phases}: ${faults.length} faults, ${plates.size} plates so far; all was well again after ${seconds} s, ${last} last`,
      );
      // What has just arrived is on its way to the disk.
      await wait(1000);
      await options.check?.(record());
    }
    gate.end();
    await working;
    await wait(500);
    await daemon.stop();
    return record();
  } finally {
    gate.end();
    await daemon.stop().catch(() => undefined);
  }
}
