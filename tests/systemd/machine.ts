/** A Debian booted with its own systemd beside this one, in namespaces, without a network. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export interface Ran {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

export interface Machine {
  /** Its file tree, as seen from here. */
  readonly root: string;
  /** Runs a program in it as root, in the folder /. */
  run(...argv: string[]): Promise<Ran>;
  /** What it printed; rejects when it does not end with 0. */
  must(...argv: string[]): Promise<string>;
  /** Tries until `fits` holds of what comes back; rejects with the last of it after `withinMs`. */
  until<T>(
    what: string,
    look: () => Promise<T>,
    fits: (found: T) => boolean,
    withinMs?: number,
  ): Promise<T>;
  powerOff(): Promise<void>;
}

const BOOTED_WITHIN_MS = 60_000;
const OFF_WITHIN_MS = 30_000;
const RUN_WITHIN_MS = 180_000;
const USUAL_WAIT_MS = 60_000;
const LOOK_EVERY_MS = 200;
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A tree of its own, which goes with the process. */
export function copyTree(from: string): string {
  const root = join(mkdtempSync(join(tmpdir(), "platewarden-machine-")), "root");
  const copied = spawnSync("cp", ["-a", "--reflink=auto", from, root]);
  if (copied.status !== 0) throw new Error(`the root cannot be copied: ${copied.stderr}`);
  return root;
}

export function removeTree(root: string): void {
  rmSync(join(root, ".."), { recursive: true, force: true });
}

function execute(argv: readonly string[], withinMs: number): Promise<Ran> {
  const [program = "", ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], timeout: withinMs });
    let output = "";
    let complaint = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
    });
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ code: code ?? 1, output: output.trim(), complaint: complaint.trim() }),
    );
  });
}

/** The first process of the machine: the only child of the one that booted it. */
function leaderOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0] || null;
  } catch {
    return null;
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** How a tree becomes a machine of its own; a program behind it is run there instead of a system. */
function machineWords(root: string): string[] {
  return [
    `--directory=${root}`,
    `--machine=platewarden-${process.pid}`,
    "--register=no",
    "--keep-unit",
    "--private-network",
    "--console=pipe",
    // Its own systemd filters devices with programs in the kernel, on one hierarchy of control groups.
    "--capability=all",
    "--system-call-filter=bpf",
  ];
}

const ENVIRONMENT = { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1" };

/** Why this computer cannot run a machine, as it says itself; null when it can. */
export function whyNotBootable(root: string): string | null {
  const tried = spawnSync("systemd-nspawn", [...machineWords(root), "--quiet", "/bin/true"], {
    env: ENVIRONMENT,
    encoding: "utf8",
    timeout: BOOTED_WITHIN_MS,
  });
  return tried.status === 0 ? null : `systemd-nspawn cannot run here: ${tried.stderr.trim()}`;
}

function startMachine(root: string): ChildProcess {
  const words = [...machineWords(root), "--boot"];
  return spawn("systemd-nspawn", words, {
    env: ENVIRONMENT,
    stdio: ["ignore", "ignore", "ignore"],
  });
}

async function ended(child: ChildProcess, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (child.exitCode === null && child.signalCode === null) {
    if (performance.now() > until) return false;
    await wait(LOOK_EVERY_MS);
  }
  return true;
}

/** Boots a tree and waits until everything that is started with it has been started, or has failed. */
export async function bootMachine(root: string): Promise<Machine> {
  const nspawn = startMachine(root);
  let leader: string | null = null;
  const kill = (): void => {
    // All processes of the machine end with its first one; the one that booted it leaves them running.
    leader ??= nspawn.pid === undefined ? null : leaderOf(nspawn.pid);
    if (leader !== null) killProcess(Number(leader));
    nspawn.kill("SIGKILL");
  };
  // Before its tree is removed.
  process.prependOnceListener("exit", kill);
  const untilMs = performance.now() + BOOTED_WITHIN_MS;
  const inside = (argv: readonly string[]): string[] => [
    ...["nsenter", "--all", "--target", leader ?? "0", "--"],
    ...["env", "--ignore-environment", "--chdir=/", `PATH=${PATH}`, "HOME=/root", ...argv],
  ];
  const run = (...argv: string[]): Promise<Ran> => execute(inside(argv), RUN_WITHIN_MS);
  for (;;) {
    if (nspawn.pid === undefined || nspawn.exitCode !== null || performance.now() > untilMs) {
      kill();
      throw new Error("the machine does not boot");
    }
    leader = leaderOf(nspawn.pid);
    const state = leader === null ? "" : (await run("systemctl", "is-system-running")).output;
    if (state === "running" || state === "degraded" || state === "starting") break;
    await wait(LOOK_EVERY_MS);
  }
  return {
    root,
    run,
    must: async (...argv) => {
      const { code, output, complaint } = await run(...argv);
      if (code !== 0)
        throw new Error(`${argv.join(" ")}: ended with ${code}\n${output}\n${complaint}`);
      return output;
    },
    until: async (what, look, fits, withinMs = USUAL_WAIT_MS) => {
      const endMs = performance.now() + withinMs;
      for (;;) {
        const found = await look();
        if (fits(found)) return found;
        if (performance.now() > endMs) {
          throw new Error(`${what} did not come about; found ${JSON.stringify(found)}`);
        }
        await wait(LOOK_EVERY_MS);
      }
    },
    powerOff: async () => {
      await run("systemctl", "poweroff");
      const isOff = await ended(nspawn, OFF_WITHIN_MS);
      process.off("exit", kill);
      if (isOff) return;
      kill();
      await ended(nspawn, OFF_WITHIN_MS);
    },
  };
}
