/** Runs a re-analysis for a command: progress for people, Ctrl-C, summary, exit code. */
import { availableParallelism } from "node:os";
import { Presets, SingleBar } from "cli-progress";
import type { Command } from "commander";
import { counted } from "../domain/counted.ts";
import { type Reanalysis, reanalyse } from "../pipeline/reanalyse.ts";
import type { Store } from "../store/open-store.ts";
import { threadCount } from "./option-values.ts";
import { print } from "./output.ts";

export interface ReanalyseFlags {
  readonly json?: boolean;
  readonly workers?: number;
  readonly quiet?: boolean;
  readonly all?: boolean;
}

export function withReanalyseOptions(command: Command): Command {
  return command
    .option(
      "--workers <N>",
      "threads that compute; one for each core at most, and if not said",
      threadCount,
    )
    .option("--quiet", "show no progress");
}

interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

const NONE: Progress = { update: () => undefined, stop: () => undefined };

function bar(): Progress {
  const shown = new SingleBar(
    { format: "{bar} {percentage} %  {value} of {total} samples  {eta_formatted} left" },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update: (done, total) => {
      if (!isStarted) shown.start(total, done);
      else shown.update(done);
      isStarted = true;
    },
    stop: () => shown.stop(),
  };
}

/** A line each tenth of the way: for logs. */
function lines(): Progress {
  let told = 0;
  return {
    update: (done, total) => {
      const tenth = Math.floor((10 * done) / total);
      if (tenth === told) return;
      told = tenth;
      process.stderr.write(`${done} of ${total} samples\n`);
    },
    stop: () => undefined,
  };
}

function progressFor({ json, quiet }: ReanalyseFlags): Progress {
  if (json === true || quiet === true) return NONE;
  return process.stderr.isTTY ? bar() : lines();
}

/** The first Ctrl-C ends after what is under way; a second one ends at once. */
function untilInterrupted(): { readonly signal: AbortSignal; readonly release: () => void } {
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
    release();
  };
  const release = (): void => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return { signal: stopping.signal, release };
}

function summary(done: Reanalysis, flags: ReanalyseFlags, seconds: number): string {
  const rate = seconds > 0 ? (done.platesComputed / seconds).toFixed(0) : "–";
  const current = flags.all
    ? `${done.identical} identical to the last bit`
    : `${done.upToDate} up to date already`;
  const endings: Readonly<Record<Reanalysis["ended"], string>> = {
    complete: `Everything is analysed with ${done.settings}.`,
    stopped: "Stopped. Everything that was stored is whole; start it again to go on.",
    "settings-changed":
      "Stopped: other settings were put to use meanwhile. Start it again to go on with them.",
  };
  return [
    ...done.failed.map(({ sample, message }) => `sample ${sample} cannot be analysed: ${message}`),
    ...done.differing.flatMap(({ sample, analysisId, differences }) => [
      `sample ${sample}: NOT what is stored (analysis ${analysisId}), ${counted(differences.length, "difference")}:`,
      ...differences.slice(0, 5).map((difference) => `  ${difference}`),
    ]),
    `${counted(done.samples, "sample")}: ${done.renewed} analysed anew, ${current}, ${done.differing.length} differing, ${done.failed.length} failed; ${counted(done.platesComputed, "plate")} in ${seconds.toFixed(1)} s (${rate} a second, settings ${done.settings})`,
    endings[done.ended],
  ].join("\n");
}

/** 130 is what a shell says of a command ended by Ctrl-C. */
function exitCodeOf(done: Reanalysis): number {
  if (done.failed.length > 0 || done.differing.length > 0) return 1;
  if (done.ended === "stopped") return 130;
  return done.ended === "complete" ? 0 : 1;
}

/** Analyses everything with the settings in use, prints what came of it and sets the exit code. */
export async function runReanalysis(store: Store, flags: ReanalyseFlags): Promise<void> {
  const progress = progressFor(flags);
  const { signal, release } = untilInterrupted();
  // More threads than cores only wait for each other, and each takes time to start.
  const cores = availableParallelism();
  const workers = Math.min(flags.workers ?? cores, cores);
  const startedMs = performance.now();
  try {
    const done = await reanalyse(store, {
      workers,
      all: flags.all ?? false,
      signal,
      onProgress: progress.update,
    });
    progress.stop();
    const seconds = (performance.now() - startedMs) / 1000;
    process.exitCode = exitCodeOf(done);
    print(flags.json ?? false, { ...done, workers, seconds }, () => summary(done, flags, seconds));
  } finally {
    progress.stop();
    release();
  }
}
