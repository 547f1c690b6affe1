import { type Command, Option } from "commander";
import type { ReaderView } from "../../api/views.ts";
import { loadConfig } from "../../daemon/config.ts";
import { setUpFile } from "../../daemon/data-files.ts";
import { startDaemon } from "../../daemon/start-daemon.ts";
import { untilStopped } from "../../daemon/until-stopped.ts";
import { textTable } from "../../domain/text-table.ts";
import { layoutCatalogue } from "../../layout/layout-catalogue.ts";
import { loadLayouts } from "../../layout/load-layouts.ts";
import { daemonLogger, LOG_LEVELS, type LogLevel } from "../../observe/logger.ts";
import { serviceManager } from "../../service/service-manager.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, fetchFromDaemon } from "../bench-folder.ts";
import { daemonSources, KNOWN_DRIVERS } from "../interpreters.ts";
import { print } from "../output.ts";
import { printsToJournal, setUpWords } from "../set-up-words.ts";
import { addScanCommand } from "./scan-command.ts";

/** Runs the daemon on real readers until it is told to stop. */
export async function runDaemon(
  configFile: string,
  { json = false, logLevel }: { readonly json?: boolean; readonly logLevel?: LogLevel } = {},
): Promise<void> {
  // What the daemon makes is its own and its group's to read, and nobody else's, whatever it was started from.
  process.umask(0o027);
  const config = loadConfig(configFile, KNOWN_DRIVERS);
  const logger = daemonLogger(logLevel ?? config.log?.level ?? "info", config.log?.file ?? null);
  const daemon = await startDaemon({
    config,
    ...daemonSources(config.exportProfiles),
    layouts: layoutCatalogue(loadLayouts(config.layoutsFolder).layouts),
    log: logger,
    giveUp: () => {
      logger.fatal(
        "the store has been in trouble for too long; the daemon ends so that it is started afresh",
      );
      process.exit(1);
    },
  });
  const toJournal = printsToJournal();
  const setUp = setUpWords({
    code: daemon.access.setUpCode,
    url: daemon.url,
    file: setUpFile(config.dataFolder),
    toJournal,
  });
  const setUpCode = toJournal ? null : daemon.access.setUpCode;
  // Before anybody is told that it works: whoever reads that may stop it at once.
  const stopped = untilStopped();
  print(
    json,
    { dataFolder: config.dataFolder, url: daemon.url, pid: process.pid, setUpCode },
    () => `Platewarden works on ${config.dataFolder}; bench page: ${daemon.url}${setUp}`,
  );
  logger.info({ signal: await stopped }, "the daemon was told to stop");
  // It knows by itself where it was the one who stopped it.
  void serviceManager()
    ?.tell("STOPPING=1")
    .catch(() => undefined);
  await daemon.stop();
  logger.info("the daemon has ended");
}

export function addDaemonCommands(program: Command): void {
  program
    .command("daemon")
    .description("Run the daemon: capture plates, analyse them, serve the bench page.")
    .option("--config <FILE>", "the configuration", "platewarden.toml")
    .option("--json", "print where it works as JSON")
    .addOption(
      new Option("--log-level <L>", "how much is logged (else [log] of the configuration)").choices(
        LOG_LEVELS,
      ),
    )
    .action((options: { config: string; json?: boolean; logLevel?: LogLevel }) =>
      runDaemon(options.config, options),
    );
  const readers = benchCommand(
    program,
    "readers",
    "Show the readers of the running daemon and what they are doing.",
  );
  // Options after the name of a command below are that command's own.
  readers.enablePositionalOptions();
  addScanCommand(readers);
  readers.action(async (options: BenchOptions) => {
    const { readers } = (await fetchFromDaemon(options, "/api/v1/bench")) as {
      readers: ReaderView[];
    };
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
