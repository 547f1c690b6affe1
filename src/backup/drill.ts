/** A drill: what would come back is put back and put to work, and compared with what was kept. */
import { join } from "node:path";
import { contentOfFile, missingFromFile } from "../store/copy-database.ts";
import { openStore } from "../store/open-store.ts";
import type { StoreContent } from "../store/store-content.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { restoreSet } from "./restore-set.ts";
import { claimScratch } from "./scratch.ts";

/** One thing that was tried. */
export interface DrillStep {
  readonly name: string;
  /** What differs, one sentence each; empty when all is as it should be. */
  readonly findings: readonly string[];
  readonly tookMs: number;
}

export interface Drill {
  readonly set: string;
  readonly madeAtUtc: string;
  readonly same: boolean;
  readonly steps: readonly DrillStep[];
  readonly tookMs: number;
}

export interface DrillOrder {
  readonly set: string;
  /** The data folder of the bench; the set is put back beside its data. */
  readonly dataFolder: string;
  readonly database: string;
  readonly identity: string | null;
  readonly by: string;
  /** Starts a daemon on a data folder, and returns the barcodes of the plates that it shows. */
  readonly ask: (dataFolder: string) => Promise<readonly string[]>;
}

interface Drilling extends DrillOrder {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly restored: string;
}

const PLATES_ASKED = 5;

/**
 * Puts a set back into a scratch folder, verifies it, starts a daemon without readers on it, asks that for the newest
 * plates, and compares with the manifest and with the bench itself as of then. Removes everything again. Rejects with
 * BACKUP_UNKNOWN, BACKUP_DAMAGED, BACKUP_RUNNING or BACKUP_FULL where it cannot be tried; whatever differs is a finding.
 */
export async function drill(order: DrillOrder): Promise<Drill> {
  const startedMs = performance.now();
  const manifest = readManifest(order.set);
  const scratch = claimScratch(order.dataFolder);
  try {
    const { folder } = scratch;
    const drilling = { ...order, manifest, folder, restored: join(folder, "data") };
    const steps: DrillStep[] = [];
    for (const [name, work] of STEPS) {
      steps.push(await timed(name, () => work(drilling)));
      // Without what a step leaves the next ones have nothing to look at.
      if (steps.some(({ findings }) => findings.length > 0)) break;
    }
    return {
      set: order.set,
      madeAtUtc: manifest.madeAtUtc,
      same: steps.length === STEPS.length && steps.every(({ findings }) => findings.length === 0),
      steps,
      tookMs: Math.round(performance.now() - startedMs),
    };
  } finally {
    scratch.release();
  }
}

type Work = (drilling: Drilling) => Promise<readonly string[]>;

const STEPS: readonly (readonly [string, Work])[] = [
  ["put back and verified", putBack],
  ["holds what the manifest says", compareManifest],
  ["everything of then is in the bench's own data", compareBench],
  ["a daemon starts on it and shows the newest plates", askDaemon],
];

async function timed(name: string, work: () => Promise<readonly string[]>): Promise<DrillStep> {
  const startedMs = performance.now();
  const findings = await work();
  return { name, findings, tookMs: Math.round(performance.now() - startedMs) };
}

async function putBack(drilling: Drilling): Promise<readonly string[]> {
  const { set, manifest, restored: dataFolder, database, identity, by } = drilling;
  const order = { set, manifest, dataFolder, database, identity, by };
  const { findings } = await restoreSet({
    ...order,
    configTo: null,
    despiteFindings: true,
    withIncrements: false,
    clearIncrements: false,
    driversFor: () => [],
  });
  return findings;
}

/** The restore itself has added to the trail, and to nothing else that is a record. */
async function compareManifest(drilling: Drilling): Promise<readonly string[]> {
  const { restored, database, manifest } = drilling;
  const now = contentOfFile(join(restored, database));
  return [...missingFromFile(join(restored, database), manifest.content), ...fewer(manifest, now)];
}

function fewer({ content }: Manifest, now: StoreContent): readonly string[] {
  return Object.entries(content.rows).flatMap(([table, rows]) => {
    const found = now.rows[table] ?? 0;
    return found >= rows ? [] : [`${table} has ${found} rows instead of ${rows}`];
  });
}

async function compareBench({
  dataFolder,
  database,
  manifest,
}: Drilling): Promise<readonly string[]> {
  return missingFromFile(join(dataFolder, database), manifest.content);
}

/** The newest plates as a daemon shows them that works on what was put back, against what the database holds. */
async function askDaemon({ restored, database, ask }: Drilling): Promise<readonly string[]> {
  const wanted = newestPlates(join(restored, database));
  const shown = new Set(await ask(restored));
  return wanted
    .filter((barcode) => !shown.has(barcode))
    .map((barcode) => `the daemon does not show plate ${barcode}`);
}

function newestPlates(databaseFile: string): readonly string[] {
  const store = openStore(databaseFile, { mustExist: true });
  try {
    return store.plates.newest(PLATES_ASKED).map(({ barcode }) => barcode);
  } finally {
    store.close();
  }
}
