import type { Database } from "better-sqlite3";

export interface DocumentRow {
  readonly sha256: string;
  readonly media: "export-file" | "opcua-result";
  readonly bytes: Buffer;
  readonly first_arrived_at_utc: string;
}

export interface ArrivalRow {
  readonly id: string;
  readonly document_sha256: string;
  /** The folder or reader it came from. */
  readonly source_id: string;
  readonly name: string;
  /** When the source says that it was made or changed. */
  readonly made_at_utc: string | null;
  readonly arrived_at_utc: string;
}

export type InterpretationOutcome = "plates" | "quarantined" | "superseded" | "dismissed";

export interface InterpretationRow {
  readonly id: string;
  readonly arrival_id: string;
  readonly document_sha256: string;
  /** Null when nothing knew the document. */
  readonly importer_id: string | null;
  readonly importer_version: string;
  readonly outcome: InterpretationOutcome;
  readonly code: string | null;
  readonly sentence: string | null;
  readonly plates: number;
  readonly by_name: string;
  readonly at_utc: string;
}

export function documentStatements(db: Database) {
  const insert = db.prepare<[DocumentRow]>(
    "INSERT INTO document VALUES (@sha256, @media, @bytes, @first_arrived_at_utc)",
  );
  const byHash = db.prepare<[string], DocumentRow>("SELECT * FROM document WHERE sha256 = ?");
  const size = db
    .prepare<[string], number>("SELECT length(bytes) FROM document WHERE sha256 = ?")
    .pluck();
  const isKept = db.prepare<[string], number>("SELECT 1 FROM document WHERE sha256 = ?").pluck();
  const hashes = db.prepare<[], string>("SELECT sha256 FROM document ORDER BY rowid").pluck();
  const insertArrival = db.prepare<[ArrivalRow]>(
    "INSERT INTO arrival VALUES (@id, @document_sha256, @source_id, @name, @made_at_utc, @arrived_at_utc)",
  );
  const arrivalById = db.prepare<[string], ArrivalRow>("SELECT * FROM arrival WHERE id = ?");
  const arrivedAfter = db.prepare<[number, number], ArrivalRow & { readonly row: number }>(
    "SELECT rowid AS row, * FROM arrival WHERE rowid > ? ORDER BY rowid LIMIT ?",
  );
  const arrivalsOf = db.prepare<[string], ArrivalRow>(
    "SELECT * FROM arrival WHERE document_sha256 = ? ORDER BY rowid",
  );
  const arrivalsNamed = db.prepare<[string, string], ArrivalRow>(
    "SELECT * FROM arrival WHERE source_id = ? AND name = ? ORDER BY rowid",
  );
  const uninterpreted = db.prepare<[string], ArrivalRow>(
    `SELECT a.* FROM unread_document u CROSS JOIN document d ON d.sha256 = u.document_sha256
     CROSS JOIN arrival a ON a.document_sha256 = u.document_sha256
     WHERE d.media = ? GROUP BY a.document_sha256 ORDER BY min(a.rowid)`,
  );
  const readAs = db
    .prepare<[string, string], number>(
      "SELECT 1 FROM interpretation WHERE document_sha256 = ? AND arrival_id = ? AND outcome = 'plates'",
    )
    .pluck();
  const withoutReading = db.prepare<[string], ArrivalRow>(
    `SELECT a.* FROM arrival a JOIN document d ON d.sha256 = a.document_sha256
     WHERE d.media = ? AND NOT EXISTS
       (SELECT 1 FROM reading r WHERE r.document_sha256 = a.document_sha256 AND r.arrival_id = a.id)
     ORDER BY a.rowid`,
  );
  const insertInterpretation = db.prepare<[InterpretationRow]>(
    `INSERT INTO interpretation VALUES (@id, @arrival_id, @document_sha256, @importer_id, @importer_version, @outcome,
       @code, @sentence, @plates, @by_name, @at_utc)`,
  );
  const newestInterpretation = db.prepare<[string], InterpretationRow>(
    "SELECT * FROM interpretation WHERE document_sha256 = ? ORDER BY rowid DESC LIMIT 1",
  );
  const quarantined = db.prepare<[{ media: string | null }], InterpretationRow>(
    `SELECT i.* FROM interpretation i INDEXED BY interpretation_quarantined
     CROSS JOIN document d ON d.sha256 = i.document_sha256
     WHERE i.outcome = 'quarantined' AND (@media IS NULL OR d.media = @media) AND i.rowid =
       (SELECT max(rowid) FROM interpretation WHERE document_sha256 = i.document_sha256) ORDER BY i.rowid`,
  );
  const allInterpretations = db.prepare<[], InterpretationRow>(
    "SELECT * FROM interpretation ORDER BY rowid",
  );
  const isInterpreted = db
    .prepare<[string], number>("SELECT 1 FROM interpretation WHERE id = ?")
    .pluck();
  return {
    insert: (row: DocumentRow): void => void insert.run(row),
    byHash: (sha256: string): DocumentRow | null => byHash.get(sha256) ?? null,
    /** In bytes; null when it is not kept. */
    size: (sha256: string): number | null => size.get(sha256) ?? null,
    isKept: (sha256: string): boolean => isKept.get(sha256) !== undefined,
    /** Of every document, oldest first. */
    hashes: (): readonly string[] => hashes.all(),
    insertArrival: (row: ArrivalRow): void => void insertArrival.run(row),
    arrivalById: (id: string): ArrivalRow | null => arrivalById.get(id) ?? null,
    /** Those that came after the one with this number, in that order, each with its own number. */
    arrivedAfter: (
      row: number,
      limit: number,
    ): readonly (ArrivalRow & { readonly row: number })[] => arrivedAfter.all(row, limit),
    /** Oldest first. */
    arrivalsOf: (documentSha256: string): readonly ArrivalRow[] => arrivalsOf.all(documentSha256),
    /** Everything that has come from there under this name, oldest first. */
    arrivalsNamed: (sourceId: string, name: string): readonly ArrivalRow[] =>
      arrivalsNamed.all(sourceId, name),
    /** One arrival of each document that nobody has looked at yet, oldest first. */
    uninterpreted: (media: DocumentRow["media"]): readonly ArrivalRow[] => uninterpreted.all(media),
    /** Whether plates were found in the document when it was read as it came with this arrival. */
    isReadAs: (arrival: ArrivalRow): boolean =>
      readAs.get(arrival.document_sha256, arrival.id) !== undefined,
    /** Arrivals that brought no reading of their own, oldest first. */
    withoutReading: (media: DocumentRow["media"]): readonly ArrivalRow[] =>
      withoutReading.all(media),
    insertInterpretation: (row: InterpretationRow): void => void insertInterpretation.run(row),
    newestInterpretation: (documentSha256: string): InterpretationRow | null =>
      newestInterpretation.get(documentSha256) ?? null,
    /** The newest interpretation of every document (of one kind) that is in quarantine now, oldest first. */
    quarantined: (media: DocumentRow["media"] | null = null): readonly InterpretationRow[] =>
      quarantined.all({ media }),
    /** Oldest first. */
    allInterpretations: (): readonly InterpretationRow[] => allInterpretations.all(),
    isInterpreted: (id: string): boolean => isInterpreted.get(id) !== undefined,
  };
}
