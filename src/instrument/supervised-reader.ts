/** What the rest of the program knows of a reader that is looked after, whatever it is connected by. */
import type { BehaviorSubject, Observable } from "rxjs";
import type { ReaderKind, ReadRequest } from "./contract.ts";
import type { ReaderStatus } from "./reader-status.ts";

export interface RunCommand {
  readonly runId: string;
  readonly barcode: string;
  readonly sample: string;
  readonly request: ReadRequest;
}

export interface SupervisedReader {
  readonly id: string;
  readonly driver: ReaderKind;
  /** The newest status, and every one after it. */
  readonly status$: BehaviorSubject<ReaderStatus>;
  /** Runs for ever once subscribed; unsubscribing closes the link. A fault of the driver is its only error. */
  readonly work$: Observable<never>;
  /** Throws READER_BUSY or READER_NOT_READY when a run could not start now. */
  requireReady(): void;
  /** Throws as `requireReady`; otherwise the run is under way when it returns. */
  startRun(command: RunCommand): void;
  /** False when that run is not under way here. */
  cancelRun(runId: string): boolean;
  /** Resolves when nothing that touches the store is under way; to be awaited after unsubscribing. */
  settled(): Promise<void>;
}
