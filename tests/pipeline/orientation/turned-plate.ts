/** A classic plate on a bench on paper, read as it lay in the reader. */
import type { MeasuredPlate } from "../../../drivers/bio-rad/simulator/plate-record.ts";
import { type PlateTurn, turnValues } from "../../../src/domain/plate-turn.ts";
import { makeStudy, sensitive } from "../../end-to-end/make-study.ts";
import { begin, endRun, type PaperBench, paperBench } from "../paper-bench.ts";

export const CLASSIC = "combination-classic-1plate";
export const BARCODE = "K-1";

type Matrix = readonly (readonly (number | null)[])[];

/** A matrix of the plate as the reader sees it when the plate lies so. */
export function layMatrix(matrix: Matrix, turn: PlateTurn): (number | null)[][] {
  const laid = turnValues(matrix.flat(), turn);
  return Array.from({ length: 8 }, (_, row) => [...laid.slice(row * 12, row * 12 + 12)]);
}

const ARMS = ["vehicle", "trametinib", "sorafenib", "AS1517499", "crizotinib"];

/** `killed`: every arm by prednisolone, with trametinib by less of it. `flat`: nothing kills the cells. */
export type Cells = "killed" | "flat";

export function classicStudy(cells: Cells = "killed") {
  const late = (dose: number) => 0.2 + 0.8 / (1 + dose / 30);
  const everywhere = cells === "flat" ? () => 1 : late;
  const arms = Object.fromEntries(ARMS.map((arm) => [arm, everywhere]));
  const ofCells = cells === "flat" ? arms : { ...arms, trametinib: sensitive };
  return makeStudy([{ id: BARCODE, sample: "K", layoutId: CLASSIC, arms: ofCells }]);
}

function measuredClassic(turn: PlateTurn, clock: string, cells: Cells): MeasuredPlate {
  const [plate] = classicStudy(cells).plates;
  if (plate === undefined) throw new Error("the study has no plate");
  const { od570, od650 } = plate;
  return {
    plateId: BARCODE,
    measurement: layMatrix(od570, turn),
    reference: od650 === null ? null : layMatrix(od650, turn),
    measurementFilter: "570",
    referenceFilter: "650",
    clock,
  };
}

export interface ReadClassic {
  readonly bench: PaperBench;
  readonly plateId: string;
  readonly sampleId: string;
}

export async function readAgain(
  { bench }: Pick<ReadClassic, "bench">,
  turn: PlateTurn,
  more: { readonly clock?: string; readonly rereadReason?: string; readonly cells?: Cells } = {},
): Promise<ReadClassic> {
  const { clock = "06/03/2026 15:00:00", cells = "killed", ...said } = more;
  const run = begin(bench, { barcode: BARCODE, sample: "K", layoutId: CLASSIC, ...said });
  await endRun(bench, run.id, measuredClassic(turn, clock, cells));
  const plate = bench.store.plates.byBarcode(BARCODE);
  if (plate === null) throw new Error("the plate was not bound");
  return { bench, plateId: plate.id, sampleId: plate.sample_id };
}

export function readClassic(turn: PlateTurn, cells: Cells = "killed"): Promise<ReadClassic> {
  return readAgain({ bench: paperBench() }, turn, { cells });
}
