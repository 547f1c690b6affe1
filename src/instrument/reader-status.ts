import type { WellValue } from "../domain/reading.ts";
import type { ReaderIdentity } from "./contract.ts";

export type ReaderState =
  | "connecting"
  | "identifying"
  | "ready"
  | "reading"
  | "unreachable"
  | "stopped";

/** Rows that have arrived, 8 places each; null = not yet there. */
export type ArrivedRows = readonly (readonly WellValue[] | null)[];

export interface ReadingProgress {
  /** Null for a plate that the reader sends by itself. */
  readonly runId: string | null;
  readonly phase: "starting" | "identifying" | "measuring" | "transferring";
  readonly startedAtUtc: string;
  readonly phaseStartedAtUtc: string;
  readonly expectedMs: number | null;
  readonly measurement: ArrivedRows;
  readonly reference: ArrivedRows;
}

/** What a reader is doing now. Ephemeral; the last one counts. */
export interface ReaderStatus {
  readonly readerId: string;
  readonly state: ReaderState;
  /** One plain sentence; with trouble also what to do. */
  readonly sentence: string;
  readonly sinceUtc: string;
  readonly identity: ReaderIdentity | null;
  readonly progress: ReadingProgress | null;
}
