/** One experiment after the other until the time is over, each on a bench of its own, and what they came to. */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { interpretersOf } from "../../src/cli/interpreters.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { ChaosRecord } from "./chaos-record.ts";
import { type CheckReport, checkChaos } from "./check-chaos.ts";
import { FAULTS, type FaultKind } from "./fault-kinds.ts";
import { missingForFaultyHost } from "./faulty-host.ts";
import { playChaos } from "./play-chaos.ts";
import { missingForSmallDisk, mountSmallDisk } from "./small-disk.ts";
import { openRows } from "./stored-rows.ts";

const PHASE_MS = 30_000;
const PHASES = 8;

/** What a kind of fault cannot be done without. */
const NEEDS: Partial<Record<FaultKind, "host" | "disk" | "host or disk">> = {
  "read-only": "host",
  fsync: "host",
  clock: "host",
  unmounted: "disk",
  full: "host or disk",
};

export interface Possible {
  readonly kinds: readonly FaultKind[];
  /** Kinds that this machine cannot do, with why. */
  readonly skipped: readonly string[];
  readonly withHost: boolean;
  /** Whether a disk of its own can be mounted for the data folder. */
  readonly withDisk: boolean;
}

/** Which of these faults this machine can do. */
export function possibleFaults(kinds: readonly FaultKind[]): Possible {
  const noHost = missingForFaultyHost();
  const noDisk = missingForSmallDisk();
  const why = (kind: FaultKind): string | null => {
    const needs = NEEDS[kind];
    if (needs === "host") return noHost;
    if (needs === "disk") return noDisk;
    return needs === "host or disk" && noHost !== null ? noDisk : null;
  };
  return {
    kinds: kinds.filter((kind) => why(kind) === null),
    skipped: kinds.flatMap((kind) => {
      const reason = why(kind);
      return reason === null ? [] : [`${FAULTS[kind].title}: ${reason}`];
    }),
    withHost: noHost === null,
    withDisk: noDisk === null,
  };
}

/** What the program itself finds in the database: its own proof, beside the independent one. */
export async function ownProof(databaseFile: string): Promise<CheckReport> {
  const store = openStore(databaseFile, { mustExist: true });
  try {
    const { hashesChecked, findings } = verifyStore(store);
    const failures = findings.map((finding) => `verify: ${finding}`);
    failures.push(...store.damages().map((damage) => `the database itself: ${damage}`));
    const interpreters = interpretersOf(store, []);
    const plates = [...store.readings.all()].filter(({ outcome }) => outcome === "plate");
    for (const { id } of plates) {
      const report = await replayReading(store, interpreters, id);
      if (isIdentical(report)) continue;
      failures.push(`reading ${id} does not replay: ${report.differences.slice(0, 3).join("; ")}`);
    }
    return { passed: hashesChecked + plates.length, failures };
  } finally {
    store.close();
  }
}

/** What the samples of the study come to when nothing disturbs, by their names. */
export async function undisturbedVerdicts(
  folder: string,
  variants: number,
): Promise<ReadonlyMap<string, string>> {
  const record = await playChaos({
    folder,
    seed: 1,
    kinds: [],
    readers: 0,
    others: false,
    phases: 0,
    phaseMs: 0,
    variants,
    more: 0,
    withHost: false,
    disk: null,
    say: () => undefined,
  });
  const rows = openRows(record.databaseFile);
  try {
    return rows.verdicts();
  } finally {
    rows.close();
  }
}

export interface ChaosOutcome {
  readonly passed: number;
  readonly failures: readonly string[];
  /** Seed, time, how often each kind of fault came, plates, and `N passed, N failed`. */
  readonly lastLine: string;
}

interface Tally {
  readonly kinds: readonly FaultKind[];
  passed: number;
  readonly failures: string[];
  readonly counts: Map<FaultKind, number>;
  kills: number;
  plates: number;
  visitors: number;
  starts: number;
  refused: number;
}

function add(tally: Tally, record: ChaosRecord): void {
  for (const [kind, count] of record.counts) {
    tally.counts.set(kind, (tally.counts.get(kind) ?? 0) + count);
  }
  tally.kills += record.kills;
  tally.plates += record.plates.size;
  tally.visitors += record.visitors.length;
  tally.starts += record.starts;
  tally.refused += record.refused.writes + record.refused.syncs;
}

function lastLineOf(tally: Tally, seed: number, sinceMs: number): string {
  const faults = tally.kinds.map((kind) => `${kind} ${tally.counts.get(kind) ?? 0}`).join(", ");
  const minutes = ((performance.now() - sinceMs) / 60_000).toFixed(1);
  return `seed ${seed}, ${minutes} minutes, ${tally.kills} SIGKILLs in ${tally.starts} starts (${faults}; ${tally.refused} writes and syncs refused), ${tally.plates + tally.visitors} plates, ${tally.passed} passed, ${tally.failures.length} failed`;
}

export async function playChapters(parts: {
  readonly folder: string;
  readonly seed: number;
  readonly minutes: number;
  readonly kinds: readonly FaultKind[];
  readonly say: (line: string) => void;
}): Promise<ChaosOutcome> {
  const { folder, seed, say } = parts;
  const sinceMs = performance.now();
  const possible = possibleFaults(parts.kinds);
  for (const skipped of possible.skipped) say(`skipped: ${skipped}`);
  const variants = 3;
  say(`seed ${seed}; data in ${folder}; first a run that nothing disturbs`);
  const undisturbed = await undisturbedVerdicts(join(folder, "undisturbed"), variants);
  const tally: Tally = {
    kinds: possible.kinds,
    passed: 0,
    failures: [],
    counts: new Map(),
    kills: 0,
    plates: 0,
    visitors: 0,
    starts: 0,
    refused: 0,
  };
  const take = (report: CheckReport, where: string): void => {
    tally.passed += report.passed;
    tally.failures.push(...report.failures.map((failure) => `${where}: ${failure}`));
    for (const failure of report.failures) say(`  FAILED: ${failure}`);
  };
  for (let chapter = 0; performance.now() - sinceMs < parts.minutes * 60_000; chapter += 1) {
    const leftMs = parts.minutes * 60_000 - (performance.now() - sinceMs);
    const own = seed + chapter;
    const place = join(folder, `chapter-${chapter + 1}`);
    const where = `chapter ${chapter + 1} (--seed ${own})`;
    say(`${where}:`);
    const before = tally.failures.length;
    const disk = possible.withDisk ? mountSmallDisk(join(place, "data")) : null;
    try {
      const record = await playChaos({
        folder: place,
        seed: own,
        kinds: possible.kinds,
        withHost: possible.withHost,
        disk,
        readers: 4,
        others: true,
        phases: Math.max(1, Math.min(PHASES, Math.ceil(leftMs / (PHASE_MS * 1.4)))),
        phaseMs: PHASE_MS,
        variants,
        more: 1000,
        say,
        check: async (now) => take(checkChaos(now, undisturbed, false), where),
      });
      add(tally, record);
      take(checkChaos(record, undisturbed, true), where);
      take(await ownProof(record.databaseFile), where);
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      take({ passed: 0, failures: [why] }, where);
    }
    if (tally.failures.length > before)
      cpSync(join(place, "data"), join(place, "data kept"), { recursive: true });
    disk?.unmount();
    if (tally.failures.length === before) rmSync(place, { recursive: true, force: true });
  }
  return {
    passed: tally.passed,
    failures: tally.failures,
    lastLine: lastLineOf(tally, seed, sinceMs),
  };
}
