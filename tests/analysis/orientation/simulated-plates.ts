/** Plates with known truth on any layout, with what a bench adds: scatter, drift, rim, pipettes, accidents. */
import { join } from "node:path";
import {
  type AnalysisPlate,
  type AnalysisWell,
  toAnalysisWells,
} from "../../../src/analysis/analysis-input.ts";
import { type PlateTurn, turnValues } from "../../../src/domain/plate-turn.ts";
import { findLayout, loadLayouts } from "../../../src/layout/load-layouts.ts";
import { randomFrom } from "../../chaos/random.ts";

const shelf = loadLayouts(join(import.meta.dirname, "../../../plate-layouts"));

export function wellsOf(layoutId: string): AnalysisWell[] {
  return toAnalysisWells(findLayout(shelf.layouts, layoutId), null);
}

/** What prednisolone does to the cells of a patient: the lowest survival, the dose of half of it, steepness, and a rise. */
interface Response {
  readonly least: number;
  readonly halfUgPerMl: number;
  readonly steepness: number;
  /** Survival gained at high doses: glucocorticoids make some samples live better. */
  readonly rise: number;
}

export const PATIENTS = {
  sensitive: { least: 0.03, halfUgPerMl: 0.07, steepness: 1, rise: 0 },
  intermediate: { least: 0.3, halfUgPerMl: 2, steepness: 0.9, rise: 0 },
  resistant: { least: 0.65, halfUgPerMl: 12, steepness: 0.7, rise: 0 },
  "fully resistant": { least: 1, halfUgPerMl: 10, steepness: 1, rise: 0 },
  stimulated: { least: 1, halfUgPerMl: 10, steepness: 1, rise: 0.12 },
} as const satisfies Record<string, Response>;

export type Patient = keyof typeof PATIENTS;

export interface Accidents {
  /** Standard deviation of a well in proportion. */
  readonly cv: number;
  /** Scale of drifts over rows and columns; one plate in twenty has four times as much. */
  readonly drift: number;
  /** Standard deviation of a row's or a column's own error, as of a worn channel. */
  readonly channel: number;
  /** Bubbles, empty wells, over range and cells in a blank: how many wells of 96 on average. */
  readonly spoilt: number;
}

export const USUAL: Accidents = { cv: 0.06, drift: 0.04, channel: 0.015, spoilt: 0.7 };
export const BAD: Accidents = { cv: 0.11, drift: 0.07, channel: 0.03, spoilt: 3 };

export interface Draw {
  (): number;
  normal(): number;
}

export function drawFrom(seed: number): Draw {
  const random = randomFrom(seed);
  const next = () => random();
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Object.assign(next, { normal });
}

/** Survival under the inhibitor of an arm alone, and what it adds to prednisolone; drawn once a plate. */
interface ArmTruth {
  readonly alone: number;
  readonly sensitisation: number;
  readonly protection: number;
}

function armTruth(draw: Draw, vehicle: boolean): ArmTruth {
  if (vehicle) return { alone: 1, sensitisation: 0, protection: 0 };
  const kind = draw();
  return {
    alone: draw() < 0.1 ? 0.35 + 0.4 * draw() : 0.88 + 0.15 * draw(),
    sensitisation: kind < 0.15 ? 0.4 + 0.55 * draw() : 0.05 * draw(),
    protection: kind > 0.92 ? 0.5 * draw() : 0,
  };
}

function survivalOf(
  well: AnalysisWell,
  { alone, sensitisation, protection }: ArmTruth,
  response: Response,
): number {
  const dose = well.prednisoloneUgPerMl ?? 0;
  const hill = (half: number, steepness: number) =>
    dose === 0 ? 0 : 1 / (1 + (half / dose) ** steepness);
  const vehicle =
    1 -
    (1 - response.least) * hill(response.halfUgPerMl, response.steepness) +
    response.rise * hill(1, 1);
  const sensitised = vehicle * (1 - sensitisation * hill(0.3, 1));
  const titrated =
    well.vehicle || well.inhibitorUm === null
      ? 1
      : 1 - (1 - alone) * (well.inhibitorUm / (well.inhibitorUm + 2));
  return titrated * (sensitised + protection * (1 - sensitised) * hill(1, 1));
}

/** A plate as it ought to lie, or laid into the reader another way. Blanks 0.05 AU net, controls 0.2 to 0.9 AU above. */
export function simulatePlate(
  wells: AnalysisWell[],
  patient: Patient,
  accidents: Accidents,
  draw: Draw,
  laid: PlateTurn = "as-read",
): AnalysisPlate {
  const full = 0.2 + 0.7 * draw();
  const worse = draw() < 0.05 ? 4 : 1;
  const slopes = [0, 1].map(() => accidents.drift * worse * draw.normal());
  const rim = 0.02 + 0.03 * draw.normal();
  const rowErrors = Array.from({ length: 8 }, () => accidents.channel * draw.normal());
  const columnErrors = Array.from({ length: 12 }, () => accidents.channel * draw.normal());
  const truths = new Map<string, ArmTruth>();
  const measured = wells.map((well, index): number => {
    const row = Math.floor(index / 12);
    const column = index % 12;
    const onRim = row === 0 || row === 7 || column === 0 || column === 11;
    const truth =
      truths.get(well.arm ?? "") ?? armTruth(draw, well.vehicle || well.role !== "sample");
    truths.set(well.arm ?? "", truth);
    const cells =
      well.role === "sample"
        ? 0.97 * survivalOf(well, truth, PATIENTS[patient])
        : well.role === "untreated"
          ? 1
          : 0;
    const position =
      1 +
      (slopes[0] ?? 0) * (row / 7 - 0.5) +
      (slopes[1] ?? 0) * (column / 11 - 0.5) +
      (onRim ? rim : 0) +
      (rowErrors[row] ?? 0) +
      (columnErrors[column] ?? 0);
    const net = full * cells * position * Math.max(0.02, 1 + accidents.cv * draw.normal());
    return 0.05 + net + 0.004 * draw.normal();
  });
  const spoilt = measured.map((value): number | null => {
    if (draw() >= accidents.spoilt / 96) return value;
    const kind = draw();
    if (kind < 0.3) return null;
    return kind < 0.6 ? 0.05 + 0.004 * draw.normal() : 0.05 + full * draw();
  });
  return {
    plateId: "P-1",
    wells,
    measurement: turnValues(spoilt, laid),
    reference: null,
    referenceSubtracted: false,
    reviewMasks: [],
  };
}
