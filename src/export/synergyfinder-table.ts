/** The table that synergyfinder 3.x takes (`ReshapeData(data, data_type = "viability")`). */
import { relativeTo } from "../analysis/correct-plate.ts";
import type { GatheredPlate, GatheredWell } from "./gather-plates.ts";
import {
  type Column,
  countColumn,
  numberColumn,
  type Table,
  tableOf,
  textColumn,
} from "./table.ts";
import { inhibitorUmOf } from "./well-content.ts";

/** What an export has no place for, and why; for the manifest and the person. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

interface Block {
  readonly plate: GatheredPlate;
  readonly compound: string;
  /** Of the inhibitor and of the vehicle, which stands for its zero concentration. */
  readonly wells: readonly GatheredWell[];
}

interface BlockRow {
  readonly id: number;
  readonly block: Block;
  readonly well: GatheredWell;
}

/** Wells of some arms that count and have what a row needs. */
function wellsOf(plate: GatheredPlate, arms: ReadonlySet<string>): readonly GatheredWell[] {
  return plate.wells.filter(
    ({ layout, result }) =>
      layout.arm !== null &&
      arms.has(layout.arm) &&
      layout.prednisoloneUgPerMl !== null &&
      result.maskReason === null &&
      result.correctedAbsorbance !== null,
  );
}

function isDosed({ layout }: GatheredWell): boolean {
  return (layout.prednisoloneUgPerMl ?? 0) > 0;
}

interface Blocks {
  readonly blocks: readonly Block[];
  readonly leftOut: readonly LeftOut[];
}

/** One block a plate and compound: all its concentrations, and the vehicle as the zero concentration. */
function blocksOf(plate: GatheredPlate): Blocks {
  const control = plate.statistics?.vehicleControlOd ?? null;
  const { arms: all } = plate.evidence.layout;
  const vehicles = new Set(all.filter((arm) => arm.vehicle).map((arm) => arm.id));
  const crossed = new Set(
    plate.wells.flatMap((well) => (isDosed(well) ? well.layout.arm : null) ?? []),
  );
  const inhibitors = all.filter((arm) => !arm.vehicle && crossed.has(arm.id));
  const compounds = [...new Set(inhibitors.map((arm) => arm.compound))];
  const blocks: Block[] = [];
  const leftOut: LeftOut[] = [];
  for (const compound of compounds) {
    const what = `${plate.sample.name}, plate ${plate.barcode}, ${compound}`;
    const arms = new Set(
      inhibitors.filter((arm) => arm.compound === compound).map((arm) => arm.id),
    );
    const treated = wellsOf(plate, arms);
    if (control === null || control <= 0) {
      leftOut.push({ what, why: "The wells without either drug have no usable mean." });
    } else if (treated.some((well) => inhibitorUmOf(well) === null)) {
      leftOut.push({ what, why: "The layout states no concentration of the inhibitor." });
    } else {
      blocks.push({ plate, compound, wells: [...wellsOf(plate, vehicles), ...treated] });
    }
  }
  if (compounds.length === 0) {
    const what = `${plate.sample.name}, plate ${plate.barcode}`;
    leftOut.push({ what, why: "Its layout crosses no inhibitor with prednisolone." });
  }
  return { blocks, leftOut };
}

const COLUMNS: readonly Column<BlockRow>[] = [
  countColumn("block_id", "", "One block a plate and inhibitor, from 1.", ({ id }) => id),
  textColumn("drug1", "", () => "prednisolone"),
  textColumn("drug2", "The inhibitor.", ({ block }) => block.compound),
  numberColumn("conc1", "µg/mL", "Prednisolone.", ({ well }) => well.layout.prednisoloneUgPerMl),
  numberColumn("conc2", "µM", "The inhibitor; 0 in the wells of the vehicle.", ({ well }) =>
    well.arm?.vehicle === true ? 0 : inhibitorUmOf(well),
  ),
  textColumn("conc_unit1", "", () => "ug/mL"),
  textColumn("conc_unit2", "", () => "uM"),
  numberColumn(
    "response",
    "%",
    "Viability: corrected absorbance in percent of the wells with neither drug.",
    ({ block, well }) =>
      relativeTo(block.plate.statistics?.vehicleControlOd ?? null, well.result.correctedAbsorbance),
  ),
  textColumn(
    "sample",
    "Cells of one patient, one date, one state.",
    ({ block }) => block.plate.sample.name,
  ),
  textColumn("plate", "Barcode of the plate.", ({ block }) => block.plate.barcode),
  textColumn("well", "A1 to H12.", ({ well }) => well.well),
];

/**
 * One row a well that counts; replicates are rows of their own, as synergyfinder wants them. Unlike survival in the
 * other tables the response is relative to the wells with *neither* drug, so that what an inhibitor kills alone is part
 * of it. A block whose concentration is not stated, or that has no control, is left out and named.
 */
export function synergyfinderTable(plates: readonly GatheredPlate[]): {
  readonly table: Table;
  readonly leftOut: readonly LeftOut[];
} {
  const found = plates.map(blocksOf);
  const blocks = found.flatMap((one) => one.blocks);
  const rows = blocks.flatMap((block, index) =>
    block.wells.map((well): BlockRow => ({ id: index + 1, block, well })),
  );
  return {
    table: tableOf("synergyfinder", COLUMNS, rows),
    leftOut: found.flatMap((one) => one.leftOut),
  };
}
