/** R on this computer, where there is one: only its base packages are used. */
import { spawnSync } from "node:child_process";

const version = spawnSync("Rscript", ["--version"], { encoding: "utf8" });

/** Empty when R is there; else the end of a test's name. */
export const whyNoR = version.status === 0 ? "" : " (skipped: R is not on this computer)";

/** What an R script prints, as JSON; fails with R's own words. Arguments are `commandArgs(TRUE)`. */
export function runR(script: string, ...args: readonly string[]): unknown {
  const options = { encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } } as const;
  const { status, stdout, stderr } = spawnSync("Rscript", ["--vanilla", script, ...args], options);
  if (status !== 0) throw new Error(`R: ${stderr}`);
  return JSON.parse(stdout);
}
