import type { Database } from "better-sqlite3";

export interface AnnotationImportRow {
  readonly id: string;
  readonly sha256: string;
  readonly file_name: string;
  readonly bytes: Uint8Array;
  readonly source: string | null;
  readonly by_name: string;
  readonly values_sha256: string;
  readonly imported_at_utc: string;
}

/** An import without its bytes, and how many values came with it. */
export interface AnnotationImportSummary extends Omit<AnnotationImportRow, "bytes"> {
  readonly value_count: number;
}

export interface AnnotationRow {
  readonly id: string;
  readonly sample_name: string;
  readonly name: string;
  readonly type: "category" | "number" | "boolean" | "mutation" | "withdrawn";
  readonly unit: string | null;
  readonly value: string;
  readonly import_id: string | null;
  readonly line: number | null;
  readonly by_name: string;
  readonly at_utc: string;
}

export function annotationStatements(db: Database) {
  const insertImport = db.prepare<[AnnotationImportRow]>(
    `INSERT INTO annotation_import VALUES (@id, @sha256, @file_name, @bytes, @source, @by_name, @values_sha256,
       @imported_at_utc)`,
  );
  const summary = `SELECT i.id, i.sha256, i.file_name, i.source, i.by_name, i.values_sha256, i.imported_at_utc,
       (SELECT count(*) FROM annotation_value v WHERE v.import_id = i.id) AS value_count FROM annotation_import i`;
  const imports = db.prepare<[], AnnotationImportSummary>(`${summary} ORDER BY i.rowid`);
  const importById = db.prepare<[string], AnnotationImportSummary>(`${summary} WHERE i.id = ?`);
  const importBytes = db
    .prepare<[string], Buffer>("SELECT bytes FROM annotation_import WHERE id = ?")
    .pluck();
  const isKnownFile = db
    .prepare<[string], number>("SELECT 1 FROM annotation_import WHERE sha256 = ? LIMIT 1")
    .pluck();
  const insert = db.prepare<[AnnotationRow]>(
    `INSERT INTO annotation_value VALUES (@id, @sample_name, @name, @type, @unit, @value, @import_id, @line, @by_name,
       @at_utc)`,
  );
  const all = db.prepare<[], AnnotationRow>("SELECT * FROM annotation_value ORDER BY rowid");
  const ofSample = db.prepare<[string], AnnotationRow>(
    "SELECT * FROM annotation_value WHERE sample_name = ? ORDER BY rowid",
  );
  const ofImport = db.prepare<[string], AnnotationRow>(
    "SELECT * FROM annotation_value WHERE import_id = ? ORDER BY rowid",
  );
  return {
    insertImport: (row: AnnotationImportRow): void => void insertImport.run(row),
    /** Oldest first. */
    imports: (): readonly AnnotationImportSummary[] => imports.all(),
    importById: (id: string): AnnotationImportSummary | null => importById.get(id) ?? null,
    /** The file as it came; null when there is no such import. */
    importBytes: (id: string): Uint8Array | null => importBytes.get(id) ?? null,
    /** True when a file of these bytes has been imported before. */
    isKnownFile: (sha256: string): boolean => isKnownFile.get(sha256) !== undefined,
    insert: (row: AnnotationRow): void => void insert.run(row),
    /** Every statement ever made, oldest first. */
    all: (): readonly AnnotationRow[] => all.all(),
    /** Every statement ever made on a sample, oldest first. */
    ofSample: (sampleName: string): readonly AnnotationRow[] => ofSample.all(sampleName),
    ofImport: (importId: string): readonly AnnotationRow[] => ofImport.all(importId),
  };
}
