import type { Database } from "better-sqlite3";

export interface SampleRow {
  readonly id: string;
  readonly name: string;
  /** Empty where the sample holds nobody's cells: a plate that only checks the reader. */
  readonly patient: string;
  readonly ras_status: string;
  /** JSON array of gene names. */
  readonly mutated_genes: string;
  readonly blasts_day4_percent: number | null;
  readonly plan_id: string | null;
  readonly closed_at_utc: string | null;
  readonly closed_by: string | null;
  readonly created_at_utc: string;
}

export interface PlanRow {
  readonly id: string;
  readonly title: string;
  readonly sha256: string;
  readonly source: string;
  readonly imported_by: string;
  readonly imported_at_utc: string;
}

export interface PlannedPlateRow {
  readonly barcode: string;
  readonly plan_id: string;
  readonly position: number;
  readonly sample_id: string;
  readonly layout_sha256: string;
  readonly due_at_utc: string | null;
}

export function sampleStatements(db: Database) {
  const insert = db.prepare<[SampleRow]>(
    `INSERT INTO sample VALUES (@id, @name, @patient, @ras_status, @mutated_genes, @blasts_day4_percent, @plan_id,
       @closed_at_utc, @closed_by, @created_at_utc)`,
  );
  const byId = db.prepare<[string], SampleRow>("SELECT * FROM sample WHERE id = ?");
  const byName = db.prepare<[string], SampleRow>("SELECT * FROM sample WHERE name = ?");
  const all = db.prepare<[], SampleRow>("SELECT * FROM sample ORDER BY name");
  const inOrder = db.prepare<[string], SampleRow>(
    "SELECT * FROM sample WHERE id IN (SELECT value FROM json_each(?)) ORDER BY rowid",
  );
  const slice = db.prepare<[number, number], SampleRow & { readonly place: number }>(
    "SELECT rowid AS place, * FROM sample WHERE rowid > ? ORDER BY rowid LIMIT ?",
  );
  const countAll = db.prepare<[], number>("SELECT count(*) FROM sample").pluck();
  const ofPatients = db.prepare<[], SampleRow>(
    "SELECT * FROM sample WHERE patient <> '' ORDER BY name",
  );
  const newest = db.prepare<[{ limit: number }], SampleRow>(
    `SELECT * FROM sample WHERE patient <> '' AND
       (id IN (SELECT id FROM sample WHERE patient <> '' ORDER BY rowid DESC LIMIT @limit)
       OR id IN (SELECT sample_id FROM plate ORDER BY rowid DESC LIMIT @limit)) ORDER BY name`,
  );
  const count = db
    .prepare<[], number>("SELECT count FROM kept_count WHERE name = 'samples'")
    .pluck();
  const setBlasts = db.prepare("UPDATE sample SET blasts_day4_percent = ? WHERE id = ?");
  const close = db.prepare("UPDATE sample SET closed_at_utc = ?, closed_by = ? WHERE id = ?");
  const insertPlan = db.prepare<[PlanRow]>(
    "INSERT INTO plan VALUES (@id, @title, @sha256, @source, @imported_by, @imported_at_utc)",
  );
  const planByHash = db.prepare<[string], PlanRow>("SELECT * FROM plan WHERE sha256 = ?");
  const planById = db.prepare<[string], PlanRow>("SELECT * FROM plan WHERE id = ?");
  const allPlans = db.prepare<[], PlanRow>("SELECT * FROM plan ORDER BY rowid");
  const insertPlanned = db.prepare<[PlannedPlateRow]>(
    "INSERT INTO planned_plate VALUES (@barcode, @plan_id, @position, @sample_id, @layout_sha256, @due_at_utc)",
  );
  const plannedByBarcode = db.prepare<[string], PlannedPlateRow>(
    "SELECT * FROM planned_plate WHERE barcode = ?",
  );
  const plannedOfSample = db.prepare<[string], PlannedPlateRow>(
    "SELECT * FROM planned_plate WHERE sample_id = ? ORDER BY position",
  );
  const plannedOfPlan = db.prepare<[string], PlannedPlateRow>(
    "SELECT * FROM planned_plate WHERE plan_id = ? ORDER BY position",
  );
  const outstanding = db.prepare<[], PlannedPlateRow>(
    `SELECT p.* FROM wanted_plate w CROSS JOIN planned_plate p ON p.barcode = w.barcode
     ORDER BY p.due_at_utc, p.plan_id, p.position`,
  );
  const wanted = `FROM wanted_plate w CROSS JOIN planned_plate p ON p.barcode = w.barcode
     CROSS JOIN sample s ON s.id = p.sample_id WHERE s.closed_at_utc IS NULL`;
  const dueBefore = db.prepare<[string], PlannedPlateRow>(
    `SELECT p.* ${wanted} AND w.due_at_utc < ? ORDER BY w.due_at_utc`,
  );
  const nextDue = db
    .prepare<[string], string | null>(
      `SELECT w.due_at_utc ${wanted} AND w.due_at_utc >= ? ORDER BY w.due_at_utc LIMIT 1`,
    )
    .pluck();
  const isExpected = db.prepare<[string], number>(`SELECT 1 ${wanted} AND w.barcode = ?`).pluck();
  const allBarcodes = db
    .prepare<[], string>("SELECT barcode FROM planned_plate UNION SELECT barcode FROM plate")
    .pluck();
  return {
    insert: (row: SampleRow): void => void insert.run(row),
    byId: (id: string): SampleRow | null => byId.get(id) ?? null,
    byName: (name: string): SampleRow | null => byName.get(name) ?? null,
    all: (): readonly SampleRow[] => all.all(),
    /** Those of these ids, in the order in which they came to be known. */
    inOrder: (ids: readonly string[]): readonly SampleRow[] => inOrder.all(JSON.stringify(ids)),
    /** Those after that place, in the order in which they came. */
    slice: (after: number, limit: number) => slice.all(after, limit),
    /** Of all samples; counts them one by one. */
    countAll: (): number => countAll.get() ?? 0,
    /** Without those of plates that only check a reader; by name. */
    ofPatients: (): readonly SampleRow[] => ofPatients.all(),
    /** The patients' samples that came last, and those of the plates that were read last, so many of each; by name. */
    newest: (limit: number): readonly SampleRow[] => newest.all({ limit }),
    /** Of patients' samples. */
    count: (): number => count.get() ?? 0,
    setBlasts: (id: string, percent: number): void => void setBlasts.run(percent, id),
    close: (id: string, atUtc: string, by: string): void => void close.run(atUtc, by, id),
    insertPlan: (row: PlanRow): void => void insertPlan.run(row),
    planByHash: (sha256: string): PlanRow | null => planByHash.get(sha256) ?? null,
    planById: (id: string): PlanRow | null => planById.get(id) ?? null,
    allPlans: (): readonly PlanRow[] => allPlans.all(),
    insertPlanned: (row: PlannedPlateRow): void => void insertPlanned.run(row),
    plannedByBarcode: (barcode: string): PlannedPlateRow | null =>
      plannedByBarcode.get(barcode) ?? null,
    plannedOfSample: (sampleId: string): readonly PlannedPlateRow[] =>
      plannedOfSample.all(sampleId),
    plannedOfPlan: (planId: string): readonly PlannedPlateRow[] => plannedOfPlan.all(planId),
    /** Of every plate that is planned or has been read. */
    allBarcodes: (): readonly string[] => allBarcodes.all(),
    /** Planned plates of open samples that were due before this time and have not been read. */
    dueBefore: (atUtc: string): readonly PlannedPlateRow[] => dueBefore.all(atUtc),
    /** When the next planned plate of an open sample is due from this time on; null when none is. */
    nextDueUtc: (fromUtc: string): string | null => nextDue.get(fromUtc) ?? null,
    /** True while a planned plate of an open sample has not been read. */
    isExpected: (barcode: string): boolean => isExpected.get(barcode) !== undefined,
    /** Planned plates that have not been read. */
    outstanding: (): readonly PlannedPlateRow[] => outstanding.all(),
  };
}
