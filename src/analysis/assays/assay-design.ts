import type { AnalysisWell } from "../analysis-input.ts";
import { type ArmDesign, designPlate, type PlateDesign, vehicleOf } from "../plate-design.ts";

/** The vehicle, or an inhibitor at one concentration. Well numbers are indices in reading order. */
export interface LevelDesign {
  readonly arm: string;
  readonly compound: string;
  readonly vehicle: boolean;
  /** Null for the vehicle, and where none is stated. */
  readonly inhibitorUm: number | null;
  /** For each prednisolone dose of the plate the wells, masked or not, in replicate order. */
  readonly wellsByDose: readonly (readonly number[])[];
}

/** Inhibitors without prednisolone; lists by level, ascending. */
export interface TitrationDesign {
  readonly inhibitorUm: readonly number[];
  /** Vehicle wells of the same dilution level. */
  readonly vehicleByLevel: readonly (readonly number[])[];
  readonly arms: readonly {
    readonly arm: string;
    readonly wellsByLevel: readonly (readonly number[])[];
  }[];
}

/** One inhibitor at two concentrations or more, each over at least two prednisolone doses. */
export interface CheckerboardDesign {
  readonly inhibitor: string;
  /** Ascending; each has a concentration above zero. */
  readonly levels: readonly LevelDesign[];
}

/** What the layout asks, sorted by assay. */
export interface AssayDesign {
  readonly plate: PlateDesign;
  readonly vehicle: LevelDesign | null;
  /** Inhibitors, in the order of their arms, then by concentration; those of a titration are not among them. */
  readonly levels: readonly LevelDesign[];
  readonly titration: TitrationDesign | null;
  readonly checkerboards: readonly CheckerboardDesign[];
  /** The same content in at least half of the plate and no sample in any well. */
  readonly uniformWells: readonly number[];
}

/** Medians of rows and columns need most of their wells. */
const UNIFORM_MIN_WELLS = 48;

/**
 * Sorts a plate's wells by the assays they belong to, from the layout alone. An arm whose wells state several
 * concentrations of its inhibitor within a prednisolone series is split by them; an arm without any prednisolone is a
 * titration.
 */
export function designAssays(wells: readonly AnalysisWell[]): AssayDesign {
  const plate = designPlate(wells);
  const vehicleArm = vehicleOf(plate.arms);
  const titrated = titratedArms(wells);
  const levels = plate.arms
    .filter((arm) => !arm.vehicle && !titrated.has(arm.arm))
    .flatMap((arm) => splitByConcentration(arm, wells));
  const vehicle =
    vehicleArm === null ? null : levelOf(vehicleArm, wells, null, vehicleArm.wellsByDose);
  return {
    plate,
    vehicle,
    levels,
    titration: designTitration(wells, titrated),
    checkerboards: vehicle === null ? [] : designCheckerboards(levels, plate.dosesUgPerMl),
    uniformWells: designUniform(wells),
  };
}

/** Indices of the plate's doses above zero at which the level has wells in the layout. */
export function dosedIndices(level: LevelDesign, dosesUgPerMl: readonly number[]): number[] {
  return dosesUgPerMl.flatMap((dose, index) =>
    dose > 0 && (level.wellsByDose[index] ?? []).length > 0 ? [index] : [],
  );
}

/** The wells without prednisolone, which survival is measured against. */
export function zeroWells(level: LevelDesign, dosesUgPerMl: readonly number[]): readonly number[] {
  return dosesUgPerMl[0] === 0 ? (level.wellsByDose[0] ?? []) : [];
}

/** The only dose above zero that an inhibitor has, by index, where the vehicle has it too; null else. */
export function onlySharedDose(design: AssayDesign, level: LevelDesign): number | null {
  const { vehicle, plate } = design;
  const [dose, another] = dosedIndices(level, plate.dosesUgPerMl);
  if (vehicle === null || dose === undefined || another !== undefined) return null;
  const controlled =
    zeroWells(level, plate.dosesUgPerMl).length > 0 &&
    zeroWells(vehicle, plate.dosesUgPerMl).length > 0;
  return controlled && (vehicle.wellsByDose[dose] ?? []).length > 0 ? dose : null;
}

function levelOf(
  arm: ArmDesign,
  wells: readonly AnalysisWell[],
  inhibitorUm: number | null,
  wellsByDose: LevelDesign["wellsByDose"],
): LevelDesign {
  const first = arm.wellsByDose.flat()[0];
  const compound = first === undefined ? null : wells[first]?.compound;
  return {
    arm: arm.arm,
    compound: compound ?? arm.arm,
    vehicle: arm.vehicle,
    inhibitorUm,
    wellsByDose,
  };
}

