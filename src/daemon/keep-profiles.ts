import { readFileSync } from "node:fs";
import { sha256 } from "../domain/canonical.ts";
import { parseExportProfile } from "../instrument/exports/export-profile.ts";
import type { Store } from "../store/open-store.ts";
import type { ProfileRow } from "../store/profiles.ts";
import type { Config } from "./config.ts";

/** Keeps the lab's own descriptions, so that what was read with them can be explained after they have changed. */
export function keepProfiles(store: Store, config: Config): void {
  const keep = (kind: ProfileRow["kind"], id: string, version: string, source: string): void =>
    store.profiles.keep({
      kind,
      sha256: sha256(source),
      id,
      version,
      source,
      used_at_utc: store.nowUtc(),
    });
  for (const { driver, profile } of config.readers) {
    if (profile !== null) keep("reader", driver.id, driver.version, profile);
  }
  for (const file of config.exportProfiles) {
    const source = readFileSync(file, "utf8");
    const { dialect, version } = parseExportProfile(source, file);
    keep("export", dialect, version, source);
  }
}
