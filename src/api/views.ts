/**
 * What the API answers with and what the pages show. Times are ISO 8601 UTC (`…Z`), absorbance is in AU,
 * survival in percent, prednisolone in µg/mL, inhibitors in µM. A missing number is null, with its reason beside it.
 */

import type { AssayKind, SampleAssays } from "../analysis/assays/sample-assays.ts";
import type { Lamp, LampCode } from "../domain/lamp.ts";
import type { Role } from "../domain/layout.ts";
import type { NoticeKind } from "../domain/notice.ts";
import type { MissingDirection } from "../domain/reading.ts";
import type { WellName } from "../domain/well.ts";
import type { LampView, TodayView } from "./lamp-views.ts";
import type { OrientationView } from "./orientation-views.ts";
import type { BandPointView, CorrectionView, ProvenanceView, StatisticView } from "./well-views.ts";

export type ReaderState =
  | "connecting"
  | "identifying"
  | "ready"
  | "reading"
  | "unreachable"
  | "stopped";

/** A plate under way. Ephemeral: it is in the live feed, never in the database. */
export interface ReadingProgress {
  readonly runId: string | null;
  readonly barcode: string | null;
  readonly phase: "starting" | "identifying" | "measuring" | "transferring";
  readonly startedAtUtc: string;
  /** When the present phase began; without it the page counts from when it first saw the phase. */
  readonly phaseStartedAtUtc?: string;
  /** How long the present phase usually takes; null when nothing is known. Never a percentage. */
  readonly expectedMs: number | null;
  /** Rows as they arrive, 8 each once complete; null = not yet arrived. Values in AU, null value = no number. */
  readonly rows: {
    readonly measurement: readonly (readonly (number | null)[] | null)[];
    readonly reference: readonly (readonly (number | null)[] | null)[];
  };
}

export interface ReaderView {
  readonly id: string;
  readonly driverId: string;
  readonly driverVersion: string;
  /** bench / transcript / manual-only: how well the driver is proven; shown beside every result of it. */
  readonly verification: string;
  readonly link: string;
  readonly state: ReaderState;
  /** One plain sentence for the technician; with an error also what to do. */
  readonly sentence: string;
  readonly model: string | null;
  readonly filtersNm: readonly (number | null)[] | null;
  readonly sinceUtc: string;
  readonly progress: ReadingProgress | null;
}

export type RunState = "starting" | "reading" | "captured" | "failed" | "cancelled" | "interrupted";

export interface RunView {
  readonly id: string;
  readonly readerId: string;
  readonly barcode: string;
  readonly sample: string;
  readonly layoutId: string;
  readonly operator: string;
  readonly state: RunState;
  /** Why it failed or was interrupted, and what to do; null when there is nothing to say. */
  readonly sentence: string | null;
  readonly requestedAtUtc: string;
  readonly endedAtUtc: string | null;
  readonly plateId: string | null;
  /** What was stored later has the higher one, of plates and runs alike, whatever the clocks said. */
  readonly order: number;
}

export type PlateQuality = "pass" | "warn" | "fail" | "not-judged";

export interface PlateSummaryView {
  readonly id: string;
  readonly barcode: string;
  readonly sample: string;
  readonly layoutId: string;
  readonly readerId: string;
  readonly capturedAtUtc: string;
  /** What was stored later has the higher one, of plates and runs alike, whatever the clocks said. */
  readonly order: number;
  readonly quality: PlateQuality;
  /** Plain sentences: fail reasons first, then warnings; or why it cannot be judged. */
  readonly sentences: readonly string[];
  /** The same in a few words each, for a glance: `C4 left out: reference artefact`; empty when not judged. */
  readonly inShort: readonly string[];
  /** What a technician must do, by the one table of lamps; the sentence and the remedy are the table's. */
  readonly lamp: Lamp;
  readonly lampCode: LampCode;
  readonly lampSentence: string;
  readonly lampRemedy: string;
  /** Why the plate is held because it seems turned, and what to do; null when it is not. */
  readonly held: string | null;
  readonly versions: number;
  readonly flags: number;
}

export interface UnassignedReadingView {
  readonly readingId: string;
  readonly readerId: string;
  readonly capturedAtUtc: string;
  readonly readerClock: string | null;
  readonly wavelengthsNm: readonly (number | null)[];
  readonly referenceSubtracted: boolean;
  /** Why it waits, e.g. "Read at the reader's own panel; nobody announced it." */
  readonly reason: string;
  /** The file or result that it came as; null for one that a reader told. */
  readonly document: string | null;
  /** What it gives as its own barcode; null when it gives none. */
  readonly barcode: string | null;
  /** True when a person must say why it may count at all, e.g. because it was typed in. */
  readonly barred: boolean;
  /** 96 values of the measurement wavelength, null = no number. */
  readonly measurement: readonly (number | null)[];
}

