import { Command, CommanderError } from "commander";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { addActionCommands } from "./commands/action-commands.ts";
import { addBenchCommands } from "./commands/bench-commands.ts";
import { addDaemonCommands } from "./commands/daemon-commands.ts";
import { addDemoCommand } from "./commands/demo-command.ts";
import { addFileCommands } from "./commands/file-commands.ts";
import { addStudyCommand } from "./commands/study-command.ts";
import { printError } from "./output.ts";

function buildProgram(): Command {
  const program = new Command("platewarden")
    .description(
      "Captures every microplate the moment it is read, and flags drug combinations as plates finish.",
    )
    .version(PROGRAM_VERSION)
    .showHelpAfterError("(add --help for what is possible)")
    .exitOverride();
  addDaemonCommands(program);
  addDemoCommand(program);
  addBenchCommands(program);
  addActionCommands(program);
  addFileCommands(program);
  addStudyCommand(program);
  return program;
}

/** Runs one command. Sets the exit code: 0, 1 for what went wrong, 2 for words that make no command. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await buildProgram().parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else printError(error, argv.includes("--json"));
  }
}
