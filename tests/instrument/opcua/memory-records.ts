/** A record port that keeps everything in memory, and complains of what no store would take. */
import { sha256 } from "../../../src/domain/canonical.ts";
import type { PlateReading } from "../../../src/domain/reading.ts";
import type {
  FoundContext,
  PendingRun,
  RawRecord,
  RecordPort,
} from "../../../src/instrument/record-port.ts";

export interface RememberedRun {
  state: "reading" | "completed" | "failed" | "cancelled" | "interrupted";
  sentence: string | null;
  mayStillCome: boolean;
  reading: PlateReading | null;
  /** Names of the records that were bound to it: never more than one. */
  readonly records: string[];
}

export interface MemoryRecords extends RecordPort {
  readonly kept: Map<string, RawRecord>;
  readonly runs: Map<string, RememberedRun>;
  readonly found: RecordPort["found"];
  readonly inbox: {
    readonly name: string;
    readonly reading: PlateReading;
    readonly told: FoundContext;
  }[];
  readonly quarantine: {
    readonly name: string;
    readonly code: string;
    readonly sentence: string;
  }[];
  run(runId: string): RememberedRun;
}

export function memoryRecords(): MemoryRecords {
  const kept = new Map<string, RawRecord>();
  const readings = new Set<string>();
  const runs = new Map<string, RememberedRun>();
  const inbox: MemoryRecords["inbox"] = [];
  const quarantine: MemoryRecords["quarantine"] = [];

  function run(runId: string): RememberedRun {
    const known = runs.get(runId);
    if (known !== undefined) return known;
    const fresh: RememberedRun = {
      state: "reading",
      sentence: null,
      mayStillCome: false,
      reading: null,
      records: [],
    };
    runs.set(runId, fresh);
    return fresh;
  }

  function nameOf(hash: string): string {
    const record = kept.get(hash);
    if (record === undefined) throw new Error("a reading of bytes that were not kept");
    return record.name;
  }

  return {
    kept,
    runs,
    inbox,
    quarantine,
    run,
    pendingRuns: () =>
      [...runs].flatMap(([runId, one]): PendingRun[] =>
        one.mayStillCome ? [{ runId, requestedAtUtc: "2026-01-01T00:00:00.000Z" }] : [],
      ),
    isKnown: (hash) => readings.has(hash),
    keep: async (record) => {
      const hash = sha256(record.bytes);
      const isNew = !kept.has(hash);
      if (isNew) kept.set(hash, record);
      return { sha256: hash, isNew, arrivalId: hash.slice(0, 8) };
    },
    runReading: async (runId) => void run(runId),
    runRead: async (runId, record, reading) => {
      if (readings.has(record.sha256)) throw new Error("the same result was read twice");
      const one = run(runId);
      if (one.state === "completed") throw new Error(`run ${runId} was completed twice`);
      one.records.push(nameOf(record.sha256));
      readings.add(record.sha256);
      Object.assign(one, { state: "completed", reading, mayStillCome: false });
    },
    runFailed: async (runId, state, sentence, mayStillCome = false) => {
      const one = run(runId);
      if (one.state === "completed") throw new Error(`run ${runId} failed after it was completed`);
      Object.assign(one, { state, sentence, mayStillCome });
    },
    found: async (record, reading, part, told) => {
      if (part === 0 && readings.has(record.sha256)) throw new Error("the same result found twice");
      inbox.push({ name: nameOf(record.sha256), reading, told });
      readings.add(record.sha256);
    },
    refused: async (record, code, sentence) => {
      quarantine.push({ name: nameOf(record.sha256), code, sentence });
    },
  };
}
