/** Plans behind the API: checked, kept as a file's text, and how far they have come. */
import type { AnalysisSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { checkPlan } from "../layout/plan-file.ts";
import { patientSlots } from "../layout/plate-groups.ts";
import { evaluateSample } from "../pipeline/evaluate-sample.ts";
import type { LayoutCatalogue } from "../pipeline/identify-plate.ts";
import { importPlan } from "../pipeline/import-plan.ts";
import { bindWaiting } from "../pipeline/match-announced.ts";
import type { Store } from "../store/open-store.ts";
import type { PlanRow } from "../store/samples.ts";
import { draftText } from "./draft-text.ts";
import { draftFindings } from "./plan-findings.ts";
import type {
  PlanCheckView,
  PlanChoicesView,
  PlanDraft,
  PlanSummaryView,
  PlanView,
} from "./plan-views.ts";
import { plateSummary } from "./summary-views.ts";

export interface PlanService {
  choices(): PlanChoicesView;
  check(draft: PlanDraft): PlanCheckView;
  /** Throws PLAN_INVALID, PLAN_CONFLICT or LAYOUT_REVISION_CHANGED; then nothing was planned. */
  save(draft: PlanDraft, by: string): PlanView;
  /** Newest first. */
  all(): readonly PlanSummaryView[];
  /** Throws PLAN_UNKNOWN. */
  plan(planId: string): PlanView;
  /** The file's text and a name for it. Throws PLAN_UNKNOWN. */
  file(planId: string): { readonly name: string; readonly text: string };
}

export interface PlanParts {
  readonly store: Store;
  readonly layouts: LayoutCatalogue;
  readonly settings: () => AnalysisSettings;
  readonly readerIds: readonly string[];
}

export function createPlanService(parts: PlanParts): PlanService {
  const { store, layouts } = parts;

  function requirePlan(planId: string): PlanRow {
    const row = store.samples.planById(planId);
    if (row !== null) return row;
    throw new PlatewardenError("PLAN_UNKNOWN", `There is no plan ${planId}.`, {
      detail: { planId },
    });
  }

  function check(draft: PlanDraft): PlanCheckView {
    const text = draftText(draft, layouts.all());
    const checked = checkPlan(text, layouts.all());
    const findings = draftFindings(store, draft, checked, parts.readerIds);
    return {
      usable: checked.plan !== null && findings.every(({ severity }) => severity !== "error"),
      plates: checked.plan?.plates.length ?? 0,
      findings,
      text,
    };
  }

  return {
    choices: () => planChoices(layouts, parts.readerIds),
    check,
    save: (draft, by) => {
      const { text, findings } = check(draft);
      const { plan } = checkPlan(text, layouts.all());
      const errors = findings.filter(({ severity }) => severity === "error");
      const known = errors.every(({ check: name }) => name === "known");
      if (plan === null || !known) {
        const sentences = errors.map(({ sentence }) => sentence).join(" ");
        throw new PlatewardenError("PLAN_INVALID", `The plan cannot be used. ${sentences}`, {
          detail: { findings: errors },
        });
      }
      const { planId } = importPlan(store, layouts, plan, { source: text, by });
      // What waited for somebody to say what it is may be in the plan; read samples are provisional again.
      bindWaiting(store);
      for (const { id: name } of plan.samples) {
        const sample = store.samples.byName(name);
        const isRead = sample !== null && store.plates.ofSample(sample.id).length > 0;
        if (isRead) evaluateSample(store, sample.id, parts.settings());
      }
      return planView(store, requirePlan(planId));
    },
    all: () =>
      store.samples
        .allPlans()
        .map((row) => planSummary(store, row))
        .reverse(),
    plan: (planId) => planView(store, requirePlan(planId)),
    file: (planId) => {
      const { source, title } = requirePlan(planId);
      const name = title.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
      return { name: `${name.toLowerCase() || "plan"}.toml`, text: source };
    },
  };
}

function planChoices(layouts: LayoutCatalogue, readers: readonly string[]): PlanChoicesView {
  const all = layouts.all();
  return {
    readers,
    layouts: all.map((layout) => {
      const compounds = layout.arms.filter((arm) => !arm.vehicle).map((arm) => arm.compound);
      const isDosed = Object.values(layout.wells).some(
        (well) => (well.prednisoloneUgPerMl ?? 0) > 0,
      );
      return {
        id: layout.id,
        revision: layout.revision,
        newest: all.every((other) => other.id !== layout.id || other.revision <= layout.revision),
        title: layout.title,
        patientSlots: patientSlots(layout.wells),
        drugSlots: [...new Set(layout.arms.map((arm) => arm.compound))].filter(isDrugSlot),
        compounds: [...new Set([...(isDosed ? ["prednisolone"] : []), ...compounds])],
      };
    }),
  };
}

function isDrugSlot(compound: string): boolean {
  return /^D[1-9]\d?$/.test(compound);
}

function planSummary(store: Store, row: PlanRow): PlanSummaryView {
  const planned = store.samples.plannedOfPlan(row.id);
  const now = store.nowUtc();
  const waiting = planned.filter(({ barcode }) => store.plates.byBarcode(barcode) === null);
  const dues = waiting.map((plate) => plate.due_at_utc).filter((due) => due !== null);
  return {
    planId: row.id,
    title: row.title,
    importedBy: row.imported_by,
    importedAtUtc: row.imported_at_utc,
    samples: new Set(planned.map((plate) => plate.sample_id)).size,
    planned: planned.length,
    read: planned.length - waiting.length,
    overdue: dues.filter((due) => due < now).length,
    nextDueUtc: dues.toSorted()[0] ?? null,
  };
}

function planView(store: Store, row: PlanRow): PlanView {
  const now = store.nowUtc();
  const plates = store.samples.plannedOfPlan(row.id).map((planned): PlanView["plates"][number] => {
    const plate = store.plates.byBarcode(planned.barcode);
    const isLate = planned.due_at_utc !== null && planned.due_at_utc < now;
    return {
      barcode: planned.barcode,
      sample: store.samples.byId(planned.sample_id)?.name ?? "",
      layoutId: store.plates.layoutByHash(planned.layout_sha256)?.id ?? "",
      dueAtUtc: planned.due_at_utc,
      state: plate !== null ? "read" : isLate ? "overdue" : "waits",
      plateId: plate?.id ?? null,
      lamp: plate === null ? null : plateSummary(store, plate).lamp,
    };
  });
  return { ...planSummary(store, row), plates };
}
