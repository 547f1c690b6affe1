import type { ArmExcess } from "../analysis/assays/sample-assays.ts";
import type { ArmResult, Comparison } from "../analysis/sample-analysis.ts";
import type { GatheredPlate } from "./gather-plates.ts";
import { plateColumns, provenanceColumns } from "./provenance-columns.ts";
import {
  type Column,
  countColumn,
  flagColumn,
  numberColumn,
  type Table,
  tableOf,
  textColumn,
} from "./table.ts";
import { inhibitorUmOf } from "./well-content.ts";

interface DoseRow {
  readonly plate: GatheredPlate;
  readonly arm: ArmResult;
  /** Null for the vehicle. */
  readonly comparison: Comparison | null;
  /** Place of the dose in the lists of arm and comparison. */
  readonly at: number;
}

/** Of an arm's wells, where they all hold the same; null for the vehicle and where wells differ or none is stated. */
export function armInhibitorUm(plate: GatheredPlate, arm: string): number | null {
  const ofArm = plate.wells.filter((well) => well.layout.arm === arm);
  const found = new Set(ofArm.map(inhibitorUmOf));
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

export function armCompound(plate: GatheredPlate, arm: string): string | null {
  return plate.evidence.layout.arms.find((one) => one.id === arm)?.compound ?? null;
}

/** The stored excess of an arm over what independent drugs would do; null for the vehicle and where none was stored. */
function excessOf({ plate, arm }: DoseRow): ArmExcess | null {
  const ofSample = plate.result.excess ?? [];
  return ofSample.find((one) => one.plate === plate.barcode && one.arm === arm.arm) ?? null;
}

const COLUMNS: readonly Column<DoseRow>[] = [
  textColumn("arm", "As in wells.", ({ arm }) => arm.arm),
  textColumn("compound", "As in wells.", ({ plate, arm }) => armCompound(plate, arm.arm)),
  flagColumn("is_vehicle", "As in wells.", ({ arm }) => arm.vehicle),
  numberColumn(
    "inhibitor_um",
    "µM",
    "Concentration of the inhibitor in this arm; empty for the vehicle and where it is not the same in all its wells.",
    ({ plate, arm }) => armInhibitorUm(plate, arm.arm),
  ),
  numberColumn(
    "prednisolone_ug_per_ml",
    "µg/mL",
    "Exact dose; every dose of the plate.",
    ({ arm, at }) => arm.dose[at] ?? null,
  ),
  countColumn("n", "wells", "Wells that count.", ({ arm, at }) => arm.n[at] ?? null),
  numberColumn(
    "survival_mean_percent",
    "%",
    "Mean survival of the wells that count.",
    ({ arm, at }) => arm.survivalMean[at] ?? null,
  ),
  numberColumn(
    "survival_sd_percent",
    "%",
    "Their standard deviation (n - 1); empty for fewer than two.",
    ({ arm, at }) => arm.survivalSd[at] ?? null,
  ),
  numberColumn(
    "survival_sem_percent",
    "%",
    "Standard deviation over the square root of n.",
    ({ arm, at }) => arm.survivalSem[at] ?? null,
  ),
  numberColumn(
    "delta_points",
    "points",
    "Survival with the vehicle less survival with the inhibitor; above 0 the inhibitor sensitises. This and the next columns are empty for the vehicle and at a dose not tested in both arms.",
    ({ comparison, at }) => comparison?.delta[at] ?? null,
  ),
  numberColumn(
    "relative_percent",
    "%",
    "Delta in percent of the survival with the vehicle.",
    ({ comparison, at }) => comparison?.relativePercent[at] ?? null,
  ),
  numberColumn(
    "half_width_points",
    "points",
    "Half width of the 95 % interval of delta.",
    ({ comparison, at }) => comparison?.ciHalfWidth[at] ?? null,
  ),
  numberColumn(
    "contrast_p",
    "",
    "P of delta, with the pooled error of the plate's two arms.",
    ({ comparison, at }) => comparison?.contrastP[at] ?? null,
  ),
  numberColumn(
    "bliss_excess_points",
    "points",
    "Inhibition beyond Bliss independence, in points of the vehicle control.",
    (row) => excessOf(row)?.blissExcessPoints[row.at] ?? null,
  ),
  numberColumn(
    "hsa_excess_points",
    "points",
    "Inhibition beyond the highest single agent, in points of the vehicle control.",
    (row) => excessOf(row)?.hsaExcessPoints[row.at] ?? null,
  ),
];

function rowsOf(plate: GatheredPlate): readonly DoseRow[] {
  return plate.arms.flatMap((arm) => {
    const comparison = plate.comparisons.find((one) => one.arm === arm.arm) ?? null;
    return arm.dose.map((_, at): DoseRow => ({ plate, arm, comparison, at }));
  });
}

/** One row a dose of an arm: the plate's arms, the vehicle first, their doses ascending. Only arms whose survival has a meaning. */
export function dosesTable(plates: readonly GatheredPlate[]): Table {
  const columns = [...plateColumns<DoseRow>(), ...COLUMNS, ...provenanceColumns<DoseRow>()];
  return tableOf("doses", columns, plates.flatMap(rowsOf));
}
