import type { Database } from "better-sqlite3";

export interface IncidentRow {
  readonly id: string;
  readonly part: string;
  readonly code: string;
  readonly sentence: string;
  readonly began_at_utc: string;
  readonly noticed_at_utc: string;
}

/** An incident with its end; both parts of the end are null while it lasts. */
export interface IncidentState extends IncidentRow {
  readonly end_sentence: string | null;
  readonly ended_at_utc: string | null;
}

export interface IncidentNoteRow {
  readonly id: string;
  readonly incident_id: string;
  readonly text: string;
  readonly by_name: string;
  readonly at_utc: string;
}

const WITH_END = `SELECT incident.*, incident_end.sentence AS end_sentence, ended_at_utc
  FROM incident LEFT JOIN incident_end ON incident_id = incident.id`;

/** What went wrong with the bench itself. Rows are only ever added. */
export function incidentStatements(db: Database) {
  const insert = db.prepare<[IncidentRow]>(
    "INSERT INTO incident VALUES (@id, @part, @code, @sentence, @began_at_utc, @noticed_at_utc)",
  );
  const end = db.prepare("INSERT INTO incident_end VALUES (?, ?, ?)");
  const insertNote = db.prepare<[IncidentNoteRow]>(
    "INSERT INTO incident_note VALUES (@id, @incident_id, @text, @by_name, @at_utc)",
  );
  const byId = db.prepare<[string], IncidentState>(`${WITH_END} WHERE incident.id = ?`);
  const open = db.prepare<[], IncidentState>(
    `${WITH_END} WHERE ended_at_utc IS NULL ORDER BY incident.rowid`,
  );
  const newest = db.prepare<[number], IncidentState>(
    `${WITH_END} ORDER BY incident.rowid DESC LIMIT ?`,
  );
  const notes = db.prepare<[string], IncidentNoteRow>(
    "SELECT * FROM incident_note WHERE incident_id = ? ORDER BY rowid",
  );
  return {
    insert: (row: IncidentRow): void => void insert.run(row),
    end: (id: string, sentence: string, atUtc: string): void => void end.run(id, sentence, atUtc),
    insertNote: (row: IncidentNoteRow): void => void insertNote.run(row),
    byId: (id: string): IncidentState | null => byId.get(id) ?? null,
    /** Those that last, oldest first. */
    open: (): readonly IncidentState[] => open.all(),
    /** Newest first. */
    newest: (limit: number): readonly IncidentState[] => newest.all(limit),
    /** Oldest first. */
    notes: (incidentId: string): readonly IncidentNoteRow[] => notes.all(incidentId),
  };
}
