import { type AnnotationValue, annotationKey, BLASTS_ANNOTATION } from "../domain/annotation.ts";
import { canonicalJson, sha256 } from "../domain/canonical.ts";
import { counted } from "../domain/counted.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { AnnotationRow } from "../store/annotations.ts";
import type { Store } from "../store/open-store.ts";
import type { AnnotationProblem } from "./annotations/annotation-problem.ts";
import { checkAnnotations, type FileAnnotation } from "./annotations/check-annotations.ts";
import { conflictWarnings, lostFractions, privacyWarnings } from "./annotations/import-warnings.ts";
import {
  type StandingAnnotation,
  standingAnnotations,
  statementKey,
} from "./annotations/standing-annotations.ts";
import { enterBlasts } from "./identify-plate.ts";

export interface AnnotationFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** Where the values are from, e.g. a laboratory or a method; null = not told. */
  readonly source: string | null;
  readonly by: string;
  /** Keep values of samples that the bench does not know yet. */
  readonly allowUnknown: boolean;
}

export interface AnnotationChanges {
  readonly values: number;
  readonly samples: number;
  readonly names: readonly string[];
  /** Values that replace another value of the same sample and name. */
  readonly superseded: number;
  /** Samples whose blasts on day 4 are entered by it. */
  readonly blasts: readonly string[];
  /** What a person should know; no errors. */
  readonly warnings: readonly AnnotationProblem[];
}

export interface ImportedAnnotations extends AnnotationChanges {
  /** Null when the very same file, imported before, would change nothing. */
  readonly importId: string | null;
  /** Samples to analyse anew, because their blasts have changed. */
  readonly changedSampleIds: readonly string[];
}

interface PlannedImport extends AnnotationChanges {
  readonly annotations: readonly FileAnnotation[];
  readonly changesSomething: boolean;
}

function invalid(file: string, problems: readonly AnnotationProblem[]): PlatewardenError {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return new PlatewardenError(
    "ANNOTATIONS_INVALID",
    `${file} has ${counted(errors, "error")}; nothing was imported.`,
    { detail: { problems } },
  );
}

/** What makes two values comparable: a category and a number are not, nor are percent and AU. */
function kindOf(value: AnnotationValue): string {
  return value.type === "number"
    ? `number${value.unit === null ? "" : ` in ${value.unit}`}`
    : value.type;
}

/** Values of samples that are not in the file stay; the new ones must be of their type and unit. */
function kindProblems(
  annotations: readonly FileAnnotation[],
  standing: readonly StandingAnnotation[],
): AnnotationProblem[] {
  const replaced = new Set(annotations.map(({ sample, name }) => statementKey(sample, name)));
  const kept = new Map<string, StandingAnnotation>();
  for (const one of standing) {
    if (!replaced.has(statementKey(one.sample, one.name))) kept.set(annotationKey(one.name), one);
  }
  const told = new Set<string>();
  return annotations.flatMap(({ name, value, line }) => {
    const other = kept.get(annotationKey(name));
    if (other === undefined || kindOf(other.value) === kindOf(value) || told.has(name)) return [];
    told.add(name);
    return [
      {
        severity: "error",
        line,
        column: name,
        message: `${name} is a ${kindOf(value)} here and a ${kindOf(other.value)} for sample ${other.sample}`,
        remedy: "Give it another name, the same type and unit, or withdraw what stands.",
      },
    ];
  });
}

/** The file's values under the names that stand already, where only the spelling differs. */
function withKnownNames(
  annotations: readonly FileAnnotation[],
  standing: readonly StandingAnnotation[],
): readonly FileAnnotation[] {
  const names = new Map(standing.map(({ name }) => [annotationKey(name), name]));
  return annotations.map((one) => ({
    ...one,
    name: names.get(annotationKey(one.name)) ?? one.name,
  }));
}

function blastsPercent({ name, value }: FileAnnotation): number | null {
  return name === BLASTS_ANNOTATION && value.type === "number" ? value.number : null;
}

