/** One line of what `doctor` found. */

export type CheckState = "ok" | "attention" | "broken";

export interface CheckFinding {
  /** Stable, e.g. `data.free-space` or `reader.bench-1.port`. */
  readonly check: string;
  readonly state: CheckState;
  readonly sentence: string;
  /** How to mend it; null when nothing is to be done. */
  readonly remedy: string | null;
}

export function ok(check: string, sentence: string): CheckFinding {
  return { check, state: "ok", sentence, remedy: null };
}

export function attention(check: string, sentence: string, remedy: string | null): CheckFinding {
  return { check, state: "attention", sentence, remedy };
}

export function broken(check: string, sentence: string, remedy: string | null): CheckFinding {
  return { check, state: "broken", sentence, remedy };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
