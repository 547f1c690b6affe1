/** What the plan page shows and sends. A plan is kept as its file's text; the draft is what the page edits of it. */
import type { Lamp } from "../domain/lamp.ts";

/** Texts as they were typed; what is wrong with them is for the check to say. */
export interface PlanDraft {
  readonly id: string;
  readonly title: string;
  readonly samples: readonly DraftSample[];
  readonly plates: readonly DraftPlate[];
  readonly lots: readonly { readonly compound: string; readonly lot: string }[];
}

export interface DraftSample {
  readonly id: string;
  /** Pseudonym; never a name. */
  readonly patient: string;
  /** mutant, wild type or unknown; anything else is a finding. */
  readonly ras: string;
  readonly genes: readonly string[];
  /** A text is what could not be read as a number: a finding. */
  readonly blastsDay4Percent: number | string | null;
}

export interface DraftPlate {
  readonly barcode: string;
  readonly layoutId: string;
  /** Null: the newest. */
  readonly revision: number | null;
  /** The one sample whose cells are on the plate: every patient slot of the layout is bound to it. */
  readonly sample: string;
  /** Drug slot of the layout to compound; empty where the layout names its compounds. */
  readonly drugs: Readonly<Record<string, string>>;
  /** ISO 8601 with offset, e.g. `2026-03-06T15:00:00+01:00`. */
  readonly due: string;
  /** Null: any reader. */
  readonly reader: string | null;
}

export type PlanTable = "plan" | "sample" | "plate" | "lot";

export interface PlanFindingView {
  readonly severity: "error" | "warning";
  /** As `platewarden plan check` names it; `known` for what is planned or read already. */
  readonly check: string;
  readonly sentence: string;
  readonly remedy: string;
  /** Which table of the draft, which row of it from 0, and which of its fields; null where it is about the whole. */
  readonly table: PlanTable;
  readonly row: number | null;
  readonly field: string | null;
}

export interface PlanCheckView {
  /** False while there is an error: then the plan cannot be saved. */
  readonly usable: boolean;
  readonly plates: number;
  readonly findings: readonly PlanFindingView[];
  /** The plan as a file, `plate-plan/1`, as it would be kept. */
  readonly text: string;
}

export interface PlanSummaryView {
  readonly planId: string;
  readonly title: string;
  readonly importedBy: string;
  readonly importedAtUtc: string;
  readonly samples: number;
  readonly planned: number;
  readonly read: number;
  readonly overdue: number;
  readonly nextDueUtc: string | null;
}

export interface PlanView extends PlanSummaryView {
  /** In the order of the plan. */
  readonly plates: readonly {
    readonly barcode: string;
    readonly sample: string;
    readonly layoutId: string;
    readonly dueAtUtc: string | null;
    readonly state: "waits" | "overdue" | "read";
    readonly plateId: string | null;
    readonly lamp: Lamp | null;
  }[];
}

/** What a plan can be made of. */
export interface PlanChoicesView {
  readonly layouts: readonly {
    readonly id: string;
    readonly revision: number;
    readonly newest: boolean;
    readonly title: string;
    readonly patientSlots: readonly string[];
    readonly drugSlots: readonly string[];
    /** Of its arms, and prednisolone where it is on the plate; drug slots as they are. */
    readonly compounds: readonly string[];
  }[];
  readonly readers: readonly string[];
}
