/** Plays a study through the real line: simulator process, port, driver, pipeline, store. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { type Simulator, startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { daemonSources } from "../cli/interpreters.ts";
import { SHIPPED_LAYOUTS } from "../daemon/config.ts";
import { type Daemon, startDaemon } from "../daemon/start-daemon.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Plan } from "../domain/plan.ts";
import { forAnyOptions } from "../instrument/contract.ts";
import { layoutCatalogue } from "../layout/layout-catalogue.ts";
import { silentLogger } from "../observe/logger.ts";
import { evaluateAllSamples } from "../pipeline/evaluate-sample.ts";
import type { LayoutCatalogue } from "../pipeline/identify-plate.ts";
import { importPlan } from "../pipeline/import-plan.ts";
import { maskWell } from "../pipeline/mask-well.ts";
import { startRun } from "../pipeline/start-run.ts";
import { barcodesOf } from "./study-barcodes.ts";
import type { Study, StudyPlate } from "./study-file.ts";
import { type StudyResult, studyResult } from "./study-result.ts";
import { readerReady, runEnded } from "./wait-for-bench.ts";

const OPERATOR = "study";
const READER = "simulated-680";

/** Short waits: the simulated reader answers at once. */
const READER_OPTIONS = { model: "680", recordSilenceMs: 200 };

/** A filter wheel that has what the study wants, and usual filters in the other positions. */
export function filterWheel(study: Study, positions: number): readonly number[] {
  const wanted = [study.measurementNm, ...(study.referenceNm === null ? [] : [study.referenceNm])];
  const usual = [405, 450, 490, 595].filter((filter) => !wanted.includes(filter));
  return [...usual.slice(0, positions - wanted.length), ...wanted];
}

/** The study as a plan: which plates each sample has, so that verdicts are final when all have come. */
export function planOf(study: Study): Plan {
  const barcodes = barcodesOf(study);
  return {
    id: study.id,
    title: study.title,
    samples: study.samples.map((sample) => ({
      id: sample.name,
      patient: sample.patient,
      ras:
        sample.rasStatus === "mutant" || sample.rasStatus === "wild type"
          ? sample.rasStatus
          : "unknown",
      mutatedGenes: [],
      blastsDay4Percent: sample.blastsDay4Percent,
    })),
    plates: study.plates.map((plate) => ({
      barcode: barcodes.barcodeOf(plate.id),
      layoutId: plate.layoutId,
      layoutRevision: 1,
      samples: { P1: plate.sample },
      drugs: {},
      dueAt: null,
      reader: null,
    })),
    lots: [],
  };
}

/** Starts the run of a plate that lies in the reader, by command, and waits for its end. Throws when it fails. */
export async function readByCommand(
  daemon: Daemon,
  layouts: LayoutCatalogue,
  study: Study,
  job: { readonly plate: StudyPlate; readonly readerId: string; readonly operator: string },
): Promise<void> {
  const reader = await readerReady(daemon, job.readerId);
  const { plate } = job;
  const run = startRun(
    daemon.store,
    layouts,
    reader,
    {
      barcode: barcodesOf(study).barcodeOf(plate.id),
      sample: plate.sample,
      layoutId: plate.layoutId,
      operator: job.operator,
    },
    {
      measurementNm: study.measurementNm,
      referenceNm: plate.reference === null ? null : study.referenceNm,
    },
  );
  const ended = await runEnded(daemon, run.id);
  if (ended.state !== "captured") {
    throw new PlatewardenError("RUN_FAILED", `Plate ${plate.id}: ${ended.sentence ?? ended.state}`);
  }
}

export interface PlayedStudy {
  readonly automatic: StudyResult;
  /** After the study's review masks; null where it has none. */
  readonly afterReview: StudyResult | null;
}

function applyReviewMasks(daemon: Daemon, study: Study): void {
  const barcodes = barcodesOf(study);
  for (const mask of study.reviewMasks) {
    const plate = daemon.store.plates.byBarcode(barcodes.barcodeOf(mask.plate));
    if (plate === null)
      throw new PlatewardenError("PLATE_UNKNOWN", `The study has no plate ${mask.plate}.`);
    maskWell(daemon.store, {
      plateId: plate.id,
      well: mask.well,
      action: "mask",
      reason: mask.reason,
      by: "reviewer",
    });
  }
}

function startStudyDaemon(study: Study, folder: string, port: string): Promise<Daemon> {
  const driver = forAnyOptions(bioRad);
  return startDaemon({
    config: {
      dataFolder: folder,
      layoutsFolder: SHIPPED_LAYOUTS,
      web: { host: "127.0.0.1", port: 0, lockAfterMs: 600_000 },
      request: { measurementNm: study.measurementNm, referenceNm: study.referenceNm },
      settings: study.settings,
      readers: [
        { id: READER, driver, profile: null, options: driver.options.parse(READER_OPTIONS), port },
      ],
      folders: [],
      exportProfiles: [],
      mail: null,
      webhooks: [],
    },
    ...daemonSources([]),
    layouts: layoutCatalogue(study.layouts),
    log: silentLogger(),
    giveUp: () => process.exit(1),
  });
}

async function play(study: Study, daemon: Daemon, simulator: Simulator): Promise<PlayedStudy> {
  const layouts = layoutCatalogue(study.layouts);
  const plan = planOf(study);
  importPlan(daemon.store, layouts, plan, { source: JSON.stringify(plan), by: OPERATOR });
  for (const plate of study.plates) {
    await simulator.insert({
      id: plate.id,
      measurement: plate.measurement,
      reference: plate.reference,
    });
    await readByCommand(daemon, layouts, study, { plate, readerId: READER, operator: OPERATOR });
  }
  evaluateAllSamples(daemon.store, study.settings);
  const automatic = studyResult(daemon.store, study);
  if (study.reviewMasks.length === 0) return { automatic, afterReview: null };
  applyReviewMasks(daemon, study);
  evaluateAllSamples(daemon.store, study.settings);
  return { automatic, afterReview: studyResult(daemon.store, study) };
}

async function playOnSimulator(study: Study, folder: string, ports: string): Promise<PlayedStudy> {
  const ptyLink = join(ports, "reader");
  const simulator = await startSimulator({
    model: "680",
    ptyLink,
    filtersNm: filterWheel(study, 8),
  });
  try {
    const daemon = await startStudyDaemon(study, folder, simulator.spec);
    try {
      return await play(study, daemon, simulator);
    } finally {
      await daemon.stop();
    }
  } finally {
    await simulator.stop();
  }
}

/**
 * Plays every plate of a study by command, raw, into a fresh database: in `keep`, which must not hold one yet, or in a
 * temporary folder that is removed afterwards.
 */
export async function playStudy(study: Study, keep: string | null): Promise<PlayedStudy> {
  const scratch = mkdtempSync(join(tmpdir(), "platewarden-study-"));
  try {
    return await playOnSimulator(study, keep ?? join(scratch, "data"), scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
