import type { Command } from "commander";
import { toAnalysisWells } from "../../analysis/analysis-input.ts";
import { isTitrated } from "../../analysis/assays/assays-of.ts";
import type { SingleAgentResult } from "../../analysis/assays/sample-assays.ts";
import { formatNumber } from "../../analysis/explain-verdict.ts";
import { judgeability } from "../../analysis/judgeability.ts";
import { listed } from "../../domain/listed.ts";
import { textTable } from "../../domain/text-table.ts";
import { compareTrees, type Deviation } from "../../study/compare-trees.ts";
import { type PlayedStudy, playStudy } from "../../study/play-study.ts";
import { singleAgentTree } from "../../study/single-agent-tree.ts";
import { barcodesOf } from "../../study/study-barcodes.ts";
import { loadStudy, type Study } from "../../study/study-file.ts";
import type { StudyResult } from "../../study/study-result.ts";
import { requireFreshFolder } from "../keep-folder.ts";
import { print } from "../output.ts";
import { verdictText } from "../render-sample-table.ts";

interface StudyOptions {
  readonly json?: boolean;
  readonly compare?: boolean;
  readonly keep?: string;
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function deviationLine(part: string, { path, expected, found, relativeError }: Deviation): string {
  const error = relativeError === null ? "" : ` (relative error ${relativeError.toExponential(2)})`;
  return `${part}: ${path}: expected ${show(expected)}, found ${show(found)}${error}`;
}

interface ComparedStudy {
  readonly passed: number;
  readonly lines: readonly string[];
}

/** Values that JSON cannot hold would differ only on paper: both sides are compared as JSON. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A tree of titrations has its arms by name, any other as a list. */
function foundFor(expected: unknown, study: Study, result: StudyResult): unknown {
  const titrations = result.singleAgents.length > 0 && !Array.isArray(armsOf(expected));
  return titrations ? { ...result, ...singleAgentTree(study, result) } : result;
}

function armsOf(expected: unknown): unknown {
  return typeof expected === "object" && expected !== null && "arms" in expected
    ? expected.arms
    : undefined;
}

function compareStudy(study: Study, played: PlayedStudy): ComparedStudy {
  const { automatic, afterReview, root } = study.expected;
  const reviewed = played.afterReview ?? played.automatic;
  const parts = [
    ["automatic", automatic, played.automatic],
    ["afterReview", afterReview, reviewed],
    ["expected", root, played.automatic],
  ] as const;
  let passed = 0;
  const lines: string[] = [];
  for (const [name, expected, found] of parts) {
    if (expected === null) continue;
    const compared = compareTrees(
      expected,
      asJson(foundFor(expected, study, found)),
      study.tolerance,
    );
    passed += compared.passed;
    lines.push(...compared.deviations.map((deviation) => deviationLine(name, deviation)));
  }
  return { passed, lines };
}

/** Plates whose layout carries verdicts. */
function judgedPlates({ plates, layouts }: Study): ReadonlySet<string> {
  const judged = plates.filter((plate) => {
    const layout = layouts.find((one) => one.id === plate.layoutId);
    return layout !== undefined && judgeability({ wells: toAnalysisWells(layout, null) }).canJudge;
  });
  return new Set(judged.map((plate) => plate.id));
}

function verdictTable(study: Study, played: PlayedStudy): string {
  const judged = judgedPlates(study);
  const comparisons = played.automatic.comparisons.filter(
    (comparison) => judged.has(comparison.plate) && !isTitrated(played.automatic, comparison),
  );
  const arms = [...new Set(comparisons.map((one) => one.arm))];
  const rows = study.samples.map((sample) => [
    sample.name,
    sample.rasStatus,
    ...arms.map((arm) =>
      comparisons
        .filter((one) => one.patient === sample.name && one.arm === arm)
        .map(verdictText)
        .join("; "),
    ),
  ]);
  return textTable(["sample", "RAS", ...arms], rows);
}

function titrationTable({ plate, inhibitorUm, arms }: SingleAgentResult): string {
  const head = [`plate ${plate}, survival %`, ...inhibitorUm.map((dose) => `${dose} µM`)];
  const rows = arms.map(({ arm, survivalVsMatchedVehicle }) => [
    arm,
    ...survivalVsMatchedVehicle.map(formatNumber),
  ]);
  return textTable(head, rows);
}

function tables(study: Study, played: PlayedStudy): string {
  return [
    ...(judgedPlates(study).size > 0 ? [verdictTable(study, played)] : []),
    ...played.automatic.singleAgents.map(titrationTable),
  ].join("\n\n");
}

/** With `--json` the results alone go to standard output, so that programs can read them; the comparison to standard error. */
function report(study: Study, played: PlayedStudy, options: StudyOptions): void {
  print(options.json ?? false, played.automatic, () => tables(study, played));
  if (!options.compare) return;
  const { passed, lines } = compareStudy(study, played);
  const out = options.json ? process.stderr : process.stdout;
  for (const line of lines) out.write(`${line}\n`);
  if (passed + lines.length === 0)
    out.write("The study file expects nothing: nothing was compared.\n");
  out.write(`${passed} passed, ${lines.length} failed\n`);
  if (lines.length > 0 || passed === 0) process.exitCode = 1;
}

/** The table is that of the plates as they were read; what is kept has the masks of the review. */
function tellKept(study: Study, folder: string, options: StudyOptions): void {
  if (study.reviewMasks.length === 0) return;
  const { barcodeOf } = barcodesOf(study);
  const wells = study.reviewMasks.map(({ plate, well }) => `${barcodeOf(plate)} ${well}`);
  const out = options.json ? process.stderr : process.stdout;
  out.write(
    `${folder} holds the study after its review: ${listed(wells)} left out. \`platewarden samples\` shows its verdicts.\n`,
  );
}

export function addStudyCommand(program: Command): void {
  program
    .command("study")
    .description(
      "Play a study file through simulated reader, port, driver, pipeline and store into a fresh database.",
    )
    .argument("<file>", "study file (JSON)")
    .option("--json", "print plates, arms and comparisons as JSON")
    .option("--compare", "compare with what the file expects; exit 1 on any deviation")
    .option("--keep <DIR>", "keep the database in this folder, after the study's review")
    .action(async (file: string, options: StudyOptions) => {
      const keep = options.keep === undefined ? null : requireFreshFolder(options.keep);
      const study = loadStudy(file);
      report(study, await playStudy(study, keep), options);
      if (keep !== null) tellKept(study, keep, options);
    });
}
