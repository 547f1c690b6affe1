/** Who has a port open: by the descriptors of all processes, and by lock files. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { type BenchComputer, readLine } from "./bench-computer.ts";

export interface PortHolder {
  readonly pid: number;
  /** How it was started, or its name where that cannot be seen. */
  readonly program: string;
  readonly by: "open file" | "lock file";
}

export interface OpenFiles {
  /** Processes by the path they have open. */
  readonly holders: ReadonlyMap<string, readonly PortHolder[]>;
  /** Processes that this user may not look into. */
  readonly hidden: number;
  /** Names of all processes. */
  readonly programs: readonly { readonly pid: number; readonly name: string }[];
}

const LONGEST_PROGRAM = 120;

function programOf(computer: BenchComputer, pid: number): string {
  try {
    const raw = readFileSync(join(computer.root, `proc/${pid}/cmdline`), "utf8");
    const words = raw.split("\0").join(" ").trim();
    if (words !== "") return words.slice(0, LONGEST_PROGRAM);
  } catch {
    // A process of another user, or one that has ended meanwhile.
  }
  return readLine(computer, `/proc/${pid}/comm`) ?? "unknown";
}

function openPaths(computer: BenchComputer, pid: number): string[] | null {
  const folder = join(computer.root, `proc/${pid}/fd`);
  let descriptors: string[];
  try {
    descriptors = readdirSync(folder);
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isGone ? [] : null;
  }
  return descriptors.flatMap((descriptor) => {
    try {
      return [readlinkSync(join(folder, descriptor))];
    } catch {
      return [];
    }
  });
}

function processIds(computer: BenchComputer): number[] {
  try {
    return readdirSync(join(computer.root, "proc"))
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Looks through all processes once for `wanted` paths, which are the system's with every link followed. */
export function listOpenFiles(
  computer: BenchComputer,
  wanted = (path: string): boolean => path.startsWith("/dev/"),
): OpenFiles {
  const holders = new Map<string, PortHolder[]>();
  let hidden = 0;
  const pids = processIds(computer);
  for (const pid of pids) {
    const paths = openPaths(computer, pid);
    if (paths === null) hidden += 1;
    for (const path of new Set(paths)) {
      if (!wanted(path)) continue;
      const holder: PortHolder = { pid, program: programOf(computer, pid), by: "open file" };
      holders.set(path, [...(holders.get(path) ?? []), holder]);
    }
  }
  const programs = pids.map((pid) => ({
    pid,
    name: readLine(computer, `/proc/${pid}/comm`) ?? "",
  }));
  return { holders, hidden, programs };
}

/** Programs of the old kind leave a file with their number; one whose process is gone counts for nothing. */
function lockHolder(computer: BenchComputer, path: string): PortHolder | null {
  for (const folder of ["/run/lock", "/var/lock"]) {
    const pid = Number(readLine(computer, `${folder}/LCK..${basename(path)}`) ?? Number.NaN);
    if (!(pid > 0) || readLine(computer, `/proc/${pid}/comm`) === null) continue;
    return { pid, program: programOf(computer, pid), by: "lock file" };
  }
  return null;
}

/** Everybody who holds this port. Other users' programs are seen by an administrator only; see `hidden`. */
export function holdersOf(
  computer: BenchComputer,
  path: string,
  openFiles: OpenFiles,
): readonly PortHolder[] {
  const open = openFiles.holders.get(path) ?? [];
  const lock = lockHolder(computer, path);
  return lock === null || open.some(({ pid }) => pid === lock.pid) ? open : [...open, lock];
}
