/**
 * One simulated reader on a real port and the daemon's own line behind it: supervision, session, capture and store. What
 * a fault of the reader does to a plate shows in the store.
 */
import { onTestFinished, vi } from "vitest";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { openTcpPort } from "../../drivers/simulator/tcp-port.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import type { Driver } from "../../src/instrument/contract.ts";
import { createLink } from "../../src/instrument/links/open-link.ts";
import { systemTimers } from "../../src/instrument/run-dialogue.ts";
import { superviseReader } from "../../src/instrument/supervise-reader.ts";
import { TranscriptRecorder } from "../../src/instrument/transcript-recorder.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { captureReadings } from "../../src/pipeline/capture-readings.ts";
import { persistWith } from "../../src/pipeline/persist.ts";
import { startRun } from "../../src/pipeline/start-run.ts";
import { transcriptSink } from "../../src/pipeline/transcript-sink.ts";
import type { ReadingRow } from "../../src/store/readings.ts";
import type { RunRow } from "../../src/store/runs.ts";
import { DEMO_STUDY } from "../../src/study/play-demo.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { type AtEnd, freshStore, memoryFile } from "../store/fresh-store.ts";

const STUDY = loadStudy(DEMO_STUDY);
const LAYOUTS = layoutCatalogue(STUDY.layouts);
const READER = "reader-1";
const NO_TROUBLE = { onTrouble: () => undefined, onRecovered: () => undefined };

/** How long a test waits for what must come, in ms. */
const WAIT = { timeout: 20_000, interval: 10 };

/** A simulated reader as a fault bench uses it. */
export interface FaultyReader {
  receive(bytes: Uint8Array): void;
  insert(plate: InsertedPlate): void;
}

export interface ReaderSurroundings {
  readonly timeScale: number;
  readonly readMs: number;
  readonly write: (bytes: Buffer) => void;
  readonly emit: (event: Readonly<Record<string, unknown>>) => void;
}

export interface FaultBench<Reader> {
  readonly reader: Reader;
  /** Kinds of faults that the reader has shown, in order. */
  readonly shown: readonly string[];
  start(): RunRow;
  /** Starts a run; resolves when the reader measures. */
  begin(): Promise<RunRow>;
  /** The run when it has ended and the reader takes the next one. */
  ended(run: RunRow): Promise<RunRow>;
  /** Pulls the cable and plugs it in again. */
  dropLink(): Promise<void>;
  /** What stands in the store, oldest first. */
  readings(): readonly ReadingRow[];
  /** How many plates wait for a person to say what they are. */
  unassigned(): number;
  /** Resolves when the store holds so many readings. */
  storedReadings(count: number): Promise<readonly ReadingRow[]>;
}

/** The plate in the reader: every digit in use, negative values, and one beyond the range. */
export const PLATE = {
  id: "P-1",
  measurement: Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column): number | null =>
      column === 11 && row === 7 ? null : Number((0.05 + row * 0.217 + column * 0.0391).toFixed(3)),
    ),
  ),
  reference: Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column) =>
      Number((0.041 + row * 0.001 - column * 0.006).toFixed(3)),
    ),
  ),
};

/** Resolves when the reader is ready; everything is gone when the test has ended. */
export async function faultBench<Reader extends FaultyReader>(
  driver: Driver,
  options: unknown,
  createReader: (surroundings: ReaderSurroundings) => Reader,
  atEnd: AtEnd = onTestFinished,
): Promise<FaultBench<Reader>> {
  const store = freshStore(memoryFile(atEnd), atEnd);
  const shown: string[] = [];
  let started = 0;
  const port = await openTcpPort(0, (bytes) => reader.receive(bytes));
  const reader = createReader({
    timeScale: 0.005,
    readMs: 60,
    write: (bytes) => port.write(bytes),
    emit: ({ event, kind }) => {
      if (event === "fault-shown") shown.push(String(kind));
      if (event === "read-started") started += 1;
    },
  });
  reader.insert(PLATE);
  const recorder = new TranscriptRecorder(transcriptSink(store), NO_TROUBLE);
  const capture = captureReadings(store, persistWith(NO_TROUBLE));
  const supervised = superviseReader({
    id: READER,
    driver,
    options: driver.options.parse(options),
    makeLinks: driver.ports.slice(0, 1).map((settings) => () => createLink(port.spec, settings)),
    recorder,
    capture: capture.portFor(READER, driver),
    newId: store.newId,
    timers: systemTimers,
    backoff: { firstMs: 20, maxMs: 100 },
  });
  const bugs: unknown[] = [];
  const work = supervised.work$.subscribe({ error: (error: unknown) => bugs.push(error) });
  atEnd(async () => {
    work.unsubscribe();
    await supervised.settled();
    await recorder.drain();
    port.close();
  });
  const ready = (): Promise<void> =>
    vi.waitFor(() => {
      if (bugs.length > 0) throw bugs[0];
      const { state, sentence } = supervised.status$.value;
      if (state !== "ready") throw new Error(`the reader is ${state}: ${sentence}`);
    }, WAIT);
  await ready();

  function start(): RunRow {
    const statement = {
      barcode: "P-1",
      sample: "S-1",
      layoutId: STUDY.layouts[0]?.id ?? "",
      operator: "test",
    };
    return startRun(store, LAYOUTS, supervised, statement, {
      measurementNm: 570,
      referenceNm: 650,
    });
  }

  async function ended(run: RunRow): Promise<RunRow> {
    const row = await vi.waitFor(() => {
      const now = store.runs.byId(run.id);
      if (now === null || now.state === "starting" || now.state === "reading") {
        throw new Error(`the run is ${now?.state}`);
      }
      return now;
    }, WAIT);
    return row;
  }

  const readings = () => store.readings.newest(50).toReversed();
  return {
    reader,
    shown,
    start,
    begin: async () => {
      const before = started;
      const run = start();
      await vi.waitFor(() => {
        if (started === before) throw new Error("the reader does not measure");
      }, WAIT);
      return run;
    },
    ended: async (run) => {
      await ended(run);
      await ready();
      return store.runs.byId(run.id) ?? run;
    },
    dropLink: () => port.dropLink(),
    readings,
    unassigned: () => store.readings.unassigned().length,
    storedReadings: (count) =>
      vi.waitFor(() => {
        const rows = readings();
        if (rows.length < count) throw new Error(`${rows.length} readings are stored`);
        return rows;
      }, WAIT),
  };
}

/** True when the stored reading has the inserted values to three decimals in both planes, or in the only one. */
export function holdsPlate(row: ReadingRow): boolean {
  if (row.body === null) return false;
  const reading: PlateReading = JSON.parse(row.body);
  const inserted = [PLATE.measurement, PLATE.reference];
  return reading.planes.every((plane, index) =>
    plane.values.every(({ absorbance }, well) => {
      const wanted = inserted[index]?.flat()[well] ?? null;
      if (wanted === null || absorbance === null) return wanted === absorbance;
      return Math.abs(absorbance - wanted) < 0.000_51;
    }),
  );
}

export function warningsOf(row: ReadingRow): string[] {
  if (row.body === null) return [];
  const reading: PlateReading = JSON.parse(row.body);
  return reading.warnings.map(({ code }) => code);
}
