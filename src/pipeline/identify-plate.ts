/** Who a plate is: its sample, its layout, and whether that agrees with the plan and with what is stored. */
import { PlatewardenError } from "../domain/errors.ts";
import type { Layout } from "../domain/layout.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { requireBarcode } from "./barcode.ts";
import { alreadyRead } from "./bind-reading.ts";
import { checkSampleName, isCheckLayout, isCheckSample, NO_PATIENT } from "./check-sample.ts";
import { endChangedSignatures } from "./review/end-changed-signatures.ts";
import { storedLayout } from "./sample-evidence.ts";

/** The layouts that can be chosen. */
export interface LayoutCatalogue {
  /** The named revision, or the newest. Throws LAYOUT_UNKNOWN. */
  require(id: string, revision?: number): Layout;
  all(): readonly Layout[];
}

/** What a person says of a plate. */
export interface PlateStatement {
  readonly barcode: string;
  /** May be left out where the plate holds no patient's cells, and where it is known already. */
  readonly sample?: string | undefined;
  readonly layoutId: string;
  readonly operator: string;
  readonly blastsDay4Percent?: number | undefined;
  readonly rereadReason?: string | undefined;
  /** Why a reading may count that says of itself that it should not, e.g. one that was typed in. */
  readonly barReason?: string | undefined;
  /** Who says it is what a command was told, not proven by a sign-in. */
  readonly through?: "command" | undefined;
}

export interface IdentifiedPlate {
  readonly barcode: string;
  readonly sampleId: string;
  readonly layoutSha256: string;
  readonly operator: string;
  readonly rereadReason: string | null;
}

/** Layouts that say something else than the revision of the same name that plates were read with. */
export function changedLayouts(store: Store, layouts: LayoutCatalogue): readonly Layout[] {
  return layouts.all().filter((layout) => {
    const used = store.plates.layoutByRevision(layout.id, layout.revision);
    return used !== null && used.sha256 !== layout.sha256;
  });
}

/** Keeps a layout revision for good. Throws LAYOUT_REVISION_CHANGED when it was used with another content. */
export function freezeLayout(store: Store, layout: Layout): string {
  if (store.plates.layoutByHash(layout.sha256) !== null) return layout.sha256;
  if (store.plates.layoutByRevision(layout.id, layout.revision) !== null) {
    throw new PlatewardenError(
      "LAYOUT_REVISION_CHANGED",
      `Layout ${layout.id} revision ${layout.revision} is not what it was when plates were read with it.`,
      { detail: { id: layout.id, revision: layout.revision } },
    );
  }
  store.plates.insertLayout({
    sha256: layout.sha256,
    id: layout.id,
    revision: layout.revision,
    title: layout.title,
    body: JSON.stringify(layout),
    used_at_utc: store.nowUtc(),
  });
  return layout.sha256;
}

function requireText(value: string, field: string): string {
  const text = value.trim();
  if (text !== "" && text.length <= 200) return text;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `${field} is missing or longer than 200 characters.`,
    {
      detail: { field },
    },
  );
}

function sampleNamed(store: Store, name: string, patient: string): SampleRow {
  const known = store.samples.byName(name);
  if (known !== null) return known;
  const sample: SampleRow = {
    id: store.newId(),
    name,
    patient,
    ras_status: "unknown",
    mutated_genes: "[]",
    blasts_day4_percent: null,
    plan_id: null,
    closed_at_utc: null,
    closed_by: null,
    created_at_utc: store.nowUtc(),
  };
  store.samples.insert(sample);
  store.journal.change("sample", sample.id, store.nowUtc());
  return sample;
}

/** The sample of a plate that checks reader and pipettes: the one it has, else one of its own. */
function sampleOfCheck(store: Store, barcode: string): SampleRow {
  const known = store.plates.byBarcode(barcode) ?? store.samples.plannedByBarcode(barcode);
  const sample =
    (known === null ? null : store.samples.byId(known.sample_id)) ??
    sampleNamed(store, checkSampleName(barcode), NO_PATIENT);
  if (known !== null || isCheckSample(sample)) return sample;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `Sample ${sample.name} is a patient's: name another sample for plate ${barcode}.`,
  );
}

