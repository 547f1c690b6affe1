/** What somebody has typed of a plan so far, and the draft that the server is asked about. */
import type {
  PlanChoicesView,
  PlanDraft,
  PlanFindingView,
  PlanTable,
} from "../../api/plan-views.ts";
import { dueFromText } from "./due-text.ts";
import { filledRows, type GridRow, isBlank, placeOfFilled } from "./grid-rows.ts";

export interface PlanSheet {
  readonly id: string;
  readonly title: string;
  readonly samples: readonly GridRow[];
  readonly plates: readonly GridRow[];
  readonly lots: readonly GridRow[];
}

export const EMPTY_SHEET: PlanSheet = { id: "", title: "", samples: [], plates: [], lots: [] };

/** Nothing is typed yet: there is nothing to find fault with. */
export function isUntouched({ id, title, samples, plates, lots }: PlanSheet): boolean {
  return `${id}${title}`.trim() === "" && [...samples, ...plates, ...lots].every(isBlank);
}

export function draftOfSheet(sheet: PlanSheet, now: Date): PlanDraft {
  return {
    id: sheet.id.trim(),
    title: sheet.title.trim(),
    samples: filledRows(sheet.samples).map((row) => ({
      id: cell(row, "id"),
      patient: cell(row, "patient"),
      ras: cell(row, "ras") === "" ? "unknown" : cell(row, "ras").toLowerCase(),
      genes: cell(row, "genes")
        .split(/[\s,;]+/)
        .filter((gene) => gene !== ""),
      blastsDay4Percent: percentOf(cell(row, "blastsDay4Percent")),
    })),
    plates: filledRows(sheet.plates).map((row) => ({
      barcode: cell(row, "barcode"),
      ...layoutOf(cell(row, "layoutId")),
      sample: cell(row, "sample"),
      drugs: drugsOf(row),
      due: dueFromText(cell(row, "due"), now),
      reader: cell(row, "reader") || null,
    })),
    lots: filledRows(sheet.lots).map((row) => ({
      compound: cell(row, "compound"),
      lot: cell(row, "lot"),
    })),
  };
}

function cell(row: GridRow, key: string): string {
  return (row[key] ?? "").trim();
}

/** A comma counts as a point; what is no number stays a text. */
function percentOf(text: string): number | string | null {
  if (text === "") return null;
  const number = Number(text.replace(",", ".").replace(/\s*%$/, ""));
  return Number.isFinite(number) ? number : text;
}

/** `id` for the newest revision, `id@2` for a certain one. */
function layoutOf(text: string): { layoutId: string; revision: number | null } {
  const found = /^(.*)@(\d+)$/.exec(text);
  if (found === null) return { layoutId: text, revision: null };
  return { layoutId: found[1] ?? "", revision: Number(found[2]) };
}

function drugsOf(row: GridRow): Record<string, string> {
  const slots = Object.keys(row).filter((key) => /^D[1-9]\d?$/.test(key));
  return Object.fromEntries(
    slots.flatMap((slot) => (cell(row, slot) === "" ? [] : [[slot, cell(row, slot)]])),
  );
}

/** Drug slots of the layouts that stand in the plates, each once; only those have a column. */
export function drugSlotsOf(sheet: PlanSheet, choices: PlanChoicesView): string[] {
  const used = new Set(sheet.plates.map((row) => layoutOf(cell(row, "layoutId")).layoutId));
  const slots = choices.layouts
    .filter((layout) => used.has(layout.id))
    .flatMap((layout) => layout.drugSlots);
  return [...new Set(slots)].sort();
}

const tables = { sample: "samples", plate: "plates", lot: "lots" } as const;

/** Findings as the cells of one table show them: sentence and remedy by row and field. */
export function findingsAt(
  findings: readonly PlanFindingView[],
  table: Exclude<PlanTable, "plan">,
  rows: readonly GridRow[],
): ReadonlyMap<string, PlanFindingView> {
  const own = findings.filter((finding) => finding.table === table && finding.row !== null);
  // An error at a cell outweighs a warning there.
  const sorted = [...own].sort((a, b) => b.severity.localeCompare(a.severity));
  return new Map(
    sorted.map((finding) => [
      `${placeOfFilled(rows, finding.row ?? -1)} ${finding.field ?? ""}`,
      finding,
    ]),
  );
}

/** The id of the field where a finding is mended. */
export function fieldOf(finding: PlanFindingView, sheet: PlanSheet): string {
  if (finding.table === "plan") return `plan-${finding.field ?? "title"}`;
  const rows = sheet[tables[finding.table]];
  const place = finding.row === null ? 0 : placeOfFilled(rows, finding.row);
  return cellId(finding.table, Math.max(0, place), finding.field ?? FIRST[finding.table]);
}

const FIRST = { sample: "id", plate: "barcode", lot: "compound" } as const;

export function cellId(table: string, place: number, key: string): string {
  return `${table}-${place}-${key}`;
}
