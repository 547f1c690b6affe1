import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { type Config, SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";

/** A configuration without readers, folders and ways for notices, but for what a test adds. */
export function emptyConfig(dataFolder: string, more: Partial<Config> = {}): Config {
  return {
    dataFolder,
    layoutsFolder: SHIPPED_LAYOUTS,
    web: { host: "127.0.0.1", port: 0, lockAfterMs: 600_000 },
    request: { measurementNm: 570, referenceNm: 650 },
    settings: DEFAULT_SETTINGS,
    readers: [],
    folders: [],
    exportProfiles: [],
    mail: null,
    webhooks: [],
    ...more,
  };
}
