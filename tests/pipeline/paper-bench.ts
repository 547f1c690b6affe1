/**
 * A bench on paper: a store, the pipeline's capture, and a Model 680 that consists of written-down conversations. The
 * plates are those of the shipped study; nothing waits and no process is started.
 */
import { join } from "node:path";
import { BehaviorSubject, NEVER } from "rxjs";
import { MODELS } from "../../drivers/bio-rad/simulator/model-facts.ts";
import {
  type MeasuredPlate,
  pushedRecord,
  rawRecord,
  renderRecord,
} from "../../drivers/bio-rad/simulator/plate-record.ts";
import { DRIVERS } from "../../drivers/index.ts";
import type { PlateReading } from "../../src/domain/reading.ts";
import type { CapturePort } from "../../src/instrument/capture-port.ts";
import type { Driver, LastPlate, UnaskedRecord } from "../../src/instrument/contract.ts";
import type { Conversation } from "../../src/instrument/reader-session.ts";
import type { ReaderStatus } from "../../src/instrument/reader-status.ts";
import type { TranscriptItem } from "../../src/instrument/recording.ts";
import { replayDialogue } from "../../src/instrument/replay-dialogue.ts";
import type { SupervisedReader } from "../../src/instrument/supervised-reader.ts";
import { layoutCatalogue } from "../../src/layout/layout-catalogue.ts";
import { loadLayouts } from "../../src/layout/load-layouts.ts";
import { type Captured, captureReadings } from "../../src/pipeline/capture-readings.ts";
import type { LayoutCatalogue, PlateStatement } from "../../src/pipeline/identify-plate.ts";
import type { Persist } from "../../src/pipeline/persist.ts";
import { dialogueOf } from "../../src/pipeline/play-transcript.ts";
import type { Interpreters } from "../../src/pipeline/replay-reading.ts";
import { startRun } from "../../src/pipeline/start-run.ts";
import { transcriptSink } from "../../src/pipeline/transcript-sink.ts";
import type { Store } from "../../src/store/open-store.ts";
import type { RunRow } from "../../src/store/runs.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { freshStore } from "../store/fresh-store.ts";

const ROOT = join(import.meta.dirname, "../..");

export const study = loadStudy(join(ROOT, "src/study/figure3-study.json"));
export const MTT = { measurementNm: 570, referenceNm: 650 };
export const READER = "bench-1";
export const LAYOUT = "combination-rot180-1plate";

export const driver: Driver = (() => {
  const found = DRIVERS.find((one) => one.id === "bio-rad");
  if (found === undefined) throw new Error("there is no such driver");
  return found;
})();

const OPTIONS = driver.options.parse({ filtersNm: [450, 490, 570, 650] });

/** A plate of the study as the reader measured it; another clock makes it another read. */
export function measured(plateId: string, clock = "06/03/2026 15:00:00"): MeasuredPlate {
  const plate = study.plates.find((one) => one.id === plateId);
  if (plate === undefined) throw new Error(`the study has no plate ${plateId}`);
  const { measurement, reference } = plate;
  return {
    plateId,
    measurement,
    reference,
    measurementFilter: "570",
    referenceFilter: reference === null ? null : "650",
    clock,
  };
}

const tx = (text: string): TranscriptItem => ({
  direction: "tx",
  bytes: Buffer.from(`EIA.READER ${text}\r`, "latin1"),
});
const rx = (text: string): TranscriptItem => ({
  direction: "rx",
  bytes: Buffer.from(text, "latin1"),
});
const SILENCE: TranscriptItem = { direction: "mark", bytes: Buffer.from("silence") };

/** The answer to a read or to RTPLATE, a line an item as a slow port hands it out. */
function answerLines(plate: MeasuredPlate): TranscriptItem[] {
  const text = `ERE 0000 ${renderRecord(rawRecord(plate, MODELS["680"]))}`;
  return text.split(/(?<=\r)/).map(rx);
}

