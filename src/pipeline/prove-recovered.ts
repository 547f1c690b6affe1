import type { LastPlate } from "../instrument/contract.ts";
import type { RunRow } from "../store/runs.ts";

export interface RecoveredBinding {
  /** The run that the plate provably belongs to, and the proof in words; null when there is none. */
  readonly bind: { readonly run: RunRow; readonly because: string } | null;
  /** Runs that will not get a plate any more, each with what to tell the operator. */
  readonly given: readonly { readonly runId: string; readonly sentence: string }[];
}

const NOT_MEASURED =
  "The program was interrupted and the reader had not measured the plate. Start the run again.";
const RELEASED =
  "The program was interrupted, and the reader may have been used at its own panel since: the plate it holds may be another patient's. It waits among the unassigned plates; look at it, or start the run again.";
const NO_BASELINE =
  "The program was interrupted, and it is not known what the reader held before this read. The plate it holds waits among the unassigned plates; look at it, or start the run again.";
const OVERTAKEN =
  "The program was interrupted and a later run followed. Start the run again if its plate is missing.";

/**
 * Whether the plate a reader still holds belongs to a run that was broken off after its read command. It is bound
 * only when it was read after that run began (it differs from what the reader held just before), and the reader has
 * stayed under our remote control ever since, so that nobody can have read another plate at its panel.
 *
 * @param pending interrupted runs of this reader, newest first
 * @param content hash of the plate it holds, or `none`
 */
export function recoveredBinding(
  pending: readonly RunRow[],
  last: LastPlate,
  content: string,
): RecoveredBinding {
  const [newest, ...older] = pending;
  if (newest === undefined) return { bind: null, given: [] };
  const given = older.map((run) => ({ runId: run.id, sentence: OVERTAKEN }));
  const refuse = (sentence: string): RecoveredBinding => ({
    bind: null,
    given: [...given, { runId: newest.id, sentence }],
  });
  if (newest.baseline_sha256 === null) return refuse(NO_BASELINE);
  if (content === "none" || content === newest.baseline_sha256) return refuse(NOT_MEASURED);
  if (!last.remoteControlHeld) return refuse(RELEASED);
  const because =
    "Fetched from the reader after an interruption: it is not the plate the reader held before this read, and the reader stayed under remote control.";
  return { bind: { run: newest, because }, given };
}
