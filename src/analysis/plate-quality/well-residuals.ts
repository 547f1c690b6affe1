import { ALL_WELLS, type WellName } from "../../domain/well.ts";
import type { AnalysisPlate, AnalysisWell } from "../analysis-input.ts";
import { maskWells } from "../mask-wells.ts";
import type { AnalysisSettings } from "../settings.ts";
import { MAD_TO_SD, median } from "../statistics/median.ts";
import { finiteOrNull, mean } from "../statistics/moments.ts";

/** Wells with the same content. Both lists in reading order. */
export interface WellGroup {
  readonly wells: readonly WellName[];
  /** Those that no mask takes out. */
  readonly counting: readonly WellName[];
}

/** Lists hold 96 entries in reading order. */
export interface WellResiduals {
  readonly groups: readonly WellGroup[];
  /**
   * Net absorbance less the mean of the other counting wells with the same content, in AU; a masked well is held
   * against them too. Null without a number, and where no other well counts.
   */
  readonly residualAu: readonly (number | null)[];
  /** The same in robust standard deviations of such a difference; null also where the plate shows no scatter. */
  readonly robustZ: readonly (number | null)[];
  /** Robust standard deviation of one well, AU; null without any residual. */
  readonly robustSdAu: number | null;
}

interface Member {
  readonly index: number;
  readonly netAu: number | null;
  readonly counts: boolean;
}

/**
 * How far each well lies from its replicates, so that a bubble, a pipetting error, or a rim that dries out is seen
 * whatever the treatments do: rows and columns of a dose-response plate are treatments, so that a median polish over
 * them would take the drugs for position. A well stays out of the mean that it is held against; over m others its
 * difference has the standard deviation s sqrt(1 + 1/m), and s is 1.4826 times the median of |difference| / sqrt(1 + 1/m)
 * over the wells that count: for duplicates the robust SD of one well as of the discordance check. The blank cancels
 * out of the difference. Source: deleted residuals (Cook and Weisberg 1982, 2.2.1) with the scale of analysis
 * reference, 1.6.
 */
export function wellResiduals(plate: AnalysisPlate, settings: AnalysisSettings): WellResiduals {
  const { reasons, netAbsorbance } = maskWells(plate, settings);
  const groups = groupByContent(plate.wells).map((indices) =>
    indices.map((index): Member => {
      const netAu = netAbsorbance[index] ?? null;
      return { index, netAu, counts: reasons[index] === null && netAu !== null };
    }),
  );
  const residualAu = plate.wells.map((): number | null => null);
  const spread = plate.wells.map(() => Number.NaN);
  const scaled: number[] = [];
  for (const members of groups) {
    for (const member of members) {
      const others = members.filter((one) => one.counts && one !== member);
      const expected = mean(others.flatMap((one) => one.netAu ?? []));
      if (member.netAu === null || expected === null) continue;
      const residual = member.netAu - expected;
      const width = Math.sqrt(1 + 1 / others.length);
      residualAu[member.index] = finiteOrNull(residual);
      spread[member.index] = width;
      if (member.counts) scaled.push(Math.abs(residual) / width);
    }
  }
  const middle = median(scaled);
  const robustSdAu = middle === null ? null : MAD_TO_SD * middle;
  return {
    groups: groups.map((members) => ({
      wells: namesOf(members),
      counting: namesOf(members.filter((one) => one.counts)),
    })),
    residualAu,
    robustZ: residualAu.map((residual, index) =>
      residual === null || robustSdAu === null
        ? null
        : finiteOrNull(residual / (robustSdAu * (spread[index] ?? Number.NaN))),
    ),
    robustSdAu,
  };
}

/** Indices of the wells with the same content, groups in order of first appearance; unused wells are in none. */
function groupByContent(wells: readonly AnalysisWell[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  wells.forEach((well, index) => {
    if (well.role === "unused") return;
    const content = [well.role, well.arm, well.inhibitorUm, well.prednisoloneUgPerMl];
    const key = JSON.stringify(content);
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  return [...groups.values()];
}

function namesOf(members: readonly Member[]): WellName[] {
  return members.flatMap(({ index }) => ALL_WELLS[index] ?? []);
}
