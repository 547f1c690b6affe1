/** Two results of one plate, figure by figure, as people read them. */
import type { ArmView, ComparisonView, PlateView } from "../../api/views.ts";
import { formatFigure, formatLc50, formatPercent } from "../format.ts";

export interface ComparedFigure {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly changed: boolean;
}

export interface ComparedArm {
  readonly arm: string;
  readonly figures: readonly ComparedFigure[];
  readonly changed: boolean;
}

/** Every inhibitor of either result, those that change first. */
export function compareArms(before: PlateView, after: PlateView): readonly ComparedArm[] {
  const arms = [...before.comparisons, ...after.comparisons].map((one) => one.arm);
  const compared = [...new Set(arms)].map((arm): ComparedArm => {
    const figures = compareTexts(armTexts(before, arm), armTexts(after, arm));
    return { arm, figures, changed: figures.some((figure) => figure.changed) };
  });
  return compared.toSorted((one, other) => Number(other.changed) - Number(one.changed));
}

/** What the whole plate is judged by: its lamp's word, wells left out, every statistic. */
export function comparePlate(before: PlateView, after: PlateView): readonly ComparedFigure[] {
  return compareTexts(plateTexts(before), plateTexts(after));
}

type Texts = ReadonlyMap<string, string>;

const NOTHING = "–";

function compareTexts(before: Texts, after: Texts): readonly ComparedFigure[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((label) => {
    const [was, is] = [before.get(label) ?? NOTHING, after.get(label) ?? NOTHING];
    return { label, before: was, after: is, changed: was !== is };
  });
}

function armTexts(plate: PlateView, name: string): Texts {
  const comparison = plate.comparisons.find((one) => one.arm === name);
  if (comparison === undefined) return new Map();
  const arm = plate.arms.find((one) => one.arm === name);
  const vehicle = plate.arms.find((one) => one.vehicle);
  return new Map([
    ["Verdict", verdictText(comparison)],
    ["Survival, inhibitor", percent(comparison.survivalInhibitorAtReferencePercent)],
    ["Survival, vehicle", percent(comparison.survivalVehicleAtReferencePercent)],
    ["LC50, inhibitor", lc50Text(arm)],
    ["LC50, vehicle", lc50Text(vehicle)],
    ["LC50 ratio", ratioText(comparison)],
    ["Interaction, Q", qText(comparison.interactionQ)],
  ]);
}

function plateTexts(plate: PlateView): Texts {
  const leftOut = plate.wells.filter((well) => well.maskReason !== null);
  return new Map([
    ["Wells left out", leftOut.length === 0 ? "none" : leftOut.map((one) => one.well).join(", ")],
    ...plate.statistics.map(
      (one) => [one.label, formatFigure(one.value, one.unit)] as [string, string],
    ),
  ]);
}

function percent(value: number | null): string {
  return formatPercent(value, 1);
}

export function verdictText(comparison: ComparisonView): string {
  const grade = comparison.grade === null ? "" : `, grade ${comparison.grade}`;
  return `${comparison.class}${grade}${comparison.provisional ? ", provisional" : ""}`;
}

function lc50Text(arm: ArmView | undefined): string {
  return arm?.lc50 == null ? "not determined" : formatLc50(arm.lc50).replace("LC50 ", "");
}

/** How many times less prednisolone does the same with the inhibitor. */
export function ratioText(comparison: ComparisonView): string {
  const ratio = comparison.lc50Ratio;
  if (ratio?.value == null) return "not determined";
  const relation =
    ratio.relation === "=" ? "" : `${ratio.relation.replace(">=", "≥").replace("<=", "≤")} `;
  return `${relation}${Number(ratio.value.toPrecision(3))}`;
}

/** A probability as people read it: never a bare 0. */
export function qText(q: number | null): string {
  if (q === null) return NOTHING;
  if (q < 0.0001) return "< 0.0001";
  return q < 0.01 ? q.toFixed(4) : q.toFixed(3);
}
