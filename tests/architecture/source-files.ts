/** The product's source as data: which files there are, what they import, and their text without its comments. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

const NOT_OURS = new Set(["node_modules", ".git", "dist", "coverage"]);

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path from the project's root for a relative import; null for a package or a part of Node. */
  readonly target: string | null;
  /** True for `import type` and `export type`, of which nothing is left at run time. */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments. */
  readonly code: string;
  /** The text without comments and without what stands in quotes. */
  readonly bareCode: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

/** Files below a folder of the project, as paths from its root, without what is installed or built. */
export function filesBelow(folder: string): string[] {
  const absolute = join(ROOT, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

const COMMENT_OR_QUOTED = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_QUOTED, (part) => (/^\/[/*]/.test(part) ? "" : part));
}

function withoutQuoted(text: string): string {
  return text.replace(COMMENT_OR_QUOTED, (part) => (/^\/[/*]/.test(part) ? "" : '""'));
}

/** Files of a package that are only found, not run (fonts), are imported as well. */
const IMPORT =
  /^(?:import|export)( type)?\b[^;"]*?from "([^"]+)"|^import "([^"]+)"|\b(?:import|require\.resolve)\("([^"]+)"\)/gm;

function importsOf(path: string, code: string): Import[] {
  return [...code.matchAll(IMPORT)].map((match) => {
    const specifier = match[2] ?? match[3] ?? match[4] ?? "";
    const target = specifier.startsWith(".") ? posix.join(dirname(path), specifier) : null;
    return { specifier, target, typeOnly: match[1] !== undefined };
  });
}

function readSource(path: string): SourceFile {
  const text = readText(path);
  const code = withoutComments(text);
  return {
    path,
    text,
    code,
    bareCode: withoutQuoted(text),
    lines: text.split("\n").length - 1,
    imports: importsOf(path, code),
  };
}

function sourcesBelow(folder: string): SourceFile[] {
  return filesBelow(folder)
    .filter((path) => /\.(ts|tsx|js)$/.test(path))
    .map(readSource);
}

/** What runs at the bench: `src` and `drivers`. */
export const PRODUCT: readonly SourceFile[] = [...sourcesBelow("src"), ...sourcesBelow("drivers")];

export const TESTS: readonly SourceFile[] = sourcesBelow("tests");
