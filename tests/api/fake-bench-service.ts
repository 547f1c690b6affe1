import { lampView } from "../../src/api/lamp-view.ts";
import type {
  BenchService,
  BenchView,
  FeedMessage,
  FolderView,
  PlateSummaryView,
  PlateView,
  QuarantineView,
  ReaderView,
  ReadingProgress,
  RunView,
  SampleRowView,
} from "../../src/api/views.ts";
import { PlatewardenError } from "../../src/domain/errors.ts";
import type { Lamp } from "../../src/domain/lamp.ts";
import { requireBarcode } from "../../src/pipeline/barcode.ts";
import {
  fakeFileReading,
  fakeFolder,
  fakeNotices,
  fakeQuarantined,
  fakeUnassigned,
} from "./fake-arrivals.ts";
import { type FakePlateRecipe, fakePlate, fakeQuadrantPlate } from "./fake-plate.ts";

type Rows = (readonly (number | null)[] | null)[];

/** A bench with three readers, read plates, a plan and an inbox; what the readers do is told by the test. */
export interface FakeBench extends BenchService {
  /** The run under way moves on to this phase. */
  enterPhase(phase: ReadingProgress["phase"], expectedMs: number | null): void;
  /** A row of the plate under way arrives. */
  sendRow(role: "measurement" | "reference", row: number): void;
  /** The plate under way is read, judged and stored. */
  finishRun(): PlateView;
  /** The run under way fails with this sentence. */
  failRun(sentence: string): void;
  changeReader(id: string, change: Partial<ReaderView>): void;
  changeFolder(change: Partial<FolderView>): void;
  /** A file comes that was typed in, for the overdue plate PW-D-1. */
  receiveTypedFile(): void;
  /** A file comes that nobody understands. */
  receiveUnknownFile(change: Partial<QuarantineView>): void;
  /** The next try reads this file: its plate waits in the inbox then. */
  mendFile(documentSha256: string): void;
  /** The store is in trouble, or well again. */
  haveProblems(problems: readonly string[]): void;
  /** Something else happens at the bench. */
  note(kind: string, subject: string): void;
  /** Forgets every event, as a fresh database does. */
  startAgain(): void;
  /** Listeners of the feed at this moment. */
  listeners(): number;
}

const NOW = "2025-03-14T10:21:30.000Z";

function minutesAgo(minutes: number): string {
  return new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
}

const good = ["All controls are as they should be."];
const complete = { floorPercent: 2, halfDoseUgPerMl: 0.35, class: "complete" };
const partial = { floorPercent: 24, halfDoseUgPerMl: 0.5, class: "partial" };
const sensitive = { floorPercent: 3, halfDoseUgPerMl: 0.3, class: "none" };

const recipes: readonly FakePlateRecipe[] = [
  {
    id: "plate-a",
    barcode: "PW-A-1",
    sample: "A",
    rasStatus: "mutant (KRAS, NRAS)",
    readerId: "reader-1",
    capturedAtUtc: minutesAgo(64),
    quality: "pass",
    sentences: good,
    truth: { sorafenib: partial },
    masks: {},
  },
  {
    id: "plate-b",
    barcode: "PW-B-1",
    sample: "B",
    rasStatus: "mutant (KRAS)",
    readerId: "reader-1",
    capturedAtUtc: minutesAgo(12),
    quality: "warn",
    inShort: ["C4 left out: over range or not read", "drift from column 1 to 12"],
    sentences: [
      "3 wells are left out: one over the reader's range, one with a reference artefact, one by a person.",
      "The columns drift by 23 % across the plate; more than 20 % is unusual.",
    ],
    truth: { trametinib: complete },
    masks: { C4: "over-range", G8: "reference-artefact", D8: "review" },
  },
  {
    id: "plate-g",
    barcode: "PW-G-1",
    sample: "G",
    rasStatus: "wild type",
    readerId: "reader-2",
    capturedAtUtc: minutesAgo(38),
    quality: "pass",
    sentences: good,
    truth: {
      vehicle: sensitive,
      sorafenib: sensitive,
      AS1517499: sensitive,
      crizotinib: sensitive,
      trametinib: { floorPercent: 55, halfDoseUgPerMl: 3, class: "antagonistic" },
    },
    masks: {},
  },
];

