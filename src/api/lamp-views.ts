/** What anybody may see of the bench, signed in or not: readers and lamps, nothing of samples or patients. */
import type { Lamp, LampCode } from "../domain/lamp.ts";
import type { ReaderState, ReadingProgress } from "./views.ts";

export interface LampView {
  readonly atUtc: string;
  readonly readers: readonly {
    readonly id: string;
    readonly state: ReaderState;
    readonly sinceUtc: string;
    /** What a reader does that reads; null for one that does not. */
    readonly phase: ReadingProgress["phase"] | null;
    readonly barcode: string | null;
  }[];
  /** The plates that were read last, newest first. */
  readonly plates: readonly {
    readonly barcode: string;
    readonly readerId: string;
    readonly capturedAtUtc: string;
    readonly lamp: Lamp;
    readonly lampCode: LampCode;
    readonly sentence: string;
    readonly remedy: string;
  }[];
}

/** Plates since midnight of the bench computer, by the lamp of the reading that counts, and what still waits. */
export interface TodayView {
  readonly sinceUtc: string;
  readonly read: number;
  readonly byLamp: Readonly<Record<Lamp, number>>;
  /** Readings to be assigned. */
  readonly waiting: number;
  readonly overdue: number;
  /** Planned plates that are due before the next midnight, or were, and have not been read. */
  readonly stillDue: number;
}
