/** Commands that change something: run, assign, mask, unmask, sample close. */
import type { Command } from "commander";
import { plateView, requirePlate } from "../../api/plate-view.ts";
import { plateSummary, runView, sampleRow } from "../../api/summary-views.ts";
import type { RunView } from "../../api/views.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { assignReading } from "../../pipeline/assign-reading.ts";
import { closeSample, requireSample } from "../../pipeline/close-sample.ts";
import { evaluateSample } from "../../pipeline/evaluate-sample.ts";
import { enterBlasts } from "../../pipeline/identify-plate.ts";
import { changeMasks, ofOneWell } from "../../pipeline/mask-well.ts";
import type { Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import {
  askDaemon,
  type BenchOptions,
  benchLayouts,
  benchSettings,
  withStore,
} from "../bench-folder.ts";
import { percent } from "../option-values.ts";
import { print } from "../output.ts";
import { renderPlate } from "../render-plate.ts";
import { renderSampleTable } from "../render-sample-table.ts";

interface PlateOptions extends BenchOptions {
  readonly layout?: string;
  readonly sample?: string;
  readonly barcode: string;
  readonly operator: string;
  readonly blastsPercent?: number;
  readonly reread?: string;
}

function withPlateOptions(command: Command): Command {
  return command
    .requiredOption("--barcode <B>", "barcode of the plate")
    .option("--layout <L>", "layout id; not needed for a planned plate")
    .option(
      "--sample <S>",
      "sample name; not needed for a planned plate, or one that checks the reader",
    )
    .requiredOption("--operator <NAME>", "who says so")
    .option("--blasts-percent <N>", "leukaemic cells on day 4, in percent", percent)
    .option("--reread <REASON>", "why a plate that has been read is read again");
}

/** What the plan says of a plate is not asked for again. Throws REQUEST_INVALID when neither says it. */
function statementOf(store: Store | null, options: PlateOptions) {
  const planned = store?.samples.plannedByBarcode(options.barcode) ?? null;
  const sample =
    options.sample ?? (planned === null ? undefined : store?.samples.byId(planned.sample_id)?.name);
  const layoutId =
    options.layout ??
    (planned === null ? undefined : store?.plates.layoutByHash(planned.layout_sha256)?.id);
  if (layoutId === undefined) {
    throw new PlatewardenError(
      "REQUEST_INVALID",
      `No plan knows plate ${options.barcode}: name its layout with --layout and its sample with --sample.`,
    );
  }
  return {
    layoutId,
    sample,
    barcode: options.barcode,
    operator: options.operator,
    blastsDay4Percent: options.blastsPercent,
    rereadReason: options.reread,
  };
}

function runText(run: RunView): string {
  return `run ${run.id}: plate ${run.barcode} on ${run.readerId} is ${run.state}${run.sentence === null ? "" : `. ${run.sentence}`}`;
}

function addRun(program: Command): void {
  const run = program.command("run").description("Start and cancel runs.");
  withPlateOptions(
    benchCommand(
      run,
      "start",
      "Start a run: the running daemon sends the reader to work.",
    ).requiredOption("--reader <R>", "reader id"),
  ).action(async (options: PlateOptions & { reader: string }) => {
    const saysAll = options.layout !== undefined && options.sample !== undefined;
    const statement = saysAll
      ? statementOf(null, options)
      : await withStore(options, (store) => statementOf(store, options));
    const { operator, ...plate } = statement;
    const body = { readerId: options.reader, ...plate };
    const started = (await askDaemon(options, "/api/v1/runs", body, operator)) as RunView;
    print(options.json ?? false, started, () => runText(started));
  });
  benchCommand(run, "cancel", "Cancel a run that is under way.")
    .argument("<run>", "run id")
    .requiredOption("--by <NAME>", "who cancels")
    .action(async (id: string, options: BenchOptions & { by: string }) => {
      const path = `/api/v1/runs/${encodeURIComponent(id)}/cancel`;
      const cancelled = (await askDaemon(options, path, {}, options.by)) as RunView;
      print(options.json ?? false, cancelled, () => `run ${cancelled.id} is being cancelled`);
    });
  benchCommand(run, "show", "Show one run.")
    .argument("<run>", "run id")
    .action((id: string, options: BenchOptions) =>
      withStore(options, (store) => {
        const row = store.runs.byId(id);
        if (row === null) {
          throw new PlatewardenError("RUN_UNKNOWN", `There is no run ${id}.`, {
            detail: { run: id },
          });
        }
        const view = runView(store, row);
        print(options.json ?? false, view, () => runText(view));
      }),
    );
}

function addAssign(program: Command): void {
  withPlateOptions(
    benchCommand(
      program,
      "assign",
      "Say what a reading that waits is; its analysis runs at once.",
    ).argument("<reading>", "reading id"),
  )
    .option(
      "--bar-reason <TEXT>",
      "why it may count although it was simulated, typed or saved by hand",
    )
    .action((id: string, options: PlateOptions & { barReason?: string }) =>
      withStore(options, (store, folder) => {
        const statement = { ...statementOf(store, options), barReason: options.barReason };
        const plateId = assignReading(store, benchLayouts(store, folder), id, statement);
        const plate = requirePlate(store, plateId);
        evaluateSample(store, plate.sample_id, benchSettings(store));
        const view = plateSummary(store, plate);
        print(
          options.json ?? false,
          view,
          () => `reading ${id} is plate ${view.barcode} (${view.quality})`,
        );
      }),
    );
}

interface MaskOptions extends BenchOptions {
  readonly reason: string;
  readonly by: string;
}

function addMask(program: Command, action: "mask" | "unmask", description: string): void {
  benchCommand(program, action, description)
    .argument("<plate>", "plate id or barcode")
    .argument("<well>", "well, A1 to H12")
    .requiredOption("--reason <TEXT>", "why")
    .requiredOption("--by <NAME>", "who")
    .action((id: string, well: string, options: MaskOptions) =>
      withStore(options, (store) => {
        const plate = requirePlate(store, id);
        const { reason, by } = options;
        const settings = benchSettings(store);
        store.inTransaction(() => {
          changeMasks(store, ofOneWell({ plateId: plate.id, well, action, reason, by }));
          evaluateSample(store, plate.sample_id, settings);
        });
        const view = plateView(store, plate, settings);
        print(options.json ?? false, view, () => renderPlate(view));
      }),
    );
}

function addSample(program: Command): void {
  const sample = program.command("sample").description("Samples.");
  addBlasts(sample);
  benchCommand(
    sample,
    "close",
    "Say that no further plate of a sample will come: its verdicts are final.",
  )
    .argument("<sample>", "sample name")
    .requiredOption("--by <NAME>", "who closes it")
    .action((name: string, options: BenchOptions & { by: string }) =>
      withStore(options, (store) => {
        const row = closeSample(store, name, options.by);
        evaluateSample(store, row.id, benchSettings(store));
        print(
          options.json ?? false,
          row,
          () => `sample ${row.name} closed by ${row.closed_by} at ${row.closed_at_utc}`,
        );
      }),
    );
}

function addBlasts(sample: Command): void {
  benchCommand(sample, "blasts", "Enter the leukaemic cells on day 4; the sample is analysed anew.")
    .argument("<sample>", "sample name")
    .argument("<percent>", "leukaemic cells in percent", percent)
    .requiredOption("--by <NAME>", "who counted")
    .action((name: string, blasts: number, options: BenchOptions & { by: string }) =>
      withStore(options, (store) => {
        const settings = benchSettings(store);
        store.inTransaction(() => {
          const sample = requireSample(store, name);
          enterBlasts(store, sample, blasts, options.by);
          evaluateSample(store, sample.id, settings);
        });
        const view = sampleRow(store, requireSample(store, name));
        print(options.json ?? false, view, () => renderSampleTable([view]));
      }),
    );
}

export function addActionCommands(program: Command): void {
  addRun(program);
  addAssign(program);
  addMask(program, "mask", "Leave a well out, with a reason; the reading stays as it is.");
  addMask(program, "unmask", "Take a person's mask off a well again, with a reason.");
  addSample(program);
}
