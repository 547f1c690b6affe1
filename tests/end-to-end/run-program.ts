/** The program as a process of its own, started as a user starts it. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export const LAUNCH = join(import.meta.dirname, "../../src/cli/launch.js");

export interface ProgramResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs it to its end. */
export function runProgram(...args: string[]): Promise<ProgramResult> {
  const child = spawn(process.execPath, [LAUNCH, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}
