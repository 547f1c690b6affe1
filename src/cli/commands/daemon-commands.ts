import type { Command } from "commander";
import { type DestinationStream, pino } from "pino";
import { DRIVERS } from "../../../drivers/index.ts";
import type { ReaderView } from "../../api/views.ts";
import { loadConfig } from "../../daemon/config.ts";
import { startDaemon } from "../../daemon/start-daemon.ts";
import { untilStopped } from "../../daemon/until-stopped.ts";
import { textTable } from "../../domain/text-table.ts";
import { layoutCatalogue } from "../../layout/layout-catalogue.ts";
import { loadLayouts } from "../../layout/load-layouts.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, fetchFromDaemon } from "../bench-folder.ts";
import { print } from "../output.ts";

/** Runs the daemon on real readers until it is told to stop. */
export async function runDaemon(configFile: string, log?: DestinationStream): Promise<void> {
  const config = loadConfig(configFile, DRIVERS);
  const logger = log === undefined ? pino() : pino(log);
  const daemon = await startDaemon({
    config,
    drivers: DRIVERS,
    layouts: layoutCatalogue(loadLayouts(config.layoutsFolder).layouts),
    log: logger,
    giveUp: () => {
      logger.fatal(
        "the store has been in trouble for too long; the daemon ends so that it is started afresh",
      );
      process.exit(1);
    },
  });
  process.stdout.write(`Platewarden works on ${config.dataFolder}; bench page: ${daemon.url}\n`);
  await untilStopped();
  await daemon.stop();
}

export function addDaemonCommands(program: Command): void {
  program
    .command("daemon")
    .description("Run the daemon: capture plates, analyse them, serve the bench page.")
    .option("--config <FILE>", "the configuration", "platewarden.toml")
    .action((options: { config: string }) => runDaemon(options.config));
  benchCommand(
    program,
    "readers",
    "Show the readers of the running daemon and what they are doing.",
  ).action(async (options: BenchOptions) => {
    const { readers } = (await fetchFromDaemon(options, "/api/bench")) as { readers: ReaderView[] };
    print(options.json ?? false, readers, () =>
      textTable(
        ["reader", "state", "model", "driver", "link", ""],
        readers.map((reader) => [
          reader.id,
          reader.state,
          reader.model ?? "–",
          `${reader.driverId} ${reader.driverVersion} (${reader.verification})`,
          reader.link,
          reader.sentence,
        ]),
      ),
    );
  });
}
