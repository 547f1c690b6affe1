/** What is wrong with the draft of a plan, at the field where it is mended. */
import { RAS_STATUSES } from "../domain/plan.ts";
import type { CheckedPlan } from "../layout/plan-file.ts";
import type { Finding } from "../layout/problem.ts";
import { type PlanConflict, planConflicts } from "../pipeline/plan-conflicts.ts";
import type { Store } from "../store/open-store.ts";
import { formWords } from "./plan-finding-words.ts";
import type { PlanDraft, PlanFindingView, PlanTable } from "./plan-views.ts";

/** The fields of the file that the page calls otherwise. */
const FIELDS: Readonly<Record<string, string>> = {
  blasts_day4_percent: "blastsDay4Percent",
  samples: "sample",
  layout: "layoutId",
  revision: "layoutId",
};

/** Findings of the check that `platewarden plan check` makes, and then what only the store and the clock know. */
export function draftFindings(
  store: Store,
  draft: PlanDraft,
  checked: CheckedPlan,
  readerIds: readonly string[],
): PlanFindingView[] {
  return [
    ...checked.findings.map((finding) => findingView(finding, draft)),
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

function findingView(finding: Finding, draft: PlanDraft): PlanFindingView {
  const { severity, check } = finding;
  const place = placeOf(finding);
  return {
    severity,
    check,
    ...formWords(isDueEmpty(place, draft) ? { ...finding, message: NO_DUE } : finding, place),
    ...place,
  };
}

/** The file's check takes an empty text for a wrong one. */
const NO_DUE = "the time when the plate is due is missing";

function isDueEmpty({ field, row }: Pick<PlanFindingView, "row" | "field">, draft: PlanDraft) {
  return field === "due" && draft.plates[row ?? -1]?.due.trim() === "";
}

function placeOf(finding: Finding): Pick<PlanFindingView, "table" | "row" | "field"> {
  const [table, row, field] = finding.path;
  if ((table === "sample" || table === "plate" || table === "lot") && typeof row === "number") {
    if (finding.check === "pattern") return { table, row, field: "barcode" };
    return { table, row, field: field === "drugs" ? drugSlotOf(finding) : fieldOf(field) };
  }
  // Of the whole plan there is one field for lots: their table.
  if (finding.check === "lots") return { table: "lot", row: null, field: null };
  const name = typeof table === "string" ? table : null;
  return { table: isTable(name) ? name : "plan", row: null, field: isTable(name) ? null : name };
}

function fieldOf(field: string | number | undefined): string | null {
  return typeof field === "string" ? (FIELDS[field] ?? field) : null;
}

/** The column of the slot that is meant: the one in the path, or the first that is free. */
function drugSlotOf({ path, message }: Finding): string {
  const slot = path[3];
  return typeof slot === "string" ? slot : (/D\d+/.exec(message)?.[0] ?? "D1");
}

function isTable(name: string | null): name is PlanTable {
  return name === "sample" || name === "plate" || name === "lot";
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
