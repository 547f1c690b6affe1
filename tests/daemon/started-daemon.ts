/** A daemon in this process, stopped when the running test has ended. */

import { pino } from "pino";
import { onTestFinished } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { daemonSources } from "../../src/cli/interpreters.ts";
import { type Config, SHIPPED_LAYOUTS } from "../../src/daemon/config.ts";
import { type Daemon, startDaemon } from "../../src/daemon/start-daemon.ts";
import type { Layout } from "../../src/domain/layout.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { driver, MTT } from "../pipeline/paper-bench.ts";

export function configFor(dataFolder: string, more: Partial<Config> = {}): Config {
  return {
    dataFolder,
    layoutsFolder: SHIPPED_LAYOUTS,
    web: { host: "127.0.0.1", port: 0, lockAfterMs: 600_000 },
    request: MTT,
    settings: DEFAULT_SETTINGS,
    // Nobody listens on port 1: the reader is unreachable for as long as the test takes.
    readers: [
      {
        id: "bench-1",
        driver,
        profile: null,
        options: driver.options.parse({}),
        port: "tcp://127.0.0.1:1",
      },
    ],
    folders: [],
    exportProfiles: [],
    mail: null,
    webhooks: [],
    ...more,
  };
}

export async function start(config: Config, layouts: readonly Layout[] = []): Promise<Daemon> {
  const daemon = await startDaemon({
    config,
    ...daemonSources([]),
    driversFor: () => [driver],
    layouts: layoutCatalogue(layouts),
    log: pino({ level: "silent" }),
    giveUp: () => undefined,
  });
  onTestFinished(() => daemon.stop().catch(() => undefined));
  return daemon;
}
