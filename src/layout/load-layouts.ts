/** The folder of layout files: every revision, the newest one by default, and what is wrong with the rest. */

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import type { Layout } from "../domain/layout.ts";
import { type CheckedLayout, checkLayoutText } from "./check-layout-text.ts";
import { suggestName } from "./closest-name.ts";
import { type Problem, sortProblems, toProblem } from "./problem.ts";
import { readToml } from "./toml-source.ts";

export interface CheckedLayoutFile extends CheckedLayout {
  readonly path: string;
  readonly fileName: string;
  /** The file's bytes, to be kept with the first plate that uses them; null when they could not be read. */
  readonly bytes: Uint8Array | null;
}

export interface LayoutShelf {
  /** Every file of the folder, by name. */
  readonly files: readonly CheckedLayoutFile[];
  /** The usable layouts, by id, then revision. */
  readonly layouts: readonly Layout[];
}

/** Checks one layout file. Throws FILE_UNREADABLE when it cannot be read; what is wrong inside comes back as problems. */
export function checkLayoutFile(path: string): CheckedLayoutFile {
  const bytes = readBytes(path);
  const fileName = basename(path);
  const text = decodeUtf8(bytes);
  if (text === null)
    return { path, fileName, bytes, layout: null, problems: [notUtf8()], plate: null };
  const checked = checkLayoutText(text);
  const misnamed = checked.layout ? nameProblem(fileName, checked.layout, text) : [];
  return {
    ...checked,
    problems: sortProblems([...checked.problems, ...misnamed]),
    path,
    fileName,
    bytes,
  };
}

/**
 * Checks every `*.toml` of the folder. A faulty file hinders no other one. Two files with the same id and revision
 * are an error of both; they count only when they mean the same. Throws FILE_UNREADABLE when there is no such folder.
 */
export function loadLayouts(folder: string): LayoutShelf {
  const names = listFolder(folder).filter((name) => name.toLowerCase().endsWith(".toml"));
  const files = names.sort().map((name) => checkOrDescribe(join(folder, name)));
  const judged = files.map((file) => withDuplicates(file, files));
  const layouts = new Map<string, Layout>();
  for (const { layout } of judged) {
    if (layout) layouts.set(JSON.stringify([layout.id, layout.revision]), layout);
  }
  return { files: judged, layouts: [...layouts.values()].sort(byIdThenRevision) };
}

/** The layout of this id: the named revision, or the newest. Throws LAYOUT_UNKNOWN, naming what was probably meant. */
export function findLayout(
  layouts: readonly Layout[],
  id: string,
  revision: number | null = null,
): Layout {
  const revisions = layouts.filter((layout) => layout.id === id);
  const found =
    revision === null
      ? revisions.toSorted(byIdThenRevision).at(-1)
      : revisions.find((layout) => layout.revision === revision);
  if (found) return found;
  const message =
    revisions.length === 0
      ? `no layout is called "${id}". ${suggestName(id, idsOf(layouts))}`
      : `layout "${id}" has no revision ${revision}; there is ${revisions.map((layout) => layout.revision).join(", ")}`;
  throw new PlatewardenError("LAYOUT_UNKNOWN", message, { detail: { id, revision } });
}

/** Ids of layouts, each once, in order. */
export function idsOf(layouts: readonly Layout[]): string[] {
  return [...new Set(layouts.map((layout) => layout.id))];
}

function byIdThenRevision(a: Layout, b: Layout): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.revision - b.revision;
}

function checkOrDescribe(path: string): CheckedLayoutFile {
  try {
    return checkLayoutFile(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problem = fileProblem(
      "file",
      message,
      "Check that it is a file and that you may read it.",
    );
    return {
      path,
      fileName: basename(path),
      bytes: null,
      layout: null,
      problems: [problem],
      plate: null,
    };
  }
}

/** A twin with another meaning takes the layout away from both: nobody could tell which one a plate was filled by. */
function withDuplicates(
  file: CheckedLayoutFile,
  files: readonly CheckedLayoutFile[],
): CheckedLayoutFile {
  const { layout } = file;
  if (!layout) return file;
  const twins = files.filter(
    (other) =>
      other !== file && other.layout?.id === layout.id && other.layout.revision === layout.revision,
  );
  if (twins.length === 0) return file;
  const names = twins.map((twin) => twin.fileName).join(", ");
  const problem = fileProblem(
    "duplicate-id",
    `layout "${layout.id}" revision ${layout.revision} is also defined in ${names}`,
    "Remove the copy, or give the newer one the next revision.",
  );
  const agree = twins.every((twin) => twin.layout?.sha256 === layout.sha256);
  return { ...file, layout: agree ? layout : null, problems: [problem, ...file.problems] };
}

function nameProblem(fileName: string, layout: Layout, text: string): Problem[] {
  const expected = `${layout.id}.r${layout.revision}.toml`;
  if (fileName === expected) return [];
  const read = readToml(text);
  const place = read.ok ? read.source.locate(["id"]) : null;
  return [
    toProblem(
      {
        severity: "warning",
        check: "file-name",
        path: ["id"],
        message: `the file is called ${fileName}, but holds "${layout.id}" revision ${layout.revision}`,
        remedy: `Call it ${expected}, so that people find it.`,
      },
      place,
    ),
  ];
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new PlatewardenError("FILE_UNREADABLE", `${path} cannot be read: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const message = `the layouts folder ${folder} cannot be read: ${reasonOf(cause)}`;
    throw new PlatewardenError("FILE_UNREADABLE", message, { cause });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The text of a UTF-8 file; null when it is none (Windows editors also write UTF-16). */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function notUtf8(): Problem {
  const message = "the file is not UTF-8 text";
  return fileProblem("encoding", message, "Save it as UTF-8 in the editor; TOML knows no other.");
}

function fileProblem(check: string, message: string, remedy: string): Problem {
  return toProblem({ severity: "error", check, path: [], message, remedy }, { line: 1, column: 1 });
}