const quadrantRecipe: FakePlateRecipe = {
  id: "plate-q",
  barcode: "MTT-0042",
  sample: "cell line",
  rasStatus: "unknown",
  readerId: "reader-2",
  capturedAtUtc: minutesAgo(190),
  quality: "not-judged",
  sentences: [
    "There are no blanks, so the medium's own absorbance cannot be taken off.",
    "There is no vehicle control, so nothing can be expressed as survival.",
    "There is no prednisolone on the plate, so no combination can be judged.",
  ],
  truth: {},
  masks: {},
};

const finishedRecipe: FakePlateRecipe = {
  id: "plate-c",
  barcode: "PW-C-1",
  sample: "C",
  rasStatus: "mutant (KRAS, NRAS)",
  readerId: "reader-1",
  capturedAtUtc: NOW,
  quality: "pass",
  sentences: good,
  truth: { trametinib: complete },
  masks: {},
};

const layouts: BenchView["layouts"] = [
  {
    id: "combination-rot180-1plate",
    title: "Combination, one plate, second replicate turned",
    needsSample: true,
  },
  {
    id: "combination-classic-1plate",
    title: "Combination, one plate, duplicates side by side",
    needsSample: true,
  },
  { id: "mtt-four-drugs-quadrants", title: "Four drugs in four quadrants", needsSample: true },
  { id: "uniform-96", title: "The same in every well", needsSample: false },
];

const planned: BenchView["planned"] = [
  {
    barcode: "PW-C-1",
    sample: "C",
    layoutId: "combination-rot180-1plate",
    dueAtUtc: minutesAgo(-25),
    overdue: false,
  },
  {
    barcode: "PW-D-1",
    sample: "D",
    layoutId: "combination-rot180-1plate",
    dueAtUtc: minutesAgo(55),
    overdue: true,
  },
];

function readers(): ReaderView[] {
  const shared = {
    driverId: "bio-rad",
    driverVersion: "1",
    verification: "manual-only",
    progress: null,
  };
  return [
    {
      ...shared,
      id: "reader-1",
      link: "serial:/dev/ttyUSB0",
      state: "ready",
      sentence: "Ready for the next plate.",
      model: "BIO-RAD Model 680",
      filtersNm: [405, 450, 490, 570, 595, 650, null, null],
      sinceUtc: minutesAgo(12),
    },
    {
      ...shared,
      id: "reader-2",
      link: "tcp://192.0.2.14:4001",
      state: "ready",
      sentence: "Ready for the next plate.",
      model: "BIO-RAD Model 550",
      filtersNm: [415, 490, 570, 595, 650, 655],
      sinceUtc: minutesAgo(38),
    },
    {
      ...shared,
      id: "reader-3",
      link: "serial:/dev/ttyUSB1",
      state: "unreachable",
      sentence: "The port is not there. Check the cable and that the reader is switched on.",
      model: null,
      filtersNm: null,
      sinceUtc: minutesAgo(9),
    },
  ];
}

const unreadSample: SampleRowView = {
  sample: "D",
  rasStatus: "wild type",
  blastsDay4Percent: null,
  platesExpected: 1,
  platesRead: 0,
  provisional: true,
  cells: [],
};

/** Where a plate comes from that came as a file. */
function fromFile(document: string): Partial<PlateView["provenance"]> {
  return {
    transcriptId: null,
    transcriptSha256: null,
    runId: null,
    document,
    documentSha256: "c".repeat(64),
    driver: "gen5-text 1 (manual-only)",
  };
}

/** Scanned, it is somebody's badge. */
export const FAKE_BADGE = "BADGE-7";