const INTRODUCTION = [
  tx("AQ"),
  rx("ERE 0000\r"),
  tx("ID"),
  rx("ERE 0000 Model 680\r"),
  tx("FSTATUS"),
  rx("ERE 0000\r405 450 490 570 595 650 *** ***\r"),
  tx("ISTATUS"),
  rx("ERE 0000 1 0 37.0 25.3\r"),
];
const FAREWELL = [tx("RL"), rx("ERE 0000\r")];

/** Every item of a commanded read that went well. */
export function readTalk(plate: MeasuredPlate): readonly TranscriptItem[] {
  return [...INTRODUCTION, tx("RPLATE 2 5 M 4 6"), ...answerLines(plate), ...FAREWELL];
}

/** A commanded read that ends as its items are cut: before the read command, after it, in the middle of the plate. */
export const READ_COMMAND_AT = INTRODUCTION.length;

/** The reader is asked for the plate it holds; null = it holds none. */
export function lastPlateTalk(plate: MeasuredPlate | null): readonly TranscriptItem[] {
  const answer = plate === null ? [rx("ERE 8074\r"), SILENCE] : answerLines(plate);
  return [tx("RTPLATE"), ...answer, ...FAREWELL];
}

/** A Model 550 sends a plate by itself, with the reference taken off. */
export function pushTalk(plate: MeasuredPlate): readonly TranscriptItem[] {
  const pushed = { ...plate, measurementFilter: "3", referenceFilter: "4" };
  const text = renderRecord(pushedRecord(pushed, MODELS["550"]));
  return [...text.split(/(?<=\r)/).map(rx), SILENCE];
}

/** What the Model 550 answers when the same plate is asked for again: raw. */
export function askedTalk550(plate: MeasuredPlate): readonly TranscriptItem[] {
  const asked = { ...plate, measurementFilter: "3", referenceFilter: "4" };
  const text = `ERE 0000 ${renderRecord(rawRecord(asked, MODELS["550"]))}`;
  return [tx("RTPLATE"), ...text.split(/(?<=\r)/).map(rx), ...FAREWELL];
}

export interface PaperBench {
  readonly store: Store;
  readonly layouts: LayoutCatalogue;
  readonly port: CapturePort;
  /** What the capture handed on, oldest first. */
  readonly captured: readonly Captured[];
  readonly reader: SupervisedReader;
}

/** Runs every step at once; what it throws comes out. */
const atOnce: Persist = async (work) => work();

export function paperBench(store: Store = freshStore()): PaperBench {
  const capture = captureReadings(store, atOnce);
  const captured: Captured[] = [];
  capture.captured$.subscribe((one) => captured.push(one));
  const layouts = layoutCatalogue(loadLayouts(join(ROOT, "plate-layouts")).layouts);
  return { store, layouts, captured, port: capture.portFor(READER, driver), reader: readyReader() };
}

/** A reader that takes every run and does nothing. */
export function readyReader(more: Partial<SupervisedReader> = {}): SupervisedReader {
  const status: ReaderStatus = {
    readerId: READER,
    state: "ready",
    sentence: "",
    sinceUtc: "",
    identity: { model: "Model 680", filtersNm: [405, 570, 650, null], details: {} },
    progress: null,
  };
  return {
    id: READER,
    driver,
    status$: new BehaviorSubject(status),
    work$: NEVER,
    requireReady: () => undefined,
    startRun: () => undefined,
    cancelRun: () => false,
    settled: async () => undefined,
    ...more,
  };
}

export function statement(more: Partial<PlateStatement> = {}): PlateStatement {
  return { barcode: "A-1", sample: "A", layoutId: LAYOUT, operator: "technician", ...more };
}

export function begin(bench: PaperBench, more: Partial<PlateStatement> = {}): RunRow {
  return startRun(bench.store, bench.layouts, bench.reader, statement(more), MTT);
}

