/**
 * `npm run bench`: curves and whole plates beside what a user would take instead, plates stored beside SQLite's bare
 * limit, the way from a reader's last byte to the flag on a page, and 64 readers at once; in one run on one machine.
 * Prints tables for the README; the last line says what was missed, and the exit code is 1 then.
 */
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { askOptions } from "../ask-options.ts";
import { benchFits } from "./bench-fits.ts";
import { benchLatency } from "./bench-latency.ts";
import { benchPlates } from "./bench-plates.ts";
import { benchReaders } from "./bench-readers.ts";
import { benchStore } from "./bench-store.ts";
import { findPeers } from "./find-peers.ts";
import { type Goal, sayGoals } from "./goal.ts";

const values = askOptions(
  "bench",
  "Rates and times as shares of what the same machine can do, measured side by side; ends with 1 where one is missed.",
  {
    curves: { text: "../shared/gold/timing-curves.json", help: "curves to fit" },
    study: { text: "src/study/figure3-study.json", help: "study to analyse" },
  },
);

for (const file of [values.curves, values.study]) {
  if (existsSync(file)) continue;
  process.stderr.write(`There is no ${file}. Name another with --curves FILE or --study FILE.\n`);
  process.exit(2);
}
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const peers = findPeers();
say(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`);
for (const note of peers.notes) say(note);
const goals: Goal[] = [
  ...benchFits(values.curves, peers, say),
  ...benchPlates(values.study, peers, say),
  ...(await benchStore(say)),
  ...(await benchLatency(say)),
  ...(await benchReaders(say)),
];
sayGoals(goals, say);
