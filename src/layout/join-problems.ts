import type { WellName } from "../domain/well.ts";
import type { Problem } from "./problem.ts";

/** One problem with all its wells for those that say the same of the same line. The order is that of the first. */
export function joinProblems(problems: readonly Problem[]): Problem[] {
  const joined = new Map<string, Problem>();
  for (const problem of problems) {
    const { severity, check, line, message } = problem;
    const key = JSON.stringify([severity, check, line, message]);
    const first = joined.get(key);
    joined.set(key, first === undefined ? problem : withWells(first, problem.wells));
  }
  return [...joined.values()];
}

function withWells(problem: Problem, more: readonly WellName[]): Problem {
  const wells = [...new Set([...problem.wells, ...more])];
  return { ...problem, well: wells[0] ?? null, wells };
}