function fakeToday(plates: readonly PlateSummaryView[]): BenchView["today"] {
  const count = (lamp: Lamp): number => plates.filter((plate) => plate.lamp === lamp).length;
  return {
    sinceUtc: minutesAgo(600),
    read: plates.length,
    byLamp: {
      "re-read": count("re-read"),
      look: count("look"),
      failed: count("failed"),
      good: count("good"),
      none: count("none"),
    },
    waiting: 1,
    overdue: 1,
    stillDue: 2,
  };
}

const emptyRows = (): Rows => Array.from({ length: 8 }, () => null);

function sampleRows(plates: readonly PlateView[]): SampleRowView[] {
  const rows = plates
    .filter((plate) => plate.comparisons.length > 0)
    .map(
      (plate): SampleRowView => ({
        sample: plate.summary.sample,
        rasStatus: plate.rasStatus,
        blastsDay4Percent: plate.blastsDay4Percent,
        platesExpected: 1,
        platesRead: 1,
        provisional: false,
        cells: plate.comparisons.map((comparison) => ({
          arm: comparison.arm,
          class: comparison.class,
          grade: comparison.grade,
          plateId: plate.summary.id,
          barcode: plate.summary.barcode,
          reasons: comparison.reasons,
          suspicions: comparison.suspicions,
        })),
      }),
    );
  return rows.sort((a, b) => a.sample.localeCompare(b.sample));
}

