/** Which files belong into a set, beside the database. */
import { existsSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import type { BackupSource } from "./backup-source.ts";
import type { KeptFile } from "./manifest.ts";
import { SCRATCH_FOLDER } from "./scratch.ts";

export interface FoundFile {
  readonly from: string;
  /** In the set, before the ending of an encrypted one. */
  readonly path: string;
  readonly place: KeptFile["place"];
  readonly mode: number;
  /** How long it was when it was looked at. */
  readonly bytes: number;
}

export interface Gathered {
  readonly files: readonly FoundFile[];
  readonly leftOut: readonly { readonly file: string; readonly because: string }[];
}

/** A restore that was broken off leaves it behind. */
export const RESTORING_FOLDER = ".restoring";

/** What belongs to the running process, what is half written, and copies of the database itself. */
const NOT_KEPT =
  /^(?:daemon\.lock.*|daemon\.json|set-up-code\.json|.*\.sqlite-(?:wal|shm|journal)|.*\.sqlite\.(?:before|failed)-.*|.*\.(?:new|part))$/;

/** Keys of the data folder: with one digests are signed, with the other names of a support bundle are told again. */
const SECRET_IN_DATA = /(?:^|\/)(?:integrity[-.]key(?:\.pem)?|support-key)$/;

const SECRET =
  "it is a secret, and the set is not encrypted; name `recipients` under [backup] to have it in the set";
const A_LINK = "it is neither a file nor a folder";
const ODD_NAME = "its name holds letters that no list of hashes can hold";

interface Walk {
  readonly files: FoundFile[];
  readonly leftOut: { file: string; because: string }[];
  readonly withSecrets: boolean;
  /** What the configuration names as a secret, wherever it lies and whatever else names it: the paths that links lead to. */
  readonly secrets: ReadonlySet<string>;
}

function realPath(file: string): string {
  return existsSync(file) ? realpathSync(file) : file;
}

/** Everything but the database. `backupFolder` is passed over where it lies within. */
export function gatherFiles(
  source: BackupSource,
  options: { readonly backupFolder: string; readonly withSecrets: boolean },
): Gathered {
  const { dataFolder, configFile } = source;
  const skipped = new Set([
    options.backupFolder,
    join(dataFolder, SCRATCH_FOLDER),
    join(dataFolder, RESTORING_FOLDER),
    join(dataFolder, source.database),
  ]);
  const walk: Walk = {
    files: [],
    leftOut: [],
    withSecrets: options.withSecrets,
    secrets: secretsOf(source, skipped),
  };
  for (const file of filesBelow(dataFolder, skipped, walk)) {
    const path = slashed(relative(dataFolder, file));
    add(walk, file, { place: { in: "data", path }, path: `data/${path}` });
  }
  if (configFile !== null) addNamed(walk, source, configFile);
  for (const named of source.named) {
    for (const path of filesBelow(named.path, skipped, walk)) addNamed(walk, source, path);
  }
  return { files: once(walk.files, ({ from }) => from), leftOut: once(walk.leftOut, leftFile) };
}

function secretsOf({ named }: BackupSource, skipped: ReadonlySet<string>): ReadonlySet<string> {
  const paths = named.filter(({ isSecret }) => isSecret).map(({ path }) => path);
  return new Set(paths.flatMap((path) => filesBelow(path, skipped, null).map(realPath)));
}

function leftFile({ file }: { readonly file: string }): string {
  return file;
}

/** What is named twice is kept, or told of, once. */
function once<T>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}

function isBelow(path: string): boolean {
  return !(path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path));
}

function addNamed(walk: Walk, source: BackupSource, file: string): void {
  if (isBelow(relative(source.dataFolder, file))) return;
  const beside = source.configFile === null ? null : relative(dirname(source.configFile), file);
  if (beside !== null && isBelow(beside)) {
    const path = slashed(beside);
    add(walk, file, { place: { in: "config", path }, path: `config/${path}` });
    return;
  }
  const path = `elsewhere/${walk.files.length}-${basename(file)}`;
  add(walk, file, { place: { in: "elsewhere", path: file }, path });
}

function add(walk: Walk, from: string, where: Pick<FoundFile, "path" | "place">): void {
  const { place } = where;
  const isSecret =
    walk.secrets.has(realPath(from)) || (place.in === "data" && SECRET_IN_DATA.test(place.path));
  if (isSecret && !walk.withSecrets) {
    walk.leftOut.push({ file: from, because: SECRET });
  } else if (/[\\\n\r\0]/.test(where.path)) {
    walk.leftOut.push({ file: from, because: ODD_NAME });
  } else {
    const { mode, size } = statSync(from);
    walk.files.push({ from, ...where, mode: mode & 0o777, bytes: size });
  }
}

/**
 * The path itself where it is a file; every file below it where it is a folder; none where it is not there. What is
 * neither is told of in `walk`.
 */
function filesBelow(
  path: string,
  skipped: ReadonlySet<string>,
  walk: Pick<Walk, "leftOut"> | null,
): readonly string[] {
  if (skipped.has(path) || NOT_KEPT.test(basename(path))) return [];
  const found: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [path];
  if (found.isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesBelow(join(path, name), skipped, walk));
  }
  walk?.leftOut.push({ file: path, because: A_LINK });
  return [];
}
