/** The real daemon as a process of its own, started, asked over HTTP, and killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BenchView, RunView, StartRunRequest } from "../../src/api/views.ts";
import {
  commandHeaders,
  type DaemonAddress,
  readAddress,
} from "../../src/bench-tools/ask-daemon.ts";

const LAUNCH = resolve(import.meta.dirname, "../../src/cli/launch.js");
const START_WITHIN_MS = 30_000;

export interface DaemonProcess {
  bench(): Promise<BenchView>;
  startRun(request: StartRunRequest): Promise<RunView>;
  /** Resolves with the bench as soon as it fits; rejects after `withinMs`. */
  until(fits: (bench: BenchView) => boolean, withinMs: number): Promise<BenchView>;
  /** SIGKILL; resolves when the process is gone. Returns when it was sent. */
  kill(): Promise<number>;
  stop(): Promise<void>;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((done) => child.once("exit", done));
}

/** Starts the daemon on a configuration and waits until its page answers; its log is `daemon.log` in the folder. */
export async function startDaemonProcess(folder: string): Promise<DaemonProcess> {
  const log = openSync(join(folder, "daemon.log"), "a");
  const child = spawn(
    process.execPath,
    [LAUNCH, "daemon", "--config", join(folder, "platewarden.toml")],
    { stdio: ["ignore", "ignore", log] },
  );
  closeSync(log);
  const since = performance.now();
  let address: DaemonAddress | null = null;
  while (address === null) {
    if (child.exitCode !== null)
      throw new Error(`the daemon ended with ${child.exitCode}; see daemon.log in ${folder}`);
    if (performance.now() - since > START_WITHIN_MS) throw new Error("the daemon does not start");
    // One that a killed daemon left behind names another process.
    const told = readAddress(join(folder, "data"));
    if (told?.pid === child.pid) address = told;
    else await pause(20);
  }
  const { url } = address;
  const headers = commandHeaders(address, "chaos");

  async function bench(): Promise<BenchView> {
    return (await fetch(`${url}/api/v1/bench`, { headers })).json() as Promise<BenchView>;
  }

  return {
    bench,
    startRun: async (request) => {
      const response = await fetch(`${url}/api/v1/runs`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`the run was refused: ${JSON.stringify(answer)}`);
      return answer as RunView;
    },
    until: async (fits, withinMs) => {
      const start = performance.now();
      for (;;) {
        const view = await bench();
        if (fits(view)) return view;
        if (performance.now() - start > withinMs) {
          const { readers, runs } = view;
          throw new Error(
            `the bench does not get there: ${JSON.stringify({ readers, runs: runs.slice(0, 4) })}`,
          );
        }
        await pause(40);
      }
    },
    kill: async () => {
      const at = performance.now();
      child.kill("SIGKILL");
      await ended(child);
      return at;
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended(child);
    },
  };
}
