/** The real daemon as a process, kept alive as a service manager does: whenever it ends, it is started afresh. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BenchView, RunView, StartRunRequest } from "../../src/api/views.ts";
import {
  commandHeaders,
  type DaemonAddress,
  readAddress,
} from "../../src/bench-tools/ask-daemon.ts";
import { wait } from "./wait.ts";

const LAUNCH = resolve(import.meta.dirname, "../../src/cli/launch.js");
const AGAIN_AFTER_MS = 200;
const LOOK_EVERY_MS = 60;
const ANSWER_WITHIN_MS = 10_000;
const SECOND_ENDS_WITHIN_MS = 30_000;

/** Why a process ended that nobody had killed. */
export interface OwnEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last it said on standard error. */
  readonly said: string;
}

/** A question about the bench that was answered, on the clock of this process. */
export interface Answered {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
}

export interface KeptDaemon {
  /** What the page shows; null while nobody answers. At most a moment old. */
  bench(): BenchView | null;
  /** Where it can be asked; null while it is not known. */
  address(): DaemonAddress | null;
  /** True when it was taken; false when the reader cannot just now, or nobody answers. Throws what else is refused. */
  startRun(request: StartRunRequest): Promise<boolean>;
  /** SIGKILL; `whileDown` is waited for before the next start. Resolves with when it was sent. */
  kill(whileDown?: () => Promise<void>): Promise<number>;
  freeze(ms: number): Promise<void>;
  /** Starts another on the same configuration: why it ended; null when the first one had ended meanwhile. */
  startSecond(): Promise<OwnEnd | "it works" | null>;
  /** How often it was started. */
  starts(): number;
  readonly ownEnds: readonly OwnEnd[];
  /** Ids of the runs that it said it had begun. */
  readonly accepted: readonly string[];
  /** Every answer so far: each shows that it was at work. */
  readonly answers: readonly Answered[];
  /** SIGTERM, and no start after it. Rejects when it does not end. */
  stop(): Promise<void>;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((done) => child.once("exit", done));
}

/** Text at the end of a log. */
function tailOf(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(-4000);
  } catch {
    return "";
  }
}

