/** The worklist as it is searched: ten thousand plates at every stroke of a key. */
import type { WorklistRowView } from "../../api/review-views.ts";
import type { ListFilter, WorklistFilters } from "./worklist-filters.ts";

/** A row with what filters ask of it, made once. */
export interface IndexedRow {
  readonly row: WorklistRowView;
  /** Barcode, sample, patient and RAS status in small letters. */
  readonly text: string;
  readonly capturedMs: number;
  /** Values that the row has in each list of filters. `mine` depends on the person and is asked of `waitsFor`. */
  readonly values: Readonly<Record<ListFilter, readonly string[]>>;
}

export function indexRow(row: WorklistRowView): IndexedRow {
  const classes = [...new Set(row.verdicts.map((verdict) => verdict.class))];
  return {
    row,
    text: [row.barcode, row.sample, row.patient, row.rasStatus].join("\n").toLowerCase(),
    capturedMs: Date.parse(row.capturedAtUtc),
    values: {
      states: [row.state],
      lamps: [row.lamp],
      verdicts: classes.length === 0 ? ["nothing"] : classes,
      readers: [row.readerId],
      marks: [
        ...(row.suspicious ? ["suspicious"] : []),
        ...(row.provisional ? ["provisional"] : []),
      ],
    },
  };
}

/** True while a signature is wanted that this person may be able to give. */
export function waitsFor(row: WorklistRowView, person: string): boolean {
  const undecided = row.state === "open" || row.state === "changed" || row.state === "reviewed";
  return undecided && row.readBy !== person && !row.signedBy.includes(person);
}

/** Highest risk first, then the oldest; equal ones by id, so that the order is always the same. */
export function byRisk(one: IndexedRow, other: IndexedRow): number {
  return (
    other.row.risk - one.row.risk ||
    one.capturedMs - other.capturedMs ||
    (one.row.plateId < other.row.plateId ? -1 : 1)
  );
}

export type FacetCounts = Readonly<Record<ListFilter, ReadonlyMap<string, number>>>;

export interface Found {
  /** In the order in which the rows came. */
  readonly rows: readonly IndexedRow[];
  /** How many rows each value would show, were it chosen alone in its list and all other filters kept. */
  readonly counts: FacetCounts;
}

const LISTS: readonly ListFilter[] = ["states", "lamps", "verdicts", "readers", "marks"];

/** Rows that fit all filters. Values of one list are alternatives; marks must all be true. */
export function findRows(
  rows: Iterable<IndexedRow>,
  filters: WorklistFilters,
  person: string,
): Found {
  const fits = rowTest(filters);
  const found: IndexedRow[] = [];
  const counts: Record<ListFilter, Map<string, number>> = {
    states: new Map(),
    lamps: new Map(),
    verdicts: new Map(),
    readers: new Map(),
    marks: new Map(),
  };
  for (const row of rows) {
    if (!fits(row)) continue;
    const refusing = LISTS.filter((list) => !fitsList(row, list, filters, person));
    if (refusing.length === 0) found.push(row);
    if (refusing.length > 1) continue;
    for (const list of refusing.length === 0 ? LISTS : refusing) {
      for (const value of valuesOf(row, list, person)) {
        counts[list].set(value, (counts[list].get(value) ?? 0) + 1);
      }
    }
  }
  return { rows: found, counts };
}

export function fitsFilters(row: IndexedRow, filters: WorklistFilters, person: string): boolean {
  return rowTest(filters)(row) && LISTS.every((list) => fitsList(row, list, filters, person));
}

/** Text and days: what has no counts. */
function rowTest(filters: WorklistFilters): (row: IndexedRow) => boolean {
  const words = filters.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const fromMs = filters.from === "" ? -Infinity : startOfDayMs(filters.from, 0);
  const beforeMs = filters.to === "" ? Infinity : startOfDayMs(filters.to, 1);
  return (row) =>
    row.capturedMs >= fromMs &&
    row.capturedMs < beforeMs &&
    words.every((word) => row.text.includes(word));
}

function fitsList(
  row: IndexedRow,
  list: ListFilter,
  filters: WorklistFilters,
  person: string,
): boolean {
  const wanted = filters[list];
  if (wanted.length === 0) return true;
  const values = valuesOf(row, list, person);
  return list === "marks"
    ? wanted.every((value) => values.includes(value))
    : wanted.some((value) => values.includes(value));
}

function valuesOf(row: IndexedRow, list: ListFilter, person: string): readonly string[] {
  const values = row.values[list];
  return list === "marks" && waitsFor(row.row, person) ? [...values, "mine"] : values;
}

/** Midnight of this computer's calendar, so many days later. */
function startOfDayMs(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).getTime();
}
