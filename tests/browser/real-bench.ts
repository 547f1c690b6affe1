/** A whole bench in the test's own process: two simulated readers behind real ports, the daemon, and its pages. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Page } from "playwright-core";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { type Simulator, startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { buildServer } from "../../src/api/build-server.ts";
import { daemonSources } from "../../src/cli/interpreters.ts";
import { SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { type Daemon, startDaemon } from "../../src/daemon/start-daemon.ts";
import type { Plan, RasStatus } from "../../src/domain/plan.ts";
import { forAnyOptions, type ReadRequest } from "../../src/instrument/contract.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { DEMO_STUDY } from "../../src/study/play-demo.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { readerReady, runEnded } from "../../src/study/wait-for-bench.ts";
import { addBenchPeople, type BenchPersonKey, signInBrowser } from "./bench-people.ts";
import { type ServedPages, servePages } from "./browser-bench.ts";

export const OPERATOR = "A. Jansen";
const LAYOUT = "combination-rot180-1plate";
const study = loadStudy(DEMO_STUDY);
const layouts = layoutCatalogue(loadLayouts(SHIPPED_LAYOUTS).layouts);

export interface RealBench {
  readonly daemon: Daemon;
  readonly pages: ServedPages;
  /** The browser of this page is signed in as that person; open the page after it. */
  readonly signIn: (page: Page, who: BenchPersonKey) => Promise<void>;
  readonly model680: Simulator;
  readonly model550: Simulator;
  /** Plans the plate `PW-` and the sample's name, which was due a minute ago. */
  readonly expectOverdue: (sample: string) => void;
  /** A vendor's program drops a file in the bench's folder `exports`. */
  readonly drop: (name: string, text: string) => void;
  /** Reads a plate by command without the page and waits for its end. */
  readonly read: (plate: {
    readonly barcode: string;
    readonly sample: string;
    readonly rereadReason?: string;
  }) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A plate of the shipped study, to be laid into a reader. */
export function studyPlate(id: string): InsertedPlate {
  const plate = study.plates.find((one) => one.id === id);
  if (plate === undefined) throw new Error(`the study has no plate ${id}`);
  return { id, measurement: plate.measurement, reference: plate.reference };
}

const samples: readonly (readonly [string, RasStatus])[] = [
  ["B", "mutant"],
  ["C", "mutant"],
  ["D", "wild type"],
];

/** A plan of one plate a sample, `PW-` and the sample's name, all due at one time, or at any. */
function planOf(
  id: string,
  planned: readonly (readonly [string, RasStatus])[],
  dueAt: string | null,
): Plan {
  return {
    id,
    title: "Samples of one plate each",
    samples: planned.map(([name, ras]) => ({
      id: name,
      patient: `ALL-${name}`,
      ras,
      mutatedGenes: [],
      blastsDay4Percent: 90,
    })),
    plates: planned.map(([name]) => ({
      barcode: `PW-${name}`,
      layoutId: LAYOUT,
      layoutRevision: 1,
      samples: { P1: name },
      drugs: {},
      dueAt,
      reader: null,
    })),
    lots: [],
  };
}

/** Filter wheels of the two readers: the 550's has four positions. */
function wheels(request: ReadRequest): { readonly m680: number[]; readonly m550: number[] } {
  const wanted = [
    request.measurementNm,
    ...(request.referenceNm === null ? [] : [request.referenceNm]),
  ];
  return { m680: [405, 450, 490, ...wanted], m550: [405, 450, ...wanted] };
}

const MTT: ReadRequest = { measurementNm: study.measurementNm, referenceNm: study.referenceNm };

/** A read takes about two seconds, half of it for the rows: slow enough to be watched. */
const TIME_SCALE = 0.3;

/** Resolves when both readers are ready. */
export async function startRealBench(webRoot: string, request = MTT): Promise<RealBench> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-bench-"));
  const exports = join(folder, "exports");
  // A layout that is saved must not come to lie among the shipped ones.
  const layoutsFolder = join(folder, "plate-layouts");
  cpSync(SHIPPED_LAYOUTS, layoutsFolder, { recursive: true });
  mkdirSync(exports);
  const { m680, m550 } = wheels(request);
  const simulator = (model: "680" | "550", filtersNm: number[]) =>
    startSimulator({
      model,
      filtersNm,
      ptyLink: join(folder, model),
      timeScale: TIME_SCALE,
      baudThrottle: true,
    });
  const [model680, model550] = await Promise.all([simulator("680", m680), simulator("550", m550)]);
  const driver = forAnyOptions(bioRad);
  const reader = (id: string, port: string, options: Record<string, unknown>) => {
    const parsed = driver.options.parse({ ...options, mixSeconds: 0, recordSilenceMs: 300 });
    return { id, port, driver, profile: null, options: parsed };
  };
  const daemon = await startDaemon({
    config: {
      dataFolder: join(folder, "data"),
      layoutsFolder,
      web: { host: "127.0.0.1", port: 0, lockAfterMs: 600_000 },
      request,
      settings: DEFAULT_SETTINGS,
      readers: [
        reader("model-680", model680.spec, { model: "680" }),
        reader("model-550", model550.spec, { model: "550", filtersNm: m550 }),
      ],
      folders: [{ id: "exports", path: exports, endings: [], lookEveryMs: 50, settleMs: 50 }],
      exportProfiles: [],
      mail: null,
      webhooks: [],
    },
    ...daemonSources([]),
    layouts,
    log: pino({ level: "silent" }),
    giveUp: () => undefined,
  });
  const plan = (planned: Plan): void => {
    importPlan(daemon.store, layouts, planned, { source: JSON.stringify(planned), by: OPERATOR });
  };
  plan(planOf("small", samples, null));
  await addBenchPeople(daemon.access);
  const { services, callers } = daemon;
  const logger = pino({ level: "silent" });
  const pages = await servePages(() => buildServer({ services, callers, webRoot, logger }));
  await Promise.all([readerReady(daemon, "model-680"), readerReady(daemon, "model-550")]);
  return {
    daemon,
    pages,
    signIn: (page, who) => signInBrowser(page, pages.address, who),
    model680,
    model550,
    expectOverdue: (sample) => {
      const dueAt = new Date(Date.now() - 60_000).toISOString();
      plan(planOf(`late ${sample}`, [[sample, "unknown"]], dueAt));
    },
    drop: (name, text) => writeFileSync(join(exports, name), text),
    read: async ({ barcode, sample, ...more }) => {
      await readerReady(daemon, "model-680");
      const run = daemon.service.startRun({
        readerId: "model-680",
        layoutId: LAYOUT,
        operator: OPERATOR,
        barcode,
        sample,
        ...more,
      });
      const ended = await runEnded(daemon, run.id);
      if (ended.state !== "captured") throw new Error(`${barcode}: ${ended.sentence}`);
    },
    stop: async () => {
      await pages.goAway();
      await daemon.stop();
      await Promise.all([model680.stop(), model550.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