type DialogueName = "readPlate" | "lastPlate" | "listen" | "identify" | "release";

/** Writes a conversation down as the recorder does and leaves its end open, as a crash would. */
export function writeTalk(
  bench: Pick<PaperBench, "store">,
  dialogue: DialogueName,
  items: readonly TranscriptItem[],
  runId: string | null = null,
): string {
  const { store } = bench;
  const id = store.newId();
  const header = {
    id,
    readerId: READER,
    driverId: driver.id,
    driverVersion: driver.version,
    dialogue,
    request: JSON.stringify({
      options: OPTIONS,
      request: MTT,
      context: { readMayBeUnderWay: false },
    }),
    runId,
    openedAtUtc: store.nowUtc(),
  };
  transcriptSink(store).write(
    [header],
    items.map((item, seq) => ({
      ...item,
      transcriptId: id,
      seq,
      atUtc: store.nowUtc(),
      monoUs: seq,
    })),
  );
  return id;
}

/** Writes a conversation down and says how it ended; one whose items end too early was lost with its link. */
export function hold<Result>(
  bench: Pick<PaperBench, "store">,
  dialogue: DialogueName,
  items: readonly TranscriptItem[],
  runId: string | null = null,
): Conversation<Result> {
  const transcriptId = writeTalk(bench, dialogue, items, runId);
  const row = bench.store.transcripts.byId(transcriptId);
  if (row === null) throw new Error("the transcript was not written");
  const outcome = replayDialogue(dialogueOf(driver, row), items, driver.framing);
  if (outcome.kind === "mismatch") throw new Error(outcome.message);
  const moved = items.some((item) => Buffer.from(item.bytes).includes("RPLATE"));
  return {
    transcriptId,
    dialogue,
    runId,
    outcome:
      outcome.kind === "done"
        ? { kind: "done", result: outcome.result as Result }
        : outcome.kind === "interrupted"
          ? { kind: "lost", reason: "unplugged" }
          : outcome,
    rejected: [],
    movedHardware: moved,
    isKept: true,
  };
}

/** Starts a run, reads the plate of the study and stores it; returns the ids. */
export async function readPlate(
  bench: PaperBench,
  more: Partial<PlateStatement> & { readonly plate?: string; readonly clock?: string } = {},
): Promise<{ runId: string; readingId: string; plateId: string }> {
  const { plate = "A-1", clock, ...said } = more;
  const run = begin(bench, said);
  await endRun(bench, run.id, measured(plate, clock));
  const { readingId, plateId } = bench.captured.at(-1) ?? { readingId: "", plateId: null };
  if (plateId === null) throw new Error("the plate was not bound");
  return { runId: run.id, readingId, plateId };
}

export function endRun(bench: PaperBench, runId: string, plate: MeasuredPlate): Promise<void> {
  return bench.port.runEnded(runId, hold<PlateReading>(bench, "readPlate", readTalk(plate), runId));
}

export function baseline(bench: PaperBench, runId: string, plate: MeasuredPlate | null) {
  const talk = hold<LastPlate>(bench, "lastPlate", lastPlateTalk(plate), runId);
  return bench.port.baseline(runId, talk);
}

/** A plate comes by itself, as a Model 550 sends it; returns the id of the reading, null when it was known. */
export async function push(bench: PaperBench, plate: MeasuredPlate): Promise<string | null> {
  const before = bench.captured.length;
  await bench.port.unasked(hold<UnaskedRecord>(bench, "listen", pushTalk(plate)));
  return bench.captured[before]?.readingId ?? null;
}

/** Reads the paper reader's conversations; no file is understood. */
export const WITH_DRIVER: Interpreters = {
  drivers: [driver],
  importFile: async () => ({
    kind: "refused",
    dialectId: null,
    code: "UNKNOWN_DIALECT",
    sentence: "No file is understood here.",
  }),
};
