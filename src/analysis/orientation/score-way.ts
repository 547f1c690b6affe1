import { MAD_TO_SD, median } from "../statistics/median.ts";
import { driftMisfit, type FittedLevels, fitLevels } from "./fit-levels.ts";
import type { LevelScale } from "./level-scale.ts";
import type { MisfitParts } from "./orientation.ts";
import type { Condition, OrientationDesign } from "./orientation-design.ts";
import { robustLoss } from "./robust-loss.ts";

/** On the logarithmic scale: controls against each other, and below the top of the plate. */
const CONTROLS_SCATTER = 0.15;
const TOP_SCATTER = 0.25;
const GROUP_MOST = 3;
/** So far the least of many conditions may lie below the blanks. */
const BELOW_BLANKS = 0.15;
/** Other wells of a shared plate may be called unused: they speak, but never decide. */
const EMPTY_WELL_MOST = 1;
const EMPTY_MOST = 3;

/** How badly a layout explains the levels, which are laid as one way says. */
export function scoreWay(
  design: OrientationDesign,
  scale: LevelScale,
  scatter: number,
): MisfitParts {
  const fitted = fitLevels(design, scale, scatter);
  const { replicates, doseOrder } = scoreSeries(design, fitted, scatter);
  const controls = scoreControls(design, fitted, scale.top, scatter);
  const blank = blankLevel(fitted);
  return {
    blanks: sumOver(design.blanks, fitted, (level) => robustLoss(level - blank, scatter)),
    empty: Math.min(
      EMPTY_MOST,
      sumOver(design.empty, fitted, (level) =>
        Math.min(EMPTY_WELL_MOST, robustLoss(Math.max(0, level - blank), scatter)),
      ),
    ),
    controls,
    doseOrder,
    replicates,
    position: driftMisfit(fitted.drift),
  };
}

/**
 * Scatter of a well as the replicates show it, laid as one way says; null without replicates. The median keeps a few
 * disagreeing pairs from counting.
 */
export function replicateScatter(design: OrientationDesign, scale: LevelScale): number | null {
  const conditions = [design.blanks, design.untreated, ...design.series.flat()];
  const deviations = conditions.flatMap((condition) => {
    const levels = condition.flatMap((well) => scale.levels[well] ?? []);
    const middle = median(levels);
    if (middle === null || levels.length < 2) return [];
    const correction = Math.sqrt(levels.length / (levels.length - 1));
    return levels.map((level) => Math.abs(level - middle) * correction);
  });
  const middle = median(deviations);
  return middle === null ? null : MAD_TO_SD * middle;
}

function sumOver(
  condition: Condition,
  { adjusted }: FittedLevels,
  cost: (level: number) => number,
): number {
  return condition.reduce((sum, well) => {
    const level = adjusted[well] ?? null;
    return level === null ? sum : sum + cost(level);
  }, 0);
}

/** Blanks belong below every well with cells: where they lie higher, it is they that are wrong. */
function blankLevel({ blank, falling, untreated }: FittedLevels): number {
  const cells = [...falling.flat(), untreated ?? Number.NaN].filter(
    (level) => !Number.isNaN(level),
  );
  const least = Math.min(...cells) + BELOW_BLANKS;
  return blank === null ? least : Math.min(blank, least);
}

/** Scatter around the conditions' own levels, and what it costs more that these must fall. */
function scoreSeries(design: OrientationDesign, fitted: FittedLevels, scatter: number) {
  let replicates = 0;
  let ordered = 0;
  design.series.forEach((conditions, index) => {
    conditions.forEach((condition, step) => {
      const own = fitted.free[index]?.[step] ?? Number.NaN;
      const falling = fitted.falling[index]?.[step] ?? Number.NaN;
      if (Number.isNaN(own)) return;
      replicates += sumOver(condition, fitted, (level) => robustLoss(level - own, scatter));
      ordered += sumOver(condition, fitted, (level) => robustLoss(level - falling, scatter));
    });
  });
  return { replicates, doseOrder: ordered - replicates };
}

/**
 * Untreated and vehicle alike and high; no inhibitor alone above the vehicle. Each group counts once and not much, whatever
 * its number of wells: of two wells that disagree the one counts that fits.
 */
function scoreControls(
  design: OrientationDesign,
  fitted: FittedLevels,
  top: number,
  scatter: number,
): number {
  const { untreated } = fitted;
  const vehicles = design.vehicleControls.flatMap((wells) => spanOf(wells, fitted) ?? []);
  const inhibitors = design.inhibitorControls.flatMap((wells) => spanOf(wells, fitted) ?? []);
  const group = (distance: number, size: number) =>
    Math.min(GROUP_MOST, robustLoss(distance, size));
  let misfit = 0;
  for (const { upper } of [...vehicles, ...inhibitors])
    misfit += group(Math.max(0, top - upper), TOP_SCATTER);
  if (untreated !== null) {
    misfit += group(Math.max(0, top - untreated), TOP_SCATTER);
    for (const { lower, upper } of vehicles)
      misfit += group(Math.max(0, lower - untreated, untreated - upper), CONTROLS_SCATTER);
    misfit += sumOver(design.untreated, fitted, (level) => robustLoss(level - untreated, scatter));
  }
  const vehicle = median(vehicles.map(({ upper }) => upper)) ?? untreated;
  if (vehicle === null) return misfit;
  for (const { lower } of inhibitors)
    misfit += group(Math.max(0, lower - vehicle), CONTROLS_SCATTER);
  return misfit;
}

/** The middle two of the wells' levels; null without a number. */
function spanOf(wells: Condition, { adjusted }: FittedLevels) {
  const sorted = wells.flatMap((well) => adjusted[well] ?? []).sort((a, b) => a - b);
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  const upper = sorted[Math.floor(sorted.length / 2)];
  return lower === undefined || upper === undefined ? null : { lower, upper };
}
