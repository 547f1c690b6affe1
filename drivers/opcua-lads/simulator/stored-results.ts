/** The results on the disk of the simulated instrument, one JSON file a run; without a folder it forgets them. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunRecord, runRecordSchema } from "./run-record.ts";

export interface StoredResults {
  /** All kept ones, oldest first. */
  load(): RunRecord[];
  save(record: RunRecord): void;
  forget(runId: string): void;
}

export function openStoredResults(folder: string | null): StoredResults {
  if (folder === null) return { load: () => [], save: () => undefined, forget: () => undefined };
  mkdirSync(folder, { recursive: true });
  const fileOf = (runId: string): string => join(folder, `${runId}.json`);
  return {
    load: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .map((name) => runRecordSchema.parse(JSON.parse(readFileSync(join(folder, name), "utf8"))))
        .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1)),
    /** Renamed into place: a killed process leaves the old file or the new one. */
    save: (record) => {
      const half = `${fileOf(record.runId)}.half`;
      writeFileSync(half, JSON.stringify(record));
      renameSync(half, fileOf(record.runId));
    },
    forget: (runId) => rmSync(fileOf(runId), { force: true }),
  };
}
