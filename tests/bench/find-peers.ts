import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

/** The tools of this machine to compare with. */
export interface Peers {
  readonly hasR: boolean;
  readonly hasDrc: boolean;
  readonly python: string | null;
  /** A sentence for each tool that is not there. */
  readonly notes: readonly string[];
}

const SCRIPTS = join(import.meta.dirname, "peers");

function answers(command: string, options: readonly string[]): boolean {
  return spawnSync(command, options, { stdio: "ignore" }).status === 0;
}

export function findPeers(): Peers {
  const hasR = answers("Rscript", ["-e", "0"]);
  const hasDrc = hasR && answers("Rscript", ["-e", "quit(status = !requireNamespace('drc'))"]);
  const python =
    ["python3", "/usr/bin/python3"].find((one) => answers(one, ["-c", "import scipy"])) ?? null;
  return {
    hasR,
    hasDrc,
    python,
    notes: [
      ...(hasR ? [] : ["R is not here: nothing is compared with it."]),
      ...(hasR && !hasDrc ? ["R's drc is not here: R's nls takes its place."] : []),
      ...(python === null ? ["Python with SciPy is not here: nothing is compared with it."] : []),
    ],
  };
}

/** Runs a script of `peers/` and gives what it prints; one thread, as one user would have. */
export function runPeer(command: string, script: string, options: readonly string[]): string {
  return execFileSync(command, [join(SCRIPTS, script), ...options], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}
