/** A set is made under another name, tried out by putting it back, and only then called a set. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { contentOfFile, copyDatabase, databaseBytes } from "../store/copy-database.ts";
import type { StoreContent } from "../store/store-content.ts";
import type { BackupSource } from "./backup-source.ts";
import { asBackupError, requireRoom, syncFolder, writeThrough } from "./disk.ts";
import { type Cipher, ENCRYPTED_ENDING, encryptFor } from "./encryption.ts";
import { type FoundFile, type Gathered, gatherFiles } from "./gather-files.ts";
import {
  type KeptFile,
  MANIFEST,
  type Manifest,
  manifestText,
  SUMS,
  sumsText,
} from "./manifest.ts";
import { claimScratch } from "./scratch.ts";
import { putIntoSet, setFindings, syncFolders, takeOutOfSet } from "./set-files.ts";
import { isOfStore, parseSetName, setName } from "./set-name.ts";
import { type VerifyDatabase, verifyRestored } from "./verify-restored.ts";

export interface BackupTarget {
  /** The folder of the sets. */
  readonly folder: string;
  /** Public keys of age; empty = not encrypted. */
  readonly recipients: readonly string[];
}

export interface MadeSet {
  readonly set: string;
  readonly manifest: Manifest;
  readonly bytes: number;
  readonly tookMs: number;
}

interface Making {
  readonly source: BackupSource;
  readonly target: BackupTarget;
  /** The set, while it is made. */
  readonly part: string;
  readonly name: string;
  readonly madeAtUtc: string;
  readonly scratch: string;
  readonly cipher: Cipher | null;
  readonly verify: VerifyDatabase | undefined;
}

/**
 * Makes a set and verifies it; beside a running daemon or without one. Rejects with BACKUP_FOLDER_MISSING,
 * BACKUP_RUNNING, BACKUP_FULL, BACKUP_KEY_INVALID, or a STORE_ error and leaves nothing behind; with
 * BACKUP_NOT_VERIFIED and leaves the set under its name with `.failed` behind it.
 */
export async function makeSet(
  source: BackupSource,
  target: BackupTarget,
  verify?: VerifyDatabase,
): Promise<MadeSet> {
  const startedMs = performance.now();
  requireFolder(target.folder);
  const cipher = target.recipients.length === 0 ? null : await encryptFor(target.recipients);
  const databaseFile = join(source.dataFolder, source.database);
  // Before anything is made: where there is no database there may be a folder that is meant for another.
  const neededBytes = databaseBytes(databaseFile);
  const scratch = claimScratch(source.dataFolder);
  try {
    const { storeId } = contentOfFile(databaseFile);
    removeLeft(target.folder, storeId);
    const madeAtUtc = new Date().toISOString();
    const name = setName(madeAtUtc, storeId);
    const part = join(target.folder, `${name}.part`);
    const making = {
      source,
      target,
      part,
      name,
      madeAtUtc,
      scratch: scratch.folder,
      cipher,
      verify,
    };
    try {
      requireRoom(scratch.folder, neededBytes);
      const manifest = await fill(making);
      const bytes = manifest.files.reduce((sum, file) => sum + file.storedBytes, 0);
      return {
        set: finish(making, manifest),
        manifest,
        bytes,
        tookMs: performance.now() - startedMs,
      };
    } catch (error) {
      rmSync(part, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw asBackupError(error, target.folder);
  } finally {
    scratch.release();
  }
}

/** The folder is not made here: where a disk is not mounted, it would be made in its place and fill the wrong one. */
function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const message = `There is no folder ${folder} for backups.`;
  throw new PlatewardenError("BACKUP_FOLDER_MISSING", message, { detail: { folder } });
}

/** What a crash has left of sets of this store; nobody else makes one, for the scratch folder is ours. */
function removeLeft(folder: string, storeId: string | null): void {
  for (const entry of readdirSync(folder)) {
    const name = parseSetName(entry);
    if (name === null || !isOfStore(name, storeId)) continue;
    if (name.state === "part" || name.state === "removing") {
      rmSync(join(folder, entry), { recursive: true, force: true });
    }
  }
}

async function fill(making: Making): Promise<Manifest> {
  const { source, target, part, scratch, cipher } = making;
  mkdirSync(part, { mode: 0o700 });
  // Before the database: what tells of its state from outside must not be ahead of it.
  const gathered = gatherFiles(source, {
    backupFolder: target.folder,
    withSecrets: cipher !== null,
  });
  const small = await putAll(making, gathered);
  const configuration = gathered.files.find(({ from }) => from === source.configFile);
  const staged = join(scratch, source.database);
  const content = await copyDatabase(join(source.dataFolder, source.database), staged);
  requireRoom(target.folder, statSync(staged).size);
  const put = (): Promise<KeptFile> => putIntoSet(part, databaseFile(making, staged), cipher);
  const built = { making, content, small, leftOut: gathered.leftOut, configuration };
  // Encrypted it cannot be opened here again, which is the point of it: it is tried out before, and its form after.
  if (cipher !== null) {
    const verified = await tryOut(making, staged, performance.now());
    return manifestOf(built, await put(), verified);
  }
  const database = await put();
  rmSync(staged);
  return manifestOf(built, database, await tryBack(making, [...small, database]));
}

async function putAll({ part, cipher }: Making, { files }: Gathered): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const file of files) {
    // A file that has gone since it was found was none that lasts.
    if (existsSync(file.from)) kept.push(await putIntoSet(part, file, cipher));
  }
  return kept;
}

