import type { Database } from "better-sqlite3";

export interface PlateRow {
  readonly id: string;
  readonly barcode: string;
  readonly sample_id: string;
  readonly layout_sha256: string;
  readonly created_at_utc: string;
}

export interface PlateVersionRow {
  readonly plate_id: string;
  readonly version: number;
  readonly reading_id: string;
  readonly run_id: string | null;
  readonly bound_by: string;
  readonly bound_because: string;
  readonly reread_reason: string | null;
  /** Why a person let in a reading that was barred. */
  readonly bar_reason: string | null;
  readonly bound_at_utc: string;
}

export interface MaskEventRow {
  readonly id: string;
  readonly plate_id: string;
  readonly well: string;
  readonly action: "mask" | "unmask";
  readonly reason: string;
  readonly by_name: string;
  readonly at_utc: string;
  /** The supervisor who let the person do it; null where the person may do it alone. */
  readonly authorised_by: string | null;
}

export interface LayoutRevisionRow {
  readonly sha256: string;
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly body: string;
  readonly used_at_utc: string;
}

export function plateStatements(db: Database) {
  const insert = db.prepare<[PlateRow]>(
    "INSERT INTO plate VALUES (@id, @barcode, @sample_id, @layout_sha256, @created_at_utc)",
  );
  const byId = db.prepare<[string], PlateRow>("SELECT * FROM plate WHERE id = ?");
  const byBarcode = db.prepare<[string], PlateRow>("SELECT * FROM plate WHERE barcode = ?");
  const ofSample = db.prepare<[string], PlateRow>(
    "SELECT * FROM plate WHERE sample_id = ? ORDER BY rowid",
  );
  const newest = db.prepare<[number], PlateRow>("SELECT * FROM plate ORDER BY rowid DESC LIMIT ?");
  const insertVersion = db.prepare<[PlateVersionRow]>(
    `INSERT INTO plate_version VALUES (@plate_id, @version, @reading_id, @run_id, @bound_by, @bound_because,
       @reread_reason, @bar_reason, @bound_at_utc)`,
  );
  const versions = db.prepare<[string], PlateVersionRow>(
    "SELECT * FROM plate_version WHERE plate_id = ? ORDER BY version",
  );
  const versionOfReading = db.prepare<[string], PlateVersionRow>(
    "SELECT * FROM plate_version WHERE reading_id = ?",
  );
  const allVersions = db.prepare<[], PlateVersionRow>("SELECT * FROM plate_version ORDER BY rowid");
  const allMasks = db.prepare<[], MaskEventRow>("SELECT * FROM mask_event ORDER BY rowid");
  const insertMask = db.prepare<[MaskEventRow]>(
    `INSERT INTO mask_event VALUES (@id, @plate_id, @well, @action, @reason, @by_name, @at_utc, @authorised_by)`,
  );
  const maskEvents = db.prepare<[string], MaskEventRow>(
    "SELECT * FROM mask_event WHERE plate_id = ? ORDER BY rowid",
  );
  const insertLayout = db.prepare<[LayoutRevisionRow]>(
    "INSERT INTO layout_revision VALUES (@sha256, @id, @revision, @title, @body, @used_at_utc)",
  );
  const layoutByHash = db.prepare<[string], LayoutRevisionRow>(
    "SELECT * FROM layout_revision WHERE sha256 = ?",
  );
  const layoutByRevision = db.prepare<[string, number], LayoutRevisionRow>(
    "SELECT * FROM layout_revision WHERE id = ? AND revision = ?",
  );
  const allLayouts = db.prepare<[], LayoutRevisionRow>(
    "SELECT * FROM layout_revision ORDER BY id, revision",
  );
  return {
    insert: (row: PlateRow): void => void insert.run(row),
    byId: (id: string): PlateRow | null => byId.get(id) ?? null,
    byBarcode: (barcode: string): PlateRow | null => byBarcode.get(barcode) ?? null,
    ofSample: (sampleId: string): readonly PlateRow[] => ofSample.all(sampleId),
    newest: (limit: number): readonly PlateRow[] => newest.all(limit),
    insertVersion: (row: PlateVersionRow): void => void insertVersion.run(row),
    /** Oldest first; the last one counts. */
    versions: (plateId: string): readonly PlateVersionRow[] => versions.all(plateId),
    versionOfReading: (readingId: string): PlateVersionRow | null =>
      versionOfReading.get(readingId) ?? null,
    /** Of every plate, in the order they were bound. */
    eachVersion: (): IterableIterator<PlateVersionRow> => allVersions.iterate(),
    allVersions: (): readonly PlateVersionRow[] => allVersions.all(),
    /** Of every plate, oldest first. */
    allMaskEvents: (): readonly MaskEventRow[] => allMasks.all(),
    insertMask: (row: MaskEventRow): void => void insertMask.run(row),
    /** Every masking and unmasking, oldest first. */
    maskEvents: (plateId: string): readonly MaskEventRow[] => maskEvents.all(plateId),
    insertLayout: (row: LayoutRevisionRow): void => void insertLayout.run(row),
    layoutByHash: (sha256: string): LayoutRevisionRow | null => layoutByHash.get(sha256) ?? null,
    allLayouts: (): readonly LayoutRevisionRow[] => allLayouts.all(),
    layoutByRevision: (id: string, revision: number): LayoutRevisionRow | null =>
      layoutByRevision.get(id, revision) ?? null,
  };
}
