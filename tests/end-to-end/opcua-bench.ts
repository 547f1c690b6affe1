/** A supervised LADS reader on a simulated one, with records in memory. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Subscription } from "rxjs";
import { v7 as uuidv7 } from "uuid";
import { opcuaLads } from "../../drivers/opcua-lads/driver.ts";
import type { OpcUaSimulator } from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { superviseLads } from "../../src/instrument/opcua/supervise-lads.ts";
import { showCertificate, trustShown } from "../../src/instrument/opcua/trust-server.ts";
import type { ReaderStatus } from "../../src/instrument/reader-status.ts";
import type { SupervisedReader } from "../../src/instrument/supervised-reader.ts";
import {
  type MemoryRecords,
  memoryRecords,
  type RememberedRun,
} from "../instrument/opcua/memory-records.ts";

export interface LadsBench {
  readonly reader: SupervisedReader;
  readonly records: MemoryRecords;
  readonly pkiFolder: string;
  readonly address: string;
  /** Every status so far. */
  readonly statuses: readonly ReaderStatus[];
  readonly log: readonly string[];
  trust(): Promise<void>;
  /** Resolves when the newest status fits; rejects after `withinMs`, with what it was. */
  waitForStatus(fits: (status: ReaderStatus) => boolean, withinMs?: number): Promise<ReaderStatus>;
  ready(withinMs?: number): Promise<ReaderStatus>;
  /** Gives the run's id. */
  start(barcode?: string, wavelengths?: readonly [number, number | null]): string;
  /** Resolves when the run has ended; one that may still bring a plate has not. */
  ended(runId: string, withinMs?: number): Promise<RememberedRun>;
  stop(): Promise<void>;
}

const WAIT_MS = 40_000;

/** Everything short, so that a test need not wait. */
export const QUICK_OPTIONS = {
  startTimeoutMs: 3000,
  resultTimeoutMs: 1500,
  quietMs: 100,
  pollMs: 150,
  trustPauseMs: 1000,
};

export async function startLadsBench(parts: {
  readonly simulator: Pick<OpcUaSimulator, "endpoint" | "user" | "password">;
  /** Another way to it, e.g. through a proxy. */
  readonly address?: string;
  readonly options?: Record<string, unknown>;
  readonly records?: MemoryRecords;
  /** Of a bench before, so that its certificate and trust are kept. */
  readonly pkiFolder?: string;
  /** False leaves the server untrusted. */
  readonly trusted?: boolean;
}): Promise<LadsBench> {
  const folder = mkdtempSync(join(tmpdir(), "lads-bench-"));
  const pkiFolder = parts.pkiFolder ?? join(folder, "pki");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, `${parts.simulator.password}\n`);
  const address = parts.address ?? parts.simulator.endpoint;
  const records = parts.records ?? memoryRecords();
  const statuses: ReaderStatus[] = [];
  const log: string[] = [];

  const trust = async (): Promise<void> =>
    trustShown(pkiFolder, await showCertificate(pkiFolder, address));
  if (parts.trusted !== false && parts.pkiFolder === undefined) await trust();

  const reader = superviseLads({
    id: "lads-1",
    driver: opcuaLads,
    options: opcuaLads.options.parse({
      user: parts.simulator.user,
      passwordFile,
      ...QUICK_OPTIONS,
      ...parts.options,
    }),
    address,
    records,
    pkiFolder,
    backoff: { firstMs: 100, maxMs: 1000 },
    log: (line) => log.push(line),
  });
  reader.status$.subscribe((status) => statuses.push(status));
  const working: Subscription = reader.work$.subscribe();

  async function until<T>(what: string, look: () => T | null, withinMs: number): Promise<T> {
    const limitMs = performance.now() + withinMs;
    for (;;) {
      const found = look();
      if (found !== null) return found;
      if (performance.now() > limitMs) {
        const { state, sentence } = reader.status$.value;
        throw new Error(`${what} did not come within ${withinMs} ms; now ${state}: ${sentence}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const waitForStatus: LadsBench["waitForStatus"] = (fits, withinMs = WAIT_MS) =>
    until("the status", () => (fits(reader.status$.value) ? reader.status$.value : null), withinMs);

  return {
    reader,
    records,
    pkiFolder,
    address,
    statuses,
    log,
    trust,
    waitForStatus,
    ready: (withinMs) => waitForStatus((status) => status.state === "ready", withinMs),
    start: (barcode = "ALL-1", [measurementNm, referenceNm] = [570, 650]) => {
      const runId = uuidv7();
      records.run(runId);
      reader.startRun({ runId, barcode, sample: "A", request: { measurementNm, referenceNm } });
      return runId;
    },
    ended: (runId, withinMs = WAIT_MS) =>
      until(
        `the end of run ${runId}`,
        () => {
          const run = records.run(runId);
          return run.state === "reading" || run.mayStillCome ? null : run;
        },
        withinMs,
      ),
    stop: async () => {
      working.unsubscribe();
      await reader.settled();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A plate whose every well differs; the last one is saturated. */
export function plainPlate(id = "P-1", offset = 0): InsertedPlate {
  const grid = (from: number): (number | null)[][] =>
    Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 12 }, (_, column) =>
        row === 7 && column === 11 ? null : (from + row * 12 + column) / 1000,
      ),
    );
  return { id, measurement: grid(500 + offset), reference: grid(50 + offset) };
}
