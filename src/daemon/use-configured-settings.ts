import type { Logger } from "pino";
import { adoptConfiguration } from "../pipeline/settings-in-use.ts";
import type { Store } from "../store/open-store.ts";
import type { Config } from "./config.ts";

/** What stands in the configuration is put to use when it says something new. */
export function useConfiguredSettings(store: Store, config: Config, log: Logger): void {
  const { inUse, overruledBy } = adoptConfiguration(store, config.settings);
  log.info({ settings: inUse.label }, "settings in use");
  if (overruledBy === null) return;
  const { by_name: by, at_utc: atUtc } = overruledBy;
  log.warn(
    { settings: inUse.label, by, atUtc },
    "the settings of the configuration are not in use: others were put to use by command",
  );
}
