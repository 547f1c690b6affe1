/** One plate of the shipped study through the whole daemon, for each reader that is not a Bio-Rad. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { biotekClassic } from "../../drivers/biotek/classic/driver.ts";
import { biotekModern } from "../../drivers/biotek/modern/driver.ts";
import { startSimulator as startBioTek } from "../../drivers/biotek/simulator/start-simulator.ts";
import { byonoy } from "../../drivers/byonoy/driver.ts";
import { startSimulator as startByonoy } from "../../drivers/byonoy/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { PlugOptions, SimulatorProcess } from "../../drivers/simulator/simulator-process.ts";
import { spectraMax } from "../../drivers/spectramax/driver.ts";
import { startSimulator as startSpectraMax } from "../../drivers/spectramax/simulator/start-simulator.ts";
import { daemonSources } from "../../src/cli/interpreters.ts";
import { SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { type Daemon, startDaemon } from "../../src/daemon/start-daemon.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import { type Driver, forAnyOptions } from "../../src/instrument/contract.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { DEMO_STUDY } from "../../src/study/play-demo.ts";
import { planOf, readByCommand } from "../../src/study/play-study.ts";
import { barcodesOf } from "../../src/study/study-barcodes.ts";
import { loadStudy, type StudyPlate } from "../../src/study/study-file.ts";
import { readerReady, whenBench } from "../../src/study/wait-for-bench.ts";
import { expectValues } from "./bio-rad-bench.ts";
import { simulatedBench } from "./simulated-bench.ts";

interface PluggedIn extends SimulatorProcess {
  insert(plate: InsertedPlate): Promise<void>;
  fault(kind: "drop-link"): Promise<void>;
}

/** So slow that the cable can be pulled under a read: 0.3 s a wavelength on a BioTek, 0.4 s on a SpectraMax, 0.2 s on a Byonoy. */
const SLOW = {
  "BioTek ELx808": 0.02,
  "BioTek Synergy H1": 0.02,
  "SpectraMax M5": 0.02,
  "SpectraMax 384 Plus": 0.02,
  "Byonoy Absorbance 96": 0.04,
};

interface ReaderCase {
  readonly name: keyof typeof SLOW;
  readonly driver: Driver;
  readonly options: Readonly<Record<string, unknown>>;
  readonly start: (timeScale?: PlugOptions["timeScale"]) => Promise<PluggedIn>;
  /** What becomes of a run whose link is lost under the read. */
  readonly afterLoss: "waits in the inbox" | "is gone, and the run says so";
}

const HIGHEST_AU = 4;
const READER = "reader-1";

const READERS: readonly ReaderCase[] = [
  {
    name: "BioTek ELx808",
    driver: forAnyOptions(biotekClassic),
    options: { recordSilenceMs: 200 },
    start: (timeScale = "fast") => startBioTek({ dialect: "classic", timeScale }),
    afterLoss: "is gone, and the run says so",
  },
  {
    name: "BioTek Synergy H1",
    driver: forAnyOptions(biotekModern),
    options: { recordSilenceMs: 200 },
    start: (timeScale = "fast") => startBioTek({ dialect: "modern", timeScale }),
    afterLoss: "is gone, and the run says so",
  },
  {
    name: "SpectraMax M5",
    driver: forAnyOptions(spectraMax),
    options: { pollMs: 15, secondPromptMs: 150 },
    start: (timeScale = "fast") => startSpectraMax({ model: "M5", timeScale }),
    afterLoss: "waits in the inbox",
  },
  {
    name: "SpectraMax 384 Plus",
    driver: forAnyOptions(spectraMax),
    options: { pollMs: 15, secondPromptMs: 150 },
    start: (timeScale = "fast") => startSpectraMax({ model: "384 Plus", timeScale }),
    afterLoss: "waits in the inbox",
  },
  {
    name: "Byonoy Absorbance 96",
    driver: forAnyOptions(byonoy),
    options: { pollMs: 15 },
    start: (timeScale = "fast") => startByonoy({ filtersNm: [405, 450, 570, 650], timeScale }),
    afterLoss: "is gone, and the run says so",
  },
];

const study = loadStudy(DEMO_STUDY);
const layouts = layoutCatalogue(study.layouts);
const bench = simulatedBench();
const open: { daemon?: Daemon; folder?: string } = {};

afterEach(async () => {
  await open.daemon?.stop();
  if (open.folder !== undefined) rmSync(open.folder, { recursive: true, force: true });
});

function plateWithReference(index: number): StudyPlate {
  const plate = study.plates.filter((one) => one.reference !== null)[index];
  if (plate === undefined) throw new Error(`the study has no plate ${index} with a reference`);
  return plate;
}

function readerCase(name: ReaderCase["name"]): ReaderCase {
  const found = READERS.find((reader) => reader.name === name);
  if (found === undefined) throw new Error(`there is no reader ${name}`);
  return found;
}

