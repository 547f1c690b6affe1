/** Everything that makes readings from bytes, as the commands and the daemon use it. */
import { exportDialects, SHIPPED_EXPORT_PROFILES } from "../../drivers/exports/index.ts";
import { DRIVERS, SERVER_DRIVERS } from "../../drivers/index.ts";
import type { KnownDrivers } from "../daemon/config-findings.ts";
import { importInWorker } from "../daemon/import-in-worker.ts";
import type { DaemonParts } from "../daemon/start-daemon.ts";
import { sha256 } from "../domain/canonical.ts";
import type { AnyDriver } from "../instrument/contract.ts";
import { loadExportProfiles } from "../instrument/exports/load-export-profile.ts";
import { readExport } from "../instrument/exports/read-export.ts";
import type { ImportFile } from "../pipeline/interpret-file.ts";
import type { Interpreters } from "../pipeline/replay-reading.ts";
import { driverFromProfile } from "../profile/load-profile.ts";
import type { Store } from "../store/open-store.ts";

/** What a configuration may name. */
export const KNOWN_DRIVERS: KnownDrivers = {
  drivers: [...DRIVERS, ...SERVER_DRIVERS],
  fromProfile: driverFromProfile,
};

/** An export of plates is read in a fraction of this. */
const IMPORT_LIMITS = { withinMs: 60_000, endAfterMs: 60_000, memoryMb: 512 };

export interface ExportImporter {
  readonly importFile: ImportFile;
  /** Another one whenever a file could be read otherwise than before. */
  readonly version: string;
}

/** The importer of export files; a lab's own profiles come beside the shipped ones or in their place. */
export function exportImporter(ownProfiles: readonly string[]): ExportImporter {
  const profiles = loadExportProfiles(SHIPPED_EXPORT_PROFILES, ownProfiles);
  const dialects = exportDialects(profiles);
  const versions = dialects.map(({ id, version }) => `${id} ${version}`).sort();
  return {
    importFile: (file) => readExport(dialects, { ...file, name: baseName(file.name) }),
    version: sha256([...versions, JSON.stringify(profiles)].join("\n")).slice(0, 12),
  };
}

/** A file may have come from a folder within the folder: its name alone may name the plate. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * The drivers of this program, and all that the profiles kept in the store describe, the newest first: one id may stand
 * there in several versions. A text that this program does not take any more describes none.
 */
export function driversFor(store: Store): readonly AnyDriver[] {
  const described = store.profiles.all().flatMap((profile) => {
    if (profile.kind !== "reader") return [];
    try {
      return [driverFromProfile(profile.source, `${profile.id} ${profile.version}`)];
    } catch {
      return [];
    }
  });
  return [...KNOWN_DRIVERS.drivers, ...described.toReversed()];
}

/** What a daemon needs of this file. */
export function daemonSources(
  ownProfiles: readonly string[],
): Pick<DaemonParts, "driversFor" | "importer" | "importerVersion"> {
  const importer = importInWorker({
    program: new URL("import-worker.ts", import.meta.url),
    data: { ownProfiles },
    ...IMPORT_LIMITS,
  });
  return { driversFor, importer, importerVersion: exportImporter(ownProfiles).version };
}

export function interpretersOf(store: Store, ownProfiles: readonly string[]): Interpreters {
  return { drivers: driversFor(store), importFile: exportImporter(ownProfiles).importFile };
}
