/** One part of the fuzzing in a thread of its own: who started it can see that an input never ends, and end it. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { allTargets } from "./all-targets.ts";
import { fuzzPart, minimise } from "./fuzz-part.ts";

export interface FuzzWork {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
}

export interface FuzzWorkResult {
  readonly taken: number;
  readonly slowestMs: number;
  /** More held after collecting than after the first inputs, in MB. */
  readonly grownMb: number;
  readonly findings: readonly { what: string; number: number; input: Uint8Array }[];
}

/** Caches and compiled code fill first. */
const WARM = 200;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** In rounds: what a buffer held is given back after the collection that found it. */
async function heldMb(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
}

const work = workerData as FuzzWork & { readonly shared: SharedArrayBuffer };
const beat = new Int32Array(work.shared);
const target = allTargets().find(({ name }) => name === work.target);
if (target === undefined) throw new Error(`no target ${work.target}`);
const onInput = (number: number): void => void Atomics.store(beat, 0, number);

const warm = await fuzzPart(target, { ...work, count: Math.min(WARM, work.count), onInput });
const before = await heldMb();
const rest = await fuzzPart(target, {
  ...work,
  from: work.from + warm.inputs,
  count: work.count - warm.inputs,
  onInput,
});
const grownMb = (await heldMb()) - before;
const findings = [];
for (const finding of [...warm.findings, ...rest.findings]) {
  const isSmall = finding.input.length < 20_000;
  const input = isSmall ? await minimise(target, finding.input, finding.what) : finding.input;
  findings.push({ what: finding.what, number: finding.number, input });
}
const result: FuzzWorkResult = {
  taken: warm.taken + rest.taken,
  slowestMs: Math.max(warm.slowestMs, rest.slowestMs),
  grownMb,
  findings,
};
parentPort?.postMessage(result);
