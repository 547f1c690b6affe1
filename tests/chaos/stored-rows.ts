/** What is in the database, read with plain SQL: the checker shares no code with the program it checks. */
import SqliteDatabase from "better-sqlite3";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";

export interface StoredReading {
  readonly id: string;
  readonly readerId: string;
  /** Its numbers, well by well and plane by plane, as `tokensOfPlate` writes those of a simulated plate. */
  readonly tokens: string;
  /** Barcode of the plate it is bound to; null in the inbox. */
  readonly barcode: string | null;
}

export interface StoredRun {
  readonly id: string;
  readonly barcode: string;
  readonly state: string;
  readonly sentence: string | null;
  /** Whether its conversation received a byte, and whether a reading shows it. */
  readonly received: number;
  readonly shown: number;
}

export interface StoredRows {
  plates(): readonly StoredReading[];
  /** All bytes of a reader's transcripts, in the order they were received. */
  received(readerId: string): Buffer;
  runs(): readonly StoredRun[];
  /** Codes of what is in quarantine now, by the media of the document. */
  quarantined(media: "export-file" | "opcua-result"): readonly string[];
  openTranscripts(): number;
  /** What each sample's newest analysis says, by its name. */
  verdicts(): ReadonlyMap<string, string>;
  /** Ids of deliveries that the program says have arrived. */
  sentDeliveries(): readonly string[];
  /** Readings that are no whole plate, and readings with something that was not understood. */
  counts(): { readonly givenUp: number; readonly rejected: number };
  close(): void;
}

export function tokensOfPlate(plate: InsertedPlate): string {
  return [plate.measurement, plate.reference ?? []]
    .map((matrix) => matrix.flat().join(" "))
    .join("|");
}

interface Body {
  readonly planes: readonly {
    readonly values: readonly { readonly absorbance: number | null }[];
  }[];
}

function tokensOfBody(body: string): string {
  const { planes }: Body = JSON.parse(body);
  return planes.map(({ values }) => values.map(({ absorbance }) => absorbance).join(" ")).join("|");
}

export function openRows(file: string): StoredRows {
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  const column = (sql: string) => db.prepare<unknown[], string>(sql).pluck();
  return {
    plates: () =>
      db
        .prepare<[], { id: string; readerId: string; body: string; barcode: string | null }>(
          `SELECT r.id, r.reader_id AS readerId, r.body, p.barcode FROM reading r
           LEFT JOIN plate_version v ON v.reading_id = r.id LEFT JOIN plate p ON p.id = v.plate_id
           WHERE r.outcome = 'plate' ORDER BY r.rowid`,
        )
        .all()
        .map(({ body, ...row }) => ({ ...row, tokens: tokensOfBody(body) })),
    received: (readerId) =>
      Buffer.concat(
        db
          .prepare<[string], Buffer>(
            `SELECT i.bytes FROM transcript t JOIN transcript_item i ON i.transcript_id = t.id
             WHERE t.reader_id = ? AND i.direction = 'rx' ORDER BY t.rowid, i.seq`,
          )
          .pluck()
          .all(readerId),
      ),
    runs: () =>
      db
        .prepare<[], StoredRun>(
          `SELECT n.id, n.barcode, n.state, n.sentence,
             EXISTS (SELECT 1 FROM transcript t JOIN transcript_item i ON i.transcript_id = t.id
               WHERE t.run_id = n.id AND t.dialogue = 'readPlate' AND i.direction = 'rx') AS received,
             EXISTS (SELECT 1 FROM reading r WHERE r.run_id = n.id) AS shown
           FROM run n ORDER BY n.rowid`,
        )
        .all(),
    quarantined: (media) =>
      column(
        `SELECT i.code FROM interpretation i JOIN document d ON d.sha256 = i.document_sha256
         WHERE d.media = ? AND i.outcome = 'quarantined' AND i.rowid =
           (SELECT max(rowid) FROM interpretation WHERE document_sha256 = d.sha256)`,
      ).all(media),
    openTranscripts: () =>
      db
        .prepare<[], number>(
          "SELECT count(*) FROM transcript WHERE id NOT IN (SELECT transcript_id FROM transcript_end)",
        )
        .pluck()
        .get() ?? 0,
    verdicts: () =>
      new Map(
        db
          .prepare<[], { name: string; result: string }>(
            `SELECT s.name, a.result FROM analysis a JOIN sample s ON s.id = a.sample_id
             WHERE a.rowid = (SELECT max(rowid) FROM analysis WHERE sample_id = s.id)`,
          )
          .all()
          .map(({ name, result }) => [name, result]),
      ),
    sentDeliveries: () => column("SELECT id FROM delivery WHERE state = 'sent'").all(),
    counts: () =>
      db
        .prepare<[], { givenUp: number; rejected: number }>(
          "SELECT sum(outcome = 'given-up') AS givenUp, sum(rejected <> '[]') AS rejected FROM reading",
        )
        .get() ?? { givenUp: 0, rejected: 0 },
    close: () => void db.close(),
  };
}
