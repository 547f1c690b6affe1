/** What the layout workshop shows. A layout is its TOML text; everything else here is made of it by the server. */
import type { Layout } from "../domain/layout.ts";

export interface LayoutListView {
  readonly layouts: readonly LayoutSummaryView[];
  /** False when the folder of layouts cannot be written; why, in words. */
  readonly canSave: { readonly yes: boolean; readonly why: string | null };
}

export interface LayoutSummaryView {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly file: string;
  readonly sha256: string;
  /** Plates were planned or read with it: it can no longer be changed, only followed by a new revision. */
  readonly used: boolean;
  readonly newest: boolean;
}

export interface LayoutTextView extends LayoutSummaryView {
  readonly text: string;
}

/** One finding; the place is in the text, the wells are those concerned. */
export interface LayoutFindingView {
  readonly severity: "error" | "warning";
  readonly check: string;
  readonly sentence: string;
  readonly remedy: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly wells: readonly string[];
}

export interface LayoutCheckView {
  /** Null while there are errors that leave no plate. */
  readonly plates: readonly Layout[] | null;
  readonly findings: readonly LayoutFindingView[];
  /** One sentence a turn: what the controls and the wells would show of it. */
  readonly orientation: readonly string[];
  /** The 8 × 12 picture as the file may hold it; null without a plate. */
  readonly picture: string | null;
}

export type LayoutSource = "plater" | "wellmap" | "csv";

export interface ImportLayoutRequest {
  readonly source: LayoutSource;
  readonly text: string;
  readonly id: string;
}

/** A draft in our own format, with what could not be taken over. */
export interface ImportedLayoutView {
  readonly text: string;
  readonly remarks: readonly string[];
}

/** What is drawn: the meaning of each well, as the grid shows it. */
export interface DrawnWell {
  readonly well: string;
  readonly role: string;
  readonly arm: string | null;
  readonly prednisolone: string | null;
  readonly inhibitor: string | null;
  readonly replicate: number | null;
  readonly patientSlot: string | null;
}

export interface DrawnLayoutRequest {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly arms: readonly {
    readonly id: string;
    readonly compound: string | null;
    readonly concentration: string | null;
    readonly solvent: string | null;
    readonly vehicle: boolean;
  }[];
  readonly wells: readonly DrawnWell[];
}

export interface SaveLayoutRequest {
  readonly text: string;
  readonly reason: string;
}
