/** Export profiles from files: the shipped folder, and a lab's own files that replace single ones. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../domain/canonical.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { fileReason } from "../../domain/file-reason.ts";
import { type ExportProfile, parseExportProfile } from "./export-profile.ts";

/** One profile from its TOML file. Throws FILE_UNREADABLE and EXPORT_PROFILE_INVALID. */
export function loadExportProfile(file: string): ExportProfile {
  return parseExportProfile(readText(file), file);
}

/**
 * Every `.toml` of the folder, in the order of their names; of `ownFiles` each replaces the shipped profile of the same
 * dialect. Throws as loadExportProfile does.
 */
export function loadExportProfiles(
  folder: string,
  ownFiles: readonly string[] = [],
): readonly ExportProfile[] {
  const shipped = listFolder(folder)
    .filter((name) => name.endsWith(".toml"))
    .sort()
    .map((name) => loadExportProfile(join(folder, name)));
  // A lab may change its own without counting its version on.
  const own = ownFiles.map((file) => {
    const profile = loadExportProfile(file);
    const version = `${profile.version}.${sha256(JSON.stringify(profile)).slice(0, 8)}`;
    return { ...profile, version };
  });
  const replaced = new Set(own.map((profile) => profile.dialect));
  return [...shipped.filter((profile) => !replaced.has(profile.dialect)), ...own];
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(path: string, error: unknown): PlatewardenError {
  return new PlatewardenError("FILE_UNREADABLE", `${path} cannot be read: ${fileReason(error)}.`, {
    detail: { file: path },
    cause: error,
  });
}
