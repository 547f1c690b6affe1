import type { Database } from "better-sqlite3";

/** How far work over all rows has come, by the name of the work. */
export function progressStatements(db: Database) {
  const get = db.prepare<[string], string>("SELECT body FROM progress WHERE name = ?").pluck();
  const set = db.prepare(
    "INSERT INTO progress VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body",
  );
  return {
    /** What was kept under the name; null when nothing was. */
    of: (name: string): unknown => JSON.parse(get.get(name) ?? "null"),
    keep: (name: string, body: unknown): void => void set.run(name, JSON.stringify(body)),
  };
}
