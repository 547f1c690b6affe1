/** What stands in a machine's tree, to see afterwards what was written where. */
import { lstatSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

/** Where the system itself writes while it runs, and what is no file of the disk. */
const SYSTEMS_OWN =
  /^(?:dev|proc|sys|run|tmp|var\/tmp|var\/log|var\/lib\/(?:systemd|dbus|apt|dpkg)|var\/cache\/(?:ldconfig|apt)|etc\/(?:machine-id|\.updated|ld\.so\.cache|mtab|resolv\.conf)|var\/\.updated)(?:\/|$)/;

/** Paths with what changes when somebody writes there. Times of folders change with every entry in them. */
export function fileTree(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(root, path);
      if (SYSTEMS_OWN.test(name)) continue;
      const { size, mtimeMs, mode, uid, gid, ino } = lstatSync(path);
      const state = entry.isDirectory() ? [mode, uid, gid] : [size, mtimeMs, mode, uid, gid, ino];
      found.set(name, state.join(" "));
      if (entry.isDirectory()) visit(path);
    }
  };
  visit(root);
  return found;
}

/** Paths that came, went or changed from one tree to the other. */
export function changedPaths(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
