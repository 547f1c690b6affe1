import type { Layout } from "../domain/layout.ts";
import { patientSlots } from "../layout/plate-groups.ts";
import { writePlan } from "../layout/write-plan.ts";
import type { DraftPlate, DraftSample, PlanDraft } from "./plan-views.ts";

/** The draft of a plan as its file's text. Every patient slot of a plate's layout is bound to the plate's sample. */
export function draftText(draft: PlanDraft, layouts: readonly Layout[]): string {
  return writePlan({
    id: draft.id,
    title: draft.title,
    sample: draft.samples.map(sampleSection),
    plate: draft.plates.map((plate) => plateSection(plate, layouts)),
    lot: draft.lots.map(({ compound, lot }) => ({ compound, lot })),
  });
}

function sampleSection(sample: DraftSample): Readonly<Record<string, unknown>> {
  const { id, patient, ras, genes, blastsDay4Percent: blasts } = sample;
  return {
    id,
    patient,
    ras,
    ...(genes.length === 0 ? {} : { genes }),
    ...(blasts === null ? {} : { blasts_day4_percent: blasts }),
  };
}

function plateSection(
  plate: DraftPlate,
  layouts: readonly Layout[],
): Readonly<Record<string, unknown>> & { readonly due: string } {
  const layout = layouts.find(({ id }) => id === plate.layoutId);
  const slots = layout === undefined ? ["P1"] : patientSlots(layout.wells);
  const bound = Object.entries(plate.drugs).filter(([, compound]) => compound.trim() !== "");
  return {
    barcode: plate.barcode,
    layout: plate.layoutId,
    ...(plate.revision === null ? {} : { revision: plate.revision }),
    samples: Object.fromEntries(slots.map((slot) => [slot, plate.sample])),
    ...(bound.length === 0 ? {} : { drugs: Object.fromEntries(bound) }),
    due: plate.due,
    ...(plate.reader === null ? {} : { reader: plate.reader }),
  };
}
