/** The runs a simulated reader remembers, in its ResultSet and on its disk. */
import type { Knobs } from "./knobs.ts";
import type { ReaderView } from "./reader-view.ts";
import type { RunRecord } from "./run-record.ts";
import { showKeptResult } from "./show-result.ts";
import type { StoredResults } from "./stored-results.ts";

export interface KeptParts {
  /** Read afresh whenever needed. */
  readonly knobs: () => Knobs;
  readonly view: ReaderView;
  readonly stored: StoredResults;
}

export type KeptResults = ReturnType<typeof createKeptResults>;

/** Starts with what the disk holds, and shows it. */
export function createKeptResults({ knobs, view, stored }: KeptParts) {
  const results: RunRecord[] = [];
  let runsNamed = 0;

  /** A run that was under way ended with the power, or went on without the server. */
  function findAgain(record: RunRecord): void {
    if (record.stoppedAt === null && knobs().afterPowerLoss === "finishes") {
      record.rowsRead = 8;
      record.outcome = "finished";
      record.stoppedAt = new Date().toISOString();
      stored.save(record);
    }
    results.push(record);
    runsNamed = Math.max(runsNamed, Number(record.runId.split("-").at(-1)));
    showKeptResult(record, knobs(), view);
  }

  for (const record of stored.load()) findAgain(record);

  return {
    nameRun(): string {
      runsNamed += 1;
      if (knobs().runIds === "counter") return `Run-${runsNamed}`;
      const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
      return `${stamp}-${String(runsNamed).padStart(4, "0")}`;
    },
    /** Remembers one more, and forgets the oldest when they are too many. */
    add(record: RunRecord): void {
      results.push(record);
      stored.save(record);
      view.addResult(record);
      for (const { runId } of results.splice(0, results.length - knobs().keptResults)) {
        stored.forget(runId);
        view.removeResult(runId);
      }
    },
    /** Its values are shown by and by, its end at once. */
    end(record: RunRecord): void {
      stored.save(record);
      view.endResult(record);
    },
    all: (): readonly RunRecord[] => results,
  };
}
