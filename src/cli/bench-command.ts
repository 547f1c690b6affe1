import type { Command } from "commander";

/** A command on the data of a bench, with the options all of them have. */
export function benchCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option("--data <DIR>", "the data folder (else PLATEWARDEN_DATA, else of the configuration)")
    .option("--config <FILE>", "the configuration (else ./platewarden.toml)")
    .option("--json", "print JSON");
}
