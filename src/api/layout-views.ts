/** What the layout workshop shows. A layout is its TOML text; everything else here is made of it by the server. */
import type { DrawnLayout } from "../domain/drawn-layout.ts";
import type { Layout } from "../domain/layout.ts";

export interface LayoutListView {
  /** By id, then revision. */
  readonly layouts: readonly LayoutSummaryView[];
  /** Files of the folder that cannot be used, with how many problems they have. */
  readonly faulty: readonly { readonly file: string; readonly problems: string }[];
  /** False when the folder of layouts cannot be written; why, in words. */
  readonly canSave: { readonly yes: boolean; readonly why: string | null };
}

export interface LayoutSummaryView {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly file: string;
  /** Of the meaning of its 96 wells. */
  readonly sha256: string;
  /** Plates were planned or read with it: it can no longer be changed, only followed by a new revision. */
  readonly used: boolean;
  readonly newest: boolean;
  /** What each well is, A1 to H12, for a small picture: its role, and the place of its arm among the arms (from 0). */
  readonly wells: readonly { readonly role: string; readonly arm: number | null }[];
}

export interface LayoutTextView extends LayoutSummaryView {
  readonly text: string;
  readonly check: LayoutCheckView;
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
  /** The layout can do without this check, with a reason. */
  readonly waivable: boolean;
}

export interface LayoutCheckView {
  /** Null while there are errors that leave no plate. */
  readonly plates: readonly Layout[] | null;
  readonly findings: readonly LayoutFindingView[];
  /** One sentence a turn: what the controls and the wells would show of it. */
  readonly orientation: readonly string[];
  /** The 8 × 12 picture as the file may hold it; null without a plate. */
  readonly picture: string | null;
  /** What the text draws, also where checks find errors; null where some well cannot be understood. */
  readonly drawing: DrawnLayout | null;
  /** Wells that mean something else than in the layout it is compared with; null when it is compared with none. */
  readonly differences: readonly LayoutDifferenceView[] | null;
}

export interface LayoutDifferenceView {
  readonly well: string;
  readonly before: string;
  readonly after: string;
}

export type LayoutSource = "plater" | "wellmap" | "csv";

export interface CheckLayoutRequest {
  readonly text: string;
  /** A saved revision to compare with. */
  readonly against?: LayoutRevisionRequest | undefined;
}

export interface LayoutRevisionRequest {
  readonly id: string;
  readonly revision: number;
}

export interface ImportLayoutRequest {
  readonly source: LayoutSource;
  readonly text: string;
  readonly id: string;
}

/** A draft in our own format, with what could not be taken over. */
export interface ImportedLayoutView {
  /** Null while the file has errors. */
  readonly text: string | null;
  /** Errors of the file, and as warnings what was left out or taken to mean something. Lines are the file's. */
  readonly findings: readonly LayoutFindingView[];
  /** The findings in words, one line each. */
  readonly remarks: readonly string[];
}

export interface DrawnLayoutRequest extends DrawnLayout {
  readonly against?: LayoutRevisionRequest | undefined;
}

export interface DrawnLayoutView {
  readonly text: string;
  readonly check: LayoutCheckView;
}

export interface SaveLayoutRequest {
  readonly text: string;
  readonly reason: string;
}