/** Builds the fake bench. `runBy` of the run under way and every number of it is the same at each start. */
export function createFakeBench(): FakeBench {
  const benchReaders = new Map(readers().map((reader) => [reader.id, reader]));
  const plates = new Map<string, PlateView>(
    [...recipes.map(fakePlate), fakeQuadrantPlate(quadrantRecipe)].map((plate) => [
      plate.summary.id,
      plate,
    ]),
  );
  const runs: RunView[] = [
    {
      id: "run-0",
      readerId: "reader-2",
      barcode: "PW-E-1",
      sample: "E",
      layoutId: "combination-rot180-1plate",
      operator: "A. Jansen",
      state: "interrupted",
      sentence:
        "The program stopped while the plate was being read. Read the plate again: the reader's last plate could not be proved to be this one.",
      requestedAtUtc: minutesAgo(41),
      endedAtUtc: minutesAgo(40),
      plateId: null,
      order: Date.parse(minutesAgo(40)),
    },
  ];
  let unassigned: BenchView["unassigned"] = [fakeUnassigned(minutesAgo(27))];
  let quarantine: BenchView["quarantine"] = [fakeQuarantined(minutesAgo(12))];
  let folder = fakeFolder;
  const understood = new Set<string>();
  let events: Extract<FeedMessage, { type: "changed" }>[] = [];
  const listeners = new Set<(message: FeedMessage) => void>();

  const tell = (message: FeedMessage): void => {
    for (const listener of listeners) listener(message);
  };
  const note = (kind: string, subject: string): void => {
    const event = { type: "changed", id: events.length + 1, kind, subject, atUtc: NOW } as const;
    events = [...events, event];
    tell(event);
  };
  const changeReader = (id: string, change: Partial<ReaderView>): void => {
    const reader = benchReaders.get(id);
    if (reader === undefined) throw new Error(`the fake bench has no ${id}`);
    const changed = { ...reader, ...change };
    benchReaders.set(id, changed);
    tell({ type: "reader", reader: changed });
  };
  const plate = (id: string): PlateView => {
    const found = plates.get(id);
    if (found) return found;
    throw new PlatewardenError("PLATE_UNKNOWN", `There is no plate ${id}.`);
  };
  const underWay = (): { reader: ReaderView; progress: ReadingProgress } => {
    for (const reader of benchReaders.values()) {
      if (reader.progress) return { reader, progress: reader.progress };
    }
    throw new Error("the fake bench has no run under way");
  };
  const endRun = (change: Partial<RunView>): void => {
    const { reader, progress } = underWay();
    const index = runs.findIndex((run) => run.id === progress.runId);
    const run = runs[index];
    if (run) runs[index] = { ...run, endedAtUtc: NOW, ...change };
    changeReader(reader.id, {
      state: "ready",
      sentence: "Ready for the next plate.",
      progress: null,
    });
    note("run", progress.runId ?? "");
  };
  const alreadyRead = (barcode: string) => {
    const found = [...plates.values()].find((one) => one.summary.barcode === barcode);
    return found ? { plateId: found.summary.id, capturedAtUtc: found.summary.capturedAtUtc } : null;
  };
  const outstanding = () => planned.filter((one) => alreadyRead(one.barcode) === null);
  const requireQuarantined = (documentSha256: string): void => {
    if (quarantine.some((file) => file.documentSha256 === documentSha256)) return;
    throw new PlatewardenError("DOCUMENT_UNKNOWN", "No such file is in quarantine.");
  };
  const leaveQuarantine = (documentSha256: string): void => {
    quarantine = quarantine.filter((file) => file.documentSha256 !== documentSha256);
  };
  const refuseReread = (request: { barcode: string; rereadReason?: string | undefined }): void => {
    if (alreadyRead(request.barcode) === null || request.rereadReason !== undefined) return;
    throw new PlatewardenError(
      "BARCODE_ALREADY_READ",
      `${request.barcode} has been read before; say why it is read again.`,
    );
  };
  const startRun = (request: Parameters<BenchService["startRun"]>[0]): RunView => {
    const reader = benchReaders.get(request.readerId);
    if (reader?.state !== "ready") {
      throw new PlatewardenError("READER_NOT_READY", `${request.readerId} is not ready.`);
    }
    if (!layouts.some((layout) => layout.id === request.layoutId)) {
      throw new PlatewardenError("LAYOUT_UNKNOWN", `There is no layout ${request.layoutId}.`);
    }
    refuseReread(request);
    const run: RunView = {
      id: `run-${runs.length}`,
      readerId: request.readerId,
      barcode: request.barcode,
      sample: request.sample ?? `check ${request.barcode}`,
      layoutId: request.layoutId,
      operator: request.operator,
      state: "reading",
      sentence: null,
      requestedAtUtc: NOW,
      endedAtUtc: null,
      plateId: null,
      order: Date.parse(NOW),
    };
    runs.push(run);
    const startedAtUtc = new Date().toISOString();
    changeReader(reader.id, {
      state: "reading",
      sentence: `Reading ${request.barcode}.`,
      progress: {
        runId: run.id,
        barcode: request.barcode,
        phase: "measuring",
        startedAtUtc,
        phaseStartedAtUtc: startedAtUtc,
        expectedMs: 45_000,
        rows: { measurement: emptyRows(), reference: emptyRows() },
      },
    });
    note("run", run.id);
    return run;
  };
  return {
    bench: () => {
      const all = [...plates.values()];
      return {
        lastEventId: events.length,
        program: { version: "0.1.0", startedAtUtc: minutesAgo(400) },
        problems: [],
        readers: [...benchReaders.values()],
        runs: [...runs],
        planned: outstanding(),
        unassigned,
        folders: [folder],
        quarantine,
        notices: fakeNotices(outstanding()),
        plates: all.map((one) => one.summary),
        today: fakeToday(all.map((one) => one.summary)),
        flags: all.flatMap((one) => one.flags),
        samples: [...sampleRows(all), ...(alreadyRead("PW-D-1") === null ? [unreadSample] : [])],
        older: { flags: 0, samples: 0 },
        layouts,
      };
    },
    lamp: () =>
      lampView(
        [...benchReaders.values()],
        [...plates.values()].map((one) => one.summary),
        NOW,
      ),
    plate,
    scan: (scanned) => {
      if (scanned.trim() === FAKE_BADGE) {
        return { barcode: "", planned: null, alreadyRead: null, waiting: null, badge: true };
      }
      const barcode = requireBarcode(scanned);
      return {
        barcode,
        planned: planned.find((one) => one.barcode === barcode) ?? null,
        alreadyRead: alreadyRead(barcode),
        waiting: unassigned.find((one) => one.barcode === barcode)?.readingId ?? null,
        badge: false,
      };
    },
    startRun,
    cancelRun: (runId, { operator }) => {
      const run = runs.find((one) => one.id === runId);
      if (!run) throw new PlatewardenError("RUN_UNKNOWN", `There is no run ${runId}.`);
      endRun({ state: "cancelled", sentence: `Stopped by ${operator}.` });
      return runs.find((one) => one.id === runId) ?? run;
    },
    assignReading: (readingId, request) => {
      const reading = unassigned.find((one) => one.readingId === readingId);
      if (reading === undefined) {
        throw new PlatewardenError("READING_UNKNOWN", `No reading ${readingId} waits.`);
      }
      if (reading.barred && request.barReason === undefined) {
        throw new PlatewardenError(
          "READING_BARRED",
          `This reading needs a person's reason before it may count: ${reading.reason}`,
        );
      }
      refuseReread(request);
      unassigned = unassigned.filter((one) => one.readingId !== readingId);
      const assigned = fakePlate({
        ...finishedRecipe,
        id: `plate-${readingId}`,
        barcode: request.barcode,
        sample: request.sample ?? `check ${request.barcode}`,
      });
      const provenance = {
        ...assigned.provenance,
        ...(reading.document === null ? {} : fromFile(reading.document)),
        barReason: request.barReason ?? null,
      };
      plates.set(assigned.summary.id, { ...assigned, provenance });
      note("plate", assigned.summary.id);
      return assigned.summary;
    },
    retryDocument: async (documentSha256) => {
      requireQuarantined(documentSha256);
      if (understood.has(documentSha256)) {
        leaveQuarantine(documentSha256);
        unassigned = [...unassigned, fakeFileReading(NOW)];
      }
      note("document", documentSha256);
    },
    dismissDocument: (documentSha256) => {
      requireQuarantined(documentSha256);
      leaveQuarantine(documentSha256);
      note("document", documentSha256);
    },
    changesAfter: (eventId) => events.filter((event) => event.id > eventId),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    enterPhase: (phase, expectedMs) => {
      const { reader, progress } = underWay();
      const phaseStartedAtUtc = new Date().toISOString();
      changeReader(reader.id, {
        progress: { ...progress, phase, expectedMs, phaseStartedAtUtc },
      });
    },
    sendRow: (role, row) => {
      const { reader, progress } = underWay();
      const values = fakePlate(finishedRecipe)
        .wells.slice(row * 12, row * 12 + 12)
        .map((well) => (role === "measurement" ? well.measurement : well.reference));
      const rows = { ...progress.rows, [role]: progress.rows[role].with(row, values) };
      changeReader(reader.id, { progress: { ...progress, rows } });
    },
    finishRun: () => {
      const { reader, progress } = underWay();
      const run = runs.find((one) => one.id === progress.runId);
      const finished = fakePlate({
        ...finishedRecipe,
        barcode: progress.barcode ?? finishedRecipe.barcode,
        sample: run?.sample ?? finishedRecipe.sample,
        readerId: reader.id,
      });
      plates.set(finished.summary.id, finished);
      endRun({ state: "captured", plateId: finished.summary.id });
      note("plate", finished.summary.id);
      return finished;
    },
    failRun: (sentence) => endRun({ state: "failed", sentence }),
    changeReader,
    changeFolder: (change) => {
      folder = { ...folder, ...change };
      tell({ type: "folder", folder });
    },
    receiveTypedFile: () => {
      unassigned = [...unassigned, fakeFileReading(NOW)];
      note("reading", "reading-8");
    },
    receiveUnknownFile: (change) => {
      const file = fakeQuarantined(NOW, change);
      quarantine = [...quarantine, file];
      note("document", file.documentSha256);
    },
    mendFile: (documentSha256) => void understood.add(documentSha256),
    haveProblems: (problems) => tell({ type: "problems", problems }),
    note,
    startAgain: () => {
      events = [];
    },
    listeners: () => listeners.size,
  };
}
