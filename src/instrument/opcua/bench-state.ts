/** What is remembered of a reader from one connection to the next. */
import type { RunCommand } from "../supervised-reader.ts";
import type { StartedRun } from "./match-result.ts";
import type { ReaderProgram } from "./reader-programs.ts";

/** A run from its command until it has ended or the connection has. */
export interface ActiveRun {
  readonly command: RunCommand;
  readonly beganUtc: string;
  /** `calling`: the start may have reached the reader. */
  phase: "queued" | "calling" | "started";
  cancelAsked: boolean;
  /** Set when it is started. */
  started: StartedRun | null;
  template: ReaderProgram | null;
  startedAtMs: number;
  /** Since when the reader has been idle, after having begun or not; null while it works. */
  idleSinceMs: number | null;
}

/** What a run was started as, for judging its result also after a reconnection. */
export interface Expectation {
  readonly command: RunCommand;
  readonly template: ReaderProgram;
  /** All programs of the reader; the name of another one in a result says that it ran instead. */
  readonly templates: readonly ReaderProgram[];
}

export interface BenchState {
  active: ActiveRun | null;
  /** Keys of results that are dealt with. */
  readonly settled: Set<string>;
  /** By run id. */
  readonly expectations: Map<string, Expectation>;
  /** Ends the pause between two looks. */
  wake(): void;
  /** Resolves after `ms`, or at once when somebody wants something. */
  pause(ms: number): Promise<void>;
}

export function benchState(): BenchState {
  let isWanted = false;
  let endPause: (() => void) | null = null;
  return {
    active: null,
    settled: new Set(),
    expectations: new Map(),
    wake: () => {
      isWanted = true;
      endPause?.();
    },
    pause: async (ms) => {
      if (!isWanted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          endPause = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      endPause = null;
      isWanted = false;
    },
  };
}

export function newRun(command: RunCommand): ActiveRun {
  return {
    command,
    beganUtc: new Date().toISOString(),
    phase: "queued",
    cancelAsked: false,
    started: null,
    template: null,
    startedAtMs: performance.now(),
    idleSinceMs: null,
  };
}
