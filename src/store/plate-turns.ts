import type { Database } from "better-sqlite3";
import type { PlateTurn } from "../domain/plate-turn.ts";

/** A person said how a plate lay when one of its readings was made. */
export interface PlateTurnEventRow {
  readonly id: string;
  readonly plate_id: string;
  readonly reading_id: string;
  readonly turn: PlateTurn;
  readonly reason: string;
  readonly by_name: string;
  /** The supervisor who let the person do it; null where the person may do it alone. */
  readonly authorised_by: string | null;
  readonly at_utc: string;
}

export function plateTurnStatements(db: Database) {
  const insert = db.prepare<[PlateTurnEventRow]>(
    `INSERT INTO plate_turn_event VALUES (@id, @plate_id, @reading_id, @turn, @reason, @by_name, @authorised_by, @at_utc)`,
  );
  const ofPlate = db.prepare<[string], PlateTurnEventRow>(
    "SELECT * FROM plate_turn_event WHERE plate_id = ? ORDER BY rowid",
  );
  const standing = db.prepare<[string, string], PlateTurnEventRow>(
    "SELECT * FROM plate_turn_event WHERE plate_id = ? AND reading_id = ? ORDER BY rowid DESC LIMIT 1",
  );
  const all = db.prepare<[], PlateTurnEventRow>("SELECT * FROM plate_turn_event ORDER BY rowid");
  return {
    insert: (row: PlateTurnEventRow): void => void insert.run(row),
    /** Everything that was ever said of a plate, oldest first. */
    ofPlate: (plateId: string): readonly PlateTurnEventRow[] => ofPlate.all(plateId),
    /** What counts for a reading of a plate; null where nobody has said anything. */
    standing: (plateId: string, readingId: string): PlateTurnEventRow | null =>
      standing.get(plateId, readingId) ?? null,
    /** Of every plate, oldest first. */
    all: (): readonly PlateTurnEventRow[] => all.all(),
  };
}
