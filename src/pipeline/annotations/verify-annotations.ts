/** Annotations against the audit trail: what was imported and withdrawn must be what the rows say, and nothing else. */
import { sha256 } from "../../domain/canonical.ts";
import type { Store } from "../../store/open-store.ts";
import { valuesSha256 } from "../import-annotations.ts";

interface Told {
  readonly action: string;
  readonly actor: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

function toldOf(store: Store): Map<string, Told> {
  const told = new Map<string, Told>();
  for (const { action, actor, subject, detail } of store.journal.eachOf("annotations")) {
    told.set(subject, { action, actor, detail: JSON.parse(detail) as Told["detail"] });
  }
  return told;
}

function importFindings(store: Store, told: Map<string, Told>): string[] {
  return store.annotations.imports().flatMap((row) => {
    const entry = told.get(row.id);
    told.delete(row.id);
    const { detail } = entry ?? { detail: {} as Told["detail"] };
    const fits =
      entry?.action === "annotations.import" &&
      entry.actor === row.by_name &&
      detail.fileName === row.file_name &&
      detail.source === row.source &&
      detail.sha256 === row.sha256 &&
      detail.valuesSha256 === row.values_sha256 &&
      sha256(store.annotations.importBytes(row.id) ?? "") === row.sha256 &&
      valuesSha256(store.annotations.ofImport(row.id)) === row.values_sha256;
    return fits ? [] : [`the import of annotations ${row.id} is not what the audit trail tells`];
  });
}

function withdrawalFindings(store: Store, told: Map<string, Told>): string[] {
  const rows = store.annotations.all().filter(({ type }) => type === "withdrawn");
  return rows.flatMap((row) => {
    const entry = told.get(row.id);
    told.delete(row.id);
    const fits =
      entry?.action === "annotations.withdraw" &&
      entry.actor === row.by_name &&
      entry.detail.sample === row.sample_name &&
      entry.detail.name === row.name &&
      JSON.stringify(entry.detail.reason) === row.value;
    return fits ? [] : [`the withdrawal ${row.id} is not what the audit trail tells`];
  });
}

/** One sentence for every import or withdrawal that is not what the audit trail tells, is gone, or was put in. */
export function annotationFindings(store: Store): readonly string[] {
  const told = toldOf(store);
  return [
    ...importFindings(store, told),
    ...withdrawalFindings(store, told),
    ...[...told.keys()].map((id) => `what was said of annotations as ${id} is gone`),
  ];
}
