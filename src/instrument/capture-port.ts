import type { PlateReading } from "../domain/reading.ts";
import type { LastPlate, PollResult, UnaskedRecord } from "./contract.ts";
import type { Conversation } from "./reader-session.ts";

/**
 * What a supervised reader hands on. Every call is one durable step: it resolves when all it tells of is stored. Each conversation is told exactly once.
 */
export interface CapturePort {
  /** True while a run that was broken off after its read command still lacks its plate. */
  awaitsPlate(): boolean;
  /** What the reader held before a run's read; proof, later, that a plate is newer. */
  baseline(runId: string, conversation: Conversation<LastPlate>): Promise<void>;
  runReading(runId: string): Promise<void>;
  runEnded(runId: string, conversation: Conversation<PlateReading>): Promise<void>;
  /** The run ended before its read was even begun, e.g. because the link was lost; `sentence` says so. */
  runFailed(
    runId: string,
    state: "failed" | "cancelled" | "interrupted",
    sentence: string,
  ): Promise<void>;
  unasked(conversation: Conversation<UnaskedRecord>): Promise<void>;
  /** A look at an idle reader, which may have brought a plate. */
  polled(conversation: Conversation<PollResult>): Promise<void>;
  /** The plate the reader still held when the link came up. */
  recovered(conversation: Conversation<LastPlate>): Promise<void>;
  /** A conversation that brings no plate: identify, release. */
  ended(conversation: Conversation<unknown>): Promise<void>;
}
