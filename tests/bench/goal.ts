/** What the product has promised, and whether this run shows it. */
export interface Goal {
  readonly met: boolean;
  /** What was wanted and what was found. */
  readonly sentence: string;
}

function shown(found: number): string {
  return Math.abs(found) >= 100 ? found.toFixed(0) : found.toPrecision(3);
}

export function atLeast(found: number, wanted: number, what: string): Goal {
  return {
    met: found >= wanted,
    sentence: `${what}: ${shown(found)}, at least ${wanted} wanted`,
  };
}

export function atMost(found: number, wanted: number, what: string): Goal {
  return { met: found <= wanted, sentence: `${what}: ${shown(found)}, at most ${wanted} wanted` };
}

/** Says each goal, and in the last line what was missed; the exit code is 1 then. */
export function sayGoals(goals: readonly Goal[], say: (line: string) => void): void {
  for (const goal of goals) say(`${goal.met ? "met" : "MISSED"}: ${goal.sentence}`);
  const missed = goals.filter((goal) => !goal.met);
  if (missed.length === 0) say(`All ${goals.length} goals met.`);
  else {
    say(`Missed: ${missed.map((goal) => goal.sentence).join("; ")}`);
    process.exitCode = 1;
  }
}
