/** A set put back: checked, unpacked beside its place, opened and verified, and only then moved into it. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { anchorRestore } from "../integrity/anchor-restore.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { type BroughtBack, bringBack, type Drivers } from "./bring-back.ts";
import { requireRoom } from "./disk.ts";
import { type Cipher, decryptWith } from "./encryption.ts";
import { damaged, type KeptFile, type Manifest } from "./manifest.ts";
import { type Increments, readIncrements } from "./read-increments.ts";
import { type PlacedFile, requireFreeConfig, restoreConfig } from "./restore-config.ts";
import { claimTarget, requireEmpty } from "./restore-target.ts";
import { setFindings, syncFolders, takeOutOfSet } from "./set-files.ts";
import { type VerifyDatabase, verifyRestored } from "./verify-restored.ts";

export interface RestoreOrder {
  readonly set: string;
  readonly manifest: Manifest;
  readonly dataFolder: string;
  /** Name of the database in the data folder. */
  readonly database: string;
  /** Where the configuration is put; null leaves it in the set. */
  readonly configTo: string | null;
  /** The text of the file with the secret key; null where none was named. */
  readonly identity: string | null;
  readonly by: string;
  /** Puts back even what does not verify: where there is nothing better. */
  readonly despiteFindings: boolean;
  /** Whether what was captured after the set, and lies beside it, is added. */
  readonly withIncrements: boolean;
  /** Whether that counts in the clear beside a set that is encrypted; else it is passed over. */
  readonly clearIncrements: boolean;
  /** What reads it again from its bytes. */
  readonly driversFor: (store: Store) => Drivers;
}

export interface Restored {
  readonly newestPlateUtc: string | null;
  readonly schema: { readonly was: number; readonly is: number };
  readonly hashesChecked: number;
  /** What does not fit; empty but for `despiteFindings`. */
  readonly findings: readonly string[];
  readonly config: readonly PlacedFile[];
  /** What was captured after the set was made. */
  readonly since: BroughtBack;
  /** Files of what was captured since that nothing was taken of, and why. */
  readonly passedOver: readonly string[];
  readonly tookMs: number;
}

/** Whether a set could be put back so; changes nothing. Rejects as `restoreSet` does. */
export async function checkRestore(order: RestoreOrder): Promise<readonly string[]> {
  requireEmpty(order.dataFolder, order.database);
  if (order.configTo !== null) requireFreeConfig(order.manifest, order.configTo);
  await cipherOf(order);
  return filesToTake(order);
}

/**
 * Rejects with RESTORE_TARGET_TAKEN, DATA_FOLDER_IN_USE, BACKUP_ENCRYPTED, BACKUP_KEY_INVALID, BACKUP_DAMAGED,
 * BACKUP_NOT_VERIFIED, BACKUP_FULL or a STORE_ error and leaves the folder empty; killed in the middle it leaves one
 * that no daemon takes for its own, and that the next go begins anew.
 */
export async function restoreSet(order: RestoreOrder, verify?: VerifyDatabase): Promise<Restored> {
  const startedMs = performance.now();
  const { set, manifest, dataFolder, database, configTo } = order;
  await checkRestore(order);
  const cipher = await cipherOf(order);
  const target = claimTarget(dataFolder, database);
  try {
    requireRoom(
      dataFolder,
      manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    );
    await unpack(order, target.folder, cipher);
    const databaseFile = join(target.folder, database);
    const { hashesChecked, findings } = await verifyRestored(databaseFile, verify);
    if (findings.length > 0 && !order.despiteFindings) throw notWhole(set, findings);
    const increments = await incrementsOf(order);
    const { schema, since } = note(order, databaseFile, findings, increments);
    removeCopies(target.folder);
    const config = configTo === null ? [] : await restoreConfig(set, manifest, configTo, cipher);
    syncFolders(target.folder);
    target.place();
    const { newestPlateUtc } = manifest.content;
    const tookMs = Math.round(performance.now() - startedMs);
    const { passedOver } = increments;
    return { newestPlateUtc, schema, hashesChecked, findings, config, since, passedOver, tookMs };
  } finally {
    target.release();
  }
}

