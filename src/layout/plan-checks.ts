/** What the sections of a plan mean together: known samples and layouts, bound slots, nothing twice. */

import type { Layout } from "../domain/layout.ts";
import type { PlannedPlate } from "../domain/plan.ts";
import { closestName, suggestName } from "./closest-name.ts";
import type { PlateEntry } from "./expand-plates.ts";
import { idsOf } from "./load-layouts.ts";
import type { LotSection, SampleSection } from "./plan-schema.ts";
import { patientSlots } from "./plate-groups.ts";
import type { Path, Report } from "./problem.ts";

/** RAS-pathway genes of the founding study. */
const RAS_GENES = ["NRAS", "KRAS", "PTPN11", "FLT3"];

/** Samples: ids once, genes that fit the status and are spelt right, every sample on a plate. */
export function checkSamples(
  samples: readonly (SampleSection | null)[],
  plates: readonly PlateEntry[],
  report: Report,
): void {
  const planned = new Set(plates.flatMap((plate) => Object.values(plate.samples)));
  const seen = new Set<string>();
  samples.forEach((sample, index) => {
    if (!sample) return;
    const path = ["sample", index];
    if (seen.has(sample.id)) reportTwice("sample", sample.id, [...path, "id"], report);
    seen.add(sample.id);
    checkGenes(sample, path, report);
    if (planned.has(sample.id)) return;
    report({
      severity: "warning",
      check: "unused-sample",
      path: [...path, "id"],
      message: `sample "${sample.id}" is on no plate`,
      remedy: "Bind it to a slot of a plate, or remove it.",
    });
  });
}

function checkGenes(sample: SampleSection, path: Path, report: Report): void {
  if (sample.ras === "wild type" && sample.genes.length > 0) {
    report({
      severity: "error",
      check: "ras",
      path: [...path, "genes"],
      message: `sample "${sample.id}" is wild type but lists mutated genes`,
      remedy:
        "Correct `ras`, or remove `genes`. Name only genes of the RAS pathway that are mutated.",
    });
  }
  sample.genes.forEach((gene, index) => {
    const meant = RAS_GENES.includes(gene) ? null : closestName(gene, RAS_GENES);
    if (meant === null) return;
    report({
      severity: "warning",
      check: "ras",
      path: [...path, "genes", index],
      message: `gene "${gene}" is not one of ${RAS_GENES.join(", ")}`,
      remedy: `Did you mean ${meant}?`,
    });
  });
}

/** Reports barcodes that occur twice, also when only upper and lower case differ. */
export function checkBarcodes(plates: readonly PlateEntry[], report: Report): void {
  const seen = new Map<string, string>();
  for (const { barcode, path } of plates) {
    const earlier = seen.get(barcode.toLowerCase());
    if (earlier === undefined) seen.set(barcode.toLowerCase(), barcode);
    else {
      const like = earlier === barcode ? "" : ` (as "${earlier}")`;
      report({
        severity: "error",
        check: "barcode",
        path: [...path, "barcode"],
        message: `the barcode "${barcode}" is planned twice${like}`,
        remedy: "Each plate has its own barcode; start the counter elsewhere with `from`.",
      });
    }
  }
}

/** The plate with its layout's revision, or null (reported) when layout, slots or samples do not fit together. */
export function bindPlate(
  entry: PlateEntry,
  sampleIds: readonly string[],
  layouts: readonly Layout[],
  report: Report,
): PlannedPlate | null {
  const samplesKnown = checkBoundSamples(entry, sampleIds, report);
  const layout = lookUpLayout(entry, layouts, report);
  if (!layout) return null;
  const { section, path } = entry;
  const slots = slotsOf(layout);
  const bound =
    checkSlots("samples", Object.keys(entry.samples), slots.patients, layout, path, report) &&
    checkSlots("drugs", Object.keys(section.drugs), slots.drugs, layout, path, report);
  if (!samplesKnown || !bound) return null;
  return {
    barcode: entry.barcode,
    layoutId: layout.id,
    layoutRevision: layout.revision,
    samples: entry.samples,
    drugs: section.drugs,
    dueAt: section.due,
    reader: section.reader ?? null,
  };
}

function slotsOf(layout: Layout): { patients: string[]; drugs: string[] } {
  const drugs = layout.arms.map((arm) => arm.compound).filter((compound) => isDrugSlot(compound));
  return { patients: patientSlots(layout.wells), drugs: [...new Set(drugs)] };
}

function isDrugSlot(compound: string): boolean {
  return /^D[1-9]\d?$/.test(compound);
}