function sampleOfPlate(
  store: Store,
  barcode: string,
  layout: Layout,
  named: string | undefined,
): SampleRow {
  const name = named?.trim() ?? "";
  if (name === "" && isCheckLayout(layout)) return sampleOfCheck(store, barcode);
  const sample = sampleNamed(store, requireText(name, "sample"), name);
  if (!isCheckSample(sample) || isCheckLayout(layout)) return sample;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    `Sample ${sample.name} is a check of a reader: name the patient's sample for plate ${barcode}.`,
  );
}

function requirePlanned(store: Store, barcode: string, sample: SampleRow, layout: Layout): void {
  const planned = store.samples.plannedByBarcode(barcode);
  if (planned === null) return;
  if (planned.sample_id === sample.id && planned.layout_sha256 === layout.sha256) return;
  const plannedSample = store.samples.byId(planned.sample_id)?.name ?? "?";
  const plannedLayout = store.plates.layoutByHash(planned.layout_sha256)?.id ?? "?";
  throw new PlatewardenError(
    "PLATE_MISMATCH",
    `The plan says that plate ${barcode} is sample ${plannedSample} with layout ${plannedLayout}.`,
    { detail: { barcode, plannedSample, plannedLayout } },
  );
}

/** A planned plate keeps the revision it was planned with, whatever has come since. */
function layoutFor(store: Store, layouts: LayoutCatalogue, barcode: string, id: string): Layout {
  const planned = store.samples.plannedByBarcode(barcode);
  const stored = planned === null ? null : storedLayout(store, planned.layout_sha256);
  return stored?.id === id ? stored : layouts.require(id);
}

/**
 * Records the share of leukaemic cells on day 4, in percent; signatures on the sample's plates end when it changes. Call
 * inside a transaction.
 */
export function enterBlasts(store: Store, sample: SampleRow, percent: number, by: string): void {
  if (!(percent >= 0 && percent <= 100)) {
    throw new PlatewardenError("REQUEST_INVALID", `${percent} % blasts is not between 0 and 100.`);
  }
  if (sample.blasts_day4_percent === percent) return;
  store.samples.setBlasts(sample.id, percent);
  store.journal.change("sample", sample.id, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: by,
    action: "sample.blasts",
    subject: sample.id,
    detail: { before: sample.blasts_day4_percent, after: percent },
  });
  for (const plate of store.plates.ofSample(sample.id)) endChangedSignatures(store, plate);
}

/**
 * Checks what a person says of a plate against the layouts, the plan and what has been read, and makes the sample and
 * the layout known. Call inside a transaction. Throws a PlatewardenError that says what does not fit.
 */
export function identifyPlate(
  store: Store,
  layouts: LayoutCatalogue,
  statement: PlateStatement,
): IdentifiedPlate {
  const barcode = requireBarcode(statement.barcode);
  const operator = requireText(statement.operator, "operator");
  const layout = layoutFor(store, layouts, barcode, statement.layoutId.trim());
  const sample = sampleOfPlate(store, barcode, layout, statement.sample);
  const rereadReason = statement.rereadReason?.trim() || null;
  requirePlanned(store, barcode, sample, layout);
  const plate = store.plates.byBarcode(barcode);
  if (plate === null && sample.closed_at_utc !== null) {
    throw new PlatewardenError(
      "SAMPLE_CLOSED",
      `Sample ${sample.name} was closed by ${sample.closed_by}.`,
    );
  }
  if (plate !== null && (plate.sample_id !== sample.id || plate.layout_sha256 !== layout.sha256)) {
    const known = store.samples.byId(plate.sample_id)?.name ?? "?";
    throw new PlatewardenError(
      "PLATE_MISMATCH",
      `Plate ${barcode} is already known as sample ${known} with layout ${store.plates.layoutByHash(plate.layout_sha256)?.id ?? "?"}.`,
      { detail: { barcode } },
    );
  }
  if (plate !== null && rereadReason === null) throw alreadyRead(barcode);
  const layoutSha256 = freezeLayout(store, layout);
  if (statement.blastsDay4Percent !== undefined) {
    enterBlasts(store, sample, statement.blastsDay4Percent, operator);
  }
  return { barcode, sampleId: sample.id, layoutSha256, operator, rereadReason };
}
