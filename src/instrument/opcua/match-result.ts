/** Which run a result belongs to. A wrong answer would give one patient's plate to another. */
import type { ResultHeader } from "./list-results.ts";

export interface StartedRun {
  readonly runId: string;
  /** The reader's own name for it; null when it gave none. */
  readonly readerRunId: string | null;
  /** Node ids of the results that were there before it began. */
  readonly before: ReadonlySet<string>;
}

/**
 * True when the result is surely of this run: it carries our task id; or, on a server that forgets task ids, the run id
 * that the reader gave it, and was not there before. A result with another task id is never ours, and the newest one
 * without any is nobody's: a person decides.
 */
export function isResultOf(header: ResultHeader, run: StartedRun): boolean {
  if (header.taskId !== null) return header.taskId === run.runId;
  if (run.readerRunId === null || run.before.has(header.nodeId.toString())) return false;
  return header.runId === null ? header.name === run.readerRunId : header.runId === run.readerRunId;
}

/** The result that began last; of several without a beginning the last in the list. */
export function newestResult(headers: readonly ResultHeader[]): ResultHeader | null {
  return headers.reduce<ResultHeader | null>(
    (newest, one) =>
      newest === null || (one.started?.getTime() ?? 0) >= (newest.started?.getTime() ?? 0)
        ? one
        : newest,
    null,
  );
}