function notWhole(set: string, findings: readonly string[]): PlatewardenError {
  const message = `What ${set} gives back is not whole: ${findings.slice(0, 3).join("; ")}.`;
  return new PlatewardenError("BACKUP_NOT_VERIFIED", message, { detail: { set, findings } });
}

async function cipherOf({ set, manifest, identity }: RestoreOrder): Promise<Cipher | null> {
  if (manifest.encryptedFor.length === 0) return null;
  if (identity !== null) return decryptWith(identity);
  const message = `The set ${set} is encrypted for ${manifest.encryptedFor.join(", ")}.`;
  throw new PlatewardenError("BACKUP_ENCRYPTED", message, { detail: { set } });
}

/** What of the set is not as it was written. Rejects with BACKUP_DAMAGED unless it is to be put back all the same. */
async function filesToTake({
  set,
  manifest,
  despiteFindings,
}: RestoreOrder): Promise<readonly string[]> {
  const findings = await setFindings(set, manifest);
  const [first] = findings;
  if (first === undefined || despiteFindings) return findings;
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : "";
  throw damaged(set, `${first}${more}`);
}

async function unpack(order: RestoreOrder, folder: string, cipher: Cipher | null): Promise<void> {
  const { set, manifest, database, despiteFindings } = order;
  for (const file of manifest.files) {
    if (file.place.in !== "data") continue;
    try {
      await takeOutOfSet(set, file, join(folder, file.place.path), cipher);
    } catch (error) {
      if (!despiteFindings || file.place.path === database) throw error;
      rmSync(join(folder, file.place.path), { force: true });
    }
  }
}

/** They may be encrypted where the set is not: the configuration has changed since. */
async function incrementsOf(order: RestoreOrder): Promise<Increments> {
  const { set, manifest, identity, clearIncrements: takesClear } = order;
  if (!order.withIncrements) return { found: [], passedOver: [] };
  const cipher = identity === null ? null : await decryptWith(identity);
  return readIncrements({ set, manifest, cipher, takesClear });
}

/** Adds what came since, states the restore in the audit trail, and ends what was open when the set was made. */
function note(
  order: RestoreOrder,
  databaseFile: string,
  findings: readonly string[],
  increments: Increments,
): Pick<Restored, "schema" | "since"> {
  const { manifest } = order;
  const store = openStore(databaseFile, { mustExist: true });
  try {
    const since = store.inTransaction(() => {
      const brought = bringBack(store, order.driversFor(store), increments.found);
      const atUtc = store.nowUtc();
      store.sessions.endEverywhere("The database was put back from a backup.", atUtc);
      store.journal.audit({
        atUtc,
        actor: order.by,
        action: "store.restored",
        subject: manifest.name,
        detail: { ...detailOf(manifest, findings), passedOver: increments.passedOver },
      });
      return brought;
    });
    anchorRestore(store, { program: "command", programVersion: PROGRAM_VERSION });
    return { schema: { was: manifest.content.schema, is: store.schema() }, since };
  } finally {
    store.close();
  }
}

function detailOf(
  manifest: Manifest,
  findings: readonly string[],
): Readonly<Record<string, unknown>> {
  const { audit, schema } = manifest.content;
  const database: KeptFile | undefined = manifest.files[0];
  return {
    madeAtUtc: manifest.madeAtUtc,
    program: manifest.program,
    schema,
    auditSeq: audit?.seq ?? 0,
    auditSha256: audit?.sha256 ?? null,
    databaseSha256: database?.sha256 ?? null,
    findings,
    through: "command",
  };
}

/** The copy that an upgrade of the schema keeps: the set itself is one. */
function removeCopies(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/\.sqlite\.before-/.test(name)) rmSync(join(folder, name));
  }
}
