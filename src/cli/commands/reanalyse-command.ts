import type { Command } from "commander";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { type ReanalyseFlags, runReanalysis, withReanalyseOptions } from "../run-reanalysis.ts";

export function addReanalyseCommand(program: Command): void {
  withReanalyseOptions(
    benchCommand(
      program,
      "reanalyse",
      "Analyse everything stored anew with the settings in use, on all cores. What is up to date is passed over.",
    ).option(
      "--all",
      "compute also what is up to date, and say whether every bit is as stored; exit 1 if not",
    ),
  ).action((options: BenchOptions & ReanalyseFlags) =>
    withStore(options, (store) => runReanalysis(store, options)),
  );
}
