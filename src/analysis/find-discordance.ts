import { ALL_WELLS, type WellName } from "../domain/well.ts";
import type { DiscordantDuplicate } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import { robustSdOfDuplicates } from "./statistics/duplicate-scatter.ts";
import type { ArmSummary, DoseSummary } from "./summarise-arm.ts";

export interface Discordance {
  /** s_r: robust SD of one well in points, from all duplicates of the plate; null without any. */
  readonly robustSd: number | null;
  /** By arm, then by ascending dose. */
  readonly discordant: readonly DiscordantDuplicate[];
  /** In reading order. */
  readonly suspects: readonly WellName[];
}

/** Readings have three decimals, so exact ties happen; what rounding leaves of one is far below this. */
const TIE_POINTS = 1e-9;

interface Duplicate {
  readonly arm: ArmSummary;
  readonly doseIndex: number;
  readonly wells: readonly [number, number];
  readonly survival: readonly [number, number];
}

/**
 * Duplicates (exactly two unmasked wells, dose above zero) that differ by more than chance and more than matters,
 * over all arms with the vehicle, and of each the well that lies farther from its neighbours. Nothing can tell which
 * of two is wrong: a suspect is named, never masked. Source: analysis reference, 2.4.
 */
export function findDiscordance(
  arms: readonly ArmSummary[],
  dosesUgPerMl: readonly number[],
  settings: AnalysisSettings,
): Discordance {
  const duplicates = arms.flatMap((arm) => duplicatesOf(arm, dosesUgPerMl));
  const robustSd = robustSdOfDuplicates(duplicates.map(({ survival: [a, b] }) => a - b));
  if (robustSd === null) return { robustSd: null, discordant: [], suspects: [] };
  const limit = Math.max(settings.discordPoints, settings.discordZ * Math.SQRT2 * robustSd);
  const beyond = duplicates.filter(({ survival: [a, b] }) => Math.abs(a - b) > limit);
  return {
    robustSd,
    discordant: beyond.map(({ arm, doseIndex, wells, survival }) => ({
      arm: arm.corrected.design.arm,
      dose: dosesUgPerMl[doseIndex] ?? 0,
      wells: wellNames(wells),
      survival,
    })),
    suspects: wellNames(beyond.map(suspectOf).sort((a, b) => a - b)),
  };
}

export function wellNames(wells: readonly number[]): WellName[] {
  return wells.flatMap((well) => ALL_WELLS[well] ?? []);
}

function duplicatesOf(arm: ArmSummary, dosesUgPerMl: readonly number[]): Duplicate[] {
  return arm.doses.flatMap(({ wells, survival }, doseIndex) => {
    const [wellA, wellB, third] = wells;
    const [a, b] = survival;
    const isPair = wellA !== undefined && wellB !== undefined && third === undefined;
    if (!isPair || a === undefined || b === undefined || dosesUgPerMl[doseIndex] === 0) return [];
    return [{ arm, doseIndex, wells: [wellA, wellB], survival: [a, b] } as const];
  });
}

/** The well farther from the mean of the neighbouring doses' means; on a tie the first replicate. */
function suspectOf({ arm, doseIndex, wells, survival }: Duplicate): number {
  const neighbours = [
    nearestMean(arm.doses.slice(0, doseIndex).reverse()),
    nearestMean(arm.doses.slice(doseIndex + 1)),
  ].filter((value) => value !== null);
  const expected = neighbours.reduce((sum, value) => sum + value, 0) / neighbours.length;
  const [a, b] = survival;
  const farther = Math.abs(b - expected) - Math.abs(a - expected);
  return farther > TIE_POINTS ? wells[1] : wells[0];
}

/** A dose whose wells are all masked has no mean; the next one beyond it is then the neighbour. */
function nearestMean(doses: readonly DoseSummary[]): number | null {
  return doses.find((dose) => dose.mean !== null)?.mean ?? null;
}