function databaseFile({ source }: Making, staged: string): FoundFile {
  const path = source.database;
  const { mode } = statSync(join(source.dataFolder, path));
  return {
    from: staged,
    path: `data/${path}`,
    place: { in: "data", path },
    mode: mode & 0o777,
    bytes: statSync(staged).size,
  };
}

type Verified = Manifest["verified"];

/** Puts back what is to be in the data folder, and verifies it there. */
async function tryBack(making: Making, files: readonly KeptFile[]): Promise<Verified> {
  const startedMs = performance.now();
  const back = join(making.scratch, "restored");
  for (const file of files) {
    if (file.place.in !== "data") continue;
    await takeOutOfSet(making.part, file, join(back, file.place.path), null);
  }
  return tryOut(making, join(back, making.source.database), startedMs);
}

async function tryOut(
  { verify }: Making,
  databaseFile: string,
  startedMs: number,
): Promise<Verified> {
  const { hashesChecked, findings } = await verifyRestored(databaseFile, verify);
  return {
    atUtc: new Date().toISOString(),
    hashesChecked,
    findings: [...findings],
    tookMs: Math.round(performance.now() - startedMs),
  };
}

interface Built {
  readonly making: Making;
  readonly content: StoreContent;
  readonly small: readonly KeptFile[];
  readonly leftOut: Gathered["leftOut"];
  readonly configuration: FoundFile | undefined;
}

async function manifestOf(
  { making, content, small, leftOut, configuration }: Built,
  database: KeptFile,
  verified: Verified,
): Promise<Manifest> {
  const manifest: Manifest = {
    schema: "platewarden-backup/1",
    name: making.name,
    madeAtUtc: making.madeAtUtc,
    program: PROGRAM_VERSION,
    encryptedFor: [...making.target.recipients],
    content: { ...content, rows: { ...content.rows }, records: { ...content.records } },
    files: [database, ...small],
    configuration: configuration === undefined ? null : storedPath(making, configuration),
    leftOut: leftOut.map((one) => ({ ...one })),
    verified,
  };
  const onDisk = await setFindings(making.part, manifest);
  return { ...manifest, verified: { ...verified, findings: [...verified.findings, ...onDisk] } };
}

function storedPath({ cipher }: Making, { path }: FoundFile): string {
  return cipher === null ? path : `${path}${ENCRYPTED_ENDING}`;
}

/** Gives the set its name; nobody finds half of one under it. Returns where it is. */
function finish({ target, part, name }: Making, manifest: Manifest): string {
  const { findings } = manifest.verified;
  const set = join(target.folder, findings.length === 0 ? name : `${name}.failed`);
  writeThrough(join(part, MANIFEST), manifestText(manifest), 0o600);
  writeThrough(join(part, SUMS), sumsText(manifest), 0o600);
  syncFolders(part);
  renameSync(part, set);
  syncFolder(target.folder);
  if (findings.length === 0) return set;
  throw new PlatewardenError(
    "BACKUP_NOT_VERIFIED",
    `The set ${set} does not count: ${findings.slice(0, 3).join("; ")}${findings.length > 3 ? ` and ${findings.length - 3} more` : ""}.`,
    { detail: { set, findings } },
  );
}
