/** The bench with nothing plugged in: two simulated readers behind real ports play the shipped study. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { type Simulator, startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { flagView } from "../api/summary-views.ts";
import { daemonSources } from "../cli/interpreters.ts";
import type { Config } from "../daemon/config.ts";
import { type Daemon, startDaemon } from "../daemon/start-daemon.ts";
import { forAnyOptions } from "../instrument/contract.ts";
import { layoutCatalogue } from "../layout/layout-catalogue.ts";
import { loadLayouts } from "../layout/load-layouts.ts";
import { silentLogger } from "../observe/logger.ts";
import type { LayoutCatalogue } from "../pipeline/identify-plate.ts";
import { importPlan } from "../pipeline/import-plan.ts";
import { DEMO_TECHNICIAN, type DemoPerson, makeDemoPeople } from "./demo-people.ts";
import { filterWheel, planOf, readByCommand } from "./play-study.ts";
import { barcodesOf } from "./study-barcodes.ts";
import { loadStudy, type Study, type StudyPlate } from "./study-file.ts";
import { readerReady, whenBench } from "./wait-for-bench.ts";

export const DEMO_STUDY = join(import.meta.dirname, "figure3-study.json");

/** As long as a real reader takes without mixing, and as slow a line, so that what the page says of time is true. */
const TIME_SCALE = 1;
const LOCK_AFTER_MS = 10 * 60_000;
/** So long a plate that nobody announced is left in the inbox, for people who watch. */
const INBOX_MS = 1500;

/** Positions of a Model 550's filter wheel. */
const FILTERS_550 = 4;

/** Read at the panel of the 550, which subtracts the reference: only plates without a reference fault. */
const BY_BUTTON: ReadonlySet<string> = new Set(["D-1", "F-1", "G-1"]);

export interface DemoOptions {
  readonly dataFolder: string;
  readonly layoutsFolder: string;
  readonly port: number;
  readonly say: (line: string) => void;
}

export interface Demo {
  readonly daemon: Daemon;
  /** Who can sign in. */
  readonly people: readonly DemoPerson[];
  /** Resolves when every plate has been read and analysed; rejects when one could not be. */
  readonly played: Promise<void>;
  stop(): Promise<void>;
}

interface DemoBench {
  readonly daemon: Daemon;
  readonly people: readonly DemoPerson[];
  readonly study: Study;
  readonly layouts: LayoutCatalogue;
  readonly say: (line: string) => void;
}

/** Says each flag as it is raised; the function that ends it says those whose message has not come yet, or came before. */
function sayFlags(bench: DemoBench): () => void {
  const said = new Set<string>();
  function sayNew(): void {
    for (const row of bench.daemon.store.analyses.currentFlags()) {
      const flag = flagView(bench.daemon.store, row);
      const key = `${flag.barcode} ${flag.ruleId} ${flag.arm}`;
      if (said.has(key)) continue;
      said.add(key);
      bench.say(`  flag: sample ${flag.sample} (RAS ${flag.rasStatus}): ${flag.title}`);
    }
  }
  const stop = bench.daemon.service.subscribe((message) => {
    if (message.type === "changed" && message.kind === "analysis") sayNew();
  });
  return () => {
    stop();
    sayNew();
  };
}

async function playByCommand(
  bench: DemoBench,
  simulator: Simulator,
  plates: readonly StudyPlate[],
): Promise<void> {
  for (const plate of plates) {
    await simulator.insert({
      id: plate.id,
      measurement: plate.measurement,
      reference: plate.reference,
    });
    bench.say(`plate ${plate.id}: read by command on the Model 680 …`);
    const job = { plate, readerId: "model-680", operator: DEMO_TECHNICIAN };
    await readByCommand(bench.daemon, bench.layouts, bench.study, job);
    bench.say(`plate ${plate.id}: stored and analysed`);
  }
}

async function playByButton(
  bench: DemoBench,
  simulator: Simulator,
  plates: readonly StudyPlate[],
): Promise<void> {
  const { daemon, study } = bench;
  const wheel: readonly (number | null)[] = filterWheel(study, FILTERS_550);
  const position = (nm: number | null): number => wheel.indexOf(nm) + 1;
  await readerReady(daemon, "model-550");
  for (const plate of plates) {
    await simulator.insert({
      id: plate.id,
      measurement: plate.measurement,
      reference: plate.reference,
    });
    bench.say(`plate ${plate.id}: somebody presses Start on the Model 550 …`);
    await simulator.pressStart(position(study.measurementNm), position(study.referenceNm));
    const waiting = await whenBench(daemon, () => daemon.store.readings.unassigned()[0] ?? null);
    bench.say(
      `plate ${plate.id}: captured unannounced; it waits in the inbox until somebody says what it is`,
    );
    await new Promise((resolve) => setTimeout(resolve, INBOX_MS));
    daemon.service.assignReading(waiting.id, {
      layoutId: plate.layoutId,
      sample: plate.sample,
      barcode: barcodesOf(study).barcodeOf(plate.id),
      operator: DEMO_TECHNICIAN,
    });
    bench.say(`plate ${plate.id}: assigned and analysed`);
  }
}

