/** The clocks of the bench: this computer's, and the readers' own. */
import type { Command } from "commander";
import { localText, secondsText } from "../../clock/clock-words.ts";
import { bootId, COMPUTER, readClocks } from "../../clock/computer-clock.ts";
import { READER_OFF_MS } from "../../clock/reader-clock.ts";
import { timeSync } from "../../clock/time-sync.ts";
import { textTable } from "../../domain/text-table.ts";
import { type ClockReport, clockReport, syncSentence } from "../../pipeline/clocks/clock-report.ts";
import { confirmClock } from "../../pipeline/clocks/observe-clock.ts";
import { type ReaderClockState, readerClockSentence } from "../../pipeline/clocks/reader-clocks.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";

interface ConfirmOptions extends BenchOptions {
  readonly by: string;
  readonly reason: string;
}

export function addClocksCommand(program: Command): void {
  const clocks = benchCommand(
    program,
    "clocks",
    "Show this computer's clock, its zone and synchronisation, what it did, and how far each reader's own clock is off.",
  );
  // Options after the name of a command below are that command's own.
  clocks.enablePositionalOptions();
  addConfirm(clocks);
  clocks.action((options: BenchOptions) =>
    withStore(options, async (store) => {
      const report = await clockReport(store);
      print(options.json ?? false, report, () => render(report));
    }),
  );
}

function addConfirm(clocks: Command): void {
  benchCommand(
    clocks,
    "confirm",
    "Say that this computer's clock is right now, although later times are stored. Then start the daemon again.",
  )
    .requiredOption("--by <NAME>", "who says so")
    .requiredOption("--reason <TEXT>", "how you know, and what had happened")
    .action((options: ConfirmOptions) =>
      withStore(options, async (store) => {
        const clocks = readClocks(COMPUTER);
        const moment = { clocks, bootId: bootId(), sync: await timeSync() };
        confirmClock(store, moment, options.by, options.reason);
        const confirmed = { atUtc: new Date(clocks.wallMs).toISOString(), by: options.by };
        print(
          options.json ?? false,
          confirmed,
          () => `The clock counts as right from ${confirmed.atUtc} on. Start the daemon again.`,
        );
      }),
    );
}

function render({
  now,
  sync,
  latestStoredUtc,
  standing,
  observations,
  readers,
}: ClockReport): string {
  const nowUtc = new Date(now.wallMs).toISOString();
  const head = [
    `This computer  ${localText(nowUtc, now.utcOffsetMin)} (${now.zone}), ${nowUtc}`,
    `               ${syncSentence(sync)}`,
    `               The latest time stored is ${latestStoredUtc ?? "none yet"}.`,
    ...standing.map(({ sentence }) => `               ! ${sentence}`),
  ];
  return [...head, "", ...renderReaders(readers), "", ...renderObservations(observations)].join(
    "\n",
  );
}

function renderReaders(readers: readonly ReaderClockState[]): string[] {
  if (readers.length === 0) return ["No reading carries a time of its reader's own."];
  const rows = readers.map((one) => [
    one.readerId,
    one.aheadMs === null ? "cannot be told" : offText(one.aheadMs),
    one.driftMsPerDay === null ? "–" : `${(one.driftMsPerDay / 1000).toFixed(1)} s a day`,
    readerClockSentence(one.newest),
  ]);
  return [textTable(["reader", "off", "drift", "newest reading"], rows)];
}

function offText(aheadMs: number): string {
  const way = aheadMs > 0 ? "ahead" : "behind";
  const mark = Math.abs(aheadMs) > READER_OFF_MS ? " !" : "";
  return `${secondsText(aheadMs)} ${way}${mark}`;
}

function renderObservations(observations: ClockReport["observations"]): string[] {
  if (observations.length === 0) return ["No daemon has watched this computer's clock yet."];
  const rows = observations.map((one) => [
    localText(one.at_utc, one.utc_offset_min),
    one.kind,
    one.sentence,
  ]);
  return [textTable(["when", "what", ""], rows)];
}