function checkBoundSamples(
  entry: PlateEntry,
  sampleIds: readonly string[],
  report: Report,
): boolean {
  const unknown = Object.entries(entry.samples).filter(([, id]) => !sampleIds.includes(id));
  for (const [slot, id] of unknown) {
    const list = entry.section.samples[slot];
    const place = typeof list === "string" ? [] : [list?.indexOf(id) ?? 0];
    report({
      severity: "error",
      check: "unknown-sample",
      path: [...entry.path, "samples", slot, ...place],
      message: `no sample of this plan is called "${id}"`,
      remedy: suggestName(id, sampleIds),
    });
  }
  return unknown.length === 0;
}

function lookUpLayout(
  entry: PlateEntry,
  layouts: readonly Layout[],
  report: Report,
): Layout | null {
  const { layout: id, revision } = entry.section;
  const revisions = layouts.filter((layout) => layout.id === id);
  const newest = Math.max(...revisions.map((layout) => layout.revision));
  const found = revisions.find((layout) => layout.revision === (revision ?? newest));
  if (found) return found;
  const known = revisions.map((layout) => layout.revision).join(", ");
  report({
    severity: "error",
    check: "unknown-layout",
    path: [...entry.path, revisions.length === 0 ? "layout" : "revision"],
    message:
      revisions.length === 0
        ? `no layout is called "${id}"`
        : `layout "${id}" has no revision ${revision}`,
    remedy: revisions.length === 0 ? suggestName(id, idsOf(layouts)) : `There is: ${known}.`,
  });
  return null;
}

function checkSlots(
  key: "samples" | "drugs",
  bound: readonly string[],
  slots: readonly string[],
  layout: Layout,
  path: Path,
  report: Report,
): boolean {
  const free = slots.filter((slot) => !bound.includes(slot));
  const stray = bound.filter((slot) => !slots.includes(slot));
  const what = key === "samples" ? "sample" : "compound";
  if (free.length > 0) {
    report({
      severity: "error",
      check: "slots",
      path: [...path, key],
      message: `slot ${free.join(", ")} of layout "${layout.id}" has no ${what}`,
      remedy: `Bind it: \`${key} = { ${free[0]} = "…" }\`.`,
    });
  }
  for (const slot of stray) {
    report({
      severity: "error",
      check: "slots",
      path: [...path, key, slot],
      atKey: true,
      message: `layout "${layout.id}" has no slot ${slot}`,
      remedy: slots.length > 0 ? `It has: ${slots.join(", ")}.` : `Remove \`${key}\`.`,
    });
  }
  return free.length === 0 && stray.length === 0;
}

/** Lots: each compound once; a warning for compounds without a lot (when lots are kept at all) and lots without use. */
export function checkLots(
  lots: readonly (LotSection | null)[],
  plates: readonly PlannedPlate[],
  layouts: readonly Layout[],
  report: Report,
): void {
  const compounds = compoundsOf(plates, layouts);
  const seen = new Set<string>();
  lots.forEach((lot, index) => {
    if (!lot) return;
    const path = ["lot", index, "compound"];
    if (seen.has(lot.compound)) reportTwice("lot of", lot.compound, path, report);
    seen.add(lot.compound);
    if (compounds.includes(lot.compound)) return;
    report({
      severity: "warning",
      check: "lots",
      path,
      message: `no planned plate holds "${lot.compound}"`,
      remedy: suggestName(lot.compound, compounds),
    });
  });
  const without = compounds.filter((compound) => !seen.has(compound));
  if (without.length === 0) return;
  report({
    severity: "warning",
    check: "lots",
    path: ["title"],
    message: `no lot is stated for ${without.join(", ")}`,
    remedy:
      "Add `[[lot]]` with `compound` and `lot`, so that a bad lot can be traced to its plates.",
  });
}

/** Compounds on the planned plates, drug slots replaced by what they are bound to, prednisolone first where used. */
function compoundsOf(plates: readonly PlannedPlate[], layouts: readonly Layout[]): string[] {
  const compounds = plates.flatMap((plate) => {
    const layout = layouts.find(
      ({ id, revision }) => id === plate.layoutId && revision === plate.layoutRevision,
    );
    if (!layout) return [];
    const arms = layout.arms.filter((arm) => !arm.vehicle);
    const dosed = Object.values(layout.wells).some((well) => (well.prednisoloneUgPerMl ?? 0) > 0);
    const inhibitors = arms.map((arm) => plate.drugs[arm.compound] ?? arm.compound);
    return dosed ? ["prednisolone", ...inhibitors] : inhibitors;
  });
  return [...new Set(compounds)];
}

function reportTwice(kind: string, id: string, path: Path, report: Report): void {
  report({
    severity: "error",
    check: "duplicate-id",
    path,
    message: `${kind} "${id}" is described twice`,
    remedy: "Remove one, or give it another name.",
  });
}
