/** Runs a command of the program in this process and catches what it prints. */
import { vi } from "vitest";
import { main } from "../../src/cli/main.ts";

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function runCli(...args: string[]): Promise<CliResult> {
  const printed = { out: "", err: "" };
  const caught = (stream: "out" | "err") => (text: unknown) => {
    printed[stream] += String(text);
    return true;
  };
  const out = vi.spyOn(process.stdout, "write").mockImplementation(caught("out"));
  const err = vi.spyOn(process.stderr, "write").mockImplementation(caught("err"));
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await main(["node", "platewarden", ...args]);
    return { code: Number(process.exitCode), ...printed };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
}

/** The JSON that a command prints; fails when it prints anything else or does not end with 0. */
export async function jsonOf(...args: string[]): Promise<unknown> {
  const { code, out, err } = await runCli(...args, "--json");
  if (code !== 0) throw new Error(`exit code ${code}: ${err}${out}`);
  return JSON.parse(out);
}
