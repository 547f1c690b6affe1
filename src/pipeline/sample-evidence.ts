import {
  type AnalysisPlate,
  type AnalysisSample,
  toAnalysisWells,
} from "../analysis/analysis-input.ts";
import type { Layout } from "../domain/layout.ts";
import type { AbsorbancePlane, PlateReading, ReviewMask } from "../domain/reading.ts";
import type { WellName } from "../domain/well.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow, PlateVersionRow } from "../store/plates.ts";
import type { ReadingRow } from "../store/readings.ts";
import type { SampleRow } from "../store/samples.ts";

/** A mask that stands now: put on and not taken off again. */
export interface StandingMask extends ReviewMask {
  readonly by: string;
  readonly atUtc: string;
}

/** One plate as it counts now: its newest version, layout and masks. */
export interface PlateEvidence {
  readonly plate: PlateRow;
  readonly version: PlateVersionRow;
  readonly row: ReadingRow;
  readonly reading: PlateReading;
  readonly layout: Layout;
  readonly masks: readonly StandingMask[];
}

export interface SampleEvidence {
  readonly sample: SampleRow;
  readonly plates: readonly PlateEvidence[];
  /** True while plates of the sample may still come. */
  readonly provisional: boolean;
}

/** The layout that a plate was bound with, as it was then. */
export function storedLayout(store: Store, sha256: string): Layout {
  const row = store.plates.layoutByHash(sha256);
  if (row === null) throw new Error(`layout ${sha256} is not in the database`);
  return JSON.parse(row.body) as Layout;
}

/** Every layout revision that plates have been planned or read with. */
export function storedLayouts(store: Store): readonly Layout[] {
  return store.plates.allLayouts().map((row) => JSON.parse(row.body) as Layout);
}

export function standingMasks(store: Store, plateId: string): readonly StandingMask[] {
  const standing = new Map<string, StandingMask>();
  for (const event of store.plates.maskEvents(plateId)) {
    standing.delete(event.well);
    if (event.action === "unmask") continue;
    const well = event.well as WellName;
    standing.set(well, { well, reason: event.reason, by: event.by_name, atUtc: event.at_utc });
  }
  return [...standing.values()];
}

export function plateEvidence(store: Store, plate: PlateRow): PlateEvidence {
  const version = store.plates.versions(plate.id).at(-1);
  const row = version === undefined ? null : store.readings.byId(version.reading_id);
  if (version === undefined || row === null || row.body === null) {
    throw new Error(`plate ${plate.id} has no reading`);
  }
  return {
    plate,
    version,
    row,
    reading: JSON.parse(row.body) as PlateReading,
    layout: storedLayout(store, plate.layout_sha256),
    masks: standingMasks(store, plate.id),
  };
}

/**
 * All plates of a sample as they count now. Verdicts are provisional until every planned plate has come, or, where no
 * plan names the sample, until a person closes it.
 */
export function sampleEvidence(store: Store, sample: SampleRow): SampleEvidence {
  const plates = store.plates.ofSample(sample.id);
  const read = new Set(plates.map((plate) => plate.barcode));
  const planned = store.samples.plannedOfSample(sample.id);
  const complete = planned.length > 0 && planned.every((plate) => read.has(plate.barcode));
  return {
    sample,
    plates: plates.map((plate) => plateEvidence(store, plate)),
    provisional: !complete && sample.closed_at_utc === null,
  };
}

export function planeOf(
  reading: PlateReading,
  role: AbsorbancePlane["role"],
): AbsorbancePlane | null {
  return reading.planes.find((plane) => plane.role === role) ?? null;
}

function absorbances(plane: AbsorbancePlane | null): readonly (number | null)[] | null {
  return plane === null ? null : plane.values.map((value) => value.absorbance);
}

/** The plate as the analysis wants it; named by its barcode. */
export function toAnalysisPlate(evidence: PlateEvidence): AnalysisPlate {
  const measurement = absorbances(planeOf(evidence.reading, "measurement"));
  if (measurement === null) throw new Error(`reading ${evidence.row.id} has no measurement`);
  return {
    plateId: evidence.plate.barcode,
    wells: toAnalysisWells(evidence.layout, null),
    measurement,
    reference: absorbances(planeOf(evidence.reading, "reference")),
    referenceSubtracted: evidence.reading.referenceSubtracted,
    reviewMasks: evidence.masks.map(({ well, reason }) => ({ well, reason })),
  };
}

export function toAnalysisSample(evidence: SampleEvidence): AnalysisSample {
  return {
    sampleId: evidence.sample.name,
    blastsDay4Percent: evidence.sample.blasts_day4_percent,
    plates: evidence.plates.map(toAnalysisPlate),
  };
}
