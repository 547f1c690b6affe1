import type { Database, Statement } from "better-sqlite3";
import type { LedgerKeeper } from "./ledger.ts";

/**
 * The connection as statements are prepared on it: one that is run outside of a transaction gets one of its own, and one
 * that fails is not counted by the ledger.
 */
export function writingAlone(
  db: Database,
  transact: <T>(work: () => T) => T,
  { undoable }: LedgerKeeper,
): Database {
  const prepare = (sql: string): Statement => {
    const statement = db.prepare(sql);
    if (statement.readonly) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values) =>
      db.inTransaction ? undoable(() => run(...values)) : transact(() => run(...values));
    return statement;
  };
  return new Proxy(db, {
    get: (target, name) => {
      if (name === "prepare") return prepare;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
