import {
  type AnalysisPlate,
  type AnalysisSample,
  type AnalysisWell,
  type EarlierReading,
  toAnalysisWells,
} from "../analysis/analysis-input.ts";
import type { Layout } from "../domain/layout.ts";
import type { PlateTurn } from "../domain/plate-turn.ts";
import { layReading, type PlateReading, planeNumbers, type ReviewMask } from "../domain/reading.ts";
import type { WellName } from "../domain/well.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow, PlateVersionRow } from "../store/plates.ts";
import type { ReadingRow } from "../store/readings.ts";
import type { SampleRow } from "../store/samples.ts";
import { isCheckSample } from "./check-sample.ts";
import { countingVersion } from "./counting-version.ts";
import { earlierReadings } from "./earlier-readings.ts";

/** A mask that stands now: put on and not taken off again. */
export interface StandingMask extends ReviewMask {
  readonly by: string;
  readonly atUtc: string;
}

/** How a plate lay, as the last person said who spoke of this reading. */
export interface StandingTurn {
  readonly turn: PlateTurn;
  readonly reason: string;
  readonly by: string;
  readonly atUtc: string;
}

/** One plate as it counts now, as rows: the version that counts and the masks that stand. */
export interface StoredPlate {
  readonly plate: PlateRow;
  readonly version: PlateVersionRow;
  readonly row: ReadingRow;
  readonly masks: readonly StandingMask[];
  /** How a person said that the plate lay when this reading was made; null where nobody has. */
  readonly turn: StandingTurn | null;
}

/** With what the store knows besides: all that is computed from, and can be handed to another thread. */
export interface PlateMaterial extends StoredPlate {
  /** Readings bound before this one that may have wells in common with it. */
  readonly earlier: readonly EarlierReading[];
}

/** A plate with its reading and layout understood: all that showing it needs. */
export interface UnderstoodPlate extends StoredPlate {
  /** Laid as a person said that the plate lay: the first value is what stood in A1 of the plate. */
  readonly reading: PlateReading;
  readonly layout: Layout;
}

/** The same with all that is computed from. */
export interface PlateEvidence extends UnderstoodPlate, PlateMaterial {}

export interface StoredSample {
  readonly sample: SampleRow;
  readonly plates: readonly StoredPlate[];
  /** True while plates of the sample may still come. */
  readonly provisional: boolean;
}

export interface SampleMaterial extends StoredSample {
  readonly plates: readonly PlateMaterial[];
}

export interface SampleEvidence extends StoredSample {
  readonly plates: readonly PlateEvidence[];
}

/** Used layouts are frozen, so what was understood once is right as long as the store is open. */
const understoodLayouts = new WeakMap<Store, Map<string, Layout>>();

