/** Where the numbers of wells and curves come from, for the plate page. Absorbance in AU, survival in percent, doses in µg/mL. */
import type { WellName } from "../domain/well.ts";

/** Wells with the same content; lists in reading order. */
export interface WellGroupView {
  readonly wells: readonly WellName[];
  /** Those that no mask takes out. */
  readonly counting: readonly WellName[];
  /** Mean corrected absorbance of those that count. */
  readonly meanAu: number | null;
  /** What the survival of these wells is divided by; null where they have none. */
  readonly control: {
    readonly meanAu: number | null;
    /** The wells of that mean. */
    readonly wells: readonly WellName[];
  } | null;
}

/** How the plate's numbers were made from what was read. */
export interface CorrectionView {
  /** Taken off every net absorbance; null without a usable blank. */
  readonly blankMeanAu: number | null;
  /** The blanks that count. */
  readonly blankWells: readonly WellName[];
  /** Robust standard deviation of one well among its replicates; null without replicates. */
  readonly residualSdAu: number | null;
  readonly groups: readonly WellGroupView[];
}

/** Where the mean of a fitted curve lies at one dose, with 95 % confidence for that dose alone. */
export interface BandPointView {
  readonly doseUgPerMl: number;
  readonly lowerPercent: number;
  readonly upperPercent: number;
}

/** One figure a plate is judged by. */
export interface StatisticView {
  readonly key: string;
  readonly label: string;
  readonly value: number | null;
  readonly unit: string;
  readonly verdict: "good" | "warn" | "fail" | "info";
  readonly limit: string | null;
  /** The wells that it is made of. */
  readonly wells: readonly WellName[];
}

/** A figure before it is known which wells are behind it. */
export type FigureView = Omit<StatisticView, "wells">;

/** When a reading was made, by whose clock. */
export interface ReadingTimesView {
  /** Of this computer when the reading arrived, e.g. `Europe/Amsterdam`. */
  readonly zone: string;
  /** When it arrived, as local time then, with what that was ahead of UTC: `2026-03-06 15:10:20 UTC+1`. */
  readonly arrived: string;
  /** What the reader's own clock said and how far it is off, in a sentence; null where it said nothing. */
  readonly readerClock: string | null;
}

/** How the plate came about, from the reader's or the file's bytes to its numbers. */
export interface ProvenanceView {
  readonly readingId: string;
  readonly origin: "command" | "unasked" | "recovered" | "file";
  readonly capturedAtUtc: string;
  readonly times: ReadingTimesView;
  /** Which of the plate's readings counts, from 1. */
  readonly version: number;
  readonly rereadReason: string | null;
  /** Null for a plate that came as a document. */
  readonly transcriptId: string | null;
  readonly transcriptSha256: string | null;
  /** The name of the file or result that it came as; null for one that a reader told. */
  readonly document: string | null;
  readonly documentSha256: string | null;
  readonly driver: string;
  /** bench / transcript / manual-only. */
  readonly verification: string;
  readonly layout: string;
  readonly layoutId: string;
  readonly layoutRevision: number;
  readonly layoutSha256: string;
  /** `lab-2026@3`; the beginning of the hash where nobody has named them. */
  readonly settings: string;
  readonly settingsSha256: string;
  readonly programVersion: string;
  readonly analysisId: string | null;
  readonly analysedAtUtc: string | null;
  readonly resultSha256: string | null;
  readonly runId: string | null;
  /** Who ordered the reading; null where nobody did. */
  readonly operator: string | null;
  readonly boundBy: string;
  readonly boundAtUtc: string;
  /** Why a person let in what the reading says of itself should not count; null where nothing barred it. */
  readonly barReason: string | null;
}
