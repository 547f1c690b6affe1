/** What of a plan is known already, found before it is imported. */
import type { Plan, PlannedSample } from "../domain/plan.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";

export interface PlanConflict {
  readonly of: "sample" | "plate";
  /** The sample's id or the plate's barcode. */
  readonly name: string;
  readonly sentence: string;
  readonly remedy: string;
}

/**
 * Why a sample of a plan cannot be the one of that name in the store; null where it can: a later plan may bring further
 * plates of the same cells.
 */
export function sampleConflict(known: SampleRow, planned: PlannedSample): string | null {
  if (known.closed_at_utc !== null) return `Sample ${known.name} has been closed.`;
  const genes = (JSON.parse(known.mutated_genes) as string[]).toSorted().join(", ");
  const same =
    known.patient === planned.patient &&
    known.ras_status === planned.ras &&
    genes === planned.mutatedGenes.toSorted().join(", ") &&
    blastsAgree(known.blasts_day4_percent, planned.blastsDay4Percent);
  if (same) return null;
  const blasts =
    known.blasts_day4_percent === null ? "" : `, ${known.blasts_day4_percent} % blasts`;
  const is = `patient ${known.patient}, RAS ${known.ras_status}${genes === "" ? "" : ` (${genes})`}${blasts}`;
  return `There is already a sample ${known.name}, and it is another one: ${is}.`;
}

/** What one of them does not say, the other may. */
function blastsAgree(known: number | null, planned: number | null): boolean {
  return known === null || planned === null || known === planned;
}

/** Samples that are others of the same name, and plates that are planned or read. */
export function planConflicts(
  store: Store,
  plan: Pick<Plan, "samples" | "plates">,
): PlanConflict[] {
  const samples = plan.samples.flatMap((sample): PlanConflict[] => {
    const known = store.samples.byName(sample.id);
    const sentence = known === null ? null : sampleConflict(known, sample);
    if (sentence === null) return [];
    const remedy = "Give it another name, or say the same of it as before.";
    return [{ of: "sample", name: sample.id, sentence, remedy }];
  });
  const plates = plan.plates.flatMap(({ barcode }): PlanConflict[] => {
    const read = store.plates.byBarcode(barcode) !== null;
    if (!read && store.samples.plannedByBarcode(barcode) === null) return [];
    const sentence = `Plate ${barcode} is already ${read ? "read" : "planned"}.`;
    return [{ of: "plate", name: barcode, sentence, remedy: "Each plate has its own barcode." }];
  });
  return [...samples, ...plates];
}
