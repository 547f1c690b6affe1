/** The real daemon as a process of its own, as benchmarks start, ask and measure it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  commandHeaders,
  type DaemonAddress,
  readAddress,
} from "../../src/bench-tools/ask-daemon.ts";

const LAUNCH = resolve(import.meta.dirname, "../../src/cli/launch.js");
const LOOK_EVERY_MS = 5;
/** Of the log, to be shown when it does not start. */
const LINES_KEPT = 20;
const MEGABYTE = 1024;

export interface BenchDaemon {
  readonly child: ChildProcess;
  readonly address: DaemonAddress;
  /** From the start of the process until its health is asked for and good. */
  readonly healthyAfterMs: number;
  /** GET below /api/v1, as a command: the body as text, which must have come with success. */
  get(path: string): Promise<string>;
  /** Resident memory, in MB. */
  residentMb(): number;
  stop(): Promise<void>;
}

/** A daemon must have something to read from: a folder that stays empty costs nothing. */
const EMPTY_FOLDER = '[[folder]]\nid = "exports"\npath = "exports"\n';

/** Starts the daemon on the folder `data` beside the configuration that is written here; `sections` are its readers. */
export async function startBenchDaemon(
  folder: string,
  sections = EMPTY_FOLDER,
): Promise<BenchDaemon> {
  mkdirSync(join(folder, "exports"), { recursive: true });
  const config = join(folder, "platewarden.toml");
  writeFileSync(
    config,
    `schema = "platewarden-config/2"\ndata = "data"\n[web]\nport = 0\n${sections}`,
  );
  const startedMs = performance.now();
  const child = spawn(process.execPath, [LAUNCH, "daemon", "--config", config], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  child.stderr.on("data", (text) => said.push(String(text)) > LINES_KEPT && said.shift());
  const address = await healthyAddress(child, join(folder, "data")).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${said.join("")}`);
  });
  const healthyAfterMs = performance.now() - startedMs;
  const headers = commandHeaders(address);
  return {
    child,
    address,
    healthyAfterMs,
    get: async (path) => {
      const answer = await fetch(`${address.url}/api/v1${path}`, { headers });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
      return text;
    },
    residentMb: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / MEGABYTE;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await new Promise((done) => child.once("exit", done));
    },
  };
}

async function healthyAddress(child: ChildProcess, dataFolder: string): Promise<DaemonAddress> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
    const address = readAddress(dataFolder);
    // One of an earlier process may lie there still.
    if (address !== null && address.pid === child.pid && (await isHealthy(address))) return address;
    await pause(LOOK_EVERY_MS);
  }
}

async function isHealthy({ url }: DaemonAddress): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/v1/health`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
