/** Puts the values of an ended run into its Result: all at once, or one after the other when they come late. */
import { setTimeout as wait } from "node:timers/promises";
import type { Knobs } from "./knobs.ts";
import type { ReaderView } from "./reader-view.ts";
import { writeAsm, writeCsv } from "./result-documents.ts";
import type { RunRecord } from "./run-record.ts";

/** Resolves when everything is there, or when `stop` says that the reader is off. */
export async function showResult(
  record: RunRecord,
  knobs: Knobs,
  view: ReaderView,
  stop: AbortSignal,
): Promise<void> {
  for (const show of parts(record, knobs, view)) {
    if (knobs.lateResultMs > 0) {
      await wait(knobs.lateResultMs, undefined, { signal: stop }).catch(() => undefined);
    }
    if (stop.aborted) return;
    show();
  }
}

/** The same at once, for the results that a reader finds on its disk. */
export function showKeptResult(record: RunRecord, knobs: Knobs, view: ReaderView): void {
  view.addResult(record);
  if (record.stoppedAt === null) return;
  view.endResult(record);
  for (const show of parts(record, knobs, view)) show();
}

function parts(record: RunRecord, knobs: Knobs, view: ReaderView): (() => void)[] {
  if (record.planes.length === 0) return [];
  const list: (() => void)[] = [];
  if (knobs.values !== "none") {
    for (const plane of record.planes) list.push(() => view.addPlane(record, plane));
  }
  if (knobs.asmVariable) {
    list.push(() => view.addText(record, "ASM", writeAsm(record).content.toString()));
  }
  const { files } = knobs;
  if (files === "csv" || files === "both") list.push(() => view.addFile(record, writeCsv(record)));
  if (files === "asm" || files === "both") list.push(() => view.addFile(record, writeAsm(record)));
  return list;
}
