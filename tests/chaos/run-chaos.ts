/**
 * `npm run chaos`: everything that befalls a daemon on a bench, all together and at random, again and again, and a proof
 * each time that nothing was lost, doubled, changed or given to somebody else.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askOptions } from "../ask-options.ts";
import { ALL_FAULTS, faultsNamed } from "./fault-kinds.ts";
import { playChapters } from "./play-chapters.ts";

const values = askOptions(
  "chaos",
  "Random faults, all together, against the real daemon; at the end a checker that knows what was sent.",
  {
    minutes: { number: 5, help: "how long" },
    seed: { number: 1 + (Date.now() % 1_000_000), help: "the same seed gives the same faults" },
    faults: { text: null, help: "only these kinds of faults, separated by commas" },
    keep: { text: null, help: "a folder in which everything stays" },
  },
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "platewarden-chaos-"));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
const outcome = await playChapters({
  folder,
  seed: values.seed,
  minutes: values.minutes,
  kinds: values.faults === null ? ALL_FAULTS : faultsNamed(values.faults),
  say,
});
for (const failure of outcome.failures) say(`FAILED: ${failure}`);
say(outcome.lastLine);
if (outcome.failures.length > 0 || outcome.passed === 0) process.exitCode = 1;
else if (values.keep === null) rmSync(folder, { recursive: true, force: true });
// A bench that could not be set up may have left a simulator running, which ends with this process.
process.exit();
