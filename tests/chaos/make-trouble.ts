/** Plays a schedule of faults on the bench: one hand a lane, and every hand at its own work. */
import SqliteDatabase from "better-sqlite3";
import { crowdOfBrowsers } from "./browsers.ts";
import type { ChaosBench, RoughReader } from "./chaos-bench.ts";
import type { FaultKind, Lane } from "./fault-kinds.ts";
import type { Fault } from "./fault-schedule.ts";
import type { FaultyHost } from "./faulty-host.ts";
import type { KeptDaemon, OwnEnd } from "./kept-daemon.ts";
import type { SmallDisk } from "./small-disk.ts";
import type { Span } from "./spans.ts";
import { wait } from "./wait.ts";
import type { ReceiverMood } from "./webhook-receiver.ts";

export interface Scene {
  readonly bench: ChaosBench;
  readonly daemon: KeptDaemon;
  readonly databaseFile: string;
  /** Null where the machine lacks what it takes. */
  readonly host: FaultyHost | null;
  readonly disk: SmallDisk | null;
  /** Somebody reads a plate at the panel of a reader while the daemon is down; false when it could not be done. */
  readonly visit: (where: number) => Promise<boolean>;
  /** While the daemon cannot take what readers send. */
  readonly stalls: Span[];
  /** When the daemon was killed. */
  readonly kills: number[];
  readonly counts: Map<FaultKind, number>;
  /** What came of daemons that were started beside the first. */
  readonly seconds: (OwnEnd | "it works")[];
}

type Play = (scene: Scene, fault: Fault) => Promise<boolean>;

function count({ counts }: Scene, kind: FaultKind): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

/** Remembers for how long nothing can be taken in. */
async function stalled(scene: Scene, work: () => Promise<boolean>): Promise<boolean> {
  const span: Span = { fromMs: performance.now(), toMs: Number.POSITIVE_INFINITY };
  scene.stalls.push(span);
  try {
    return await work();
  } finally {
    span.toMs = performance.now();
  }
}

async function killed(scene: Scene, whileDown?: () => Promise<void>): Promise<true> {
  scene.kills.push(await scene.daemon.kill(whileDown));
  return true;
}

function oneOf<T>(things: readonly T[], where: number): T | null {
  return things[Math.floor(where * things.length)] ?? null;
}

/** A start that has not come so far is killed in its middle. */
const START_WITHIN_MS = 5_000;
const HOURS_MS = 3_600_000;
/** As a wrong battery, a summer-time change done wrong, a corrected drift, and a typing error do it. */
const JUMPS_MS = [
  -26 * HOURS_MS,
  -HOURS_MS,
  -1500,
  1500,
  HOURS_MS,
  26 * HOURS_MS,
  400 * 24 * HOURS_MS,
];
const MOODS: readonly ReceiverMood[] = ["refuses", "hangs", "cuts"];

async function lockDatabase({ databaseFile }: Scene, forMs: number): Promise<boolean> {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(databaseFile, { fileMustExist: true, timeout: 200 });
    db.exec("BEGIN EXCLUSIVE");
    await wait(forMs);
    db.exec("ROLLBACK");
    return true;
  } catch {
    // Busy itself, or the disk is full or read-only: then there is nothing to lock.
    return false;
  } finally {
    db?.close();
  }
}

async function onReadOnlyDisk(scene: Scene, disk: SmallDisk, forMs: number): Promise<boolean> {
  let isMounted = false;
  await killed(scene, async () => {
    try {
      disk.mount("ro");
      isMounted = true;
    } catch {
      // Somebody else still has a file of it open for writing.
    }
  });
  if (!isMounted) return false;
  await wait(forMs);
  disk.mount("rw");
  return true;
}

async function fillDisk({ disk, host }: Scene, forMs: number): Promise<boolean> {
  if (disk === null) {
    if (host === null) return false;
    host.writesFail("disk full");
    await wait(forMs);
    host.writesFail("none");
    return true;
  }
  try {
    if (!(await disk.fill())) return false;
    await wait(forMs);
    return true;
  } finally {
    await disk.free();
  }
}

function onLine(
  act: (proxy: NonNullable<RoughReader["proxy"]>, fault: Fault, scene: Scene) => Promise<boolean>,
): Play {
  return async (scene, fault) => {
    const proxies = scene.bench.readers.flatMap(({ proxy }) => (proxy === null ? [] : [proxy]));
    const proxy = oneOf(proxies, fault.where);
    return proxy !== null && act(proxy, fault, scene);
  };
}

