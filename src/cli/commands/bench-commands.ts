/** Commands that look at the bench: readers, runs, plates, flags, samples, trace, replay. */
import type { Command } from "commander";
import { plateView, requirePlate } from "../../api/plate-view.ts";
import {
  flagView,
  plateSummary,
  runView,
  sampleRow,
  unassignedView,
} from "../../api/summary-views.ts";
import { textTable } from "../../domain/text-table.ts";
import { isIdentical, replayReading } from "../../pipeline/replay-reading.ts";
import { traceFlag } from "../../pipeline/trace-flag.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, benchSettings, withStore } from "../bench-folder.ts";
import { interpretersOf } from "../interpreters.ts";
import { count } from "../option-values.ts";
import { print } from "../output.ts";
import { renderPlate } from "../render-plate.ts";
import { renderSampleTable } from "../render-sample-table.ts";
import { renderTrace } from "../render-trace.ts";

interface ListOptions extends BenchOptions {
  readonly limit: number;
}

function addRuns(program: Command): void {
  benchCommand(program, "runs", "List the runs, newest first.")
    .option("--limit <N>", "how many at most", count, 50)
    .action((options: ListOptions) =>
      withStore(options, (store) => {
        const runs = store.runs.newest(options.limit).map((run) => runView(store, run));
        print(options.json ?? false, runs, () =>
          textTable(
            ["run", "requested", "reader", "barcode", "sample", "state", ""],
            runs.map((run) => [
              run.id,
              run.requestedAtUtc,
              run.readerId,
              run.barcode,
              run.sample,
              run.state,
              run.sentence ?? "",
            ]),
          ),
        );
      }),
    );
}

function addPlates(program: Command): void {
  benchCommand(
    program,
    "plates",
    "List the plates, newest first, or the readings that wait for a plate.",
  )
    .option("--unassigned", "list the readings that nobody has said what they are")
    .option("--limit <N>", "how many at most", count, 100)
    .action((options: ListOptions & { unassigned?: boolean }) =>
      withStore(options, (store) => {
        if (options.unassigned) {
          const waiting = store.readings.unassigned().map((row) => unassignedView(store, row));
          print(options.json ?? false, waiting, () =>
            textTable(
              ["reading", "captured", "reader", "why it waits"],
              waiting.map((one) => [one.readingId, one.capturedAtUtc, one.readerId, one.reason]),
            ),
          );
          return;
        }
        const plates = store.plates.newest(options.limit).map((one) => plateSummary(store, one));
        print(options.json ?? false, plates, () =>
          textTable(
            ["barcode", "sample", "layout", "captured", "quality", "flags", "plate"],
            plates.map((one) => [
              one.barcode,
              one.sample,
              one.layoutId,
              one.capturedAtUtc,
              one.quality,
              String(one.flags),
              one.id,
            ]),
          ),
        );
      }),
    );
  const plate = program.command("plate").description("Look at one plate.");
  benchCommand(plate, "show", "Heat map, curves, verdicts with reasons, and where they come from.")
    .argument("<plate>", "plate id or barcode")
    .action((id: string, options: BenchOptions) =>
      withStore(options, (store) => {
        const view = plateView(store, requirePlate(store, id), benchSettings(store));
        print(options.json ?? false, view, () => renderPlate(view));
      }),
    );
}

function addFlags(program: Command): void {
  benchCommand(program, "flags", "List the flags that stand, with their reasons.").action(
    (options: BenchOptions) =>
      withStore(options, (store) => {
        const flags = store.analyses.currentFlags().map((flag) => flagView(store, flag));
        print(options.json ?? false, flags, () =>
          flags.length === 0
            ? "No flags."
            : flags
                .map((flag) =>
                  [
                    `${flag.id}  ${flag.title}`,
                    `  sample ${flag.sample} (RAS ${flag.rasStatus}), plate ${flag.barcode}${flag.grade === null ? "" : `, grade ${flag.grade}`}${flag.provisional ? ", provisional" : ""}`,
                    ...flag.reasons.map((reason) => `  - ${reason}`),
                  ].join("\n"),
                )
                .join("\n"),
        );
      }),
  );
  benchCommand(program, "trace", "Follow a flag down to the reader's bytes, with hashes.")
    .argument("<flag>", "flag id")
    .action((id: string, options: BenchOptions) =>
      withStore(options, (store) => {
        const trace = traceFlag(store, id);
        print(options.json ?? false, trace, () => renderTrace(trace));
      }),
    );
}

function addReplay(program: Command): void {
  benchCommand(
    program,
    "replay",
    "Read a reading's bytes again and compute it again; say whether every number is bit-identical. Exit 1 if not.",
  )
    .argument("<reading>", "reading id")
    .action((id: string, options: BenchOptions) =>
      withStore(options, async (store, folder) => {
        const report = await replayReading(store, interpretersOf(store, folder.exportProfiles), id);
        const identical = isIdentical(report);
        if (!identical) process.exitCode = 1;
        print(options.json ?? false, { ...report, identical }, () =>
          [
            identical
              ? `Bit-identical: ${report.numbersCompared} numbers compared.`
              : `NOT identical: ${report.differences.length} differences, ${report.numbersCompared} numbers compared.`,
            ...report.differences.slice(0, 50).map((difference) => `  ${difference}`),
          ].join("\n"),
        );
      }),
    );
}

function addSamples(program: Command): void {
  benchCommand(
    program,
    "samples",
    "Samples by inhibitors: the verdicts, with RAS status beside them.",
  ).action((options: BenchOptions) =>
    withStore(options, (store) => {
      const rows = store.samples.ofPatients().map((sample) => sampleRow(store, sample));
      print(options.json ?? false, rows, () => renderSampleTable(rows));
    }),
  );
}

export function addBenchCommands(program: Command): void {
  addRuns(program);
  addPlates(program);
  addFlags(program);
  addReplay(program);
  addSamples(program);
}
