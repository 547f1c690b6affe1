import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import {
  COMMAND,
  CONFIG_FILE,
  CURRENT,
  inRoot,
  PROGRAMS,
  type Reader,
  SECRETS_FOLDER,
  SERVICE,
  SYSTEM_FILES,
  UNIT_FILE,
  WANTED,
} from "./installed-paths.ts";
import type { SystemState } from "./plan-install.ts";
import { runCommand } from "./run-command.ts";

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    if (code === "EACCES") {
      throw new PlatewardenError("NEEDS_ROOT", `${file} may not be read by this user.`, {
        detail: { file },
        cause: error,
      });
    }
    throw new PlatewardenError(
      "SERVICE_STEP_FAILED",
      `${file} cannot be read: ${fileReason(error)}.`,
      {
        detail: { file },
        cause: error,
      },
    );
  }
}

/** A link is there even where it leads nowhere, as links of an image do from outside of it. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function versionsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith(".part"))
    .map(({ name }) => name)
    .sort();
}

/** What an installation that was cut off has written and nobody has read. */
function unreadBy(root: string, hasUnits: boolean): ReadonlySet<Reader> {
  const unread = new Set<Reader>();
  if (isThere(inRoot(root, CONFIG_FILE)) && !isThere(inRoot(root, SECRETS_FOLDER))) {
    unread.add("tmpfiles");
  }
  // Only a system that runs keeps units in its memory.
  if (root !== "/" || !hasUnits || !existsSync("/run/systemd/system")) return unread;
  const words = ["show", "--value", "--property=NeedDaemonReload", SERVICE] as const;
  if (runCommand(["systemctl", ...words]).output === "yes") unread.add("systemd");
  return unread;
}

/** What is installed on this computer (`root` is "/") or in an image. Throws NEEDS_ROOT for what this user may not read. */
export function lookAtSystem(root: string): SystemState {
  const at = (path: string): string => inRoot(root, path);
  const paths = [...SYSTEM_FILES.map(({ path }) => path), COMMAND, CONFIG_FILE];
  const users = textOf(at("/etc/passwd")) ?? "";
  return {
    root,
    versions: versionsIn(at(PROGRAMS)),
    current: isThere(at(CURRENT)) ? basename(readlinkSync(at(CURRENT))) : null,
    texts: new Map(paths.map((path) => [path, textOf(at(path))])),
    enabled: new Set(Object.values(WANTED).filter((link) => isThere(join(root, link)))),
    unread: unreadBy(root, isThere(at(UNIT_FILE))),
    runsUdev: isThere(at("/run/udev/control")),
    hasUser: users.split("\n").some((line) => line.startsWith("platewarden:")),
  };
}
