/** What the simulators, the lines and the troublemaker of a run know, for the checker. */
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { PassedConnection } from "./byte-proxy.ts";
import type { FaultKind } from "./fault-kinds.ts";
import type { Answered, OwnEnd } from "./kept-daemon.ts";
import type { Span } from "./spans.ts";

export interface PassedLine {
  readonly readerId: string;
  /** One a connection of the daemon, oldest first. */
  readonly connections: readonly PassedConnection[];
}

/** A plate that somebody wanted to have read. */
export interface PutIn {
  readonly source: string;
  readonly plate: InsertedPlate;
  readonly sample: string;
  /** How often it may have been read: each start of a run, each press of a button, each file. */
  starts: number;
}

export interface ChaosRecord {
  readonly databaseFile: string;
  /** Every plate that was to be read, by barcode, with where it was. */
  readonly plates: ReadonlyMap<string, Readonly<PutIn>>;
  /** Plates that other people read at a panel while the daemon was down. */
  readonly visitors: readonly { readonly readerId: string; readonly plate: InsertedPlate }[];
  /** How many files were saved that no program can understand. */
  readonly unreadableFiles: number;
  readonly lines: readonly PassedLine[];
  /** While nothing could be stored. */
  readonly stalls: readonly Span[];
  readonly answers: readonly Answered[];
  /** Ids of the runs that the daemon said it had begun. */
  readonly accepted: readonly string[];
  /** Ids of the notices that the receiver has taken. */
  readonly taken: ReadonlySet<string>;
  readonly counts: ReadonlyMap<FaultKind, number>;
  readonly seconds: readonly (OwnEnd | "it works")[];
  readonly ownEnds: readonly OwnEnd[];
  readonly starts: number;
  readonly kills: number;
  /** Writes and syncs that the machine has refused. */
  readonly refused: { readonly writes: number; readonly syncs: number };
  /** When this was written down, on the clock of the lines. */
  readonly takenAtMs: number;
}
