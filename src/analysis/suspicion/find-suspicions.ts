import { turnValues } from "../../domain/plate-turn.ts";
import { ALL_WELLS, type WellName } from "../../domain/well.ts";
import type {
  AnalysisPlate,
  AnalysisSample,
  EarlierReading,
  ReadNumbers,
} from "../analysis-input.ts";
import { wellNames } from "../find-discordance.ts";
import type { PlateStatistics } from "../sample-analysis.ts";
import type { AnalysisSettings } from "../settings.ts";
import { lowerChiSquare } from "../statistics/tails.ts";
import { type MatchingBlock, matchBetween, matchWithin } from "./matching-block.ts";
import { toCounts } from "./value-chance.ts";

/** In the order in which a plate lists them. */
export const SUSPICION_KINDS = [
  "IDENTICAL_READING",
  "REPEATED_FROM_READING",
  "REPEATED_WITHIN",
  "ONE_VALUE",
  "TOO_SMOOTH",
] as const;
export type SuspicionKind = (typeof SUSPICION_KINDS)[number];

export type OtherReading = Pick<
  EarlierReading,
  "readingId" | "readerId" | "capturedAtUtc" | "barcode" | "sample"
>;

/** What makes a reading look copied, stuck or made up. Nothing is corrected for it. */
export interface Suspicion {
  readonly kind: SuspicionKind;
  readonly wells: readonly WellName[];
  /** The wells that have the same numbers, in the same order; empty where there are none. */
  readonly sameAs: readonly WellName[];
  /** The reading those wells are of; null = this one, or none. */
  readonly other: OtherReading | null;
  /** Upper bound of the probability that an honest plate shows this; null where none is stated. */
  readonly chance: number | null;
}

/**
 * The readings that a block may have come from by chance: a bound that no bench reaches, so that the same reading is
 * judged the same however many there are by now.
 */
const READINGS_SEARCHED = 2 ** 14;

/** Below so many numbers a plate is not judged by how they repeat. */
const LEAST_NUMBERS = 24;

/**
 * Blocks of wells that repeat to the last digit within the plate or from an earlier reading, one value all over the
 * plate, and equal treatments that agree better than cells and pipettes do. `statistics` are those of the same plate.
 * Lists are in the order of `SUSPICION_KINDS`, then of `earlier`. Empty on an honest plate, with at most about
 * `settings.suspicionP` a kind of error.
 */
export function findSuspicions(
  plate: AnalysisPlate,
  statistics: PlateStatistics,
  earlier: readonly EarlierReading[],
  settings: AnalysisSettings,
): readonly Suspicion[] {
  if (plate.measurement.filter((value) => value !== null).length < LEAST_NUMBERS) return [];
  const oneValue = wellsOfOneValue(plate);
  return [
    ...repeatedFrom(plate, earlier, settings),
    ...repeatedHere(plate, settings),
    ...(oneValue.length === 0 ? [] : [suspicion("ONE_VALUE", oneValue, null)]),
    ...tooSmooth(statistics, settings),
  ].sort((a, b) => SUSPICION_KINDS.indexOf(a.kind) - SUSPICION_KINDS.indexOf(b.kind));
}

function repeatedFrom(
  plate: AnalysisPlate,
  earlier: readonly EarlierReading[],
  settings: AnalysisSettings,
): Suspicion[] {
  return earlier.flatMap((other): Suspicion[] => {
    const block = matchBetween(plate, other, READINGS_SEARCHED, settings.suspicionP);
    if (block === null) return [];
    const { readingId, readerId, capturedAtUtc, barcode, sample } = other;
    const from = { readingId, readerId, capturedAtUtc, barcode, sample };
    if (isSame(plate, other)) {
      const all = suspicion("IDENTICAL_READING", ALL_WELLS, block.chance);
      return [{ ...all, sameAs: ALL_WELLS, other: from }];
    }
    // A good reader gives most wells of a plate the same number twice.
    if (other.samePlate) return [];
    return [{ ...blockSuspicion("REPEATED_FROM_READING", block), other: from }];
  });
}

/** Every well has the same number, or none, at each wavelength that both were read at. */
function isSame(plate: ReadNumbers, other: ReadNumbers): boolean {
  const equal = (a: readonly (number | null)[], b: readonly (number | null)[]): boolean => {
    const counts = toCounts(b);
    return toCounts(a).every((count, well) => count === counts[well]);
  };
  if (!equal(plate.measurement, other.measurement)) return false;
  if (plate.reference === null || other.reference === null) return true;
  return equal(plate.reference, other.reference);
}

/**
 * The suspicions of every plate of a sample, by plate; plates without any are left out. `plates` are the statistics that
 * the analysis has made of them.
 */
export function suspicionsOf(
  sample: AnalysisSample,
  plates: Readonly<Record<string, PlateStatistics>>,
  settings: AnalysisSettings,
): Readonly<Record<string, readonly Suspicion[]>> {
  const found = sample.plates.flatMap((plate) => {
    const statistics = plates[plate.plateId];
    if (statistics === undefined) return [];
    const earlier = sample.earlierReadings?.[plate.plateId] ?? [];
    const suspicions = findSuspicions(asItWasRead(plate), statistics, earlier, settings);
    return suspicions.length === 0 ? [] : [[plate.plateId, suspicions] as const];
  });
  return Object.fromEntries(found);
}

/** Numbers are compared with those of other readings well by well of the reader, whatever was said of how a plate lay. */
function asItWasRead(plate: AnalysisPlate): AnalysisPlate {
  const { turn = "as-read" } = plate;
  if (turn === "as-read") return plate;
  return {
    ...plate,
    wells: turnValues(plate.wells, turn),
    measurement: turnValues(plate.measurement, turn),
    reference: plate.reference === null ? null : turnValues(plate.reference, turn),
  };
}

function repeatedHere(plate: AnalysisPlate, settings: AnalysisSettings): Suspicion[] {
  const block = matchWithin(plate, settings.suspicionP);
  return block === null ? [] : [blockSuspicion("REPEATED_WITHIN", block)];
}

function blockSuspicion(kind: SuspicionKind, block: MatchingBlock): Suspicion {
  return {
    ...suspicion(kind, wellNames(block.wells), block.chance),
    sameAs: wellNames(block.sameAs),
  };
}

/** The wells that share one value, where they are more than half of the plate's numbers: a stuck or empty reader. */
function wellsOfOneValue(plate: AnalysisPlate): WellName[] {
  const counts = toCounts(plate.measurement);
  const wellsOf = new Map<number, number[]>();
  counts.forEach((count, well) => {
    if (count !== null) wellsOf.set(count, [...(wellsOf.get(count) ?? []), well]);
  });
  const numbers = counts.filter((count) => count !== null).length;
  const most = [...wellsOf.values()].find((wells) => 2 * wells.length > numbers);
  return most === undefined ? [] : wellNames(most);
}

/** The scatter within conditions is improbably far below the least that an assay with cells can have. */
function tooSmooth(statistics: PlateStatistics, settings: AnalysisSettings): Suspicion[] {
  const { withinConditionCvPercent: cv, withinConditionDf: df } = statistics;
  if (cv === null || df === null || df < 1 || settings.smoothCv === 0) return [];
  const chance = lowerChiSquare(df * (cv / settings.smoothCv) ** 2, df);
  if (chance === null || chance >= settings.suspicionP) return [];
  return [suspicion("TOO_SMOOTH", [], chance)];
}

function suspicion(
  kind: SuspicionKind,
  wells: readonly WellName[],
  chance: number | null,
): Suspicion {
  return { kind, wells, sameAs: [], other: null, chance };
}
