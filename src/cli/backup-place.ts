/** Where the commands find what is backed up, and the sets. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { basename, dirname, resolve } from "node:path";
import type { BackupRule } from "../backup/backup-rule.ts";
import type { BackupSource } from "../backup/backup-source.ts";
import { MANIFEST } from "../backup/manifest.ts";
import { backupSource } from "../daemon/backup-source.ts";
import { databaseFile, loadConfig } from "../daemon/config.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import { type BenchOptions, USUAL_CONFIG } from "./bench-folder.ts";
import { KNOWN_DRIVERS } from "./interpreters.ts";

export interface BackupPlace {
  readonly source: BackupSource;
  /** Null where the configuration does not tell of backups, or there is none. */
  readonly rule: BackupRule | null;
}

/** Throws CONFIG_NOT_FOUND, CONFIG_INVALID, or STORE_NOT_FOUND where nothing says where the data are. */
export function backupPlace(options: BenchOptions): BackupPlace {
  const data =
    options.data ?? (options.config === undefined ? process.env.PLATEWARDEN_DATA : undefined);
  const file = options.config ?? (existsSync(USUAL_CONFIG) ? USUAL_CONFIG : undefined);
  const config = data !== undefined || file === undefined ? null : loadConfig(file, KNOWN_DRIVERS);
  if (config !== null) return { source: backupSource(config), rule: config.backup ?? null };
  if (data !== undefined) return { source: sourceWithoutConfig(resolve(data)), rule: null };
  throw new PlatewardenError(
    "STORE_NOT_FOUND",
    `Nothing says where the data are: no --data, no --config, no PLATEWARDEN_DATA and no ${USUAL_CONFIG} here.`,
  );
}

function sourceWithoutConfig(dataFolder: string): BackupSource {
  return { dataFolder, database: DATABASE, configFile: null, named: [] };
}

/** What a set calls the database. */
export const DATABASE = basename(databaseFile("."));

/** The folder of the sets: what was named, else of the configuration. Throws BACKUP_NOT_CONFIGURED. */
export function setsFolder(rule: BackupRule | null, named: string | undefined): string {
  const folder = named === undefined ? rule?.folder : resolve(named);
  if (folder !== undefined) return folder;
  throw new PlatewardenError(
    "BACKUP_NOT_CONFIGURED",
    "No folder for backups is named: neither under [backup] in the configuration nor by option.",
  );
}

/** A folder that somebody names by hand is made, if the one above it is there. Throws BACKUP_FOLDER_MISSING. */
export function makeNamedFolder(folder: string): void {
  try {
    if (existsSync(dirname(folder)) && !existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const message = `${folder} cannot be made: ${fileReason(error)}.`;
    throw new PlatewardenError("BACKUP_FOLDER_MISSING", message, { cause: error });
  }
}

/** Whether the folder is a set itself, and not one of sets. */
export function isSet(folder: string): boolean {
  return existsSync(resolve(folder, MANIFEST));
}

/** The text of a file with a secret key; null where none is named. Throws BACKUP_KEY_INVALID. */
export function readIdentity(file: string | undefined): string | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const message = `The file of the key, ${file}, cannot be read: ${fileReason(error)}.`;
    throw new PlatewardenError("BACKUP_KEY_INVALID", message, { cause: error });
  }
}

/** Who does it, as far as the system knows. */
export function personHere(named: string | undefined): string {
  return named ?? userInfo().username;
}
