/** Starting, staying alive, and coming back. */
import { setTimeout as wait } from "node:timers/promises";
import { type Check, must } from "./check.ts";
import { COMMAND, DATA, NODE, type ServiceBench } from "./service-bench.ts";

const HELD_MS = 3000;

async function mainPid({ unit }: ServiceBench): Promise<string> {
  return unit("MainPID");
}

/** The shell's own: a small Debian has no program of that name. */
function signal(name: "CONT" | "KILL" | "STOP", pid: string): string[] {
  return ["sh", "-c", `kill -${name} ${pid}`];
}

/** Waits until another process than `before` is the service, and is ready. */
async function untilRestarted(bench: ServiceBench, before: string): Promise<void> {
  const isOther = (pid: string): boolean => pid !== "0" && pid !== before;
  await bench.machine.until("another process", () => mainPid(bench), isOther);
  await bench.untilReady();
}

interface Disturbance {
  /** Plates that it brings itself. */
  readonly brings: readonly string[];
  /** The plate that is read after it. */
  readonly next: string;
  readonly disturb: () => Promise<void>;
}

/** Nothing that had been there is gone after a disturbance, and a plate can be read. */
async function losesNothing(bench: ServiceBench, disturbance: Disturbance): Promise<void> {
  const { brings, next, disturb } = disturbance;
  const before = await bench.barcodes();
  await disturb();
  await bench.read(next);
  const wanted = [...before, ...brings, next].sort().join(" ");
  const found = (await bench.barcodes()).join(" ");
  must(found === wanted, `plates are ${found}, not ${wanted}`);
  await bench.verify();
}

async function readCutOff(bench: ServiceBench): Promise<void> {
  const { machine } = bench;
  const words = ["--barcode", "P-3", "--layout", "uniform-96", "--operator", "lab"];
  const start = ["run", "start", "--reader", "bench-1", ...words];
  await bench.ask(...start);
  const pid = await mainPid(bench);
  await machine.must(...signal("KILL", pid));
  await untilRestarted(bench, pid);
  const has = (found: readonly string[]): boolean => found.includes("P-3");
  try {
    await machine.until("plate P-3", bench.barcodes, has, 10_000);
  } catch {
    // Killed before the reader was told to read: there is no plate to fetch.
    await bench.ask(...start);
    await machine.until("plate P-3, read again", bench.barcodes, has);
    await bench.untilReady();
  }
}

/** Holds the write lock of the database until it is killed. */
const HOLD_LOCK = `
const Database = require("/opt/platewarden/current/node_modules/better-sqlite3");
const db = new Database("${DATA}/platewarden.sqlite");
db.exec("BEGIN IMMEDIATE");
setInterval(() => {}, 1000);
`;

export const RUNNING_CHECKS: readonly Check[] = [
  {
    name: "starts when the computer starts",
    run: async (bench) => {
      await bench.untilReady();
      const started = await bench.unit("NRestarts");
      must(started === "0", `it was started again ${started} times`);
    },
  },
  {
    name: "is ready for systemd only when it is ready: a process that stands still on its way stays activating",
    run: async (bench) => {
      const { machine, unit } = bench;
      await machine.must("systemctl", "stop", "platewarden");
      await machine.must("systemctl", "start", "--no-block", "platewarden");
      const pid = await machine.until(
        "a process",
        () => mainPid(bench),
        (found) => found !== "0",
        10_000,
      );
      await machine.must(...signal("STOP", pid));
      await wait(HELD_MS);
      const held = await unit("ActiveState");
      const answers = await machine.run("runuser", "-u", "platewarden", "--", COMMAND, "readers");
      await machine.must(...signal("CONT", pid));
      must(held === "activating", `it was ${held} while its process stood still`);
      must(answers.code !== 0, "it answered while its process stood still");
      await bench.untilReady();
      must((await mainPid(bench)) === pid, "another process became ready");
      const status = await unit("StatusText");
      must(status.includes("http://127.0.0.1:8480"), `its status is “${status}”`);
    },
  },
  {
    name: "captures a plate",
    run: (bench) =>
      losesNothing(bench, { brings: [], next: "P-1", disturb: async () => undefined }),
  },
  {
    name: "is started again after SIGKILL, and nothing is lost",
    run: (bench) =>
      losesNothing(bench, {
        brings: [],
        next: "P-2",
        disturb: async () => {
          const pid = await mainPid(bench);
          await bench.machine.must(...signal("KILL", pid));
          await untilRestarted(bench, pid);
        },
      }),
  },
  {
    name: "is started again after SIGKILL in the middle of a read, and the plate is there once",
    run: (bench) =>
      losesNothing(bench, { brings: ["P-3"], next: "P-4", disturb: () => readCutOff(bench) }),
  },
  {
    name: "the watchdog starts it again when its event loop stands still",
    run: (bench) =>
      losesNothing(bench, {
        brings: [],
        next: "P-5",
        disturb: async () => {
          const pid = await mainPid(bench);
          await bench.machine.must(...signal("STOP", pid));
          await untilRestarted(bench, pid);
          const told = await bench.systemdSays();
          must(told.includes("Watchdog timeout"), "the journal tells of no watchdog");
        },
      }),
  },
  {
    name: "the watchdog starts it again when the store does not answer, though its event loop turns",
    run: (bench) =>
      losesNothing(bench, {
        brings: [],
        next: "P-6",
        disturb: async () => {
          const { machine } = bench;
          const pid = await mainPid(bench);
          const run = ["systemd-run", "--quiet", "--unit=locker", "--uid=platewarden", NODE];
          await machine.must(...run, "--eval", HOLD_LOCK);
          const isOther = (found: string): boolean => found !== pid;
          await machine.until("an end of the process", () => mainPid(bench), isOther);
          await machine.must("systemctl", "stop", "locker");
          const told = await bench.journal();
          must(told.includes("the watchdog is not fed this time"), "the daemon said nothing of it");
          await untilRestarted(bench, pid);
        },
      }),
  },
];

/** Short times for what takes a minute in life. */
export const QUICK_LIMITS = "[Service]\nWatchdogSec=12\nRestartSec=1\n";
