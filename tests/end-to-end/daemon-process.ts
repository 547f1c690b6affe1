/** The daemon as a process of its own, on a configuration file, followed by its page's own feed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BenchView, ReaderView } from "../../src/api/views.ts";
import { commandHeaders, readAddress } from "../../src/bench-tools/ask-daemon.ts";
import { LAUNCH } from "./run-program.ts";

export interface ReaderEntry {
  readonly id: string;
  readonly port: string;
  /** As they stand in the file, e.g. `model = "680"`. */
  readonly options?: readonly string[];
}

export interface BenchFiles {
  readonly folder: string;
  readonly data: string;
  readonly config: string;
}

/** Short waits: a simulated reader answers at once, and what it keeps back it keeps back for ever. */
const QUICK = [
  "mixSeconds = 0",
  "answerTimeoutMs = 400",
  "readTimeoutMs = 3000",
  "interLineTimeoutMs = 400",
  "recordSilenceMs = 200",
];

/** A folder with a configuration for these readers, removed when the test has ended. */
export function benchFiles(
  readers: readonly ReaderEntry[],
  more: { readonly data?: string; readonly webPort?: number } = {},
): BenchFiles {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-bench-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = more.data ?? join(folder, "data");
  const config = join(folder, "platewarden.toml");
  const lines = [
    'schema = "platewarden-config/2"',
    `data = "${data}"`,
    `web = { port = ${more.webPort ?? 0} }`,
    ...readers.flatMap(({ id, port, options = [] }) => [
      "[[reader]]",
      `id = "${id}"`,
      'driver = "bio-rad"',
      `port = "${port}"`,
      "[reader.options]",
      ...QUICK,
      ...options,
    ]),
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  return { folder, data, config };
}

export interface DaemonProcess {
  readonly url: string;
  readonly process: ChildProcess;
  bench(): Promise<BenchView>;
  /** The bench the first time that it fits: now, or after one of the messages of its live feed. */
  when(fits: (bench: BenchView) => boolean): Promise<BenchView>;
  /** The reader the first time that it fits. */
  reader(id: string, fits: (reader: ReaderView) => boolean): Promise<ReaderView>;
  /** Ends it as the service manager does; resolves with its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Starts the daemon and waits until its page is served. Rejects with what it printed when it ends before. */
export async function startDaemonProcess(
  files: Pick<BenchFiles, "config">,
): Promise<DaemonProcess> {
  const child = spawn(process.execPath, [LAUNCH, "daemon", "--config", files.config], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const { url, data } = await servedAt(child);

  /** As a command on this computer asks. */
  async function ask(path: string, signal: AbortSignal | null = null): Promise<Response> {
    const address = readAddress(data);
    if (address === null) throw new Error(`the daemon of ${data} has no address`);
    return fetch(`${url}/api/v1/${path}`, { headers: commandHeaders(address), signal });
  }

  async function bench(): Promise<BenchView> {
    const response = await ask("bench");
    if (!response.ok) throw new Error(`the bench is not shown: ${await response.text()}`);
    return (await response.json()) as BenchView;
  }

  async function when(fits: (bench: BenchView) => boolean): Promise<BenchView> {
    const over = new AbortController();
    try {
      const feed = await ask("events", over.signal);
      if (feed.body === null) throw new Error("the feed has no body");
      let last = await bench();
      if (fits(last)) return last;
      for await (const _ of feed.body) {
        last = await bench();
        if (fits(last)) return last;
      }
      throw new Error(`the feed ended; the bench was ${JSON.stringify(last)}`);
    } finally {
      over.abort();
    }
  }

  return {
    url,
    process: child,
    bench,
    when,
    reader: async (id, fits) => {
      const isIt = (reader: ReaderView) => reader.id === id && fits(reader);
      const { readers } = await when((one) => one.readers.some(isIt));
      const found = readers.find(isIt);
      if (found === undefined) throw new Error(`reader ${id} has vanished`);
      return found;
    },
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function servedAt(child: ChildProcess): Promise<{ readonly url: string; readonly data: string }> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const take = (text: string): void => {
      printed += text;
      const [, data, url] = /works on (.+); bench page: (http:\S+)/.exec(printed) ?? [];
      if (url !== undefined && data !== undefined) resolve({ url, data });
    };
    child.stdout?.setEncoding("utf8").on("data", take);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    child.once("close", (code) => reject(new Error(`the daemon ended with ${code}: ${printed}`)));
  });
}