async function startWith(reader: ReaderCase, port: string): Promise<Daemon> {
  open.folder = mkdtempSync(join(tmpdir(), "platewarden-"));
  open.daemon = await startDaemon({
    config: {
      dataFolder: open.folder,
      layoutsFolder: SHIPPED_LAYOUTS,
      web: { host: "127.0.0.1", port: 0, lockAfterMs: 600_000 },
      request: { measurementNm: study.measurementNm, referenceNm: study.referenceNm },
      settings: study.settings,
      readers: [
        {
          id: READER,
          driver: reader.driver,
          options: reader.driver.options.parse(reader.options),
          port,
          profile: null,
        },
      ],
      folders: [],
      exportProfiles: [],
      mail: null,
      webhooks: [],
    },
    ...daemonSources([]),
    layouts,
    log: pino({ level: "silent" }),
    giveUp: () => process.exit(1),
  });
  const plan = planOf(study);
  importPlan(open.daemon.store, layouts, plan, { source: JSON.stringify(plan), by: "test" });
  return open.daemon;
}

function storedReading(daemon: Daemon): PlateReading {
  const [row, ...more] = daemon.store.readings.lastOfReader(READER, 10);
  if (row === undefined || row.body === null || more.length > 0) {
    throw new Error(`not one reading: ${JSON.stringify([row, ...more])}`);
  }
  return JSON.parse(row.body) as PlateReading;
}

describe.each(READERS)("$name", (reader) => {
  test("reads a plate of the study, which is stored once and analysed", async () => {
    const simulator = await bench.plugIn(reader.start());
    const daemon = await startWith(reader, simulator.spec);
    const plate = plateWithReference(0);
    const { id, measurement, reference } = plate;
    await simulator.insert({ id, measurement, reference });
    await readByCommand(daemon, layouts, study, { plate, readerId: READER, operator: "test" });
    const reading = storedReading(daemon);
    expectValues(reading, 0, measurement, HIGHEST_AU);
    expectValues(reading, 1, reference ?? [], HIGHEST_AU);
    expect(daemon.store.plates.byBarcode(barcodesOf(study).barcodeOf(id))).not.toBeNull();
    const sample = daemon.store.samples.byName(plate.sample);
    const analysis = await whenBench(daemon, () =>
      sample === null ? null : daemon.store.analyses.current(sample.id),
    );
    expect(analysis.sample_id).toBe(sample?.id);
  });
});

describe.each(READERS)("$name, when the cable is pulled under a read", (reader) => {
  test(`the plate ${reader.afterLoss}`, async () => {
    const simulator = await bench.plugIn(reader.start(SLOW[reader.name]));
    const daemon = await startWith(reader, simulator.spec);
    const plate = plateWithReference(0);
    const { id, measurement, reference } = plate;
    await simulator.insert({ id, measurement, reference });
    const read = readByCommand(daemon, layouts, study, {
      plate,
      readerId: READER,
      operator: "test",
    });
    const ended = expect(read).rejects.toMatchObject({ code: "RUN_FAILED" });
    await simulator.waitFor((event) => event.event === "read-started");
    await simulator.fault("drop-link");
    await ended;
    await readerReady(daemon, READER);
    const [run] = daemon.store.runs.newest(1);
    expect(run).toMatchObject({ state: "interrupted", recovery_pending: 0 });
    const waiting = daemon.store.readings.unassigned();
    if (reader.afterLoss === "waits in the inbox") {
      const reading = JSON.parse(waiting[0]?.body ?? "null") as PlateReading | null;
      expectValues(reading, 0, measurement, HIGHEST_AU);
      expectValues(reading, 1, reference ?? [], HIGHEST_AU);
    } else {
      expect(run?.sentence).toContain("does not keep its last plate");
      expect(waiting).toEqual([]);
    }
  });
});

test("a plate that was read at the panel of a SpectraMax is in the inbox before the next one is read", async () => {
  const reader = readerCase("SpectraMax M5");
  const simulator = await bench.plugIn(startSpectraMax({ model: "M5" }));
  const panelPlate = plateWithReference(0);
  const plate = plateWithReference(1);
  await simulator.insert({ id: "panel", measurement: panelPlate.measurement, reference: null });
  await simulator.pressStart([study.measurementNm]);
  await simulator.waitFor((event) => event.event === "read-finished");
  const daemon = await startWith(reader, simulator.spec);
  const { id, measurement, reference } = plate;
  await simulator.insert({ id, measurement, reference });
  await readByCommand(daemon, layouts, study, { plate, readerId: READER, operator: "test" });
  const [waiting, ...more] = daemon.store.readings.unassigned();
  expect(more).toEqual([]);
  const reading = JSON.parse(waiting?.body ?? "null") as PlateReading | null;
  expectValues(reading, 0, panelPlate.measurement, HIGHEST_AU);
});
