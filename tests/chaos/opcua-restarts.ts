/** Kills and restarts the server of a LADS reader again and again while plates are read, then counts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startOpcUaSimulator } from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import { type LadsBench, plainPlate, startLadsBench } from "../end-to-end/opcua-bench.ts";
import type { MemoryRecords, RememberedRun } from "../instrument/opcua/memory-records.ts";
import { randomFrom } from "./random.ts";

export interface RestartOutcome {
  readonly restarts: number;
  /** Commanded runs that got their plate, and those that ended without one. */
  readonly completed: number;
  readonly without: number;
  /** Panel reads that reached the inbox. */
  readonly found: number;
  /** One sentence each: a plate lost, doubled, or read that nobody asked for. Empty when all is well. */
  readonly faults: readonly string[];
}

/** The reader measures on while its server is down, so that a lost result would be ours. */
const KNOBS = { runMs: 600, afterPowerLoss: "finishes" } as const;
const LONGEST_RUN_MS = 30_000;

/** Runs are started by command and at the panel in turn; the server dies at a random moment of each. */
export async function restartDuringRuns(parts: {
  readonly restarts: number;
  readonly seed: number;
}): Promise<RestartOutcome> {
  const random = randomFrom(parts.seed);
  const stateFolder = mkdtempSync(join(tmpdir(), "lads-chaos-"));
  let simulator = await startOpcUaSimulator({ stateFolder, knobs: KNOBS });
  const bench = await startLadsBench({ simulator });
  const { port } = simulator;
  const commanded: string[] = [];
  try {
    for (let round = 0; round < parts.restarts; round += 1) {
      await bench.ready(LONGEST_RUN_MS);
      await simulator.insert(plainPlate(`P-${round}`, round));
      if (round % 3 === 2) await simulator.pressStart();
      else commanded.push(bench.start(`ALL-${round}`));
      // Every other time not before the run has begun.
      if (round % 2 === 0) await waitUntil(() => isMeasuring(bench), 2000);
      await wait(random() * 1000);
      await simulator.kill();
      simulator = await startOpcUaSimulator({ stateFolder, port, knobs: KNOBS });
    }
    await bench.ready(LONGEST_RUN_MS);
    for (const runId of commanded) await bench.ended(runId, LONGEST_RUN_MS);
    const measured = measuredRuns(stateFolder);
    const atPanel = measured.filter((one) => one.origin === "panel").length;
    await waitUntil(() => bench.records.inbox.length >= atPanel, LONGEST_RUN_MS);
    return count(parts.restarts, bench.records, commanded, measured);
  } finally {
    await bench.stop();
    await simulator.stop();
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

function isMeasuring(bench: LadsBench): boolean {
  return bench.reader.status$.value.progress?.phase === "measuring";
}

interface MeasuredRun {
  readonly taskId: string;
  readonly origin: string;
}

/** What the reader itself has on its disk: the truth about what was read. */
function measuredRuns(stateFolder: string): MeasuredRun[] {
  const folder = join(stateFolder, "results");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name): MeasuredRun => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

function count(
  restarts: number,
  records: MemoryRecords,
  commanded: readonly string[],
  measured: readonly MeasuredRun[],
): RestartOutcome {
  const { runs, inbox, quarantine } = records;
  const completed = commanded.filter((runId) => runs.get(runId)?.state === "completed").length;
  const atPanel = measured.filter((one) => one.origin === "panel").length;
  const faults = [
    ...commanded.flatMap((runId) => faultsOfRun(runId, measured, runs.get(runId))),
    ...(inbox.length === atPanel ? [] : [`${atPanel} plates at the panel, ${inbox.length} found`]),
    ...quarantine.map((one) => `${one.name} was refused: ${one.sentence}`),
  ];
  const without = commanded.length - completed;
  return { restarts, completed, without, found: inbox.length, faults };
}

function faultsOfRun(
  runId: string,
  measured: readonly MeasuredRun[],
  run: RememberedRun | undefined,
): string[] {
  const times = measured.filter((one) => one.taskId === runId).length;
  if (times > 1) return [`run ${runId} was read ${times} times`];
  if (times === 1 && run?.state !== "completed") {
    return [`run ${runId} was read and is ${run?.state}: ${run?.sentence}`];
  }
  if (times === 0 && run?.state === "completed") {
    return [`run ${runId} has a plate that nobody read`];
  }
  return [];
}

async function waitUntil(isSo: () => boolean, withinMs: number): Promise<void> {
  const limitMs = performance.now() + withinMs;
  while (!isSo() && performance.now() < limitMs) await wait(50);
}

if (import.meta.main) {
  const outcome = await restartDuringRuns({
    restarts: Number(process.argv[2] ?? 30),
    seed: Number(process.argv[3] ?? 1),
  });
  process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
  process.exitCode = outcome.faults.length === 0 ? 0 : 1;
}