/** Starts it on `platewarden.toml` of a folder; logs are in `logs` there, one a start. */
export function keepDaemon(folder: string, env: Readonly<Record<string, string>>): KeptDaemon {
  const logs = join(folder, "logs");
  mkdirSync(logs, { recursive: true });
  const ownEnds: OwnEnd[] = [];
  const answers: Answered[] = [];
  const accepted: string[] = [];
  let starts = 0;
  let known: { address: DaemonAddress; pid: number } | null = null;
  let view: BenchView | null = null;
  let isOver = false;
  let isKilled = false;
  let secondIsUp = false;
  let hold: Promise<void> | null = null;

  function spawnDaemon(name: string): { child: ChildProcess; log: string } {
    const log = join(logs, `${name}.log`);
    const out = openSync(log, "a");
    const child = spawn(
      process.execPath,
      [LAUNCH, "daemon", "--config", join(folder, "platewarden.toml")],
      { stdio: ["ignore", "ignore", out], env: { ...process.env, ...env } },
    );
    closeSync(out);
    return { child, log };
  }

  // Whoever breaks the run off is left with no daemon.
  const killLast = (): void => void running.child.kill("SIGKILL");
  process.once("exit", killLast);

  let running = start();
  const keeping = keep();
  const looking = look();

  function start(): { child: ChildProcess; log: string } {
    starts += 1;
    isKilled = false;
    return spawnDaemon(String(starts).padStart(5, "0"));
  }

  async function keep(): Promise<void> {
    for (;;) {
      const { child, log } = running;
      await ended(child);
      known = null;
      view = null;
      if (isOver) return;
      if (!isKilled) {
        const said = tailOf(log);
        // Whoever ends while a second one starts may find it at work when he comes back.
        const isBeaten = secondIsUp && said.includes("DATA_FOLDER_IN_USE");
        if (!isBeaten) ownEnds.push({ code: child.exitCode, signal: child.signalCode, said });
        await wait(AGAIN_AFTER_MS);
      }
      while (hold !== null) await hold;
      if (isOver) return;
      running = start();
    }
  }

  function currentAddress(): DaemonAddress | null {
    const { pid } = running.child;
    if (known?.pid === pid) return known?.address ?? null;
    const told = readAddress(join(folder, "data"));
    // One that a killed daemon left behind names another process.
    if (told === null || told.pid !== pid) return null;
    known = { address: told, pid };
    return told;
  }

  async function ask(path: string, init: RequestInit = {}): Promise<Response | null> {
    const address = currentAddress();
    if (address === null) return null;
    try {
      return await fetch(`${address.url}/api/v1${path}`, {
        ...init,
        headers: { ...commandHeaders(address, "chaos"), ...init.headers },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch {
      return null;
    }
  }

  async function look(): Promise<void> {
    while (!isOver) {
      const { pid } = running.child;
      const askedAtMs = performance.now();
      const answer = await ask("/bench");
      const fresh = await answer?.json().catch(() => null);
      const isSame = running.child.pid === pid && running.child.signalCode === null;
      view = answer?.ok && isSame ? (fresh as BenchView) : null;
      if (view !== null) answers.push({ askedAtMs, answeredAtMs: performance.now() });
      await wait(LOOK_EVERY_MS);
    }
  }

  return {
    bench: () => view,
    address: currentAddress,
    startRun: async (request) => {
      const answer = await ask("/runs", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      if (answer === null) return false;
      if (answer.ok) {
        const run = (await answer.json().catch(() => null)) as RunView | null;
        if (run !== null) accepted.push(run.id);
        return true;
      }
      const why = await answer.text().catch(() => "");
      // A page shows these to the technician, who tries again: they are about the moment, not about the plate.
      if (/READER_(?:BUSY|NOT_READY)|STORE_|BARCODE_ALREADY_READ/.test(why) || why === "")
        return false;
      throw new Error(`the run of ${request.barcode} was refused: ${why}`);
    },
    kill: async (whileDown) => {
      let release = (): void => undefined;
      hold = new Promise((done) => {
        release = () => done();
      });
      isKilled = true;
      const at = performance.now();
      const { child } = running;
      child.kill("SIGKILL");
      await ended(child);
      try {
        await whileDown?.();
      } finally {
        hold = null;
        release();
      }
      return at;
    },
    freeze: async (ms) => {
      const { child } = running;
      child.kill("SIGSTOP");
      await wait(ms);
      child.kill("SIGCONT");
    },
    startSecond: async () => {
      const first = running.child;
      if (currentAddress() === null) return null;
      const isStill = (): boolean => first === running.child && first.exitCode === null;
      secondIsUp = true;
      const { child, log } = spawnDaemon(`second-${starts}`);
      const sinceMs = performance.now();
      while (
        child.exitCode === null &&
        isStill() &&
        performance.now() - sinceMs < SECOND_ENDS_WITHIN_MS
      ) {
        await wait(LOOK_EVERY_MS);
      }
      const isOut = child.exitCode !== null;
      child.kill("SIGKILL");
      await ended(child);
      const hadFirst = isStill();
      // A first one that is just being refused by the second is about to end.
      setTimeout(() => {
        secondIsUp = false;
      }, 3 * AGAIN_AFTER_MS).unref();
      if (!hadFirst) return null;
      return isOut
        ? { code: child.exitCode, signal: child.signalCode, said: tailOf(log) }
        : "it works";
    },
    starts: () => starts,
    ownEnds,
    answers,
    accepted,
    stop: async () => {
      isOver = true;
      const { child } = running;
      child.kill("SIGTERM");
      const isOut = await Promise.race([
        ended(child).then(() => true),
        wait(SECOND_ENDS_WITHIN_MS).then(() => false),
      ]);
      if (!isOut) child.kill("SIGKILL");
      await Promise.all([keeping, looking]);
      process.off("exit", killLast);
      if (!isOut) throw new Error("the daemon did not end when it was told to");
    },
  };
}
