import type { Database } from "better-sqlite3";
import type { PersonRole } from "../domain/person.ts";

export type SignInMethod = "password" | "badge";

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  /** The name as it is compared. */
  readonly name_key: string;
  readonly role: PersonRole;
  readonly active: 0 | 1;
  readonly badge: string | null;
  readonly password_hash: string;
  readonly pin_hash: string | null;
  readonly must_change_password: 0 | 1;
  readonly last_sign_in_at_utc: string | null;
  readonly created_at_utc: string;
}

export interface WrongSignInsRow {
  readonly person_id: string;
  readonly method: SignInMethod;
  /** In a row. */
  readonly failures: number;
  readonly last_at_utc: string;
}

/** What of an account can change. */
export type PersonState = Pick<
  PersonRow,
  "id" | "role" | "active" | "badge" | "password_hash" | "pin_hash" | "must_change_password"
>;

export function personStatements(db: Database) {
  const insert = db.prepare<[PersonRow]>(
    `INSERT INTO person VALUES (@id, @name, @name_key, @role, @active, @badge, @password_hash, @pin_hash,
       @must_change_password, @last_sign_in_at_utc, @created_at_utc)`,
  );
  const byId = db.prepare<[string], PersonRow>("SELECT * FROM person WHERE id = ?");
  const byNameKey = db.prepare<[string], PersonRow>("SELECT * FROM person WHERE name_key = ?");
  const byBadge = db.prepare<[string], PersonRow>("SELECT * FROM person WHERE badge = ?");
  const isBadge = db
    .prepare<[string], number>("SELECT 1 FROM person WHERE badge = ? AND active = 1")
    .pluck();
  const all = db.prepare<[], PersonRow>("SELECT * FROM person ORDER BY name_key");
  const countAdministrators = db
    .prepare<[], number>("SELECT count(*) FROM person WHERE active = 1 AND role = 'administrator'")
    .pluck();
  const change = db.prepare<[PersonState]>(
    `UPDATE person SET role = @role, active = @active, badge = @badge, password_hash = @password_hash,
       pin_hash = @pin_hash, must_change_password = @must_change_password WHERE id = @id`,
  );
  const signedIn = db.prepare<[string, string]>(
    "UPDATE person SET last_sign_in_at_utc = ? WHERE id = ?",
  );
  const failed = db.prepare<[string, SignInMethod, string]>(
    `INSERT INTO sign_in_failure VALUES (?, ?, 1, ?)
     ON CONFLICT (person_id, method) DO UPDATE SET failures = failures + 1, last_at_utc = excluded.last_at_utc`,
  );
  const failure = db.prepare<[string, SignInMethod], WrongSignInsRow>(
    "SELECT * FROM sign_in_failure WHERE person_id = ? AND method = ?",
  );
  const countFailures = db
    .prepare<[string], number>(
      "SELECT coalesce(sum(failures), 0) FROM sign_in_failure WHERE person_id = ?",
    )
    .pluck();
  const forgive = db.prepare<[string, SignInMethod]>(
    "DELETE FROM sign_in_failure WHERE person_id = ? AND method = ?",
  );
  return {
    insert: (row: PersonRow): void => void insert.run(row),
    byId: (id: string): PersonRow | null => byId.get(id) ?? null,
    byNameKey: (key: string): PersonRow | null => byNameKey.get(key) ?? null,
    byBadge: (badge: string): PersonRow | null => byBadge.get(badge) ?? null,
    /** True when this, trimmed, is the badge of somebody who works here. */
    isBadge: (text: string): boolean => isBadge.get(text.trim()) !== undefined,
    /** By name. */
    all: (): readonly PersonRow[] => all.all(),
    /** Active ones. */
    countAdministrators: (): number => countAdministrators.get() ?? 0,
    change: (state: PersonState): void => void change.run(state),
    signedIn: (id: string, atUtc: string): void => void signedIn.run(atUtc, id),
    failed: (id: string, method: SignInMethod, atUtc: string): void =>
      void failed.run(id, method, atUtc),
    failure: (id: string, method: SignInMethod): WrongSignInsRow | null =>
      failure.get(id, method) ?? null,
    /** Of both methods, since the last right one of each. */
    countFailures: (id: string): number => countFailures.get(id) ?? 0,
    forgive: (id: string, method: SignInMethod): void => void forgive.run(id, method),
  };
}
