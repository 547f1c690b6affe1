/** The real bench behind the API: the store, the readers and the pipeline's steps. */
import { type BehaviorSubject, type Observable, takeUntil } from "rxjs";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { PlateReading } from "../domain/reading.ts";
import type { ReadRequest } from "../instrument/contract.ts";
import type { ReaderStatus } from "../instrument/reader-status.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { WatchedFolder } from "../instrument/watch-folder.ts";
import { assignReading } from "../pipeline/assign-reading.ts";
import { requireBarcode } from "../pipeline/barcode.ts";
import { type CaptureFiles, dismissDocument } from "../pipeline/capture-files.ts";
import { isCheckLayout } from "../pipeline/check-sample.ts";
import { evaluateSample, evaluateSamples } from "../pipeline/evaluate-sample.ts";
import type { LayoutCatalogue } from "../pipeline/identify-plate.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { startRun } from "../pipeline/start-run.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import { lampView } from "./lamp-view.ts";
import { plateView, requirePlate } from "./plate-view.ts";
import { readerView } from "./reader-view.ts";
import { type RememberedViews, rememberedViews } from "./remembered-views.ts";
import {
  folderView,
  noticeView,
  plannedView,
  plateSummary,
  quarantineView,
  runView,
  unassignedView,
} from "./summary-views.ts";
import { today } from "./today.ts";
import type { BenchService, BenchView, FeedMessage } from "./views.ts";

/** Plates on a wall display. */
const LAMPS_SHOWN = 8;
const SHOWN_RUNS = 30;
const SHOWN_PLATES = 60;
const SHOWN_FLAGS = 200;
const SHOWN_SAMPLES = 100;

export interface BenchParts {
  readonly store: Store;
  readonly layouts: LayoutCatalogue;
  /** The settings in use now. */
  readonly settings: () => AnalysisSettings;
  readonly readers: readonly { readonly reader: SupervisedReader; readonly link: string }[];
  readonly folders: readonly WatchedFolder[];
  readonly files: CaptureFiles;
  /** Wavelengths of the assay as configured. */
  readonly request: ReadRequest;
  readonly problems$: BehaviorSubject<readonly string[]>;
  readonly startedAtUtc: string;
  /** Tells of every new row in the table of changes, also of other processes. */
  readonly changes$: Observable<void>;
  /** Ends every subscription of the live feed: the store closes. */
  readonly stopped$: Observable<void>;
}

/** Flags and samples of late, and how many older ones the page does not show. */
function newestOf(
  store: Store,
  remembered: RememberedViews,
): Pick<BenchView, "flags" | "samples" | "older"> {
  const flags = store.analyses.newestFlags(SHOWN_FLAGS).map(remembered.flagView);
  const samples = store.samples.newest(SHOWN_SAMPLES).map(remembered.sampleRow);
  const older = {
    flags: store.analyses.countFlags() - flags.length,
    samples: store.samples.count() - samples.length,
  };
  return { flags, samples, older };
}

/** What a reading gives as its own barcode. */
function barcodeIn({ body }: ReadingRow): string | null {
  const reading = JSON.parse(body ?? "null") as PlateReading | null;
  return reading?.plateBarcode?.trim() ?? null;
}

