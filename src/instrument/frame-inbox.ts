import type { Frame, Framing } from "./contract.ts";
import { createFramer, type Framer } from "./create-framer.ts";
import type { Timers } from "./run-dialogue.ts";

/** Frames of one conversation that wait for its dialogue. One consumer at a time. */
export class FrameInbox {
  readonly #framer: Framer;
  readonly #timers: Timers;
  readonly #frames: Frame[] = [];
  #wake: (() => void) | null = null;

  constructor(framing: Framing, timers: Timers) {
    this.#framer = createFramer(framing);
    this.#timers = timers;
  }

  get size(): number {
    return this.#frames.length;
  }

  feed(bytes: Uint8Array): void {
    this.#frames.push(...this.#framer.feed(bytes));
    if (this.#frames.length > 0) this.#wake?.();
  }

  /** The oldest frame that waits; null when none does. */
  take(): Frame | null {
    return this.#frames.shift() ?? null;
  }

  /** What waits for its terminator, as an unterminated frame; null when nothing does. */
  takeUnterminated(): Frame | null {
    return this.#framer.flush()[0] ?? null;
  }

  /** Resolves when a frame waits, after `withinMs`, or when the signal aborts. */
  wait(withinMs: number, signal: AbortSignal): Promise<void> {
    if (this.#frames.length > 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        signal.removeEventListener("abort", finish);
        this.#wake = null;
        resolve();
      };
      const cancel = this.#timers.after(withinMs, finish);
      signal.addEventListener("abort", finish, { once: true });
      this.#wake = finish;
    });
  }
}
