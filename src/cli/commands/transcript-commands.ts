import type { Command } from "commander";
import { diffTranscripts, renderDiff } from "../../bench-tools/diff-transcripts.ts";
import {
  looksLikeFile,
  onlyTranscript,
  transcriptInStore,
  transcriptsInFile,
} from "../../bench-tools/find-transcript.ts";
import { renderTranscript } from "../../bench-tools/render-transcript.ts";
import { type ShownTranscript, writeShown } from "../../bench-tools/shown-transcript.ts";
import { textTable } from "../../domain/text-table.ts";
import type { Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { count } from "../option-values.ts";
import { print } from "../output.ts";

interface ListedTranscript {
  readonly id: string;
  readonly readerId: string;
  readonly driver: string;
  readonly dialogue: string;
  readonly runId: string | null;
  readonly openedAtUtc: string;
  /** Null for one that has no end. */
  readonly outcome: string | null;
  readonly items: number;
  readonly sha256: string | null;
}

function listed(store: Store, options: { reader?: string; limit: number }): ListedTranscript[] {
  const rows =
    options.reader === undefined
      ? store.transcripts.latest(options.limit)
      : store.transcripts.ofReader(options.reader).slice(-options.limit).toReversed();
  return rows.map((row) => {
    const end = store.transcripts.endOf(row.id);
    return {
      id: row.id,
      readerId: row.reader_id,
      driver: `${row.driver_id} ${row.driver_version}`,
      dialogue: row.dialogue,
      runId: row.run_id,
      openedAtUtc: row.opened_at_utc,
      outcome: end?.outcome ?? null,
      items: end?.items ?? store.transcripts.items(row.id).length,
      sha256: end?.sha256 ?? null,
    };
  });
}

async function shownByName(
  name: string,
  options: BenchOptions,
): Promise<readonly ShownTranscript[]> {
  if (looksLikeFile(name)) return transcriptsInFile(name);
  return withStore(options, (store) => [transcriptInStore(store, name)]);
}

async function oneByName(name: string, options: BenchOptions): Promise<ShownTranscript> {
  if (looksLikeFile(name)) return onlyTranscript(name);
  return withStore(options, (store) => transcriptInStore(store, name));
}

function addList(transcript: Command): void {
  benchCommand(transcript, "list", "List the transcripts of the store, newest first.")
    .option("--reader <ID>", "of one reader only")
    .option("--limit <N>", "how many", count, 50)
    .action((options: BenchOptions & { reader?: string; limit: number }) =>
      withStore(options, (store) => {
        const rows = listed(store, options);
        print(options.json ?? false, rows, () =>
          textTable(
            ["begun", "reader", "dialogue", "outcome", "items", "id"],
            rows.map((row) => [
              row.openedAtUtc,
              row.readerId,
              row.dialogue,
              row.outcome ?? "no end",
              String(row.items),
              row.id,
            ]),
          ),
        );
      }),
    );
}

function addShow(transcript: Command): void {
  benchCommand(
    transcript,
    "show",
    "Show a conversation: host left, reader right, with times, text and hexadecimal.",
  )
    .argument("<transcript>", "id of the store, or a file; FILE#2 is the second of several")
    .option("--no-hex", "leave the hexadecimal out")
    .action(async (name: string, options: BenchOptions & { hex: boolean }) => {
      const shown = await shownByName(name, options);
      print(options.json ?? false, shown.map(writeShown), () =>
        shown.map((one) => renderTranscript(one, options.hex)).join("\n\n"),
      );
    });
}

function addDiff(transcript: Command): void {
  benchCommand(
    transcript,
    "diff",
    "Show where two conversations part, by their bytes and not by their timing. Exit 1 if they do.",
  )
    .argument("<before>", "id or file")
    .argument("<after>", "id or file")
    .action(async (before: string, after: string, options: BenchOptions) => {
      const [a, b] = [await oneByName(before, options), await oneByName(after, options)];
      const diff = diffTranscripts(a, b);
      if (!diff.same) process.exitCode = 1;
      print(options.json ?? false, { before: a.name, after: b.name, ...diff }, () =>
        renderDiff(a, b),
      );
    });
}

export function addTranscriptCommands(program: Command): void {
  const transcript = program
    .command("transcript")
    .description("What readers and Platewarden said to each other, byte for byte.");
  addList(transcript);
  addShow(transcript);
  addDiff(transcript);
}
