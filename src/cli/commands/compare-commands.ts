/** What changed between two analyses, and why; and which analyses a sample has. */
import type { Command } from "commander";
import { textTable } from "../../domain/text-table.ts";
import { requireSample } from "../../pipeline/close-sample.ts";
import {
  compareAnalyses,
  compareSettings,
  compareWithEarlier,
  requireAnalysis,
  type SampleComparison,
} from "../../pipeline/compare-analyses.ts";
import { requireSettings, shownSettings } from "../../pipeline/settings-records.ts";
import type { AnalysisRow } from "../../store/analyses.ts";
import type { Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";
import { renderComparisons } from "../render-comparison.ts";

/** An analysis by id, or the one of a sample that counts. */
function analysisNamed(store: Store, name: string): AnalysisRow {
  const row = store.analyses.byId(name);
  if (row !== null) return row;
  const sample = store.samples.byName(name);
  const current = sample === null ? null : store.analyses.current(sample.id);
  return current ?? requireAnalysis(store, name);
}

/** Two analyses, an analysis or sample with the one before, or every sample under two settings. */
function comparisonsOf(
  store: Store,
  before: string,
  after: string | undefined,
): readonly SampleComparison[] {
  if (after === undefined) return [compareWithEarlier(store, analysisNamed(store, before))];
  const [left, right] = [store.analyses.byId(before), store.analyses.byId(after)];
  if (left !== null && right !== null) return [compareAnalyses(store, left, right)];
  // An id that stands beside an unknown word is not the name of settings.
  if (left !== null) return [compareAnalyses(store, left, requireAnalysis(store, after))];
  if (right !== null) return [compareAnalyses(store, requireAnalysis(store, before), right)];
  return [...compareSettings(store, requireSettings(store, before), requireSettings(store, after))];
}

function addCompare(program: Command): void {
  benchCommand(
    program,
    "compare",
    "List every verdict and number that changed between two analyses, and why. Exit 1 when something changed for no reason.",
  )
    .argument(
      "<before>",
      "analysis id, or NAME@VERSION of settings; alone: a sample or an analysis, with the one before it",
    )
    .argument("[after]", "the other one")
    .action((before: string, after: string | undefined, options: BenchOptions) =>
      withStore(options, (store) => {
        const comparisons = comparisonsOf(store, before, after);
        if (comparisons.some((one) => one.unexplained)) process.exitCode = 1;
        print(options.json ?? false, comparisons, () => renderComparisons(comparisons));
      }),
    );
}

function addAnalyses(program: Command): void {
  benchCommand(program, "analyses", "List the analyses of a sample, newest first.")
    .argument("<sample>", "sample name")
    .action((name: string, options: BenchOptions) =>
      withStore(options, (store) => {
        const sample = requireSample(store, name);
        const rows = store.analyses.headsOf(sample.id).map((row, index) => ({
          id: row.id,
          counts: index === 0,
          createdAtUtc: row.created_at_utc,
          settings: shownSettings(store, row.settings_sha256),
          programVersion: row.program_version,
          provisional: row.provisional === 1,
          inputsSha256: row.inputs_sha256,
          resultSha256: row.result_sha256,
          settingsSha256: row.settings_sha256,
        }));
        print(options.json ?? false, rows, () =>
          textTable(
            ["analysis", "made", "settings", "program", "", "result SHA-256"],
            rows.map((row) => [
              row.id,
              row.createdAtUtc,
              row.settings,
              row.programVersion,
              `${row.counts ? "counts" : "superseded"}${row.provisional ? ", provisional" : ""}`,
              row.resultSha256.slice(0, 12),
            ]),
          ),
        );
      }),
    );
}

export function addCompareCommands(program: Command): void {
  addCompare(program);
  addAnalyses(program);
}
