/** What becomes of a complete result: kept first, then read, then given to its run or to the inbox. */

import type { PlateReading } from "../../domain/reading.ts";
import { ReaderFault, type ServerDriver } from "../contract.ts";
import { faultSentence } from "../reader-troubles.ts";
import type { FoundContext, KeptRecord, RecordPort } from "../record-port.ts";
import type { BenchState } from "./bench-state.ts";
import { brokenOffByReader, objectionTo } from "./judge-result.ts";
import type { OpcuaLog } from "./library-log.ts";
import type { ResultHeader } from "./list-results.ts";
import { isResultOf, newestResult } from "./match-result.ts";
import type { TakenResult } from "./result-intake.ts";
import type { UnitStatus } from "./unit-status.ts";

export interface HandOverParts {
  readonly driver: ServerDriver;
  /** As the configuration has them. */
  readonly driverOptions: unknown;
  readonly records: RecordPort;
  readonly bench: BenchState;
  readonly log: OpcuaLog;
}

/** The run a result belongs to: the active one, or one whose outcome is not known; null when nobody here began it. */
export function ownerOf(
  header: ResultHeader,
  bench: BenchState,
  records: RecordPort,
): string | null {
  const started = bench.active?.started ?? null;
  if (started !== null && isResultOf(header, started)) return started.runId;
  if (header.taskId === null) return null;
  return records.pendingRuns().some((run) => run.runId === header.taskId) ? header.taskId : null;
}

/** Each step is durable before the next one begins; after a crash the same result is taken again. */
export async function handOver(
  parts: HandOverParts,
  result: TakenResult,
  status: UnitStatus,
  headers: readonly ResultHeader[],
): Promise<void> {
  const { records, bench } = parts;
  const { header } = result;
  const kept = await records.keep({
    name: header.name,
    bytes: result.bytes,
    madeAtUtc: header.stopped?.toISOString() ?? null,
  });
  const runId = ownerOf(header, bench, records);
  const readings = result.ended ? readRecord(parts, result.bytes) : endless(header);
  if ("code" in readings) {
    await records.refused(kept, readings.code, readings.sentence);
    if (runId !== null) await endRun(parts, runId, readings.sentence);
    return;
  }
  const isNewest = newestResult(headers)?.nodeId === header.nodeId;
  if (runId === null) {
    const objection = brokenOffByReader(status, isNewest);
    return found(records, kept, readings, { taskId: header.taskId, objection });
  }
  const expectation = bench.expectations.get(runId) ?? null;
  const isCancelled = bench.active?.command.runId === runId && bench.active.cancelAsked;
  const objection = isCancelled
    ? "The run was cancelled at the bench."
    : objectionTo({ header, readings, expectation, status, isNewest });
  const [reading] = readings;
  if (objection === null && reading !== undefined) {
    await records.runRead(runId, kept, reading);
    forget(bench, runId);
    return;
  }
  await found(records, kept, readings, { taskId: runId, objection });
  // A cancelled run is ended by whoever stops the reader.
  if (isCancelled) return;
  await endRun(parts, runId, objection ?? "The reader gave no plate.");
}

interface Refusal {
  readonly code: string;
  readonly sentence: string;
}

function readRecord(parts: HandOverParts, bytes: Uint8Array): readonly PlateReading[] | Refusal {
  try {
    return parts.driver.readRecord(bytes, parts.driverOptions);
  } catch (error) {
    if (error instanceof ReaderFault) {
      return { code: error.fault, sentence: faultSentence(parts.driver, error) };
    }
    const reason = error instanceof Error ? error.message : String(error);
    parts.log(`the driver ${parts.driver.id} failed on a result: ${reason}`);
    return {
      code: "DRIVER_FAILED",
      sentence: `The driver ${parts.driver.id} failed on this result: ${reason}. It is kept; give the log to whoever looks after Platewarden.`,
    };
  }
}

/** Whether the driver finds a plate in these bytes. */
export function isReadable(
  { driver, driverOptions }: Pick<HandOverParts, "driver" | "driverOptions">,
  bytes: Uint8Array,
): boolean {
  try {
    return driver.readRecord(bytes, driverOptions).length > 0;
  } catch {
    return false;
  }
}

function endless(header: ResultHeader): Refusal {
  return {
    code: "RESULT_WITHOUT_END",
    sentence: `The reader never ended the result ${header.name}, as after a power cut. Look at the reader, and read the plate again.`,
  };
}

async function found(
  records: RecordPort,
  kept: KeptRecord,
  readings: readonly PlateReading[],
  told: FoundContext,
): Promise<void> {
  for (const [part, reading] of readings.entries()) await records.found(kept, reading, part, told);
}

async function endRun(parts: HandOverParts, runId: string, sentence: string): Promise<void> {
  await parts.records.runFailed(runId, "failed", sentence);
  forget(parts.bench, runId);
}

/** The run has ended, one way or another. */
export function forget(bench: BenchState, runId: string): void {
  bench.expectations.delete(runId);
  if (bench.active?.command.runId === runId) bench.active = null;
}
