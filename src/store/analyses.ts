import type { Database } from "better-sqlite3";

export interface AnalysisRow {
  readonly id: string;
  readonly sample_id: string;
  readonly supersedes: string | null;
  readonly inputs: string;
  readonly inputs_sha256: string;
  readonly settings_sha256: string;
  readonly program_version: string;
  readonly provisional: 0 | 1;
  readonly result: string;
  readonly result_sha256: string;
  readonly created_at_utc: string;
}

export interface FlagRow {
  readonly id: string;
  readonly analysis_id: string;
  readonly plate_id: string;
  readonly kind: "combination" | "quality";
  readonly arm: string | null;
  readonly class: string | null;
  readonly grade: string | null;
  readonly rule_id: string;
  readonly severity: "info" | "warning" | "high";
  readonly title: string;
  readonly reasons: string;
  readonly wells: string;
  readonly numbers: string;
  readonly raised_at_utc: string;
}

/** An analysis without its numbers. */
export type AnalysisHead = Omit<AnalysisRow, "result">;

/** What an analysis rests on: enough to tell whether it is up to date. */
export type AnalysisBasis = Pick<
  AnalysisRow,
  "id" | "inputs" | "settings_sha256" | "program_version" | "provisional"
>;

export function analysisStatements(db: Database) {
  const insertSettings = db.prepare("INSERT OR IGNORE INTO settings_record VALUES (?, ?)");
  const settings = db
    .prepare<[string], string>("SELECT body FROM settings_record WHERE sha256 = ?")
    .pluck();
  const allSettings = db.prepare<[], { sha256: string; body: string }>(
    "SELECT * FROM settings_record ORDER BY sha256",
  );
  const insert = db.prepare<[AnalysisRow]>(
    `INSERT INTO analysis VALUES (@id, @sample_id, @supersedes, @inputs, @inputs_sha256, @settings_sha256,
       @program_version, @provisional, @result, @result_sha256, @created_at_utc)`,
  );
  const byId = db.prepare<[string], AnalysisRow>("SELECT * FROM analysis WHERE id = ?");
  const all = db.prepare<[], AnalysisRow>("SELECT * FROM analysis ORDER BY rowid");
  const current = db.prepare<[string], AnalysisRow>(
    "SELECT * FROM analysis WHERE sample_id = ? ORDER BY rowid DESC LIMIT 1",
  );
  // Only columns before the result, so that its pages are not read.
  const currentBasis = db.prepare<[string], AnalysisBasis>(
    `SELECT id, inputs, settings_sha256, program_version, provisional FROM analysis
     WHERE sample_id = ? ORDER BY rowid DESC LIMIT 1`,
  );
  const headsOf = db.prepare<[string], AnalysisHead>(
    `SELECT id, sample_id, supersedes, inputs, inputs_sha256, settings_sha256, program_version, provisional,
       result_sha256, created_at_utc FROM analysis WHERE sample_id = ? ORDER BY rowid DESC`,
  );
  const newestUnder = db.prepare<[string, string], AnalysisRow>(
    "SELECT * FROM analysis WHERE sample_id = ? AND settings_sha256 = ? ORDER BY rowid DESC LIMIT 1",
  );
  const newestSettings = db
    .prepare<[], string>("SELECT settings_sha256 FROM analysis ORDER BY rowid DESC LIMIT 1")
    .pluck();
  const insertFlag = db.prepare<[FlagRow]>(
    `INSERT INTO flag VALUES (@id, @analysis_id, @plate_id, @kind, @arm, @class, @grade, @rule_id, @severity, @title,
       @reasons, @wells, @numbers, @raised_at_utc)`,
  );
  const flagById = db.prepare<[string], FlagRow>("SELECT * FROM flag WHERE id = ?");
  const flagsOf = db.prepare<[string], FlagRow>(
    "SELECT * FROM flag WHERE analysis_id = ? ORDER BY rowid",
  );
  const currentFlags = db.prepare<[], FlagRow>(
    `SELECT f.* FROM flag f JOIN analysis a ON a.id = f.analysis_id
     WHERE a.rowid IN (SELECT max(rowid) FROM analysis GROUP BY sample_id)
     ORDER BY f.rowid`,
  );
  const newestFlags = db.prepare<[number], FlagRow>(
    `SELECT f.* FROM flag f JOIN analysis a ON a.id = f.analysis_id
     WHERE NOT EXISTS (SELECT 1 FROM analysis b WHERE b.sample_id = a.sample_id AND b.rowid > a.rowid)
     ORDER BY f.rowid DESC LIMIT ?`,
  );
  const countFlags = db
    .prepare<[], number>("SELECT count FROM kept_count WHERE name = 'flags'")
    .pluck();
  const currentId = db
    .prepare<[string], string>(
      "SELECT id FROM analysis WHERE sample_id = ? ORDER BY rowid DESC LIMIT 1",
    )
    .pluck();
  return {
    insertSettings: (sha256: string, body: string): void => void insertSettings.run(sha256, body),
    settings: (sha256: string): string | null => settings.get(sha256) ?? null,
    allSettings: (): readonly { sha256: string; body: string }[] => allSettings.all(),
    insert: (row: AnalysisRow): void => void insert.run(row),
    byId: (id: string): AnalysisRow | null => byId.get(id) ?? null,
    /** Oldest first. */
    all: (): IterableIterator<AnalysisRow> => all.iterate(),
    /** The analysis of a sample that counts: the newest. */
    current: (sampleId: string): AnalysisRow | null => current.get(sampleId) ?? null,
    /** What the analysis of a sample that counts rests on; null when there is none yet. */
    currentBasis: (sampleId: string): AnalysisBasis | null => currentBasis.get(sampleId) ?? null,
    /** Every analysis of a sample, newest first. */
    headsOf: (sampleId: string): readonly AnalysisHead[] => headsOf.all(sampleId),
    /** The newest analysis of a sample that was made with these settings. */
    newestUnder: (sampleId: string, settingsSha256: string): AnalysisRow | null =>
      newestUnder.get(sampleId, settingsSha256) ?? null,
    /** The settings of the newest analysis of all; null before there is one. */
    newestSettings: (): string | null => newestSettings.get() ?? null,
    insertFlag: (row: FlagRow): void => void insertFlag.run(row),
    flagById: (id: string): FlagRow | null => flagById.get(id) ?? null,
    flagsOf: (analysisId: string): readonly FlagRow[] => flagsOf.all(analysisId),
    /** Flags of the analyses that count, oldest first. */
    currentFlags: (): readonly FlagRow[] => currentFlags.all(),
    /** The newest of them, oldest first. */
    newestFlags: (limit: number): readonly FlagRow[] => newestFlags.all(limit).toReversed(),
    countFlags: (): number => countFlags.get() ?? 0,
    /** The id of the analysis of a sample that counts; null when there is none yet. */
    currentId: (sampleId: string): string | null => currentId.get(sampleId) ?? null,
  };
}