export type FlagClass = "complete" | "partial" | "antagonistic";

export interface FlagView {
  readonly id: string;
  readonly kind: "combination" | "quality";
  readonly sample: string;
  readonly rasStatus: string;
  readonly plateId: string;
  readonly barcode: string;
  /** Inhibitor arm of a combination flag; null for a quality flag. */
  readonly arm: string | null;
  readonly class: FlagClass | null;
  readonly grade: string | null;
  readonly ruleId: string;
  readonly severity: "info" | "warning" | "high";
  /** True while plates of the sample are still to come. */
  readonly provisional: boolean;
  readonly title: string;
  /** Survival at the reference dose, with the vehicle and with the inhibitor; null for a quality flag. */
  readonly atReference: {
    readonly doseUgPerMl: number;
    readonly vehiclePercent: number;
    readonly inhibitorPercent: number;
  } | null;
  readonly reasons: readonly string[];
  readonly raisedAtUtc: string;
}

export interface PlannedPlateView {
  readonly barcode: string;
  readonly sample: string;
  readonly layoutId: string;
  readonly dueAtUtc: string | null;
  readonly overdue: boolean;
}

/** One row of the sample × inhibitor table. */
export interface SampleRowView {
  readonly sample: string;
  readonly rasStatus: string;
  readonly blastsDay4Percent: number | null;
  readonly platesExpected: number | null;
  readonly platesRead: number;
  readonly provisional: boolean;
  readonly cells: readonly {
    readonly arm: string;
    /** none / complete / partial / antagonistic / inconclusive; null = not tested on a read plate. */
    readonly class: string | null;
    readonly grade: string | null;
    readonly plateId: string | null;
    /** Of the plate that this verdict is of: several plates may test one inhibitor. */
    readonly barcode: string;
    readonly reasons: readonly string[];
    /** As in ComparisonView. */
    readonly suspicions: readonly string[];
  }[];
}

/** A folder in which a vendor's program drops its exports. */
export interface FolderView {
  readonly id: string;
  readonly path: string;
  readonly state: "watching" | "unreachable";
  readonly sentence: string;
  readonly lastFile: { readonly name: string; readonly atUtc: string } | null;
  /** Files that cannot be taken, with the reason each, for as long as that is so. */
  readonly problems: readonly string[];
}

/** A file or result that nobody understood; its bytes are kept. */
export interface QuarantineView {
  readonly documentSha256: string;
  readonly sourceId: string;
  readonly name: string;
  readonly bytes: number;
  readonly code: string;
  /** What is wrong with it, where, and how to mend it. */
  readonly sentence: string;
  readonly arrivedAtUtc: string;
}

/** Something a person should know of that no reading shows. */
export interface NoticeView {
  readonly kind: NoticeKind;
  /** What it is about: most often the barcode of a plate. */
  readonly subject: string;
  readonly sentence: string;
  readonly raisedAtUtc: string;
}

/** All the bench page shows at once. `lastEventId` is where the live feed goes on. */
export interface BenchView {
  readonly lastEventId: number;
  readonly program: { readonly version: string; readonly startedAtUtc: string };
  readonly problems: readonly string[];
  readonly readers: readonly ReaderView[];
  readonly runs: readonly RunView[];
  readonly planned: readonly PlannedPlateView[];
  readonly unassigned: readonly UnassignedReadingView[];
  readonly folders: readonly FolderView[];
  readonly quarantine: readonly QuarantineView[];
  readonly notices: readonly NoticeView[];
  readonly plates: readonly PlateSummaryView[];
  readonly today: TodayView;
  readonly flags: readonly FlagView[];
  readonly samples: readonly SampleRowView[];
  /** How many older flags and samples there are; `platewarden flags` and `platewarden samples` list all. */
  readonly older: { readonly flags: number; readonly samples: number };
  readonly layouts: readonly LayoutChoice[];
}

export interface LayoutChoice {
  readonly id: string;
  readonly title: string;
  /** False where plates only check the reader and hold no patient's cells. */
  readonly needsSample: boolean;
}

