import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Plan, PlannedPlate, PlannedSample } from "../domain/plan.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { requireBarcode } from "./barcode.ts";
import { enterBlasts, freezeLayout, type LayoutCatalogue } from "./identify-plate.ts";
import { sampleConflict } from "./plan-conflicts.ts";

export interface ImportedPlan {
  readonly planId: string;
  /** False when the very same file had been imported before. */
  readonly isNew: boolean;
  readonly samples: number;
  readonly plates: number;
}

function conflict(message: string, detail: Readonly<Record<string, unknown>>): PlatewardenError {
  return new PlatewardenError("PLAN_CONFLICT", message, { detail });
}

function importSample(store: Store, planId: string, sample: PlannedSample, by: string): SampleRow {
  const known = store.samples.byName(sample.id);
  if (known !== null) return furtherPlates(store, known, sample, by);
  const row: SampleRow = {
    id: store.newId(),
    name: sample.id,
    patient: sample.patient,
    ras_status: sample.ras,
    mutated_genes: JSON.stringify(sample.mutatedGenes),
    blasts_day4_percent: sample.blastsDay4Percent,
    plan_id: planId,
    closed_at_utc: null,
    closed_by: null,
    created_at_utc: store.nowUtc(),
  };
  store.samples.insert(row);
  return row;
}

/** The sample that there is already, if the plan says the same of it. */
function furtherPlates(
  store: Store,
  known: SampleRow,
  sample: PlannedSample,
  by: string,
): SampleRow {
  const why = sampleConflict(known, sample);
  if (why !== null) throw conflict(why, { sample: sample.id });
  if (sample.blastsDay4Percent !== null) enterBlasts(store, known, sample.blastsDay4Percent, by);
  return known;
}

function onlySample(plate: PlannedPlate): string {
  const [sample, ...more] = Object.values(plate.samples);
  if (sample !== undefined && more.length === 0) return sample;
  throw new PlatewardenError(
    "PLAN_INVALID",
    `Plate ${plate.barcode} holds ${more.length === 0 ? "no sample" : "cells of several samples"}; one plate is one sample's.`,
    { detail: { barcode: plate.barcode } },
  );
}

function importPlate(
  store: Store,
  layouts: LayoutCatalogue,
  plate: PlannedPlate,
  context: { readonly planId: string; readonly position: number; readonly sampleId: string },
): void {
  const barcode = requireBarcode(plate.barcode);
  if (
    store.samples.plannedByBarcode(barcode) !== null ||
    store.plates.byBarcode(barcode) !== null
  ) {
    throw conflict(`Plate ${barcode} is already planned or read.`, { barcode });
  }
  store.samples.insertPlanned({
    barcode,
    plan_id: context.planId,
    position: context.position,
    sample_id: context.sampleId,
    layout_sha256: freezeLayout(store, layouts.require(plate.layoutId, plate.layoutRevision)),
    due_at_utc: plate.dueAt === null ? null : new Date(plate.dueAt).toISOString(),
  });
}

/**
 * Imports a checked plan: its samples and plates, all or nothing. A sample that is known already gets further plates, if
 * the plan says the same of it. The same text a second time changes nothing. Throws
 * PLAN_CONFLICT, PLAN_INVALID or LAYOUT_REVISION_CHANGED.
 */
export function importPlan(
  store: Store,
  layouts: LayoutCatalogue,
  plan: Plan,
  origin: { readonly source: string; readonly by: string },
): ImportedPlan {
  const counts = { samples: plan.samples.length, plates: plan.plates.length };
  return store.inTransaction(() => {
    const hash = sha256(origin.source);
    const before = store.samples.planByHash(hash);
    if (before !== null) return { planId: before.id, isNew: false, ...counts };
    const planId = store.newId();
    const now = store.nowUtc();
    store.samples.insertPlan({
      id: planId,
      title: plan.title,
      sha256: hash,
      source: origin.source,
      imported_by: origin.by,
      imported_at_utc: now,
    });
    const samples = new Map(
      plan.samples.map((sample) => [sample.id, importSample(store, planId, sample, origin.by)]),
    );
    for (const [position, plate] of plan.plates.entries()) {
      const sampleId = samples.get(onlySample(plate))?.id;
      if (sampleId === undefined)
        throw conflict(`Plate ${plate.barcode} names an unknown sample.`, {});
      importPlate(store, layouts, plate, { planId, position, sampleId });
    }
    store.journal.change("plan", planId, now);
    store.journal.audit({
      atUtc: now,
      actor: origin.by,
      action: "plan.import",
      subject: planId,
      detail: {
        title: plan.title,
        sha256: hash,
        samples: plan.samples.map(({ id, patient, ras, blastsDay4Percent }) => ({
          name: id,
          patient,
          ras,
          blastsDay4Percent,
        })),
        plates: plan.plates.map(({ barcode }) => barcode),
      },
    });
    return { planId, isNew: true, ...counts };
  });
}