function splitByConcentration(arm: ArmDesign, wells: readonly AnalysisWell[]): LevelDesign[] {
  const concentrationOf = (well: number) => wells[well]?.inhibitorUm ?? null;
  const found = [...new Set(arm.wellsByDose.flat().map(concentrationOf))];
  return found
    .sort((a, b) => (a ?? -1) - (b ?? -1))
    .map((concentration) => {
      const own = arm.wellsByDose.map((list) =>
        list.filter((well) => concentrationOf(well) === concentration),
      );
      return levelOf(arm, wells, concentration, own);
    });
}

/** Arms with stated concentrations and no well with prednisolone. */
function titratedArms(wells: readonly AnalysisWell[]): ReadonlySet<string> {
  const titrated = new Set<string>();
  for (const well of wells) {
    if (well.role === "sample" && well.arm !== null && !well.vehicle && well.inhibitorUm !== null)
      titrated.add(well.arm);
  }
  for (const well of wells) {
    if (well.arm !== null && !isWithoutPrednisolone(well)) titrated.delete(well.arm);
  }
  return titrated;
}

function isWithoutPrednisolone(well: AnalysisWell): boolean {
  return well.prednisoloneUgPerMl === null || well.prednisoloneUgPerMl === 0;
}

/** Null without a level at which both an inhibitor and its matched vehicle stand. */
function designTitration(
  wells: readonly AnalysisWell[],
  titrated: ReadonlySet<string>,
): TitrationDesign | null {
  const vehicleWells = indicesWhere(
    wells,
    (well) => well.role === "sample" && well.vehicle && isWithoutPrednisolone(well),
  );
  const treated = indicesWhere(
    wells,
    (well) => well.role === "sample" && well.arm !== null && titrated.has(well.arm),
  );
  const levelAt = (well: number) => wells[well]?.inhibitorUm ?? null;
  const inhibitorUm = [...new Set(treated.flatMap((well) => levelAt(well) ?? []))].sort(
    (a, b) => a - b,
  );
  const byLevel = (list: readonly number[]) =>
    inhibitorUm.map((level) => list.filter((well) => levelAt(well) === level));
  const vehicleByLevel = byLevel(vehicleWells);
  if (vehicleByLevel.every((list) => list.length === 0)) return null;
  const arms = [...new Set(treated.flatMap((well) => wells[well]?.arm ?? []))].map((arm) => ({
    arm,
    wellsByLevel: byLevel(treated.filter((well) => wells[well]?.arm === arm)),
  }));
  return { inhibitorUm, vehicleByLevel, arms };
}

function designCheckerboards(
  levels: readonly LevelDesign[],
  dosesUgPerMl: readonly number[],
): CheckerboardDesign[] {
  const crossed = levels.filter(
    (level) => (level.inhibitorUm ?? 0) > 0 && dosedIndices(level, dosesUgPerMl).length >= 2,
  );
  return [...Map.groupBy(crossed, (level) => level.compound)].flatMap(([inhibitor, own]) => {
    const concentrations = new Set(own.map((level) => level.inhibitorUm));
    if (concentrations.size < 2) return [];
    const ascending = own.toSorted((a, b) => (a.inhibitorUm ?? 0) - (b.inhibitorUm ?? 0));
    return [{ inhibitor, levels: joinEqualLevels(ascending) }];
  });
}

/** Two arms of one compound at one concentration are one column of a checkerboard. */
function joinEqualLevels(ascending: readonly LevelDesign[]): LevelDesign[] {
  return [...Map.groupBy(ascending, (level) => level.inhibitorUm).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const wellsByDose = first.wellsByDose.map((_, dose) =>
      same.flatMap((level) => level.wellsByDose[dose] ?? []),
    );
    return [{ ...first, wellsByDose }];
  });
}

function designUniform(wells: readonly AnalysisWell[]): number[] {
  if (wells.some((well) => well.role === "sample")) return [];
  const same = indicesWhere(wells, (well) => well.role === "untreated");
  return same.length >= UNIFORM_MIN_WELLS ? same : [];
}

function indicesWhere(
  wells: readonly AnalysisWell[],
  test: (well: AnalysisWell) => boolean,
): number[] {
  return wells.flatMap((well, index) => (test(well) ? [index] : []));
}
