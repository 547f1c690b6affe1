/** Room for the data, the file system it lies on, and how the database has grown. */
import { existsSync } from "node:fs";
import { databaseFile } from "../daemon/config.ts";
import {
  DAY_MS,
  databaseBytes,
  daysLeft,
  diskSpace,
  diskTrouble,
  GROWTH_DAYS,
  spaceWords,
} from "../observe/disk-space.ts";
import { readPlateFigures } from "../store/inspect-store.ts";
import { attention, broken, type CheckFinding, ok } from "./check-finding.ts";

const MEBIBYTE = 1024 * 1024;
/** The log of what is not in the database yet is taken in at 4 MiB, unless somebody keeps it from being so. */
const WAL_ATTENTION_BYTES = 256 * MEBIBYTE;

/** Null where there is no database that says how many plates there are. */
function daysOf(file: string, freeBytes: number, now: Date): number | null {
  const { main, wal } = databaseBytes(file);
  const figures = readPlateFigures(file, now.getTime() - GROWTH_DAYS * DAY_MS);
  return figures === null ? null : daysLeft(freeBytes, main + wal, figures);
}

function checkSpace(freeBytes: number, totalBytes: number, days: number | null): CheckFinding {
  const check = "data.free-space";
  const trouble = diskTrouble({ freeBytes, totalBytes }, days);
  if (trouble !== null) {
    const make = trouble.severity === "failing" ? broken : attention;
    return make(check, trouble.sentence, trouble.remedy);
  }
  const lasts = days === null ? "" : `, for some ${Math.floor(days)} days as plates come now`;
  return ok(check, `${spaceWords(freeBytes)} are free for the data${lasts}.`);
}

function checkFileSystem(network: string | null, inMemory: string | null): CheckFinding {
  const check = "data.file-system";
  if (network !== null)
    return broken(
      check,
      `The data are on ${network}, over a network: locks and syncs cannot be relied on there, and the database may be damaged.`,
      "Move the data folder to a disk of this computer; a share is good for backups.",
    );
  if (inMemory !== null)
    return attention(
      check,
      `The data are on ${inMemory}, in memory: they are gone when the computer is switched off.`,
      "Move the data folder to a disk, unless this is a trial.",
    );
  return ok(check, "The data are on a disk of this computer.");
}

function checkSize(file: string): CheckFinding[] {
  if (!existsSync(file)) return [];
  const { main, wal } = databaseBytes(file);
  const sentence = `The database has ${spaceWords(main)}, and ${spaceWords(wal)} in its log.`;
  if (wal < Math.max(WAL_ATTENTION_BYTES, main / 4)) return [ok("data.size", sentence)];
  return [
    attention(
      "data.size",
      `${sentence} The log is not taken in.`,
      "Some program keeps the database open, e.g. a copy that hangs: end it, or restart the daemon.",
    ),
  ];
}

export function checkDisk(dataFolder: string, now: Date): CheckFinding[] {
  const { freeBytes, totalBytes, network, volatile } = diskSpace(dataFolder);
  const file = databaseFile(dataFolder);
  return [
    checkSpace(freeBytes, totalBytes, daysOf(file, freeBytes, now)),
    checkFileSystem(network, volatile),
    ...checkSize(file),
  ];
}