const damage: Play = onLine(async (proxy, { kind, where, amount }, scene) => {
  if (kind !== "flip" && kind !== "drop" && kind !== "double") return false;
  // It counts when it has met bytes, which may be never.
  proxy.damageNext(kind, (where * 7) % 1, amount, () => count(scene, kind));
  return false;
});

/** Each resolves with whether the fault has been done, and is over. */
const PLAYS: Readonly<Record<FaultKind, Play>> = {
  kill: async (scene, { amount }) => {
    // Every other one comes when the daemon is at work; the others come when they come, also in the middle of a start.
    if (amount < 0.5) {
      const sinceMs = performance.now();
      while (scene.daemon.address() === null && performance.now() - sinceMs < START_WITHIN_MS) {
        await wait(20);
      }
      await wait(amount * 3_000);
    }
    return killed(scene);
  },
  stop: (scene, { forMs }) =>
    stalled(scene, async () => {
      await scene.daemon.freeze(forMs);
      return true;
    }),
  second: async ({ daemon, seconds }) => {
    const end = await daemon.startSecond();
    if (end !== null) seconds.push(end);
    return end !== null;
  },
  visitor: async (scene, { where }) => {
    let isDone = false;
    await killed(scene, async () => {
      isDone = await scene.visit(where);
    });
    return isDone;
  },
  unmounted: async (scene, { forMs }) =>
    scene.disk !== null && onReadOnlyDisk(scene, scene.disk, forMs),
  full: (scene, { forMs }) => stalled(scene, () => fillDisk(scene, forMs)),
  "read-only": (scene, { forMs }) =>
    stalled(scene, async () => {
      scene.host?.writesFail("read-only");
      await wait(forMs);
      scene.host?.writesFail("none");
      return scene.host !== null;
    }),
  fsync: (scene, { forMs, amount }) =>
    stalled(scene, async () => {
      scene.host?.syncsFail(amount < 0.5 ? 40 : 100);
      await wait(forMs);
      scene.host?.syncsFail(0);
      return scene.host !== null;
    }),
  locked: (scene, { forMs }) => stalled(scene, () => lockDatabase(scene, forMs)),
  clock: async ({ host }, { where }) => {
    host?.moveClock(oneOf(JUMPS_MS, where) ?? 0);
    return host !== null;
  },
  cut: async ({ bench }, { where }) => {
    await oneOf(bench.readers, where)?.cut();
    return true;
  },
  refuse: onLine(async (proxy, { forMs }) => {
    await proxy.refuseFor(forMs);
    return true;
  }),
  flip: damage,
  drop: damage,
  double: damage,
  noise: onLine(async (proxy, { amount }) => {
    // No digits: a reader without a checksum could not tell them from its own.
    const noise = Array.from(
      { length: 1 + Math.floor(amount * 40) },
      (_, at) => 0x80 + ((at * 37 + amount * 127) % 0x7f),
    );
    proxy.addNoise(Buffer.from(noise));
    return true;
  }),
  delay: onLine(async (proxy, { forMs }) => {
    proxy.slowDown(1);
    await wait(forMs);
    proxy.slowDown(0);
    return true;
  }),
  server: async ({ bench }, { forMs }) => {
    await bench.lads?.restart({ downMs: forMs });
    return bench.lads !== null;
  },
  link: async ({ bench }) => {
    await bench.lads?.dropLink();
    return bench.lads !== null;
  },
  browsers: async ({ daemon }, { forMs, amount }) => {
    const address = daemon.address();
    if (address === null) return false;
    await crowdOfBrowsers(address, 1 + Math.floor(amount * 24), forMs);
    return true;
  },
  webhook: async ({ bench }, { where, forMs }) => {
    bench.receiver.setMood(oneOf(MOODS, where) ?? "refuses");
    await wait(forMs);
    bench.receiver.setMood("well");
    return true;
  },
};

async function playLane(scene: Scene, faults: readonly Fault[], fromMs: number): Promise<void> {
  for (const fault of faults) {
    const dueMs = fromMs + fault.atMs - performance.now();
    if (dueMs > 0) await wait(dueMs);
    if (await PLAYS[fault.kind](scene, fault)) count(scene, fault.kind);
  }
}

/** Plays all of it, and resolves when everything works again as far as it is in this hand. */
export async function makeTrouble(scene: Scene, faults: readonly Fault[]): Promise<void> {
  const fromMs = performance.now();
  const lanes = new Map<Lane, Fault[]>();
  for (const fault of faults) lanes.set(fault.lane, [...(lanes.get(fault.lane) ?? []), fault]);
  await Promise.all([...lanes.values()].map((own) => playLane(scene, own, fromMs)));
  scene.host?.moveClock(0);
}
