/** A daemon without readers, of this very program, on data that were put back for a drill. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { commandHeaders, readAddress } from "../bench-tools/ask-daemon.ts";
import { PlatewardenError } from "../domain/errors.ts";

const LAUNCH = join(import.meta.dirname, "launch.js");
/** With a large database it takes seconds. */
const START_WITHIN_MS = 120_000;
const ANSWER_WITHIN_MS = 30_000;

const bench = z.looseObject({ plates: z.array(z.looseObject({ barcode: z.string() })) });

/** It would tell the service manager of itself, under whom the command may run. */
const NOT_PASSED_ON = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "PLATEWARDEN_DATA"];

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.includes(name)),
  );
}

function start(folder: string, dataFolder: string): ChildProcess {
  const config = join(folder, "drill.toml");
  const empty = join(folder, "nothing-comes-here");
  mkdirSync(empty);
  const lines = [
    'schema = "platewarden-config/2"',
    `data = ${JSON.stringify(dataFolder)}`,
    "web = { port = 0 }",
    "[[folder]]",
    'id = "drill"',
    `path = ${JSON.stringify(empty)}`,
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const args = [LAUNCH, "daemon", "--config", config];
  return spawn(process.execPath, args, {
    env: environment(),
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** Resolves when it says where its page is. */
function untilServed(daemon: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const notRunning = (why: string): PlatewardenError =>
      new PlatewardenError("DAEMON_NOT_RUNNING", `The daemon of the drill ${why}.`);
    const timer = setTimeout(
      () => reject(notRunning(`did not start within ${START_WITHIN_MS / 1000} s`)),
      START_WITHIN_MS,
    );
    daemon.once("error", reject);
    daemon.once("exit", (code) => {
      clearTimeout(timer);
      reject(notRunning(`ended with ${code}`));
    });
    daemon.stdout?.setEncoding("utf8").on("data", (text: string) => {
      if (!text.includes("bench page:")) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The barcodes of the newest plates that it shows. Rejects with DAEMON_NOT_RUNNING. */
export async function askDrillDaemon(dataFolder: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-drill-"));
  const daemon = start(folder, dataFolder);
  const ended = once(daemon, "exit");
  try {
    await untilServed(daemon);
    const address = readAddress(dataFolder);
    if (address === null) throw new Error("the daemon of the drill has no address");
    const answer = await fetch(`${address.url}/api/v1/bench`, {
      headers: commandHeaders(address, "drill"),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return bench.parse(await answer.json()).plates.map(({ barcode }) => barcode);
  } finally {
    daemon.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}
