import type { Database } from "better-sqlite3";

export interface VersionChoiceRow {
  readonly id: string;
  readonly plate_id: string;
  readonly version: number;
  /** How many readings the plate had: a further one ends the choice. */
  readonly versions_then: number;
  readonly reason: string;
  readonly by_name: string;
  readonly authorised_by: string | null;
  readonly at_utc: string;
}

export interface PlateCommentRow {
  readonly id: string;
  readonly plate_id: string;
  readonly text: string;
  readonly person_id: string;
  readonly by_name: string;
  readonly at_utc: string;
}

export interface SignedRecordRow {
  readonly sha256: string;
  readonly body: string;
}

export interface SignatureRow {
  readonly id: string;
  readonly plate_id: string;
  readonly person_id: string;
  readonly printed_name: string;
  readonly role: string;
  readonly meaning: "approve" | "reject" | "ask for a repeat";
  readonly comment: string | null;
  readonly record_sha256: string;
  /** The newest entry of the plate's trail that the person had seen. */
  readonly trail_seq: number;
  /** The entry of the audit trail that tells of it. */
  readonly audit_seq: number;
  readonly signed_at_utc: string;
}

export interface SignatureEndRow {
  readonly signature_id: string;
  readonly kind: "changed" | "revoked";
  /** Who revoked it; null where a change ended it. */
  readonly person_id: string | null;
  readonly by_name: string;
  readonly reason: string | null;
  /** JSON array of sentences. */
  readonly changes: string;
  readonly audit_seq: number;
  readonly at_utc: string;
}

export interface TrailOpeningRow {
  readonly plate_id: string;
  readonly person_id: string;
  readonly seq: number;
  readonly at_utc: string;
}

export function reviewStatements(db: Database) {
  return { ...decisionStatements(db), ...signatureStatements(db) };
}

function decisionStatements(db: Database) {
  const insertChoice = db.prepare<[VersionChoiceRow]>(
    `INSERT INTO version_choice VALUES (@id, @plate_id, @version, @versions_then, @reason, @by_name, @authorised_by,
       @at_utc)`,
  );
  const choices = db.prepare<[string], VersionChoiceRow>(
    "SELECT * FROM version_choice WHERE plate_id = ? ORDER BY rowid",
  );
  const allChoices = db.prepare<[], VersionChoiceRow>(
    "SELECT * FROM version_choice ORDER BY rowid",
  );
  const insertComment = db.prepare<[PlateCommentRow]>(
    "INSERT INTO plate_comment VALUES (@id, @plate_id, @text, @person_id, @by_name, @at_utc)",
  );
  const comments = db.prepare<[string], PlateCommentRow>(
    "SELECT * FROM plate_comment WHERE plate_id = ? ORDER BY rowid",
  );
  const allComments = db.prepare<[], PlateCommentRow>("SELECT * FROM plate_comment ORDER BY rowid");
  const insertOpening = db.prepare<[TrailOpeningRow]>(
    "INSERT INTO trail_opening VALUES (@plate_id, @person_id, @seq, @at_utc) ON CONFLICT DO NOTHING",
  );
  const lastOpened = db
    .prepare<[string, string], number | null>(
      "SELECT max(seq) FROM trail_opening WHERE plate_id = ? AND person_id = ?",
    )
    .pluck();
  return {
    insertChoice: (row: VersionChoiceRow): void => void insertChoice.run(row),
    /** Oldest first. */
    choices: (plateId: string): readonly VersionChoiceRow[] => choices.all(plateId),
    /** Of every plate, oldest first. */
    allChoices: (): readonly VersionChoiceRow[] => allChoices.all(),
    insertComment: (row: PlateCommentRow): void => void insertComment.run(row),
    /** Oldest first. */
    comments: (plateId: string): readonly PlateCommentRow[] => comments.all(plateId),
    /** Of every plate, oldest first. */
    allComments: (): readonly PlateCommentRow[] => allComments.all(),
    /** The same opening a second time changes nothing. */
    insertOpening: (row: TrailOpeningRow): void => void insertOpening.run(row),
    /** The newest entry of the plate's trail that this person has opened; null when none. */
    lastOpened: (plateId: string, personId: string): number | null =>
      lastOpened.get(plateId, personId) ?? null,
  };
}

function signatureStatements(db: Database) {
  const insertRecord = db.prepare("INSERT INTO signed_record VALUES (?, ?) ON CONFLICT DO NOTHING");
  const record = db
    .prepare<[string], string>("SELECT body FROM signed_record WHERE sha256 = ?")
    .pluck();
  const allRecords = db.prepare<[], SignedRecordRow>("SELECT * FROM signed_record ORDER BY rowid");
  const insert = db.prepare<[SignatureRow]>(
    `INSERT INTO signature VALUES (@id, @plate_id, @person_id, @printed_name, @role, @meaning, @comment,
       @record_sha256, @trail_seq, @audit_seq, @signed_at_utc)`,
  );
  const byId = db.prepare<[string], SignatureRow>("SELECT * FROM signature WHERE id = ?");
  const ofPlate = db.prepare<[string], SignatureRow>(
    "SELECT * FROM signature WHERE plate_id = ? ORDER BY rowid",
  );
  const all = db.prepare<[], SignatureRow>("SELECT * FROM signature ORDER BY rowid");
  const unended = db.prepare<[string], SignatureRow>(
    `SELECT s.* FROM signature s LEFT JOIN signature_end e ON e.signature_id = s.id
     WHERE s.plate_id = ? AND e.signature_id IS NULL ORDER BY s.rowid`,
  );
  const insertEnd = db.prepare<[SignatureEndRow]>(
    `INSERT INTO signature_end VALUES (@signature_id, @kind, @person_id, @by_name, @reason, @changes, @audit_seq,
       @at_utc)`,
  );
  const endOf = db.prepare<[string], SignatureEndRow>(
    "SELECT * FROM signature_end WHERE signature_id = ?",
  );
  const allEnds = db.prepare<[], SignatureEndRow>("SELECT * FROM signature_end ORDER BY rowid");
  return {
    /** The same record a second time changes nothing. */
    insertRecord: (sha256: string, body: string): void => void insertRecord.run(sha256, body),
    /** The record as canonical JSON; null when nobody has signed it. */
    record: (sha256: string): string | null => record.get(sha256) ?? null,
    allRecords: (): readonly SignedRecordRow[] => allRecords.all(),
    insertSignature: (row: SignatureRow): void => void insert.run(row),
    signatureById: (id: string): SignatureRow | null => byId.get(id) ?? null,
    /** Oldest first, also those that have ended. */
    signatures: (plateId: string): readonly SignatureRow[] => ofPlate.all(plateId),
    /** Of every plate, oldest first. */
    allSignatures: (): readonly SignatureRow[] => all.all(),
    /** Those of a plate that neither a change nor a person has ended, oldest first. */
    unendedSignatures: (plateId: string): readonly SignatureRow[] => unended.all(plateId),
    insertEnd: (row: SignatureEndRow): void => void insertEnd.run(row),
    /** Null while nothing has ended it. */
    endOf: (signatureId: string): SignatureEndRow | null => endOf.get(signatureId) ?? null,
    allEnds: (): readonly SignatureEndRow[] => allEnds.all(),
  };
}