export function createBenchService(parts: BenchParts): BenchService {
  const { store, settings } = parts;
  const remembered = rememberedViews(store);
  const program = { version: PROGRAM_VERSION, startedAtUtc: parts.startedAtUtc };

  function readerNamed(id: string): SupervisedReader {
    const found = parts.readers.find(({ reader }) => reader.id === id);
    if (found !== undefined) return found.reader;
    throw new PlatewardenError("READER_UNKNOWN", `There is no reader ${id}.`, {
      detail: { readerId: id, known: parts.readers.map(({ reader }) => reader.id) },
    });
  }

  function viewOf(status: ReaderStatus) {
    const found = parts.readers.find(({ reader }) => reader.id === status.readerId);
    if (found === undefined) throw new Error(`status of an unknown reader ${status.readerId}`);
    return readerView(store, found.reader.driver, found.link, status);
  }

  /** A plate scanned where a name belongs must not become the person who is answerable. */
  function requirePerson(operator: string): void {
    const planned = store.samples.plannedByBarcode(operator);
    if (planned === null && store.plates.byBarcode(operator) === null) return;
    throw new PlatewardenError(
      "REQUEST_INVALID",
      `The operator must be a person: ${operator} is the barcode of a plate.`,
    );
  }

  /** A sample that cannot be analysed keeps no plate from being read; it is tried again with the new plate. */
  function analyse(sampleId: string): void {
    const sample = store.samples.byId(sampleId);
    if (sample !== null) evaluateSamples(store, [sample], settings(), () => undefined);
  }

  /** The oldest reading to be assigned that gives this barcode itself. */
  function waitingWith(barcode: string): string | null {
    const readings = store.readings.unassigned();
    const found = readings.find((row) => barcodeIn(row) === barcode);
    return found?.id ?? null;
  }

  function changesAfter(eventId: number): readonly FeedMessage[] {
    return store.journal.changesAfter(eventId).map((row) => ({
      type: "changed",
      id: row.id,
      kind: row.kind,
      subject: row.subject,
      atUtc: row.at_utc,
    }));
  }

  return {
    bench: () => {
      const view = {
        lastEventId: store.journal.lastChange(),
        program,
        problems: parts.problems$.value,
        readers: parts.readers.map(({ reader }) => viewOf(reader.status$.value)),
        runs: store.runs.newest(SHOWN_RUNS).map((run) => runView(store, run)),
        planned: store.samples.outstanding().map((row) => plannedView(store, row, store.nowUtc())),
        unassigned: store.readings.unassigned().map((row) => unassignedView(store, row)),
        folders: parts.folders.map(({ status$ }) => folderView(status$.value)),
        quarantine: store.documents.quarantined().map((row) => quarantineView(store, row)),
        notices: store.notices.standingOf("overdue").map(noticeView),
        plates: store.plates.newest(SHOWN_PLATES).map(remembered.plateSummary),
        ...newestOf(store, remembered),
        layouts: parts.layouts.all().map((layout) => ({
          id: layout.id,
          title: layout.title,
          needsSample: !isCheckLayout(layout),
        })),
      };
      const sofar = today(store.plates.newest, remembered.plateSummary, view, new Date());
      return { ...view, today: sofar };
    },
    lamp: () => {
      const readers = parts.readers.map(({ reader }) => viewOf(reader.status$.value));
      const plates = store.plates.newest(LAMPS_SHOWN).map(remembered.plateSummary);
      return lampView(readers, plates, store.nowUtc());
    },
    plate: (plateId) => plateView(store, requirePlate(store, plateId), settings()),
    scan: (scanned) => {
      // A badge is told from a plate without a word on whose it is: the scan alone proves nobody.
      if (store.people.isBadge(scanned)) {
        return { barcode: "", planned: null, alreadyRead: null, waiting: null, badge: true };
      }
      const barcode = requireBarcode(scanned);
      const planned = store.samples.plannedByBarcode(barcode);
      const plate = store.plates.byBarcode(barcode);
      return {
        barcode,
        planned: planned === null ? null : plannedView(store, planned, store.nowUtc()),
        alreadyRead:
          plate === null
            ? null
            : { plateId: plate.id, capturedAtUtc: plateSummary(store, plate).capturedAtUtc },
        waiting: waitingWith(barcode),
        badge: false,
      };
    },
    startRun: (request) => {
      requirePerson(request.operator);
      const reader = readerNamed(request.readerId);
      const run = startRun(store, parts.layouts, reader, request, parts.request, analyse);
      return runView(store, run);
    },
    cancelRun: (runId, { operator, through }) => {
      const run = store.runs.byId(runId);
      if (run === null || !readerNamed(run.reader_id).cancelRun(runId)) {
        throw new PlatewardenError("RUN_UNKNOWN", `Run ${runId} is not under way.`);
      }
      store.inTransaction(() =>
        store.journal.audit({
          atUtc: store.nowUtc(),
          actor: operator,
          action: "run.cancel",
          subject: runId,
          detail: through === undefined ? {} : { through },
        }),
      );
      return runView(store, run);
    },
    assignReading: (readingId, request) => {
      requirePerson(request.operator);
      const plateId = assignReading(store, parts.layouts, readingId, request);
      const plate = requirePlate(store, plateId);
      evaluateSample(store, plate.sample_id, settings());
      return plateSummary(store, plate);
    },
    retryDocument: async (documentSha256, by) => {
      requirePerson(by);
      await parts.files.retry(documentSha256, by);
    },
    dismissDocument: (documentSha256, said) => {
      requirePerson(said.by);
      dismissDocument(store, documentSha256, said);
    },
    changesAfter,
    subscribe: (listener) => {
      let last = store.journal.lastChange();
      const changes = parts.changes$.pipe(takeUntil(parts.stopped$)).subscribe(() => {
        for (const message of changesAfter(last)) {
          if (message.type === "changed") last = message.id;
          listener(message);
        }
      });
      changes.add(
        parts.problems$
          .pipe(takeUntil(parts.stopped$))
          .subscribe((problems) => listener({ type: "problems", problems })),
      );
      for (const { reader } of parts.readers) {
        changes.add(
          reader.status$
            .pipe(takeUntil(parts.stopped$))
            .subscribe((status) => listener({ type: "reader", reader: viewOf(status) })),
        );
      }
      for (const { status$ } of parts.folders) {
        changes.add(
          status$
            .pipe(takeUntil(parts.stopped$))
            .subscribe((status) => listener({ type: "folder", folder: folderView(status) })),
        );
      }
      return () => changes.unsubscribe();
    },
  };
}
