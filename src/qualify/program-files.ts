/** What the program consists of, file by file, so that a changed or missing file is found later. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { z } from "zod";

const PROGRAM = resolve(import.meta.dirname, "../..");

/** Everything that is run or read when the program works; documents and tests are not. */
const PARTS = ["src", "drivers", "plate-layouts", "package.json", "package-lock.json"] as const;

/** Made at installation, beside the packages that it belongs to. */
export const PROGRAM_FILES = join(PROGRAM, "node_modules/.platewarden-files.json");

const listSchema = z.strictObject({
  schema: z.literal("platewarden-files/1"),
  /** Path below the program's folder to the SHA-256 of the file. */
  files: z.record(z.string(), z.string()),
});

export type ProgramFiles = z.output<typeof listSchema>["files"];

function filesBelow(path: string): string[] {
  const whole = join(PROGRAM, path);
  if (!existsSync(whole)) return [];
  const entries = readdirSync(whole, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** Every file of the program with its hash, by path. */
export function presentProgramFiles(): ProgramFiles {
  const files = PARTS.flatMap((part) =>
    part.endsWith(".json") ? [join(PROGRAM, part)] : filesBelow(part),
  );
  return Object.fromEntries(
    files.map((file) => [relative(PROGRAM, file), hashOf(file)] as const).toSorted(),
  );
}

/** One number for all of them. */
export function programFingerprint(files: ProgramFiles): string {
  return createHash("sha256")
    .update(JSON.stringify(Object.entries(files)))
    .digest("hex");
}

export function writeProgramFiles(file: string): void {
  if (!existsSync(dirname(file))) return;
  const list = { schema: "platewarden-files/1", files: presentProgramFiles() };
  writeFileSync(file, `${JSON.stringify(list)}\n`);
}

/** The list made at installation; null where there is none, or it is no such list. */
export function readProgramFiles(file: string): ProgramFiles | null {
  try {
    return listSchema.parse(JSON.parse(readFileSync(file, "utf8"))).files;
  } catch {
    return null;
  }
}

/** One line a file that is not what it was: changed, gone or new. */
export function changedFiles(then: ProgramFiles, now: ProgramFiles): string[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    if (then[name] === now[name]) return [];
    if (now[name] === undefined) return [`${name} is gone`];
    return [then[name] === undefined ? `${name} is new` : `${name} was changed`];
  });
}
