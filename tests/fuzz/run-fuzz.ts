/**
 * `npm run fuzz`: damaged inputs for every parser of outside bytes, in parts, on two processors, resumable. What has been
 * done stands in a state file; the same seed gives the same inputs on every machine.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { askOptions } from "../ask-options.ts";
import { allTargets } from "./all-targets.ts";
import type { FuzzWork, FuzzWorkResult } from "./fuzz-worker.ts";
import { type FuzzTarget, LIMITS, MOST_MEMORY_MB } from "./target.ts";

const values = askOptions(
  "fuzz",
  "Damaged inputs for every parser of outside bytes, in parts: run it again to go on.",
  {
    target: { text: null, help: "only targets with this in their name" },
    inputs: { number: null, help: "how many a target instead of those that are due" },
    minutes: { number: 600, help: "how long at most" },
    seed: { number: 20150401, help: "the same seed gives the same inputs" },
    workers: { number: 2, help: "threads" },
    state: { text: join(tmpdir(), "platewarden-fuzz.json"), help: "file with what has been done" },
    found: { text: join(tmpdir(), "platewarden-fuzz-found"), help: "folder for what is found" },
  },
);

/** One input that takes longer than this never ends. */
const NEVER_ENDS_MS = 30_000;
/** What the threads themselves, the compiler and the collector may hold beside one input. */
const BESIDE_MB = 500;
/** Growth of what is held after collecting, over a part. */
const MOST_GROWTH_MB = 40;

/** Inputs of one thread: many, because starting one takes as long as a thousand texts. */
const PART = { text: 25_000, workbook: 500 } as const;

interface Done {
  inputs: number;
  taken: number;
  slowestMs: number;
  findings: number;
}
type State = Record<string, Done>;

const seed = values.seed;
const untilMs = performance.now() + values.minutes * 60_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const keyOf = (target: FuzzTarget): string => `${target.name} (seed ${seed})`;

function loadState(): State {
  return existsSync(values.state) ? (JSON.parse(readFileSync(values.state, "utf8")) as State) : {};
}

function saveState(state: State): void {
  writeFileSync(`${values.state}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${values.state}.new`, values.state);
}

const state = loadState();
const wanted = allTargets().filter(({ name }) => name.includes(values.target ?? ""));
if (wanted.length === 0) {
  const known = allTargets().map(({ name }) => name);
  process.stderr.write(`There is no target ${values.target}. Targets are: ${known.join(", ")}.\n`);
  process.exit(2);
}

function inputsDue(target: FuzzTarget): number {
  return values.inputs ?? LIMITS[target.kind].inputs;
}

/** The target that is furthest behind comes next, so that a short run gives some of everything. */
function nextPart(underWay: ReadonlySet<string>): FuzzWork | null {
  const open = wanted
    .filter((target) => !underWay.has(target.name))
    .map((target) => ({ target, done: state[keyOf(target)]?.inputs ?? 0 }))
    .filter(({ target, done }) => done < inputsDue(target))
    .toSorted((a, b) => a.done / inputsDue(a.target) - b.done / inputsDue(b.target));
  const [first] = open;
  if (first === undefined || performance.now() > untilMs) return null;
  const { target, done } = first;
  const part = PART[target.kind];
  return { target: target.name, seed, from: done, count: Math.min(part, inputsDue(target) - done) };
}

let failed = 0;

function note(work: FuzzWork, what: string, input: Uint8Array | null, number: number): void {
  failed += 1;
  mkdirSync(values.found, { recursive: true });
  const name = `${work.target.replaceAll(" ", "-")}-${seed}-${number}`;
  if (input !== null) writeFileSync(join(values.found, name), input);
  say(`FOUND in ${work.target}, input ${number}: ${what.split("\n").slice(0, 3).join(" | ")}`);
  if (input !== null)
    say(`  ${JSON.stringify(Buffer.from(input).toString("latin1").slice(0, 300))}`);
}

async function doPart(work: FuzzWork): Promise<void> {
  const shared = new SharedArrayBuffer(8);
  const beat = new Int32Array(shared);
  const worker = new Worker(new URL("fuzz-worker.ts", import.meta.url), {
    workerData: { ...work, shared },
    // The heap of a part is bounded, as that of the daemon's importer is.
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB + 100 },
  });
  const startRss = process.memoryUsage().rss;
  let lastSeen = -1;
  let since = performance.now();
  const watch = setInterval(() => {
    const now = Atomics.load(beat, 0);
    if (now !== lastSeen) [lastSeen, since] = [now, performance.now()];
    const rss = process.memoryUsage().rss - startRss;
    if (rss > (MOST_MEMORY_MB + BESIDE_MB) * 1024 * 1024) {
      note(work, `takes more than ${MOST_MEMORY_MB} MB`, null, now);
      void worker.terminate();
    }
    if (performance.now() - since < NEVER_ENDS_MS) return;
    note(work, `does not end within ${NEVER_ENDS_MS} ms`, null, now);
    void worker.terminate();
  }, 50);
  const result = await new Promise<FuzzWorkResult | null>((resolve) => {
    worker.once("message", (message: FuzzWorkResult) => resolve(message));
    worker.once("error", (error) => {
      note(work, `ends the thread: ${error.message}`, null, Atomics.load(beat, 0));
      resolve(null);
    });
    worker.once("exit", () => resolve(null));
  });
  clearInterval(watch);
  await worker.terminate();
  const key = `${work.target} (seed ${work.seed})`;
  const before = state[key] ?? { inputs: 0, taken: 0, slowestMs: 0, findings: 0 };
  for (const { what, number, input } of result?.findings ?? []) note(work, what, input, number);
  if (result !== null && result.grownMb > MOST_GROWTH_MB) {
    note(
      work,
      `holds ${result.grownMb.toFixed(0)} MB more after ${work.count} inputs`,
      null,
      work.from,
    );
  }
  state[key] = {
    inputs: before.inputs + work.count,
    taken: before.taken + (result?.taken ?? 0),
    slowestMs: Math.max(before.slowestMs, Math.round(result?.slowestMs ?? 0)),
    findings: before.findings + (result?.findings.length ?? 1),
  };
  saveState(state);
}

const underWay = new Set<string>();
async function keepWorking(): Promise<void> {
  for (;;) {
    const work = nextPart(underWay);
    if (work === null) return;
    underWay.add(work.target);
    await doPart(work);
    underWay.delete(work.target);
  }
}
await Promise.all(Array.from({ length: values.workers }, keepWorking));

let open = 0;
for (const target of wanted) {
  const done = state[keyOf(target)] ?? { inputs: 0, taken: 0, slowestMs: 0, findings: 0 };
  if (done.inputs < inputsDue(target)) open += 1;
  say(
    `${target.name}: ${done.inputs} of ${inputsDue(target)} inputs, ${done.taken} understood, slowest ${done.slowestMs} ms, ${done.findings} found`,
  );
}
say(
  `seed ${seed}; state in ${values.state}${open > 0 ? `; ${open} targets are not done, run it again to go on` : ""}`,
);
say(`${wanted.length - open} targets done, ${failed} findings`);
if (failed > 0) process.exitCode = 1;
