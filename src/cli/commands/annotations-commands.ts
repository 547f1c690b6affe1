/** Annotations of samples: import a table, list, show, withdraw. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { annotationKey, annotationText } from "../../domain/annotation.ts";
import { counted } from "../../domain/counted.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { fileReason } from "../../domain/file-reason.ts";
import { listed } from "../../domain/listed.ts";
import { textTable } from "../../domain/text-table.ts";
import {
  type AnnotationProblem,
  renderAnnotationProblems,
} from "../../pipeline/annotations/annotation-problem.ts";
import { sampleConflicts } from "../../pipeline/annotations/sample-conflicts.ts";
import {
  annotationHistory,
  annotationsOfSample,
  type StandingAnnotation,
  type StatedAnnotation,
  standingAnnotations,
} from "../../pipeline/annotations/standing-annotations.ts";
import { requireSample } from "../../pipeline/close-sample.ts";
import { evaluateSamples } from "../../pipeline/evaluate-sample.ts";
import {
  type AnnotationChanges,
  type AnnotationFile,
  importAnnotations,
  tryAnnotations,
} from "../../pipeline/import-annotations.ts";
import { settingsInUse } from "../../pipeline/settings-in-use.ts";
import { withdrawAnnotation } from "../../pipeline/withdraw-annotation.ts";
import type { Store } from "../../store/open-store.ts";
import { benchCommand } from "../bench-command.ts";
import { type BenchOptions, withStore } from "../bench-folder.ts";
import { print } from "../output.ts";

interface ImportOptions extends BenchOptions {
  readonly source?: string;
  readonly by?: string;
  readonly dryRun?: boolean;
  readonly allowUnknown?: boolean;
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new PlatewardenError("FILE_UNREADABLE", `${file} cannot be read: ${fileReason(error)}.`, {
      detail: { file },
      cause: error,
    });
  }
}

/** Every problem goes to the error output, before the error that sums them up. */
function tellingProblems<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PlatewardenError && error.code === "ANNOTATIONS_INVALID") {
      const problems = error.detail.problems as readonly AnnotationProblem[];
      process.stderr.write(`${renderAnnotationProblems(problems, file)}\n`);
    }
    throw error;
  }
}

function changesText(file: string, done: string, changes: AnnotationChanges): string {
  const { values, samples, superseded, names, blasts, warnings } = changes;
  const blastsText = blasts.length === 0 ? "" : `; blasts on day 4 of ${listed(blasts)}`;
  return [
    ...(warnings.length === 0 ? [] : [renderAnnotationProblems(warnings, file)]),
    `${done}: ${counted(values, "value")} of ${counted(samples, "sample")} (${listed(names)}); ${superseded} supersede others${blastsText}`,
  ].join("\n");
}

interface NotAnalysed {
  readonly sample: string;
  readonly message: string;
}

/** The import stands whatever comes of it; a sample that cannot be analysed keeps no other from it. */
function analyseAnew(store: Store, sampleIds: readonly string[]): readonly NotAnalysed[] {
  const notAnalysed: NotAnalysed[] = [];
  const samples = sampleIds.flatMap((id) => store.samples.byId(id) ?? []);
  evaluateSamples(store, samples, settingsInUse(store).settings, (sample, error) =>
    notAnalysed.push({ sample, message: error instanceof Error ? error.message : String(error) }),
  );
  return notAnalysed;
}

function notAnalysedText({ sample, message }: NotAnalysed): string {
  return `sample ${sample} cannot be analysed, and its verdicts do not rest on these blasts: ${message}`;
}

function importFile(store: Store, path: string, options: ImportOptions): void {
  const file: AnnotationFile = {
    bytes: readBytes(path),
    fileName: basename(path),
    source: options.source?.trim() || null,
    by: options.by ?? "",
    allowUnknown: options.allowUnknown ?? false,
  };
  const json = options.json ?? false;
  if (options.dryRun) {
    const changes = tellingProblems(path, () => tryAnnotations(store, file));
    print(json, changes, () => changesText(path, "would import", changes));
    return;
  }
  const imported = tellingProblems(path, () => importAnnotations(store, file));
  const notAnalysed = analyseAnew(store, imported.changedSampleIds);
  if (notAnalysed.length > 0) process.exitCode = 1;
  print(json, { ...imported, notAnalysed }, () =>
    imported.importId === null
      ? "this very file had been imported before; nothing changed"
      : [changesText(path, "imported", imported), ...notAnalysed.map(notAnalysedText)].join("\n"),
  );
}

function addImport(annotations: Command): void {
  benchCommand(
    annotations,
    "import",
    "Import a table (CSV) of annotations of samples: all of it or nothing.",
  )
    .argument("<file>", "the table: a line a sample, or a line a value")
    .option("--source <TEXT>", "where the values are from, e.g. the sequencing report")
    .option("--by <NAME>", "who imports it; needed but for a dry run")
    .option("--dry-run", "only say what it would do")
    .option("--allow-unknown", "keep values of samples that are not on the bench yet")
    .action((path: string, options: ImportOptions) =>
      withStore(options, (store) => importFile(store, path, options)),
    );
}

