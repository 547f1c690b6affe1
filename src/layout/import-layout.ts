/** Layouts of other programs as drafts of layout files. */

import { importCsv } from "./import-csv.ts";
import { importPlater } from "./import-plater.ts";
import { importWellmap } from "./import-wellmap.ts";
import type { ImportedLayout } from "./imported-plate.ts";
import type { Problem } from "./problem.ts";
import { formatWells } from "./well-range.ts";
import { writeLayout } from "./write-layout.ts";

export const IMPORT_SOURCES = ["plater", "wellmap", "csv"] as const;

export type ImportSource = (typeof IMPORT_SOURCES)[number];

export interface ImportedDraft {
  /** Text of a layout file, revision 1; null while the other program's file has errors. */
  readonly text: string | null;
  /** Errors of the file, and as warnings what was left out or taken to mean something. Lines are the file's. */
  readonly problems: readonly Problem[];
}

const IMPORTERS: Readonly<Record<ImportSource, (text: string, id: string) => ImportedLayout>> = {
  plater: importPlater,
  wellmap: importWellmap,
  csv: importCsv,
};

/** The draft that a file of another program means; nothing is guessed, and what was left out is said. */
export function importLayout(source: ImportSource, text: string, id: string): ImportedDraft {
  const { drawing, problems } = IMPORTERS[source](text, id);
  return { text: drawing === null ? null : writeLayout(drawing), problems };
}

/** `line 3 (A2:A9): error: message. Remedy` in one line; without the wells where the message names them. */
export function describeProblem({ severity, line, wells, message, remedy }: Problem): string {
  const named = formatWells(wells);
  const where = [
    ...(line === null ? [] : [`line ${line}`]),
    ...(named === "" || message.includes(named) ? [] : [line === null ? named : `(${named})`]),
  ].join(" ");
  const what = severity === "error" ? `error: ${message}` : message;
  const end = remedy === "" ? "" : ` ${remedy}`;
  return `${where === "" ? "" : `${where}: `}${what}.${end}`;
}