export interface WellView {
  readonly well: WellName;
  /** Where the reader measured it: the well itself, unless a person said that the plate lay another way. */
  readonly readAt: WellName;
  readonly role: Role | null;
  readonly arm: string | null;
  readonly prednisoloneUgPerMl: number | null;
  readonly inhibitorUm: number | null;
  readonly replicate: number | null;
  readonly measurement: number | null;
  readonly measurementToken: string;
  readonly measurementDirection: MissingDirection | null;
  readonly reference: number | null;
  readonly referenceToken: string | null;
  readonly netAbsorbance: number | null;
  readonly correctedAbsorbance: number | null;
  readonly survivalPercent: number | null;
  /** How far it lies from the mean of the other counting wells with the same content, AU; null where there is none. */
  readonly residualAu: number | null;
  /** The same in robust standard deviations of such a difference. */
  readonly residualZ: number | null;
  /** Of two discordant duplicates the one that lies farther from the neighbouring doses; it is named, never masked. */
  readonly isSuspect: boolean;
  /** over-range / reference-artefact / blank-outlier / review; null = used. */
  readonly maskReason: string | null;
  readonly maskComment: string | null;
}

export interface CurvePointView {
  readonly prednisoloneUgPerMl: number;
  readonly n: number;
  readonly meanPercent: number | null;
  readonly semPercent: number | null;
  readonly replicatesPercent: readonly number[];
}

/** A fitted curve `lower + (upper - lower) / (1 + (dose / ed50)^slope)`, survival in percent over µg/mL. */
export interface FitView {
  readonly slope: number;
  readonly lowerPercent: number;
  readonly upperPercent: number;
  readonly ed50UgPerMl: number;
  /**
   * Where the curve crosses half survival, with its 95 % profile interval; outside the tested doses a bound. An end is
   * null where it is open and where there is no interval.
   */
  readonly lc50: {
    readonly relation: "=" | "<" | ">";
    readonly valueUgPerMl: number;
    readonly lowerUgPerMl: number | null;
    readonly upperUgPerMl: number | null;
  } | null;
  readonly reportableWithConfidence: boolean;
  /** Pointwise 95 % confidence band, ascending, dose zero first where there is one; null where there is none. */
  readonly band: readonly BandPointView[] | null;
}

export interface ArmView {
  readonly arm: string;
  readonly vehicle: boolean;
  readonly inhibitorUm: number | null;
  readonly points: readonly CurvePointView[];
  readonly lc50: {
    readonly relation: string;
    readonly valueUgPerMl: number;
    readonly multipleCrossings: boolean;
  } | null;
  readonly prednisoloneClass: string | null;
  readonly singleAgentSurvivalPercent: number | null;
  /** Null where no curve could be fitted. */
  readonly fit: FitView | null;
}

