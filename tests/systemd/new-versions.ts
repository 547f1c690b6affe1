/** Other versions of the installed program, made of it: one that works, and some that do not. */
import {
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

export interface NewVersion {
  readonly version: string;
  /** Migrations that it has and the installed one has not. */
  readonly migrations: number;
  /** Whether it ever tells the service manager that it is ready. */
  readonly getsReady: boolean;
}

/** Packages are linked, not copied: nothing changes them. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    const found = lstatSync(source);
    if (found.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (found.isDirectory()) linkTree(source, target);
    else linkSync(source, target);
  }
}

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${file} could not be changed`);
  // Removed first: the file may be linked from elsewhere.
  rmSync(file);
  writeFileSync(file, after);
}

function addMigration(folder: string, number: number): void {
  const name = `${String(number).padStart(4, "0")}-test.sql`;
  const sql = `CREATE TABLE made_by_test_${number} (id TEXT PRIMARY KEY) STRICT;\n`;
  writeFileSync(join(folder, name), sql);
}

/** Makes the program of a version in the tree of a machine, ready to be installed from. Returns its folder there. */
export function makeVersion(root: string, made: NewVersion): string {
  const from = join(root, "opt/simulator");
  const folder = `/srv/platewarden-${made.version}`;
  const to = join(root, folder);
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === "node_modules") linkTree(join(from, name), join(to, name));
    else cpSync(join(from, name), join(to, name), { recursive: true });
  }
  edit(join(to, "package.json"), (text) =>
    text.replace(/^(\s*"version": )"[^"]*"/m, `$1"${made.version}"`),
  );
  const migrations = join(to, "src/store/migrations");
  const present = readdirSync(migrations).length;
  for (let more = 1; more <= made.migrations; more += 1) addMigration(migrations, present + more);
  if (!made.getsReady) {
    edit(join(to, "src/service/announce-ready.ts"), (text) =>
      text.replace('"READY=1"', '"STATUS=never ready"'),
    );
  }
  return folder;
}
