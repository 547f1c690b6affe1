import type { Database } from "better-sqlite3";
import type { SignInMethod } from "./people.ts";

export interface SessionRow {
  readonly id: string;
  readonly secret_sha256: string;
  readonly person_id: string;
  readonly method: SignInMethod;
  readonly started_at_utc: string;
  readonly last_active_at_utc: string;
  readonly locked_at_utc: string | null;
  readonly ended_at_utc: string | null;
  /** In words. */
  readonly ended_because: string | null;
}

export function sessionStatements(db: Database) {
  const insert = db.prepare<[SessionRow]>(
    `INSERT INTO session VALUES (@id, @secret_sha256, @person_id, @method, @started_at_utc, @last_active_at_utc,
       @locked_at_utc, @ended_at_utc, @ended_because)`,
  );
  const bySecret = db.prepare<[string], SessionRow>(
    "SELECT * FROM session WHERE secret_sha256 = ?",
  );
  const byId = db.prepare<[string], SessionRow>("SELECT * FROM session WHERE id = ?");
  const ofPerson = db.prepare<[string, number], SessionRow>(
    "SELECT * FROM session WHERE person_id = ? ORDER BY rowid DESC LIMIT ?",
  );
  const touch = db.prepare("UPDATE session SET last_active_at_utc = ? WHERE id = ?");
  const lock = db.prepare("UPDATE session SET locked_at_utc = ? WHERE id = ?");
  const unlock = db.prepare<[Pick<SessionRow, "id" | "secret_sha256" | "method"> & { at: string }]>(
    `UPDATE session SET locked_at_utc = NULL, last_active_at_utc = @at, method = @method,
       secret_sha256 = @secret_sha256 WHERE id = @id`,
  );
  const end = db.prepare("UPDATE session SET ended_at_utc = ?, ended_because = ? WHERE id = ?");
  const endAll = db.prepare(
    "UPDATE session SET ended_at_utc = ?, ended_because = ? WHERE person_id = ? AND ended_at_utc IS NULL",
  );
  const endEverywhere = db.prepare(
    "UPDATE session SET ended_at_utc = ?, ended_because = ? WHERE ended_at_utc IS NULL",
  );
  return {
    insert: (row: SessionRow): void => void insert.run(row),
    bySecret: (sha256: string): SessionRow | null => bySecret.get(sha256) ?? null,
    byId: (id: string): SessionRow | null => byId.get(id) ?? null,
    /** Newest first. */
    ofPerson: (personId: string, limit: number): readonly SessionRow[] =>
      ofPerson.all(personId, limit),
    touch: (id: string, atUtc: string): void => void touch.run(atUtc, id),
    lock: (id: string, atUtc: string): void => void lock.run(atUtc, id),
    /** It goes on under a new secret. */
    unlock: (id: string, secretSha256: string, method: SignInMethod, atUtc: string): void =>
      void unlock.run({ id, secret_sha256: secretSha256, method, at: atUtc }),
    end: (id: string, because: string, atUtc: string): void => void end.run(atUtc, because, id),
    /** Of everybody. */
    endEverywhere: (because: string, atUtc: string): void => void endEverywhere.run(atUtc, because),
    endAll: (personId: string, because: string, atUtc: string): void =>
      void endAll.run(atUtc, because, personId),
  };
}
