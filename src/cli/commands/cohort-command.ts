/** The cohort: verdicts of all samples beside their annotations, and how they go together. */
import type { Command } from "commander";
import { cohortSource } from "../../api/cohort-view.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";
import { renderCohort } from "../render-cohort.ts";

interface CohortOptions extends BenchOptions {
  readonly against?: string;
  readonly samples?: readonly string[];
  readonly allSamples?: boolean;
}

export function addCohortCommand(program: Command): void {
  benchCommand(
    program,
    "cohort",
    "Samples by inhibitors beside annotations, and the association of verdicts and LC50 with each.",
  )
    .option("--against <ANNOTATION>", "only this annotation; q is then over its tests alone")
    .option("--samples <NAME...>", "only these samples")
    .option("--all-samples", "count every sample, also several of one patient")
    .action((options: CohortOptions) =>
      withStore(options, async (store) => {
        const view = await cohortSource(store).cohort({
          against: options.against ?? null,
          samples: options.samples ?? null,
          allSamples: options.allSamples ?? false,
        });
        print(options.json ?? false, view, () => renderCohort(view));
      }),
    );
}
