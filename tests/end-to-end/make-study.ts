/** Studies with a known truth, made from layout files: what the product must find is what was put in. */
import { join } from "node:path";
import type { Layout, LayoutWell } from "../../src/domain/layout.ts";
import { ALL_WELLS, wellAt } from "../../src/domain/well.ts";
import { findLayout, loadLayouts } from "../../src/layout/load-layouts.ts";

/** Survival (0…1) of an arm at a prednisolone dose in µg/mL. */
export type Response = (doseUgPerMl: number) => number;

/** Killed by little prednisolone, and by none of it. */
export const sensitive: Response = (dose) => 0.08 + 0.92 / (1 + (dose / 0.1) ** 1.5);
export const resistant: Response = (dose) => 0.85 + 0.15 / (1 + dose / 20);

export interface PlateToMake {
  readonly id: string;
  readonly sample: string;
  readonly layoutId: string;
  /** Responses by arm; an arm that is not named is resistant. */
  readonly arms?: Readonly<Record<string, Response>>;
  readonly withoutReference?: boolean;
  /** Wells for which the reader has no number at either wavelength. */
  readonly overRange?: readonly string[];
}

type Change = (well: LayoutWell) => LayoutWell;

const layouts = loadLayouts(join(import.meta.dirname, "../../plate-layouts")).layouts;

export function shippedLayout(id: string): Layout {
  return findLayout(layouts, id);
}

function studyWell({ role, arm, prednisoloneUgPerMl, inhibitorUm, replicate }: LayoutWell) {
  if (role !== "treated" && role !== "vehicle") return { role };
  return {
    role: "sample",
    arm,
    prednisolone: prednisoloneUgPerMl,
    replicate,
    ...(inhibitorUm === null ? {} : { inhibitor: inhibitorUm }),
  };
}

/** Between -1 and 1, the same for the same plate and well. */
function noise(plate: number, well: number): number {
  const sine = Math.sin(plate * 127.1 + well * 311.7) * 43_758.5453;
  return 2 * (sine - Math.floor(sine)) - 1;
}

function survivalIn(well: LayoutWell, arms: PlateToMake["arms"]): number {
  if (well.role === "untreated") return 1;
  if (well.role !== "treated" && well.role !== "vehicle") return 0;
  return (arms?.[well.arm ?? ""] ?? resistant)(well.prednisoloneUgPerMl ?? 0);
}

function matrix(absorbanceOf: (well: (typeof ALL_WELLS)[number]) => number | null) {
  return Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column) => {
      const value = absorbanceOf(wellAt(row, column));
      return value === null ? null : Number(value.toFixed(3));
    }),
  );
}

function studyPlate(plate: PlateToMake, index: number, layout: Layout) {
  const missing = new Set(plate.overRange);
  const at = (well: (typeof ALL_WELLS)[number]) => ALL_WELLS.indexOf(well);
  const measurement = matrix((well) => {
    if (missing.has(well)) return null;
    const net = 0.8 * survivalIn(layout.wells[well], plate.arms);
    return 0.1 + net * (1 + 0.02 * noise(index, at(well))) + 0.002 * noise(index + 50, at(well));
  });
  const reference = matrix((well) =>
    missing.has(well) ? null : 0.05 + 0.002 * noise(index + 99, at(well)),
  );
  return {
    id: plate.id,
    patient: plate.sample,
    layout: plate.layoutId,
    od570: measurement,
    od650: plate.withoutReference ? null : reference,
  };
}

/** A study file as JSON; `change` turns every well of the layouts into another one first. */
export function makeStudy(plates: readonly PlateToMake[], change: Change = (well) => well) {
  const used = new Map(
    plates.map(({ layoutId }) => {
      const layout = shippedLayout(layoutId);
      const wells = ALL_WELLS.map((name) => [name, change(layout.wells[name])] as const);
      const changed = { ...layout, wells: { ...layout.wells, ...Object.fromEntries(wells) } };
      return [layoutId, changed] as const;
    }),
  );
  const samples = [...new Set(plates.map(({ sample }) => sample))];
  return {
    schema: "mtt-gold/study-1",
    id: "made",
    wavelengths: { measurement: 570, reference: 650 },
    layouts: Object.fromEntries(
      [...used].map(([id, layout]) => [
        id,
        Object.fromEntries(ALL_WELLS.map((name) => [name, studyWell(layout.wells[name])])),
      ]),
    ),
    samples: Object.fromEntries(
      samples.map((name) => [name, { patient: name, ras: "unknown", blastsDay4Percent: 90 }]),
    ),
    plates: plates.map((plate, index) => {
      const layout = used.get(plate.layoutId);
      if (layout === undefined) throw new Error(plate.layoutId);
      return studyPlate(plate, index, layout);
    }),
    expected: {},
  };
}
