/**
 * Opens the database in its first argument and ends. With a second one, a folder of migrations, it takes those steps,
 * which may call `die()`, that kills the process, and `held()`, that says so and goes on when a line has come. With a
 * third one, a number, it kills itself before the statement of that number.
 */
import { readSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { loadMigrations, migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";

const [, , file = "", folder, dieAt = "0"] = process.argv;
let statements = 0;

function counted(): void {
  statements += 1;
  if (statements === Number(dieAt)) process.kill(process.pid, "SIGKILL");
}

function held(): number {
  process.stdout.write("held\n");
  return readSync(0, Buffer.alloc(1));
}

if (folder === undefined) openStore(file).close();
else {
  process.stdout.write("opening\n");
  const db = new SqliteDatabase(file, { timeout: 5000, verbose: counted });
  db.function("die", () => process.kill(process.pid, "SIGKILL") && 1);
  db.function("held", held);
  migrate(db, file, loadMigrations(folder));
  db.close();
}
