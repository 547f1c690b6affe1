import { spawnSync } from "node:child_process";
import { PlatewardenError } from "../domain/errors.ts";

export interface Answer {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

const LONGEST_OUTPUT = 16 * 1024 * 1024;

/** Runs a program to its end. Throws SERVICE_STEP_FAILED when it is not there; its exit code is the caller's to judge. */
export function runCommand(argv: readonly [string, ...string[]], timeoutMs?: number): Answer {
  const [program, ...words] = argv;
  const done = spawnSync(program, words, {
    encoding: "utf8",
    maxBuffer: LONGEST_OUTPUT,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
  if (done.error !== undefined) {
    throw new PlatewardenError(
      "SERVICE_STEP_FAILED",
      `\`${argv.join(" ")}\` could not be run: ${done.error.message}.`,
      { detail: { argv }, cause: done.error },
    );
  }
  return { code: done.status ?? 1, output: done.stdout.trim(), complaint: done.stderr.trim() };
}

/** What it printed. Throws SERVICE_STEP_FAILED with what it complained of when it did not succeed. */
export function mustRun(argv: readonly [string, ...string[]], timeoutMs?: number): string {
  const { code, output, complaint } = runCommand(argv, timeoutMs);
  if (code === 0) return output;
  throw new PlatewardenError(
    "SERVICE_STEP_FAILED",
    `\`${argv.join(" ")}\` ended with ${code}: ${complaint || output || "it said nothing"}`,
    { detail: { argv, code } },
  );
}
