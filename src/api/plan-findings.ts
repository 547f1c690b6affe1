/** What is wrong with the draft of a plan, at the field where it is mended. */
import { RAS_STATUSES } from "../domain/plan.ts";
import type { CheckedPlan } from "../layout/plan-file.ts";
import type { Finding, Path } from "../layout/problem.ts";
import { type PlanConflict, planConflicts } from "../pipeline/plan-conflicts.ts";
import type { Store } from "../store/open-store.ts";
import type { PlanDraft, PlanFindingView, PlanTable } from "./plan-views.ts";

/** The fields of the file that the page calls otherwise. */
const FIELDS: Readonly<Record<string, string>> = {
  blasts_day4_percent: "blastsDay4Percent",
  samples: "sample",
  layout: "layoutId",
};

/** Findings of the check that `platewarden plan check` makes, and then what only the store and the clock know. */
export function draftFindings(
  store: Store,
  draft: PlanDraft,
  checked: CheckedPlan,
  readerIds: readonly string[],
): PlanFindingView[] {
  return [
    ...checked.findings.map(findingView),
    ...planConflicts(store, knownParts(draft)).map((conflict) => conflictView(conflict, draft)),
    ...draft.plates.flatMap((plate, row) => plateFindings(store, plate, row, readerIds)),
    ...draft.samples.flatMap((sample, row) => sampleFindings(store, sample.id, row)),
  ];
}

/** What can be compared with the store, even while other fields are still empty. */
function knownParts(draft: PlanDraft): Parameters<typeof planConflicts>[1] {
  return {
    samples: draft.samples.flatMap((sample) => {
      const ras = RAS_STATUSES.find((status) => status === sample.ras);
      const { blastsDay4Percent } = sample;
      if (ras === undefined || typeof blastsDay4Percent === "string") return [];
      return [{ ...sample, ras, blastsDay4Percent, mutatedGenes: sample.genes }];
    }),
    plates: draft.plates.map((plate) => ({
      barcode: plate.barcode,
      layoutId: plate.layoutId,
      layoutRevision: plate.revision ?? 0,
      samples: {},
      drugs: plate.drugs,
      dueAt: null,
      reader: plate.reader,
    })),
  };
}

function findingView(finding: Finding): PlanFindingView {
  const { severity, check } = finding;
  const place = placeOf(finding.path);
  const called = LABELS[`${place.table} ${place.field}`];
  const isEmpty = / cannot be ""$/.test(finding.message);
  return {
    severity,
    check,
    sentence:
      isEmpty && called !== undefined ? `${called} is missing.` : asSentence(finding.message),
    remedy: place.field === "due" ? DUE_REMEDY : finding.remedy,
    ...place,
  };
}

/** As the page calls the fields, where an empty one is to be named. */
const LABELS: Readonly<Record<string, string>> = {
  "plan id": "The plan’s short name",
  "plan title": "The plan’s title",
  "sample id": "The sample’s name",
  "sample patient": "The patient’s pseudonym",
  "plate barcode": "The barcode",
  "plate layoutId": "The layout",
  "plate sample": "The sample",
  "lot compound": "The compound",
  "lot lot": "The lot",
};

/** The page itself adds the offset. */
const DUE_REMEDY = "Write date and time, for example 2026-03-06 15:00, or 15:00 for today.";

function placeOf(path: Path): Pick<PlanFindingView, "table" | "row" | "field"> {
  const [table, row, field] = path;
  if ((table === "sample" || table === "plate" || table === "lot") && typeof row === "number") {
    return { table, row, field: typeof field === "string" ? (FIELDS[field] ?? field) : null };
  }
  const name = typeof table === "string" ? table : null;
  return { table: isTable(name) ? name : "plan", row: null, field: isTable(name) ? null : name };
}

function isTable(name: string | null): name is PlanTable {
  return name === "sample" || name === "plate" || name === "lot";
}

function asSentence(message: string): string {
  const text = message.replaceAll("`", "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

function conflictView(conflict: PlanConflict, draft: PlanDraft): PlanFindingView {
  const { of: table, name, sentence, remedy } = conflict;
  const row =
    table === "sample"
      ? draft.samples.findIndex(({ id }) => id === name)
      : draft.plates.findIndex(({ barcode }) => barcode === name);
  const field = table === "sample" ? "id" : "barcode";
  return { severity: "error", check: "known", sentence, remedy, table, row, field };
}

function plateFindings(
  store: Store,
  plate: PlanDraft["plates"][number],
  row: number,
  readerIds: readonly string[],
): PlanFindingView[] {
  const warn = (field: string, sentence: string, remedy: string): PlanFindingView => ({
    severity: "warning",
    check: field,
    sentence,
    remedy,
    table: "plate",
    row,
    field,
  });
  const due = Date.parse(plate.due);
  const isPast = !Number.isNaN(due) && due < Date.parse(store.nowUtc());
  const isStrange = plate.reader !== null && !readerIds.includes(plate.reader);
  return [
    ...(isPast
      ? [
          warn(
            "due",
            "The plate is due in the past.",
            "It would be overdue at once: look at the date.",
          ),
        ]
      : []),
    ...(isStrange
      ? [
          warn(
            "reader",
            `No reader is called ${plate.reader}.`,
            `There is: ${readerIds.join(", ")}.`,
          ),
        ]
      : []),
  ];
}

function sampleFindings(store: Store, name: string, row: number): PlanFindingView[] {
  const known = store.samples.byName(name);
  if (known === null || store.plates.ofSample(known.id).length === 0) return [];
  return [
    {
      severity: "warning",
      check: "read-before",
      sentence: `Plates of sample ${name} have been read already.`,
      remedy: "Its verdicts are provisional again until the plates planned here are read.",
      table: "sample",
      row,
      field: "id",
    },
  ];
}
