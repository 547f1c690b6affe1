/** A bench at which the shipped study has been read: something of everything on every page. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { buildServer } from "../../src/api/build-server.ts";
import { daemonSources } from "../../src/cli/interpreters.ts";
import { SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { type Daemon, startDaemon } from "../../src/daemon/start-daemon.ts";
import { forAnyOptions } from "../../src/instrument/contract.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { DEMO_STUDY } from "../../src/study/play-demo.ts";
import { filterWheel, playStudy } from "../../src/study/play-study.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { readerReady } from "../../src/study/wait-for-bench.ts";
import { addBenchPeople } from "./bench-people.ts";
import { type ServedPages, servePages } from "./browser-bench.ts";

const READER = "simulated-680";
const LOCK_AFTER_MS = 8 * 3_600_000;

export interface StudyBench {
  readonly daemon: Daemon;
  readonly pages: ServedPages;
  readonly stop: () => Promise<void>;
}

/** Resolves when all plates of the study are there and the reader is ready; `BENCH_PEOPLE` have accounts. */
export async function startStudyBench(
  webRoot: string,
  { lockAfterMs = LOCK_AFTER_MS }: { readonly lockAfterMs?: number } = {},
): Promise<StudyBench> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-study-bench-"));
  const study = loadStudy(DEMO_STUDY);
  const dataFolder = join(folder, "data");
  await playStudy(study, dataFolder);
  const simulator = await startSimulator({
    model: "680",
    ptyLink: join(folder, "reader"),
    filtersNm: filterWheel(study, 8),
  });
  const driver = forAnyOptions(bioRad);
  const options = driver.options.parse({ model: "680", recordSilenceMs: 200 });
  const daemon = await startDaemon({
    config: {
      dataFolder,
      layoutsFolder: SHIPPED_LAYOUTS,
      web: { host: "127.0.0.1", port: 0, lockAfterMs },
      request: { measurementNm: study.measurementNm, referenceNm: study.referenceNm },
      settings: study.settings,
      readers: [{ id: READER, driver, profile: null, options, port: simulator.spec }],
      folders: [],
      exportProfiles: [],
      mail: null,
      webhooks: [],
    },
    ...daemonSources([]),
    layouts: layoutCatalogue(study.layouts),
    log: pino({ level: "silent" }),
    giveUp: () => undefined,
  });
  await addBenchPeople(daemon.access);
  const { services, callers } = daemon;
  const logger = pino({ level: "silent" });
  const pages = await servePages(() => buildServer({ services, callers, webRoot, logger }));
  await readerReady(daemon, READER);
  return {
    daemon,
    pages,
    stop: async () => {
      await pages.goAway();
      await daemon.stop();
      await simulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