/** Plates that a kept data folder does not have yet. */
function missingPlates(bench: DemoBench): readonly StudyPlate[] {
  const barcodes = barcodesOf(bench.study);
  return bench.study.plates.filter(
    (plate) => bench.daemon.store.plates.byBarcode(barcodes.barcodeOf(plate.id)) === null,
  );
}

async function playPlates(
  bench: DemoBench,
  readers: { model680: Simulator; model550: Simulator },
): Promise<void> {
  const missing = missingPlates(bench);
  const stopSaying = sayFlags(bench);
  try {
    await Promise.all([
      playByCommand(
        bench,
        readers.model680,
        missing.filter((plate) => !BY_BUTTON.has(plate.id)),
      ),
      playByButton(
        bench,
        readers.model550,
        missing.filter((plate) => BY_BUTTON.has(plate.id)),
      ),
    ]);
    await whenBench(bench.daemon, () => (allFinal(bench) ? true : null));
  } finally {
    stopSaying();
  }
}

function allFinal({ daemon, study }: DemoBench): boolean {
  return study.samples.every((sample) => {
    const row = daemon.store.samples.byName(sample.name);
    return row !== null && daemon.store.analyses.current(row.id)?.provisional === 0;
  });
}

function demoConfig(
  options: DemoOptions,
  study: Study,
  ports: { model680: string; model550: string },
): Config {
  const driver = forAnyOptions(bioRad);
  const reader = (id: string, port: string, wanted: Record<string, unknown>) => ({
    id,
    port,
    driver,
    profile: null,
    options: driver.options.parse({ ...wanted, mixSeconds: 0, recordSilenceMs: 500 }),
  });
  return {
    dataFolder: options.dataFolder,
    layoutsFolder: options.layoutsFolder,
    web: { host: "127.0.0.1", port: options.port, lockAfterMs: LOCK_AFTER_MS },
    request: { measurementNm: study.measurementNm, referenceNm: study.referenceNm },
    settings: study.settings,
    readers: [
      reader("model-680", ports.model680, { model: "680" }),
      reader("model-550", ports.model550, {
        model: "550",
        filtersNm: filterWheel(study, FILTERS_550),
      }),
    ],
    folders: [],
    exportProfiles: [],
    mail: null,
    webhooks: [],
  };
}

interface SimulatedReaders {
  readonly model680: Simulator;
  readonly model550: Simulator;
  stop(): Promise<void>;
}

async function startReaders(study: Study): Promise<SimulatedReaders> {
  const ports = mkdtempSync(join(tmpdir(), "platewarden-ports-"));
  const started: Simulator[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((simulator) => simulator.stop()));
    rmSync(ports, { recursive: true, force: true });
  };
  const start = async (model: "680" | "550", positions: number): Promise<Simulator> => {
    const simulator = await startSimulator({
      model,
      ptyLink: join(ports, `model-${model}`),
      timeScale: TIME_SCALE,
      baudThrottle: true,
      filtersNm: filterWheel(study, positions),
    });
    started.push(simulator);
    return simulator;
  };
  try {
    return { model680: await start("680", 8), model550: await start("550", FILTERS_550), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startBench(
  options: DemoOptions,
  study: Study,
  readers: SimulatedReaders,
): Promise<DemoBench> {
  const layouts = layoutCatalogue(loadLayouts(options.layoutsFolder).layouts);
  const ports = { model680: readers.model680.spec, model550: readers.model550.spec };
  const daemon = await startDaemon({
    config: demoConfig(options, study, ports),
    ...daemonSources([]),
    layouts,
    log: silentLogger(),
    giveUp: () => process.exit(1),
  });
  const plan = planOf(study);
  importPlan(daemon.store, layouts, plan, { source: JSON.stringify(plan), by: DEMO_TECHNICIAN });
  const people = await makeDemoPeople(daemon.access);
  return { daemon, people, study, layouts, say: options.say };
}

/** Starts simulators and daemon and begins to play; the bench stays up until `stop`. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const study = loadStudy(DEMO_STUDY);
  const readers = await startReaders(study);
  let bench: DemoBench;
  try {
    bench = await startBench(options, study, readers);
  } catch (error) {
    await readers.stop();
    throw error;
  }
  return {
    daemon: bench.daemon,
    people: bench.people,
    played: playPlates(bench, readers),
    stop: async () => {
      await bench.daemon.stop();
      await readers.stop();
    },
  };
}
