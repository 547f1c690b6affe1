/** Room for the data: what is free, how long it lasts, and whether SQLite is safe on that file system. */
import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { PlateFigures } from "../store/figures.ts";
import type { Trouble } from "./health-report.ts";

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
export const DAY_MS = 24 * 60 * 60 * 1000;

/** Over so long the growth is looked at. */
export const GROWTH_DAYS = 30;
/** Fewer plates say nothing of the days to come. */
const FEWEST_PLATES = 20;

const LOW_BYTES = 2 * GIBIBYTE;
const LOW_SHARE = 0.1;
const LOW_DAYS = 14;
const FULL_BYTES = 100 * MEBIBYTE;
const FULL_SHARE = 0.02;

/** `f_type` of file systems over a network, on which locks and syncs of SQLite cannot be relied on (statfs(2)). */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB2"],
  [0x01021997, "9P"],
  [0x73757245, "Coda"],
  [0x5346414f, "AFS"],
  [0x00c36400, "Ceph"],
]);

/** Those that are gone when the computer is switched off. */
const VOLATILE_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x01021994, "tmpfs"],
  [0x858458f6, "ramfs"],
]);

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Name of a network file system; null on any other. */
  readonly network: string | null;
  /** Name of a file system in memory; null on any other. */
  readonly volatile: string | null;
}

/** The folder, or the one above it that is there. */
export function existingFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder
    ? folder
    : existingFolder(dirname(folder));
}

/** Of the file system of a folder, or of the one above it that is there. */
export function diskSpace(folder: string): DiskSpace {
  const { bavail, blocks, bsize, type } = statfsSync(existingFolder(folder));
  // 32 bits that some systems give with their sign.
  const kind = type >>> 0;
  return {
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    network: NETWORK_FILE_SYSTEMS.get(kind) ?? null,
    volatile: VOLATILE_FILE_SYSTEMS.get(kind) ?? null,
  };
}

/** Bytes of the database and of its log of what is not in it yet; 0 for a file that is not there. */
export function databaseBytes(file: string): { readonly main: number; readonly wal: number } {
  const size = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
  return { main: size(file), wal: size(`${file}-wal`) };
}

/**
 * For how many days the free space lasts if plates go on coming as in the last 30 days; null where too few came to say.
 */
export function daysLeft(
  freeBytes: number,
  storedBytes: number,
  figures: PlateFigures,
): number | null {
  const { plates, platesSince } = figures;
  if (platesSince < FEWEST_PLATES) return null;
  const bytesADay = ((storedBytes / plates) * platesSince) / GROWTH_DAYS;
  return bytesADay > 0 ? freeBytes / bytesADay : null;
}

/** A disk that was nearly full is so until there is this much more room: what hovers is not told of again and again. */
const SLACK = 1.1;

/**
 * What is wrong with the room for the data; null when there is enough. `wasTold`: it was nearly full when it was looked
 * at last.
 */
export function diskTrouble(
  { freeBytes, totalBytes }: Pick<DiskSpace, "freeBytes" | "totalBytes">,
  days: number | null,
  wasTold = false,
): Trouble | null {
  const slack = wasTold ? SLACK : 1;
  const free = `${spaceWords(freeBytes)} are free for the data`;
  if (freeBytes < Math.min(FULL_BYTES, totalBytes * FULL_SHARE)) {
    return {
      code: "disk-full",
      severity: "failing",
      sentence: `The disk is full: ${free}.`,
      remedy:
        "Free space on it now; plates wait in the readers when nothing can be stored, and some readers keep none.",
    };
  }
  const isShort = days !== null && days < LOW_DAYS * slack;
  if (freeBytes >= Math.min(LOW_BYTES, totalBytes * LOW_SHARE) * slack && !isShort) return null;
  const lasts = isShort
    ? `, which lasts for some ${Math.max(1, Math.floor(days))} days at the present pace`
    : "";
  return {
    code: "disk-low",
    severity: "degraded",
    sentence: `The disk is nearly full: ${free}${lasts}.`,
    remedy: "Free space on it, or move the data folder to a larger disk.",
  };
}

/** `74.0 GiB`, `512 MiB`, `0.9 MiB`: coarse enough not to change all the time. */
export function spaceWords(bytes: number): string {
  if (bytes >= GIBIBYTE) return `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
  const mebibytes = bytes / MEBIBYTE;
  return `${mebibytes < 10 ? mebibytes.toFixed(1) : Math.floor(mebibytes)} MiB`;
}
