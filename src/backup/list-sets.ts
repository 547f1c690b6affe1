/** The sets of a folder. */
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { asBackupError } from "./disk.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { parseSetName, type SetName } from "./set-name.ts";

/** `verified` = it counts; `failed` = it was made and does not; `damaged` = its manifest is not what was written. */
export type SetState = "verified" | "failed" | "damaged";

export interface KnownSet {
  readonly set: string;
  readonly name: string;
  readonly madeAtUtc: string;
  readonly state: SetState;
  /** Null where it is damaged. */
  readonly manifest: Manifest | null;
}

/** Newest first; of all stores, or of one. What else lies in the folder is passed over. Throws BACKUP_FOLDER_MISSING. */
export function listSets(folder: string, storeId?: string | null): readonly KnownSet[] {
  return namesIn(folder)
    .flatMap((name) => {
      const parsed = parseSetName(name);
      return parsed === null ? [] : knownSet(folder, name, parsed);
    })
    .filter(
      ({ manifest }) =>
        storeId === undefined || manifest === null || manifest.content.storeId === storeId,
    )
    .sort((a, b) => (a.madeAtUtc < b.madeAtUtc ? 1 : -1));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw asBackupError(error, folder);
  }
}

function knownSet(
  folder: string,
  name: string,
  { madeAtUtc, state }: SetName,
): readonly KnownSet[] {
  if (state === "part" || state === "removing") return [];
  const set = join(folder, name);
  const known = { set, name, madeAtUtc };
  try {
    const manifest = readManifest(set);
    const counts = state === "made" && manifest.verified.findings.length === 0;
    // A set that somebody has renamed is none of that time.
    if (manifest.madeAtUtc !== madeAtUtc) return [{ ...known, state: "damaged", manifest: null }];
    return [{ ...known, state: counts ? "verified" : "failed", manifest }];
  } catch (error) {
    if (!(error instanceof PlatewardenError)) throw error;
    return [{ ...known, state: "damaged", manifest: null }];
  }
}

/**
 * The newest set that counts, made at or before that time if one is named. Without one, a set of the future, which a
 * wrong clock has made, is taken only where there is no other. Throws BACKUP_UNKNOWN; also where no store is named and
 * the folder holds sets of several: the newest may be another bench's.
 */
export function newestVerified(
  folder: string,
  wanted: {
    readonly untilUtc?: string | undefined;
    readonly nowUtc?: string;
    readonly storeId?: string | null;
  } = {},
): KnownSet {
  const { untilUtc = null, nowUtc = new Date().toISOString(), storeId } = wanted;
  const sets = listSets(folder, storeId).filter(({ state }) => state === "verified");
  requireOneStore(folder, sets);
  const found = sets.find(({ madeAtUtc }) => madeAtUtc <= (untilUtc ?? nowUtc));
  const chosen = found ?? (untilUtc === null ? sets.at(-1) : undefined);
  if (chosen !== undefined) return chosen;
  const when = untilUtc === null ? "" : ` of ${untilUtc} or before`;
  const oldest = sets.at(-1);
  const message = `There is no verified set${when} in ${folder}.${oldest === undefined ? "" : ` The oldest one is of ${oldest.madeAtUtc}.`}`;
  throw new PlatewardenError("BACKUP_UNKNOWN", message, { detail: { folder } });
}

function requireOneStore(folder: string, sets: readonly KnownSet[]): void {
  const newest = new Map(sets.toReversed().map((one) => [one.manifest?.content.storeId, one.name]));
  if (newest.size < 2) return;
  const message = `${folder} holds sets of ${newest.size} benches: name one set. The newest of each: ${[...newest.values()].sort().join(", ")}.`;
  throw new PlatewardenError("BACKUP_UNKNOWN", message, { detail: { folder } });
}

/** Under another name first, so that nobody ever finds half of a set under its own. */
export function removeSet(set: string): void {
  const leaving = `${set.replace(/\.failed$/, "")}.removing`;
  renameSync(set, leaving);
  rmSync(leaving, { recursive: true, force: true });
}
