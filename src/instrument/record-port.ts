import type { PlateReading } from "../domain/reading.ts";

/** A result that arrived whole, before anybody reads it. */
export interface RawRecord {
  /** What the source calls it, e.g. the name of a result. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** When the source says that it was made; null when it does not. */
  readonly madeAtUtc: string | null;
}

/** A record that is kept for good. The same bytes are the same record, however often they come. */
export interface KeptRecord {
  readonly sha256: string;
  /** True when these bytes had not been kept before. */
  readonly isNew: boolean;
  readonly arrivalId: string;
}

/** A run that was broken off and whose result the source may still hold. */
export interface PendingRun {
  readonly runId: string;
  readonly requestedAtUtc: string;
}

/** What is known of a plate that ends no run. */
export interface FoundContext {
  /** What the record names as the run it is of; it may be a run of ours that has ended without it, or nobody's. */
  readonly taskId: string | null;
  /** Why it may be no whole plate, for the person who looks at it; null when nothing speaks against it. */
  readonly objection: string | null;
}

/**
 * What a reader that hands over whole records hands on. Every call is one durable step: it resolves when all it tells
 * of is stored.
 */
export interface RecordPort {
  /** Runs whose outcome is not known: asked for first whenever the link comes up. */
  pendingRuns(): readonly PendingRun[];
  /** True when the reading of these bytes is stored already. */
  isKnown(sha256: string): boolean;
  /** Raw bytes first: nothing may be read from a record that is not kept. */
  keep(record: RawRecord): Promise<KeptRecord>;
  /** The reader has begun, or may have. */
  runReading(runId: string): Promise<void>;
  /** The plate that was read for a run: binds it and ends the run. */
  runRead(runId: string, record: KeptRecord, reading: PlateReading): Promise<void>;
  /**
   * The run ended without a plate. `mayStillCome`: the command may have reached the reader; the run stays pending and
   * its result is adopted when it is found.
   */
  runFailed(
    runId: string,
    state: "failed" | "cancelled" | "interrupted",
    sentence: string,
    mayStillCome?: boolean,
  ): Promise<void>;
  /** A plate that ends no run; `part` counts the plates of one record from 0. */
  found(record: KeptRecord, reading: PlateReading, part: number, told: FoundContext): Promise<void>;
  /** A record that is not understood: quarantined with the reason. */
  refused(record: KeptRecord, code: string, sentence: string): Promise<void>;
}
