import type { Database } from "better-sqlite3";

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly secret_sha256: string;
  /** JSON array of permissions. */
  readonly scopes: string;
  readonly created_by: string;
  readonly created_at_utc: string;
  readonly ends_at_utc: string | null;
  readonly last_used_at_utc: string | null;
  readonly revoked_by: string | null;
  readonly revoked_because: string | null;
  readonly revoked_at_utc: string | null;
}

export function tokenStatements(db: Database) {
  const insert = db.prepare<[TokenRow]>(
    `INSERT INTO token VALUES (@id, @name, @secret_sha256, @scopes, @created_by, @created_at_utc, @ends_at_utc,
       @last_used_at_utc, @revoked_by, @revoked_because, @revoked_at_utc)`,
  );
  const byId = db.prepare<[string], TokenRow>("SELECT * FROM token WHERE id = ?");
  const bySecret = db.prepare<[string], TokenRow>("SELECT * FROM token WHERE secret_sha256 = ?");
  const all = db.prepare<[], TokenRow>("SELECT * FROM token ORDER BY rowid");
  const used = db.prepare("UPDATE token SET last_used_at_utc = ? WHERE id = ?");
  const revoke = db.prepare(
    "UPDATE token SET revoked_by = ?, revoked_because = ?, revoked_at_utc = ? WHERE id = ?",
  );
  return {
    insert: (row: TokenRow): void => void insert.run(row),
    byId: (id: string): TokenRow | null => byId.get(id) ?? null,
    bySecret: (sha256: string): TokenRow | null => bySecret.get(sha256) ?? null,
    /** Oldest first. */
    all: (): readonly TokenRow[] => all.all(),
    used: (id: string, atUtc: string): void => void used.run(atUtc, id),
    revoke: (id: string, by: string, because: string, atUtc: string): void =>
      void revoke.run(by, because, atUtc, id),
  };
}
