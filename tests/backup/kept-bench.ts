/** A bench with something of everything that a backup must bring back, and a folder for its sets. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";
import type { BackupSource } from "../../src/backup/backup-source.ts";
import { type MadeSet, makeSet } from "../../src/backup/make-set.ts";
import { readManifest } from "../../src/backup/manifest.ts";
import type { RestoreOrder } from "../../src/backup/restore-set.ts";
import { type StoreVerification, verifyStore } from "../../src/pipeline/verify-store.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { begin, driver, endRun, measured, paperBench } from "../pipeline/paper-bench.ts";
import { type AtEnd, freshFolder } from "../store/fresh-store.ts";

export const DATABASE = "platewarden.sqlite";

export interface KeptBench {
  readonly folder: string;
  readonly source: BackupSource;
  /** The folder of the sets. */
  readonly sets: string;
  readonly store: Store;
  /** Reads one of the study's plates. */
  read(barcode: string): Promise<void>;
}

function put(folder: string, path: string, text: string, mode = 0o644): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
}

/** Made once, and copied for each test: a plate that is read and judged takes longer than a copy of it. */
let template: Promise<string> | null = null;

async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-kept-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  put(folder, "etc/platewarden.toml", 'schema = "platewarden-config/2"\n');
  put(folder, "etc/layouts/own.toml", "# a layout\n");
  put(folder, "etc/password", "a secret\n", 0o600);
  put(folder, "srv/own-profile.toml", "# a profile\n");
  put(folder, "data/pki/own/private/key.pem", "a private key\n", 0o600);
  put(folder, "data/daemon.json", "{}");
  mkdirSync(join(folder, "sets"));
  const store = openStore(join(folder, "data", DATABASE));
  await readOn(store, "B-1");
  store.close();
  return folder;
}

export async function readOn(store: Store, barcode: string): Promise<void> {
  const bench = paperBench(store);
  const run = begin(bench, { barcode, sample: barcode.slice(0, 1), blastsDay4Percent: 96 });
  await endRun(bench, run.id, measured(barcode));
}

/** One plate has been read, and its sample analysed. */
export async function keptBench(atEnd: AtEnd = onTestFinished): Promise<KeptBench> {
  const folder = freshFolder(atEnd);
  template ??= makeTemplate();
  cpSync(await template, folder, { recursive: true });
  const data = join(folder, "data");
  const store = openStore(join(data, DATABASE));
  atEnd(() => store.close());
  return {
    folder,
    sets: join(folder, "sets"),
    store,
    source: {
      dataFolder: data,
      database: DATABASE,
      configFile: join(folder, "etc/platewarden.toml"),
      named: [
        { path: join(folder, "etc/password"), isSecret: true },
        { path: join(folder, "etc/layouts"), isSecret: false },
        { path: join(folder, "srv/own-profile.toml"), isSecret: false },
      ],
    },
    read: (barcode) => readOn(store, barcode),
  };
}

/** In this process: starting a thread would take longer than all the rest. */
export async function verifyHere(databaseFile: string): Promise<StoreVerification> {
  const store = openStore(databaseFile, { mustExist: true });
  try {
    return verifyStore(store, { quick: true });
  } finally {
    store.close();
  }
}

/** A set of the bench as it is now. */
export function makeSetOf(
  { source, sets }: KeptBench,
  recipients: readonly string[] = [],
): Promise<MadeSet> {
  return makeSet(source, { folder: sets, recipients }, verifyHere);
}

/** How a set is put back unless told otherwise. */
export function orderFor(
  set: string,
  dataFolder: string,
  more: Partial<RestoreOrder> = {},
): RestoreOrder {
  return {
    set,
    manifest: readManifest(set),
    dataFolder,
    database: DATABASE,
    configTo: null,
    identity: null,
    by: "admin",
    despiteFindings: false,
    withIncrements: true,
    clearIncrements: false,
    driversFor: () => [driver],
    ...more,
  };
}

/** Paths of all files below a folder, sorted. */
export function pathsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Changes one byte in the middle of a file. */
export function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(file, bytes);
}
