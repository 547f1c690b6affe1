/** A profiled reader in the daemon: named in the configuration, read by command and at its panel, replayed from the store. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { daemonSources, driversFor, KNOWN_DRIVERS } from "../../src/cli/interpreters.ts";
import { loadConfig } from "../../src/daemon/config.ts";
import { type Daemon, startDaemon } from "../../src/daemon/start-daemon.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { DEMO_STUDY } from "../../src/study/play-demo.ts";
import { planOf, readByCommand } from "../../src/study/play-study.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { readerReady, whenBench } from "../../src/study/wait-for-bench.ts";
import { PROFILE_FOLDER } from "../drivers/profile/shipped-profiles.ts";
import { expectValues, plate } from "./bio-rad-bench.ts";
import { simulatedBench } from "./simulated-bench.ts";

const READER = "reader-1";
const study = loadStudy(DEMO_STUDY);
const layouts = layoutCatalogue(study.layouts);
const bench = simulatedBench();
const open: { daemon?: Daemon; folder?: string } = {};

afterEach(async () => {
  await open.daemon?.stop();
  if (open.folder !== undefined) rmSync(open.folder, { recursive: true, force: true });
});

/** The daemon on a configuration file that names a shipped profile. */
async function startWith(profile: string, port: string, options: string): Promise<Daemon> {
  open.folder = mkdtempSync(join(tmpdir(), "platewarden-"));
  const file = join(open.folder, "platewarden.toml");
  const lines = [
    'schema = "platewarden-config/2"',
    'data = "data"',
    "web = { port = 0 }",
    `assay = { measurement_nm = ${study.measurementNm}, reference_nm = ${study.referenceNm} }`,
    "[[reader]]",
    `id = "${READER}"`,
    'driver = "profile"',
    `profile = "${join(PROFILE_FOLDER, profile)}"`,
    `port = "${port}"`,
    "[reader.options]",
    options,
  ];
  writeFileSync(file, lines.join("\n"));
  open.daemon = await startDaemon({
    config: loadConfig(file, KNOWN_DRIVERS),
    ...daemonSources([]),
    layouts,
    log: pino({ level: "silent" }),
    giveUp: () => process.exit(1),
  });
  const plan = planOf(study);
  importPlan(open.daemon.store, layouts, plan, { source: JSON.stringify(plan), by: "test" });
  return open.daemon;
}

function storedReading(daemon: Daemon) {
  const [row] = daemon.store.readings.lastOfReader(READER, 10);
  return row?.body === undefined || row.body === null ? null : { ...row, body: row.body };
}

test("a plate is read by command, stored with the profile's version, and its driver comes back from the store", async () => {
  const filtersNm = [405, 450, study.measurementNm, study.referenceNm ?? 650];
  const simulator = await bench.plugIn(startSimulator({ model: "680", filtersNm }));
  const daemon = await startWith("bio-rad-680.toml", simulator.spec, "mixSeconds = 0");
  const first = study.plates.find((one) => one.reference !== null);
  if (first === undefined) throw new Error("the study has no plate with a reference");
  const { id, measurement, reference } = first;
  await simulator.insert({ id, measurement, reference });
  await readByCommand(daemon, layouts, study, { plate: first, readerId: READER, operator: "test" });
  const row = storedReading(daemon);
  const reading = JSON.parse(row?.body ?? "null") as PlateReading;
  expectValues(reading, 0, measurement, 3.5);
  expectValues(reading, 1, reference ?? [], 3.5);
  const driver = driversFor(daemon.store).find((one) => one.id === "profile-bio-rad-680");
  expect(driver?.version).toMatch(/^1\+[0-9a-f]{12}$/);
});

test("a plate that a reader sends by itself waits in the inbox", async () => {
  const inserted = plate("P1");
  const filtersNm = [450, 490, 570, 650];
  const simulator = await bench.plugIn(startSimulator({ model: "550", filtersNm }));
  await simulator.insert(inserted);
  const options = "filtersNm = [450, 490, 570, 650]";
  const daemon = await startWith("bio-rad-550-push.toml", simulator.spec, options);
  await readerReady(daemon, READER);
  await simulator.pressStart(3, null);
  const row = await whenBench(daemon, () => storedReading(daemon));
  expectValues(JSON.parse(row.body) as PlateReading, 0, inserted.measurement, 3);
});
