/** The program's own commands as a user starts them: what is qualified is what is installed. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";

export const LAUNCH = resolve(import.meta.dirname, "../cli/launch.js");

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `platewarden …` to its end; an exit code other than 0 is an answer like any other. */
export function runCommand(...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(process.execPath, [LAUNCH, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((done, reject) => {
    child.once("error", reject);
    child.once("close", (code) => done({ code, out, err }));
  });
}

/** What it said, in short, for a report. */
export function lastWords({ code, out, err }: CommandResult): string {
  const words = (err.trim() === "" ? out : err).trim().split("\n").slice(-2).join(" ");
  return `exit code ${code}; ${words.slice(0, 300)}`;
}
