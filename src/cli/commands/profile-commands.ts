import type { Command } from "commander";
import { parseTranscriptFile } from "../../bench-tools/transcript-file.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { parseLinkSpec } from "../../instrument/links/open-link.ts";
import { countProblems, renderProblems } from "../../layout/problem.ts";
import { checkProfile } from "../../profile/check-profile.ts";
import { type LoadedProfile, loadProfile, readProfileText } from "../../profile/load-profile.ts";
import { profileJsonSchema } from "../../profile/profile-json-schema.ts";
import { renderTrial } from "../../profile/render-trial.ts";
import { type Trial, tryPort, tryRecording } from "../../profile/try-profile.ts";
import { positive, wavelength } from "../option-values.ts";
import { print } from "../output.ts";
import { driverOptions, namedOption } from "../port-options.ts";
import { readTextFile } from "../read-text-file.ts";

interface TryCommandOptions {
  readonly port?: string;
  readonly recording?: string;
  readonly read?: boolean;
  readonly measurementNm: number;
  readonly referenceNm: number | null;
  readonly listen?: number;
  readonly option: Readonly<Record<string, unknown>>;
  readonly json?: boolean;
}

function checkFile(file: string) {
  const { profile, driver, problems } = checkProfile(readProfileText(file));
  const count = profile?.simulation.example.length ?? 0;
  const played = `${count} ${count === 1 ? "example" : "examples"} played`;
  const found = problems.length === 0 ? "fine" : countProblems(problems);
  const summary = driver === null ? found : `${found}: ${driver.id} ${driver.version}, ${played}`;
  const text = [renderProblems(problems, file), `${file}: ${summary}`];
  return {
    json: {
      file,
      ok: driver !== null,
      id: driver?.id ?? null,
      version: driver?.version ?? null,
      problems,
    },
    text: text.filter((line) => line !== "").join("\n"),
  };
}

function check(files: readonly string[], options: { readonly json?: boolean }): void {
  const reports = files.map(checkFile);
  print(
    options.json ?? false,
    reports.map((report) => report.json),
    () => reports.map((report) => report.text).join("\n"),
  );
  if (reports.some((report) => !report.json.ok)) process.exitCode = 1;
}

function readRecording(file: string): unknown {
  try {
    return JSON.parse(readTextFile(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PlatewardenError(
      "TRANSCRIPT_INVALID",
      `${file} is no transcript: ${error.message}.`,
      {
        detail: { file },
      },
    );
  }
}

async function trials(
  { driver }: LoadedProfile,
  told: unknown,
  options: TryCommandOptions,
): Promise<Trial[]> {
  const { port, recording, measurementNm, referenceNm } = options;
  if (recording !== undefined) {
    const file = parseTranscriptFile(readRecording(recording), recording);
    return [tryRecording(driver, { ...file, options: { ...file.options, ...options.option } })];
  }
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once("SIGINT", stop);
  try {
    return await tryPort(port ?? "", {
      driver,
      options: told,
      request: options.read ? { measurementNm, referenceNm } : null,
      listenMs: (options.listen ?? 0) * 1000,
      signal: interrupt.signal,
      onListening: () => {
        process.stderr.write(
          `Listens for ${options.listen} s: start a read at the reader's panel.\n`,
        );
      },
    });
  } finally {
    process.off("SIGINT", stop);
  }
}

async function tryFile(file: string, options: TryCommandOptions, command: Command): Promise<void> {
  if ((options.port === undefined) === (options.recording === undefined))
    command.error("error: say --port or --recording: what to try the profile on");
  if (options.port !== undefined) parseLinkSpec(options.port);
  const loaded = loadProfile(readProfileText(file), file);
  const told = driverOptions(command, loaded.driver, options.option);
  const all = await trials(loaded, told, options);
  print(options.json ?? false, all, () => all.map(renderTrial).join("\n"));
  // A baud rate at which nobody answered is no failure where a later one was right.
  if (!all.some((trial) => trial.ok) || all.at(-1)?.ok === false) process.exitCode = 1;
}

export function addProfileCommands(program: Command): void {
  const profile = program
    .command("profile")
    .description("Readers without a driver, described in a file.");
  profile
    .command("check")
    .description(
      "Check reader profiles: every problem at once, with line and column, and their examples played. Exit 1 if there is a problem.",
    )
    .argument("<file...>", "reader profiles")
    .option("--json", "print JSON")
    .action(check);
  const trial = profile
    .command("try")
    .description("Try a profile on a reader or a recording; moves nothing without --read.")
    .argument("<file>", "reader profile")
    .option("--port <SPEC>", "the port: serial:/dev/serial/by-id/… or tcp://HOST:PORT")
    .option("--recording <FILE>", "a recorded conversation instead of a port")
    .option("--read", "have the reader read the plate in it")
    .option("--measurement-nm <N>", "of --read", wavelength, 570)
    .option("--reference-nm <N>", 'of --read, or "none"', referenceWavelength, 650)
    .option("--listen <SECONDS>", "wait so long for a plate that comes by itself", positive)
    .option("--option <NAME=VALUE>", "an option of the profile; may be repeated", namedOption, {})
    .option("--json", "print JSON");
  trial.action((file: string, options: TryCommandOptions) => tryFile(file, options, trial));
  profile
    .command("schema")
    .description("Print the JSON Schema of profiles, for editors.")
    .option("--json", "print JSON, which it is anyway")
    .action(() => print(true, profileJsonSchema(), () => ""));
}

function referenceWavelength(text: string): number | null {
  return text === "none" ? null : wavelength(text);
}
