import { existsSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Store } from "../store/open-store.ts";

/** Where a data folder keeps its anchors and digests. */
export function anchorsFolder(dataFolder: string): string {
  return join(dataFolder, "anchors");
}

export function anchorsFolderOf(store: Store): string {
  return anchorsFolder(dirname(store.file));
}

export type Kept = "anchors" | "digests";

/** The file that is written to now. */
export function presentFile(folder: string, kept: Kept): string {
  return join(folder, `${kept}.jsonl`);
}

const SET_ASIDE = /^(anchors|digests)-until-\d{8}T\d{9}Z\.jsonl$/;

/** True for a file that a restore has set aside: nothing is added to it any more. */
export function isSetAside(file: string): boolean {
  return SET_ASIDE.test(basename(file));
}

/** Files of one kind, oldest first: those that a restore has set aside, and the present one. */
export function keptFiles(folder: string, kept: Kept): readonly string[] {
  if (!existsSync(folder)) return [];
  const aside = readdirSync(folder).filter((name) => SET_ASIDE.exec(name)?.[1] === kept);
  const present = presentFile(folder, kept);
  return [
    ...aside.sort().map((name) => join(folder, name)),
    ...(existsSync(present) ? [present] : []),
  ];
}

/** The name of a file that a restore at that time has set aside. */
export function setAsideFile(folder: string, kept: Kept, atUtc: string): string {
  return join(folder, `${kept}-until-${atUtc.replace(/[-:.]/g, "")}.jsonl`);
}

/** Gives the present files names of their own, so that others can be begun. */
export function setAside(folder: string, atUtc: string): void {
  for (const kept of ["anchors", "digests"] as const) {
    const present = presentFile(folder, kept);
    if (!existsSync(present)) continue;
    renameSync(present, setAsideFile(folder, kept, atUtc));
  }
}