/** Cells are words and rounded numbers, every row as long as the head. */
export interface AssayTableView {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One assay that the plate's layout asks for, as people read it. */
export interface AssayView {
  readonly kind: AssayKind;
  readonly title: string;
  /** What it says and does not say, and what is not reported and why. */
  readonly sentences: readonly string[];
  readonly tables: readonly AssayTableView[];
}

export interface ComparisonView {
  readonly arm: string;
  readonly class: string;
  readonly flag: boolean;
  readonly grade: string | null;
  readonly provisional: boolean;
  /** Headline, e.g. "trametinib: complete sensitisation (assay result for review)". */
  readonly title: string;
  /** Plain sentences with the numbers that decided. */
  readonly explanation: readonly string[];
  /** What makes the plate's numbers look copied, stuck or made up, a sentence each; most often empty. */
  readonly suspicions: readonly string[];
  readonly reasons: readonly string[];
  readonly qualifiers: readonly string[];
  readonly referenceDoseUgPerMl: number | null;
  readonly survivalVehicleAtReferencePercent: number | null;
  readonly survivalInhibitorAtReferencePercent: number | null;
  readonly interactionQ: number | null;
  /** Student's t test at the reference dose alone, two-sided; the verdict does not rest on it. */
  readonly studentP: number | null;
  readonly lc50Ratio: { readonly relation: string; readonly value: number | null } | null;
}

/** Mean net absorbance of wells with the same content, for plates that cannot be judged. */
export interface ConditionView {
  readonly label: string;
  readonly arm: string | null;
  readonly inhibitorUm: number | null;
  readonly wells: readonly WellName[];
  readonly n: number;
  readonly meanAbsorbance: number | null;
  readonly sdAbsorbance: number | null;
}

/** A person left a well out, or took it in again. */
export interface MaskEventView {
  readonly well: WellName;
  readonly action: "mask" | "unmask";
  readonly reason: string;
  readonly by: string;
  readonly atUtc: string;
}

export interface PlateView {
  /** The newest change of the bench that it takes account of. */
  readonly asOfEventId: number;
  readonly summary: PlateSummaryView;
  readonly rasStatus: string;
  readonly blastsDay4Percent: number | null;
  readonly measurementNm: number | null;
  readonly referenceNm: number | null;
  readonly referenceSubtracted: boolean;
  readonly readerClock: string | null;
  readonly transferWarnings: readonly string[];
  readonly wells: readonly WellView[];
  /** What people masked and unmasked, oldest first; the last event of a well counts. */
  readonly masks: readonly MaskEventView[];
  /** Named figures with a plain word and the limit, for the quality panel; empty when nothing could be judged. */
  readonly statistics: readonly StatisticView[];
  readonly arms: readonly ArmView[];
  readonly comparisons: readonly ComparisonView[];
  readonly assays: readonly AssayView[];
  /** The numbers behind `assays`, unrounded; null where nothing was analysed. */
  readonly assayResults: SampleAssays | null;
  readonly cannotJudge: readonly string[];
  readonly conditions: readonly ConditionView[];
  readonly flags: readonly FlagView[];
  readonly correction: CorrectionView;
  /** Null where it was not checked, as by an earlier version of the program. */
  readonly orientation: OrientationView | null;
  readonly provenance: ProvenanceView;
}

/** What is known of a scanned barcode, so that a scan fills the start form. */
export interface ScanView {
  readonly barcode: string;
  readonly planned: PlannedPlateView | null;
  readonly alreadyRead: { readonly plateId: string; readonly capturedAtUtc: string } | null;
  /** The reading that gives this barcode and waits to be assigned; null where none does. */
  readonly waiting: string | null;
  /** True when it is somebody's badge, and no plate's barcode; whose, the PIN will show. */
  readonly badge: boolean;
}

export interface StartRunRequest {
  readonly readerId: string;
  readonly layoutId: string;
  /** May be left out where the layout needs none. */
  readonly sample?: string | undefined;
  readonly barcode: string;
  readonly blastsDay4Percent?: number | undefined;
  /** Required when the barcode has been read before. */
  readonly rereadReason?: string | undefined;
}

export interface AssignReadingRequest {
  readonly layoutId: string;
  /** May be left out where the layout needs none. */
  readonly sample?: string | undefined;
  readonly barcode: string;
  readonly blastsDay4Percent?: number | undefined;
  readonly rereadReason?: string | undefined;
  /** Why a barred reading may count; needed where `barred` is true. */
  readonly barReason?: string | undefined;
}

/** Every error of the API has this body. */
export interface ErrorView {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly detail: unknown;
  };
}

/**
 * Messages of the live feed `/api/v1/events`. `changed` messages carry an id and are replayed after `Last-Event-ID`;
 * `reader` and `problems` messages are ephemeral: the last one (of a reader) counts.
 */
export type FeedMessage =
  | {
      readonly type: "changed";
      readonly id: number;
      readonly kind: string;
      readonly subject: string;
      readonly atUtc: string;
    }
  | { readonly type: "reader"; readonly reader: ReaderView }
  | { readonly type: "folder"; readonly folder: FolderView }
  | { readonly type: "problems"; readonly problems: readonly string[] };

/** Who is answerable: the server knows from who is signed in, no request says it of itself. */
interface ByOperator {
  readonly operator: string;
  /** The name is what a command was told; absent where somebody is signed in or a program has a token. */
  readonly through?: "command" | undefined;
}

/** What the API needs of the program behind it. Every method throws PlatewardenError when it refuses. */
export interface BenchService {
  bench(): BenchView;
  /** Readers and the last plates alone, quick enough to be asked for by everybody. */
  lamp(): LampView;
  plate(plateId: string): PlateView;
  scan(barcode: string): ScanView;
  startRun(order: StartRunRequest & ByOperator): RunView;
  cancelRun(runId: string, said: ByOperator): RunView;
  assignReading(readingId: string, order: AssignReadingRequest & ByOperator): PlateSummaryView;
  /** Tries a file in quarantine again; resolves when it has been read or refused anew. */
  retryDocument(documentSha256: string, by: string): Promise<void>;
  /** Takes a file out of quarantine for good; its bytes stay. */
  dismissDocument(
    documentSha256: string,
    said: { readonly by: string; readonly reason: string },
  ): void;
  /** `changed` messages after this event id, oldest first. */
  changesAfter(eventId: number): readonly FeedMessage[];
  /** Calls back for every new message until the returned function is called. */
  subscribe(listener: (message: FeedMessage) => void): () => void;
}