interface ListedAnnotation {
  readonly name: string;
  readonly type: string;
  readonly unit: string | null;
  readonly samples: number;
  readonly values: string;
}

/** How often each value occurs; the range of numbers. */
function valuesText(own: readonly StandingAnnotation[]): string {
  const numbers = own.flatMap(({ value }) => (value.type === "number" ? [value.number] : []));
  if (numbers.length > 0) return `${Math.min(...numbers)} to ${Math.max(...numbers)}`;
  const counts = new Map<string, number>();
  for (const { value } of own) {
    const text = value.type === "mutation" ? value.state : annotationText(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return listed([...counts].map(([text, count]) => `${text} ${count}`));
}

function listedAnnotations(store: Store): ListedAnnotation[] {
  const groups = Map.groupBy(standingAnnotations(store), ({ name }) => annotationKey(name));
  return [...groups.values()].map((own) => {
    const value = own[0]?.value;
    return {
      name: own[0]?.name ?? "",
      type: value?.type ?? "",
      unit: value?.type === "number" ? value.unit : null,
      samples: own.length,
      values: valuesText(own),
    };
  });
}

function addLists(annotations: Command): void {
  benchCommand(annotations, "list", "List the annotations that stand, with their values.").action(
    (options: BenchOptions) =>
      withStore(options, (store) => {
        const rows = listedAnnotations(store);
        print(options.json ?? false, rows, () =>
          textTable(
            ["annotation", "type", "unit", "samples", "values"],
            rows.map((row) => [
              row.name,
              row.type,
              row.unit ?? "",
              String(row.samples),
              row.values,
            ]),
          ),
        );
      }),
  );
  benchCommand(annotations, "imports", "List the tables that were imported, oldest first.").action(
    (options: BenchOptions) =>
      withStore(options, (store) => {
        const rows = store.annotations.imports();
        print(options.json ?? false, rows, () =>
          textTable(
            ["import", "imported", "by", "file", "source", "values", "SHA-256"],
            rows.map((row) => [
              row.id,
              row.imported_at_utc,
              row.by_name,
              row.file_name,
              row.source ?? "",
              String(row.value_count),
              row.sha256.slice(0, 12),
            ]),
          ),
        );
      }),
  );
}

function statementRow(store: Store, one: StatedAnnotation): string[] {
  const file = one.importId === null ? null : store.annotations.importById(one.importId);
  return [
    one.name,
    one.value === null ? `withdrawn: ${one.reason ?? ""}` : annotationText(one.value),
    one.value?.type ?? "",
    file === null ? "" : `${file.file_name}:${one.line ?? ""}`,
    file?.source ?? "",
    one.by,
    one.atUtc,
  ];
}

function addShow(annotations: Command): void {
  benchCommand(annotations, "show", "Show what stands of one sample, and where it is from.")
    .argument("<sample>", "sample name, also of one that is not on the bench yet")
    .option("--history", "also what has been superseded or withdrawn, oldest first")
    .action((name: string, options: BenchOptions & { history?: boolean }) =>
      withStore(options, (store) => {
        const all = annotationHistory(store, name);
        const sample = all.length === 0 ? requireSample(store, name) : store.samples.byName(name);
        const standing = annotationsOfSample(store, name);
        const shown = options.history ? all : standing;
        const conflicts = sample === null ? [] : sampleConflicts(sample, standing);
        print(options.json ?? false, { sample: name, annotations: shown, conflicts }, () =>
          [
            textTable(
              ["annotation", "value", "type", "file:line", "source", "by", "when"],
              shown.map((one) => statementRow(store, one)),
            ),
            ...conflicts.map((one) => `Contradiction: ${one}.`),
          ].join("\n"),
        );
      }),
    );
}

function addWithdraw(annotations: Command): void {
  benchCommand(
    annotations,
    "withdraw",
    "Say that an annotation does not hold; it stays in the history.",
  )
    .argument("<sample>", "sample name")
    .argument("<annotation>", "name of the annotation")
    .requiredOption("--reason <TEXT>", "why")
    .requiredOption("--by <NAME>", "who says so")
    .action(
      (sample: string, name: string, options: BenchOptions & { reason: string; by: string }) =>
        withStore(options, (store) => {
          const { reason, by } = options;
          withdrawAnnotation(store, { sample, name, reason, by });
          const standing = annotationsOfSample(store, sample);
          print(
            options.json ?? false,
            { sample, annotations: standing },
            () => `${name} of sample ${sample} is withdrawn`,
          );
        }),
    );
}

export function addAnnotationsCommands(program: Command): void {
  const annotations = program
    .command("annotations")
    .description("What is known of samples beside their plates.");
  addImport(annotations);
  addLists(annotations);
  addShow(annotations);
  addWithdraw(annotations);
}
