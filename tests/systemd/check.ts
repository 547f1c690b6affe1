import type { ServiceBench } from "./service-bench.ts";

/** One thing that is shown; they run in order on one machine, each rejecting with what is not as it should be. */
export interface Check {
  readonly name: string;
  run(bench: ServiceBench): Promise<void>;
}

/** Throws when it does not hold. */
export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
