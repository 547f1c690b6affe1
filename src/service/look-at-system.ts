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
  SYSTEM_FILES,
  WANTED,
} from "./installed-paths.ts";
import type { SystemState } from "./plan-install.ts";

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
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

/** What is installed on this computer (`root` is "/") or in an image. Throws SERVICE_STEP_FAILED for what may not be read. */
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
    hasUser: users.split("\n").some((line) => line.startsWith("platewarden:")),
  };
}
