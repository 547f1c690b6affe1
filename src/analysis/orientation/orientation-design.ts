import type { AnalysisWell } from "../analysis-input.ts";

/** Wells with one content, as indices in reading order. */
export type Condition = readonly number[];

/** What a layout lets one expect of the numbers. */
export interface OrientationDesign {
  readonly blanks: Condition;
  /** Wells that the layout leaves without cells. */
  readonly empty: Condition;
  readonly untreated: Condition;
  /**
   * Conditions of one arm in rising amounts of the one drug that varies; survival can only fall along them. A condition
   * that has no series is one by itself.
   */
  readonly series: readonly (readonly Condition[])[];
  /** Wells of the vehicle arm without prednisolone, a condition each. */
  readonly vehicleControls: readonly Condition[];
  /** Inhibitor arms at zero prednisolone, of arms that have a prednisolone series. */
  readonly inhibitorControls: readonly Condition[];
  /** For each well how far up the series it stands, 0 to 1; 0 outside a series. */
  readonly rise: readonly number[];
}

interface Level {
  readonly prednisoloneUgPerMl: number | null;
  readonly inhibitorUm: number | null;
  readonly wells: number[];
}

/** Sorts a layout's wells by what is to be expected of their numbers. */
export function designOrientation(wells: readonly AnalysisWell[]): OrientationDesign {
  const ofRole = (role: AnalysisWell["role"]) =>
    wells.flatMap((well, index) => (well.role === role ? [index] : []));
  const arms = [...levelsByArm(wells).values()];
  const series = arms.flatMap(({ levels }) => seriesOf(levels));
  const controlsOf = (vehicle: boolean) =>
    arms
      .filter((arm) => arm.vehicle === vehicle && (vehicle || hasPrednisolone(arm.levels)))
      .flatMap(({ levels }) => levels.filter((level) => level.prednisoloneUgPerMl === 0))
      .map((level) => level.wells);
  return {
    blanks: ofRole("blank"),
    empty: wells.flatMap((well, index) => (well.empty === true ? [index] : [])),
    untreated: ofRole("untreated"),
    series,
    vehicleControls: controlsOf(true),
    inhibitorControls: controlsOf(false),
    rise: riseOf(series, wells.length),
  };
}

function levelsByArm(wells: readonly AnalysisWell[]) {
  const arms = new Map<string, { vehicle: boolean; levels: Level[] }>();
  wells.forEach((well, index) => {
    if (well.role !== "sample") return;
    const { prednisoloneUgPerMl, inhibitorUm, vehicle } = well;
    const arm = arms.get(well.arm ?? "") ?? { vehicle, levels: [] };
    arms.set(well.arm ?? "", arm);
    const level = arm.levels.find(
      (one) => one.prednisoloneUgPerMl === prednisoloneUgPerMl && one.inhibitorUm === inhibitorUm,
    );
    if (level === undefined) arm.levels.push({ prednisoloneUgPerMl, inhibitorUm, wells: [index] });
    else level.wells.push(index);
  });
  return arms;
}

function hasPrednisolone(levels: readonly Level[]): boolean {
  return levels.some((level) => (level.prednisoloneUgPerMl ?? 0) > 0);
}

/** Along prednisolone where an arm has more than one dose of it, else along its inhibitor. */
function seriesOf(levels: readonly Level[]): Condition[][] {
  const along = hasPrednisolone(levels) ? "prednisoloneUgPerMl" : "inhibitorUm";
  const fixed = along === "inhibitorUm" ? "prednisoloneUgPerMl" : "inhibitorUm";
  return [...Map.groupBy(levels, (level) => level[fixed]).values()].map((group) =>
    group.toSorted((a, b) => (a[along] ?? 0) - (b[along] ?? 0)).map((level) => level.wells),
  );
}

function riseOf(series: readonly (readonly Condition[])[], count: number): number[] {
  const rise = new Array<number>(count).fill(0);
  for (const conditions of series) {
    const steps = Math.max(1, conditions.length - 1);
    conditions.forEach((wells, step) => {
      for (const well of wells) rise[well] = step / steps;
    });
  }
  return rise;
}
