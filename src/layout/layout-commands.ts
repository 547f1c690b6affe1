/** What `platewarden layout list|check|show|diff` print: text for people, JSON for programs. */

import type { Layout } from "../domain/layout.ts";
import { diffLayouts } from "./diff-layouts.ts";
import { describeHiddenTurns, fingerprint } from "./fingerprint.ts";
import type { CheckedLayoutFile, LayoutShelf } from "./load-layouts.ts";
import { countProblems, hasErrors, renderProblems } from "./problem.ts";
import { pictureOf, renderLayout } from "./render-layout.ts";

/** `ok` false means exit code 1: something must be mended, or the layouts differ. */
export interface CommandReport {
  readonly text: string;
  readonly json: unknown;
  readonly ok: boolean;
}

/** Every usable layout, newest revision marked, then the files that cannot be used. */
export function reportLayoutList(shelf: LayoutShelf): CommandReport {
  const rows = shelf.layouts.map((layout) => ({
    ...head(layout),
    newest: isNewest(layout, shelf),
  }));
  const width = Math.max(0, ...rows.map((row) => row.id.length));
  const lines = rows.map((row) => {
    const mark = row.newest ? "" : " (superseded)";
    return `${row.id.padEnd(width)}  r${row.revision}  ${row.title}${mark}`;
  });
  const faulty = shelf.files.filter((file) => hasErrors(file.problems));
  const notes = faulty.map((file) => `${file.fileName}: ${countProblems(file.problems)}`);
  const advice = faulty.length > 0 ? ["", ...notes, "See `platewarden layout check FILE`."] : [];
  const empty = lines.length === 0 ? ["No usable layout in this folder."] : [];
  const files = shelf.files.map(({ fileName, problems }) => ({ fileName, problems }));
  return {
    text: [...lines, ...empty, ...advice].join("\n"),
    json: { layouts: rows, files: files.filter((file) => file.problems.length > 0) },
    ok: faulty.length === 0,
  };
}

/**
 * Every problem of one file, then how many there are; what the layout holds when it can be used, and each turn of the
 * plate that its controls cannot reveal, waived or not.
 */
export function reportLayoutCheck(file: CheckedLayoutFile): CommandReport {
  const ok = !hasErrors(file.problems);
  const found = renderProblems(file.problems, file.fileName);
  const verdict = file.layout
    ? `${file.layout.id} revision ${file.layout.revision} can be used`
    : "the layout cannot be used";
  const print = file.layout === null ? null : fingerprint(file.layout);
  const hidden = print === null ? [] : describeHiddenTurns(print).map((line) => `  ${line}`);
  const turns = hidden.length === 0 ? [] : ["Turns that the controls cannot reveal:", ...hidden];
  const text = [found, `${file.fileName}: ${countProblems(file.problems)}; ${verdict}.`, ...turns]
    .filter((part) => part !== "")
    .join("\n");
  const layout = file.layout ? head(file.layout) : null;
  const { fileName, problems } = file;
  return { text, json: { fileName, ok, layout, problems, fingerprint: print }, ok };
}

/** The picture with its legend; as JSON all 96 wells, exactly. */
export function reportLayoutShow(layout: Layout): CommandReport {
  const json = { ...layout, picture: pictureOf(layout), fingerprint: fingerprint(layout) };
  return { text: renderLayout(layout), json, ok: true };
}

/** Which is before and which after, and how many wells change meaning; then one line a well, old to new. */
export function reportLayoutDiff(before: Layout, after: Layout): CommandReport {
  const differences = diffLayouts(before, after);
  const names = [before, after].map((layout) => `${layout.id} r${layout.revision}`);
  const lines = differences.map(
    ({ well, beforeText, afterText }) => `${well.padEnd(3)}  ${beforeText}  ->  ${afterText}`,
  );
  const heading =
    lines.length === 0
      ? `${names.join(" and ")} mean the same in all 96 wells.`
      : `Before: ${names[0]}. After: ${names[1]}. They differ in ${lines.length} of 96 wells:`;
  return {
    text: [heading, ...lines].join("\n"),
    json: { before: head(before), after: head(after), differences },
    ok: differences.length === 0,
  };
}

function head({ id, revision, title, sha256 }: Layout) {
  return { id, revision, title, sha256 };
}

function isNewest(layout: Layout, shelf: LayoutShelf): boolean {
  return !shelf.layouts.some(({ id, revision }) => id === layout.id && revision > layout.revision);
}
