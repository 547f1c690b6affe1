/** Runs whose outcome is not known: waited for as long as the reader may still bring their result. */

import type { RecordPort } from "../record-port.ts";
import type { BenchState } from "./bench-state.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { forget } from "./hand-over.ts";
import type { ResultLook } from "./result-intake.ts";

/**
 * To be asked after each look. Gives up a pending run when the reader has been idle for as long as a result may take and
 * holds none of it. True while there is one that is waited for.
 */
export function pendingJudge(parts: {
  readonly options: Pick<ConnectionOptions, "resultTimeoutMs">;
  readonly records: RecordPort;
  readonly bench: BenchState;
}): (unitIsIdle: boolean, look: ResultLook) => Promise<boolean> {
  const { records, bench } = parts;
  let idleSinceMs: number | null = null;
  return async (unitIsIdle, look) => {
    const nowMs = performance.now();
    idleSinceMs = unitIsIdle ? (idleSinceMs ?? nowMs) : null;
    const runs = records.pendingRuns().filter((run) => run.runId !== bench.active?.command.runId);
    if (runs.length === 0) return false;
    const isTooLong = idleSinceMs !== null && nowMs - idleSinceMs > parts.options.resultTimeoutMs;
    if (!isTooLong || look.open.length > 0) return true;
    for (const { runId } of runs) {
      const sentence =
        "The reader holds no result of this run: it never began, or its result was lost. Look at the plate; if it is still good, read it again.";
      await records.runFailed(runId, "failed", sentence);
      forget(bench, runId);
    }
    return false;
  };
}
