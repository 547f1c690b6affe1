/** A plan says which plates will be read, whose cells they hold and when: what binds the slots of layouts to patients. */

/** RAS-pathway status of a sample, as the lab's sequencing gave it. */
export type RasStatus = "mutant" | "wild type" | "unknown";

export const RAS_STATUSES: readonly RasStatus[] = ["mutant", "wild type", "unknown"];

/** Cells of one patient, one date, one state. */
export interface PlannedSample {
  /** Unique in the plan. */
  readonly id: string;
  /** Pseudonym; never a name. */
  readonly patient: string;
  readonly ras: RasStatus;
  readonly mutatedGenes: readonly string[];
  /** Leukaemic cells on day 4 in percent; null until counted. */
  readonly blastsDay4Percent: number | null;
}

export interface PlannedPlate {
  /** Unique in the plan, also when upper and lower case are not told apart. */
  readonly barcode: string;
  readonly layoutId: string;
  readonly layoutRevision: number;
  /** Patient slot of the layout (`P1`) to sample id. */
  readonly samples: Readonly<Record<string, string>>;
  /** Drug slot of the layout (`D1`) to compound; empty when the layout names its compounds. */
  readonly drugs: Readonly<Record<string, string>>;
  /** ISO 8601 with the offset it was planned in, e.g. `2026-03-06T15:00:00.000+01:00`; null = any time. */
  readonly dueAt: string | null;
  /** Null: any reader. */
  readonly reader: string | null;
}

/** The lot of a compound that all plates of the plan use. */
export interface PlannedLot {
  readonly compound: string;
  readonly lot: string;
}

export interface Plan {
  readonly id: string;
  readonly title: string;
  readonly samples: readonly PlannedSample[];
  readonly plates: readonly PlannedPlate[];
  readonly lots: readonly PlannedLot[];
}