/** Checks the file against what stands. Throws ANNOTATIONS_INVALID with every problem in its detail. */
function planImport(store: Store, file: AnnotationFile): PlannedImport {
  const names = store.samples.ofPatients().map(({ name }) => name);
  const checked = checkAnnotations(file.bytes, { names, allowUnknown: file.allowUnknown });
  const standing = standingAnnotations(store);
  const annotations = withKnownNames(checked.values, standing);
  const problems = [...checked.problems, ...kindProblems(annotations, standing)];
  if (problems.some(({ severity }) => severity === "error")) throw invalid(file.fileName, problems);
  const before = new Map(standing.map((one) => [statementKey(one.sample, one.name), one.value]));
  const changed = annotations.filter(
    (one) =>
      canonicalJson(before.get(statementKey(one.sample, one.name)) ?? null) !==
      canonicalJson(one.value),
  );
  const blasts = annotations.flatMap((one) => {
    const sample = store.samples.byName(one.sample);
    const percent = blastsPercent(one);
    return sample === null || percent === null || sample.blasts_day4_percent === percent
      ? []
      : [one.sample];
  });
  return {
    annotations,
    values: annotations.length,
    samples: new Set(annotations.map(({ sample }) => sample)).size,
    names: [...new Set(annotations.map(({ name }) => name))],
    superseded: changed.filter((one) => before.has(statementKey(one.sample, one.name))).length,
    blasts,
    warnings: [
      ...problems,
      ...privacyWarnings(annotations),
      ...lostFractions(changed, before),
      ...conflictWarnings(store, annotations, standing),
    ],
    changesSomething: changed.length > 0 || blasts.length > 0,
  };
}

/** What importing a file would do; stores nothing. Throws ANNOTATIONS_INVALID. */
export function tryAnnotations(store: Store, file: AnnotationFile): AnnotationChanges {
  const { annotations: _, changesSomething: __, ...changes } = planImport(store, file);
  return changes;
}

/** What the audit trail answers for: everything that the rows of an import say. */
export function valuesSha256(rows: readonly AnnotationRow[]): string {
  return sha256(
    canonicalJson(
      rows.map((row) => [row.sample_name, row.name, row.type, row.unit, row.value, row.line]),
    ),
  );
}

function annotationRows(
  store: Store,
  annotations: readonly FileAnnotation[],
  origin: { readonly importId: string; readonly by: string; readonly atUtc: string },
): AnnotationRow[] {
  return annotations.map(({ sample, name, value, line }) => ({
    id: store.newId(),
    sample_name: sample,
    name,
    type: value.type,
    unit: value.type === "number" ? value.unit : null,
    value: JSON.stringify(value),
    import_id: origin.importId,
    line,
    by_name: origin.by,
    at_utc: origin.atUtc,
  }));
}

function storeImport(store: Store, file: AnnotationFile, plan: PlannedImport): string {
  const importId = store.newId();
  const now = store.nowUtc();
  const rows = annotationRows(store, plan.annotations, { importId, by: file.by, atUtc: now });
  const hash = sha256(file.bytes);
  store.annotations.insertImport({
    id: importId,
    sha256: hash,
    file_name: file.fileName,
    bytes: file.bytes,
    source: file.source,
    by_name: file.by,
    values_sha256: valuesSha256(rows),
    imported_at_utc: now,
  });
  for (const row of rows) store.annotations.insert(row);
  store.journal.change("annotations", importId, now);
  store.journal.audit({
    atUtc: now,
    actor: file.by,
    action: "annotations.import",
    subject: importId,
    detail: {
      fileName: file.fileName,
      sha256: hash,
      source: file.source,
      values: rows.length,
      valuesSha256: valuesSha256(rows),
    },
  });
  return importId;
}

/** Blasts decide verdicts, so they go the way they always go. */
function enterAllBlasts(store: Store, plan: PlannedImport, by: string): readonly string[] {
  return plan.annotations.flatMap((one) => {
    const sample = store.samples.byName(one.sample);
    const percent = blastsPercent(one);
    if (sample === null || percent === null || !plan.blasts.includes(one.sample)) return [];
    enterBlasts(store, sample, percent, by);
    return [sample.id];
  });
}

function requireName(by: string): void {
  if (by.trim() !== "") return;
  throw new PlatewardenError("REQUEST_INVALID", "The name of who imports is missing.");
}

/**
 * Imports a table of annotations: all of it or nothing, in one transaction. Values supersede those of the same sample
 * and name, which stay to be seen; missing cells leave what stands. Blasts on day 4 are entered in the sample as well.
 * The very same file changes nothing where its values stand already. Throws ANNOTATIONS_INVALID (every problem is in
 * its detail) or REQUEST_INVALID.
 */
export function importAnnotations(store: Store, file: AnnotationFile): ImportedAnnotations {
  requireName(file.by);
  return store.inTransaction(() => {
    const plan = planImport(store, file);
    const { annotations: _, changesSomething, ...changes } = plan;
    if (!changesSomething && store.annotations.isKnownFile(sha256(file.bytes))) {
      return { ...changes, importId: null, changedSampleIds: [] };
    }
    const importId = storeImport(store, file, plan);
    return { ...changes, importId, changedSampleIds: enterAllBlasts(store, plan, file.by) };
  });
}
