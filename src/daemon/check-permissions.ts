/** Who else on this computer can read or change the daemon's files. POSIX rights alone; access lists are not looked at. */
import { chmodSync, lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { Config } from "./config.ts";
import { requireSecret } from "./secret-file.ts";

/** Writing by group and others. */
const OTHERS_WRITE = 0o022;
/** Everything of others, and writing by the group. */
const TOO_OPEN = 0o027;
/** A file of one's own that holds a secret is nobody else's, not the group's either. */
const TOO_OPEN_FOR_SECRETS = 0o077;

/** What the daemon keeps in its data folder; whatever else lies there is somebody else's business. */
const OWN_NAMES = /^(?:platewarden\.sqlite|daemon\.lock|intake\.json|anchors|backups?$)/;
const OWN_SECRETS = /^(?:daemon\.json|set-up-code\.json|integrity-key|support-key|pki$)/;

/** The same as `chmod` writes it. */
const CHANGES: Readonly<Record<number, string>> = {
  [OTHERS_WRITE]: "go-w",
  [TOO_OPEN]: "o-rwx,g-w",
  [TOO_OPEN_FOR_SECRETS]: "go-rwx",
};

const OWN = [
  [OWN_NAMES, TOO_OPEN],
  [OWN_SECRETS, TOO_OPEN_FOR_SECRETS],
] as const;

export interface PermissionParts {
  readonly config: Pick<Config, "dataFolder" | "file" | "secretFiles">;
  readonly log: Pick<Logger, "warn">;
  /** Told of what stays too open, as a sentence with what to do. */
  readonly note: (sentence: string) => void;
}

/**
 * Refuses secrets that others can read; takes rights away from others on what the daemon keeps in its data folder,
 * where the files are its own; says what it cannot mend. Throws SECRET_FILE_OPEN or SECRET_NOT_GIVEN. Windows has no
 * such rights: nothing is looked at there.
 */
export function checkPermissions({ config, log, note }: PermissionParts): void {
  const user = process.getuid?.();
  if (user === undefined) return;
  if (user === 0) {
    log.warn(
      "the daemon runs as root; give it a user of its own: a fault in it could then change nothing else",
    );
  }
  for (const { key, path } of config.secretFiles ?? []) refuseOpenSecret(key, path, user);
  closeToOthers(config.dataFolder, OTHERS_WRITE, user, { log, note });
  for (const [names, tooOpen] of OWN) {
    for (const file of ownFiles(config.dataFolder, names))
      closeToOthers(file, tooOpen, user, { log, note });
  }
  if (config.file !== undefined) noteOpenConfiguration(config.file, note);
}

function octal({ mode }: Stats): string {
  return (mode & 0o777).toString(8).padStart(3, "0");
}

function refuseOpenSecret(key: string, path: string | null, user: number): void {
  requireSecret(path, key);
  if (path === null) return;
  const stats = statSync(path);
  // What another user keeps for a group of readers (a key of the computer's own) is read by that group only.
  const isOwn = stats.uid === user;
  if ((stats.mode & (isOwn ? TOO_OPEN_FOR_SECRETS : TOO_OPEN)) === 0) return;
  throw new PlatewardenError(
    "SECRET_FILE_OPEN",
    `${path}, which \`${key}\` of the configuration names, is open to others (its rights are ${octal(stats)}). Run: chmod ${isOwn ? "600" : "o-rwx,g-w"} ${path}`,
    { detail: { key, file: path, mode: octal(stats) } },
  );
}

/** Files and folders of the daemon, below folders of its own too; links are not followed. */
function ownFiles(folder: string, names: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => names.test(name))
    .flatMap((name) => withEverythingBelow(join(folder, name)));
}

function withEverythingBelow(path: string): string[] {
  const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const below = isFolder ? readdirSync(path).map((name) => join(path, name)) : [];
  return [path, ...below.flatMap(withEverythingBelow)];
}

function closeToOthers(
  path: string,
  tooOpen: number,
  user: number,
  { log, note }: Pick<PermissionParts, "log" | "note">,
): void {
  // Another process may have taken a file away meanwhile; what a link leads to is not changed through it.
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isSymbolicLink() || (stats.mode & tooOpen) === 0) return;
  const change = CHANGES[tooOpen] ?? "go-rwx";
  if (stats.uid !== user) {
    note(
      `${path} is another user's and open to others (its rights are ${octal(stats)}). Run as that user: chmod ${change} ${path}`,
    );
    return;
  }
  try {
    chmodSync(path, stats.mode & 0o7777 & ~tooOpen);
  } catch (error) {
    // Some file systems know no such rights: that must not keep plates from being captured.
    note(
      `${path} is open to others (its rights are ${octal(stats)}) and cannot be closed: ${fileReason(error)}. Keep the data folder on a disk that knows rights.`,
    );
    return;
  }
  log.warn({ path, before: octal(stats) }, `was open to others; now closed as by chmod ${change}`);
}

/** Who can write it decides where plates are kept and what they are judged by. */
function noteOpenConfiguration(file: string, note: PermissionParts["note"]): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || (stats.mode & OTHERS_WRITE) === 0) return;
  note(
    `The configuration ${file} can be changed by others (its rights are ${octal(stats)}). Run: chmod go-w ${file}`,
  );
}
