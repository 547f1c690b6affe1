import { Command, CommanderError } from "commander";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { addActionCommands } from "./commands/action-commands.ts";
import { addAnnotationsCommands } from "./commands/annotations-commands.ts";
import { addBackupCommands } from "./commands/backup-commands.ts";
import { addBenchCommands } from "./commands/bench-commands.ts";
import { addClocksCommand } from "./commands/clocks-command.ts";
import { addCohortCommand } from "./commands/cohort-command.ts";
import { addCompareCommands } from "./commands/compare-commands.ts";
import { addDaemonCommands } from "./commands/daemon-commands.ts";
import { addDemoCommand } from "./commands/demo-command.ts";
import { addDoctorCommand } from "./commands/doctor-command.ts";
import { addExportCommand } from "./commands/export-command.ts";
import { addFileCommands } from "./commands/file-commands.ts";
import { addIncidentsCommands } from "./commands/incidents-commands.ts";
import { addIntegrityCommands } from "./commands/integrity-commands.ts";
import { addOpcuaCommands } from "./commands/opcua-commands.ts";
import { addPeopleCommands } from "./commands/people-commands.ts";
import { addPlateCommands } from "./commands/plate-commands.ts";
import { addProfileCommands } from "./commands/profile-commands.ts";
import { addQualifyCommand } from "./commands/qualify-command.ts";
import { addQuarantineCommands } from "./commands/quarantine-commands.ts";
import { addReanalyseCommand } from "./commands/reanalyse-command.ts";
import { addRecordCommand } from "./commands/record-command.ts";
import { addReportCommand } from "./commands/report-command.ts";
import { addServiceCommands } from "./commands/service-commands.ts";
import { addSettingsCommands } from "./commands/settings-commands.ts";
import { addSimulateCommand } from "./commands/simulate-command.ts";
import { addStatusCommand } from "./commands/status-command.ts";
import { addStudyCommand } from "./commands/study-command.ts";
import { addSupportCommand } from "./commands/support-command.ts";
import { addTranscriptCommands } from "./commands/transcript-commands.ts";
import { printError } from "./output.ts";

function buildProgram(): Command {
  const program = new Command("platewarden")
    .description(
      "Captures every microplate the moment it is read, and flags drug combinations as plates finish.",
    )
    .version(PROGRAM_VERSION)
    .showHelpAfterError("(add --help for what is possible)")
    .exitOverride()
    // A command and one below it may have an option of the same name; it belongs to the one it stands after.
    .enablePositionalOptions();
  addDaemonCommands(program);
  addDemoCommand(program);
  addBackupCommands(program);
  addBenchCommands(program);
  addIntegrityCommands(program);
  addStatusCommand(program);
  addActionCommands(program);
  addPlateCommands(program);
  addPeopleCommands(program);
  addAnnotationsCommands(program);
  addCohortCommand(program);
  addSettingsCommands(program);
  addReanalyseCommand(program);
  addCompareCommands(program);
  addOpcuaCommands(program);
  addQuarantineCommands(program);
  addFileCommands(program);
  addReportCommand(program);
  addStudyCommand(program);
  addExportCommand(program);
  addTranscriptCommands(program);
  addRecordCommand(program);
  addDoctorCommand(program);
  addIncidentsCommands(program);
  addSupportCommand(program);
  addClocksCommand(program);
  addQualifyCommand(program);
  addSimulateCommand(program);
  addProfileCommands(program);
  addServiceCommands(program);
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
