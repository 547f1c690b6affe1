/** Whether the computer's clock can be believed: times of signatures come from it. */

/** A larger step between two clocks of the same computer is no drift. */
export const LARGEST_STEP_MS = 60_000;

export interface ClockParts {
  /** Of the day, as milliseconds since 1970. */
  readonly wallMs: () => number;
  /** One that nobody can set, in milliseconds. */
  readonly steadyMs: () => number;
}

export interface ClockWatch {
  /**
   * Why the time cannot be believed, in a sentence; null while it can. Once in doubt it stays so until the program is
   * started again, even when the clock is put back.
   */
  doubt(): string | null;
}

const COMPUTER: ClockParts = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
};

/** Compares the wall clock with a steady one, from now on. A computer that slept counts as a step: nobody can tell. */
export function clockWatch({ wallMs, steadyMs }: ClockParts = COMPUTER): ClockWatch {
  const startedApartMs = wallMs() - steadyMs();
  let found: string | null = null;
  return {
    doubt: () => {
      if (found !== null) return found;
      const stepMs = wallMs() - steadyMs() - startedApartMs;
      if (Math.abs(stepMs) <= LARGEST_STEP_MS) return null;
      const seconds = Math.round(Math.abs(stepMs) / 1000);
      const way = stepMs > 0 ? "forward" : "back";
      found = `The clock of this computer was put ${way} by ${seconds} s while the daemon was running (or the computer slept).`;
      return found;
    },
  };
}