/** The layout that a plate was bound with, as it was then. */
export function storedLayout(store: Store, sha256: string): Layout {
  const understood = understoodLayouts.get(store) ?? new Map<string, Layout>();
  understoodLayouts.set(store, understood);
  const known = understood.get(sha256);
  if (known !== undefined) return known;
  const row = store.plates.layoutByHash(sha256);
  if (row === null) throw new Error(`layout ${sha256} is not in the database`);
  const layout = JSON.parse(row.body) as Layout;
  understood.set(sha256, layout);
  return layout;
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

/** How a person said that a plate lay when a reading of it was made; null where nobody has. */
export function standingTurn(
  store: Store,
  plateId: string,
  readingId: string,
): StandingTurn | null {
  const row = store.turns.standing(plateId, readingId);
  if (row === null) return null;
  return { turn: row.turn, reason: row.reason, by: row.by_name, atUtc: row.at_utc };
}

/** A plate as it counts now. */
export function storedPlate(store: Store, plate: PlateRow): StoredPlate {
  const version = countingVersion(store, plate.id)?.version;
  const row = version === undefined ? null : store.readings.byId(version.reading_id);
  if (version === undefined || row === null) throw new Error(`plate ${plate.id} has no reading`);
  const masks = standingMasks(store, plate.id);
  return { plate, version, row, masks, turn: standingTurn(store, plate.id, row.id) };
}

function readingIn(row: ReadingRow): PlateReading {
  if (row.body === null) throw new Error(`reading ${row.id} was given up`);
  return JSON.parse(row.body) as PlateReading;
}

function plateMaterial(store: Store, stored: StoredPlate): PlateMaterial {
  const { row, plate } = stored;
  return { ...stored, earlier: earlierReadings(store, row, readingIn(row), plate.id) };
}

function readPlate<Plate extends StoredPlate>(
  stored: Plate,
  layoutOf: (sha256: string) => Layout,
): Plate & UnderstoodPlate {
  const { row, plate, turn } = stored;
  const reading = layReading(readingIn(row), turn?.turn ?? "as-read");
  return { ...stored, reading, layout: layoutOf(plate.layout_sha256) };
}

/** A plate as it counts now, without the other readings that it is compared with when it is analysed. */
export function understoodPlate(store: Store, plate: PlateRow): UnderstoodPlate {
  return readPlate(storedPlate(store, plate), (sha256) => storedLayout(store, sha256));
}

/**
 * All plates of a sample as they count now. Verdicts are provisional until every planned plate has come, or, where no
 * plan names the sample, until a person closes it. A plate that only checks the reader is a sample by itself.
 */
export function storedSample(store: Store, sample: SampleRow): StoredSample {
  const plates = store.plates.ofSample(sample.id);
  const read = new Set(plates.map((plate) => plate.barcode));
  const planned = store.samples.plannedOfSample(sample.id);
  const complete = planned.length > 0 && planned.every((plate) => read.has(plate.barcode));
  return {
    sample,
    plates: plates.map((plate) => storedPlate(store, plate)),
    provisional: !complete && sample.closed_at_utc === null && !isCheckSample(sample),
  };
}

/** Everything the store has to give for the analysis of a sample. */
export function sampleMaterial(store: Store, stored: StoredSample): SampleMaterial {
  return { ...stored, plates: stored.plates.map((plate) => plateMaterial(store, plate)) };
}

/** Understands the material of a sample; a thread without the store can do it. */
export function readEvidence(
  material: SampleMaterial,
  layoutOf: (sha256: string) => Layout,
): SampleEvidence {
  return { ...material, plates: material.plates.map((plate) => readPlate(plate, layoutOf)) };
}

/** All plates of a sample as they count now, with their readings and layouts understood. */
export function sampleEvidence(store: Store, sample: SampleRow): SampleEvidence {
  const material = sampleMaterial(store, storedSample(store, sample));
  return readEvidence(material, (sha256) => storedLayout(store, sha256));
}

/** A layout is the same object for all plates read with it. */
const analysisWells = new WeakMap<Layout, readonly AnalysisWell[]>();

function wellsOf(layout: Layout): readonly AnalysisWell[] {
  const wells = analysisWells.get(layout) ?? toAnalysisWells(layout, null);
  analysisWells.set(layout, wells);
  return wells;
}

/** The plate as the analysis wants it; named by its barcode. */
export function toAnalysisPlate(evidence: UnderstoodPlate): AnalysisPlate {
  const measurement = planeNumbers(evidence.reading, "measurement");
  if (measurement === null) throw new Error(`reading ${evidence.row.id} has no measurement`);
  return {
    plateId: evidence.plate.barcode,
    wells: wellsOf(evidence.layout),
    measurement,
    reference: planeNumbers(evidence.reading, "reference"),
    referenceSubtracted: evidence.reading.referenceSubtracted,
    reviewMasks: evidence.masks.map(({ well, reason }) => ({ well, reason })),
    ...(evidence.turn === null ? {} : { turn: evidence.turn.turn }),
  };
}

export function toAnalysisSample(evidence: SampleEvidence): AnalysisSample {
  return {
    sampleId: evidence.sample.name,
    blastsDay4Percent: evidence.sample.blasts_day4_percent,
    plates: evidence.plates.map(toAnalysisPlate),
    earlierReadings: Object.fromEntries(
      evidence.plates.map(({ plate, earlier }) => [plate.barcode, earlier]),
    ),
  };
}
