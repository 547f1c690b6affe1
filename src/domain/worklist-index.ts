/** How the worklist is ordered, filtered and counted; the same on the page and behind the API. */

/** What filters ask of a plate. Times are ISO 8601 UTC. */
export interface ListedPlate {
  readonly plateId: string;
  readonly barcode: string;
  readonly sample: string;
  readonly patient: string;
  readonly rasStatus: string;
  readonly readerId: string;
  readonly readBy: string;
  readonly capturedAtUtc: string;
  readonly lamp: string;
  readonly state: string;
  readonly verdicts: readonly { readonly class: string }[];
  readonly provisional: boolean;
  readonly suspicious: boolean;
  readonly signedBy: readonly string[];
  readonly risk: number;
  /** Of two plates the one with less was read first, whatever the clocks say. */
  readonly order: number;
}

export const FILTER_LISTS = ["states", "lamps", "verdicts", "readers", "marks"] as const;
export type ListFilter = (typeof FILTER_LISTS)[number];

/** Which plates are wanted. An empty list or text asks for nothing in particular. */
export interface WorklistQuestion extends Readonly<Record<ListFilter, readonly string[]>> {
  /** Words that must all stand in barcode, sample, patient or RAS status. */
  readonly text: string;
  /** From this time on; null = open. */
  readonly fromMs: number | null;
  /** Before this time; null = open. */
  readonly untilMs: number | null;
  /** Whose signature `mine` means. */
  readonly person: string;
}

/** A row with what filters ask of it, made once. */
export interface IndexedRow<Row extends ListedPlate> {
  readonly row: Row;
  /** Barcode, sample, patient and RAS status in small letters. */
  readonly text: string;
  readonly capturedMs: number;
  /** Values that the row has in each list of filters. `mine` depends on the person and is asked of `waitsFor`. */
  readonly values: Readonly<Record<ListFilter, readonly string[]>>;
}

export function indexRow<Row extends ListedPlate>(row: Row): IndexedRow<Row> {
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

/** True while a signature is wanted on the plate. */
export function isUndecided({ state }: Pick<ListedPlate, "state">): boolean {
  return state === "open" || state === "changed" || state === "reviewed";
}

/** True while a signature is wanted that this person may be able to give. */
export function waitsFor(row: ListedPlate, person: string): boolean {
  return isUndecided(row) && row.readBy !== person && !row.signedBy.includes(person);
}

/** Highest risk first, then the oldest; equal ones by id, so that the order is always the same. */
export function byRisk<Row extends ListedPlate>(
  one: IndexedRow<Row>,
  other: IndexedRow<Row>,
): number {
  return (
    other.row.risk - one.row.risk ||
    one.row.order - other.row.order ||
    (one.row.plateId < other.row.plateId ? -1 : 1)
  );
}

/** How many rows each value would show, were it chosen alone in its list and all other filters kept. */
export type FacetCounts = Readonly<Record<ListFilter, ReadonlyMap<string, number>>>;

export interface Found<Row extends ListedPlate> {
  /** In the order in which the rows came. */
  readonly rows: readonly IndexedRow<Row>[];
  readonly counts: FacetCounts;
}

/** Rows that fit the question. Values of one list are alternatives; marks must all be true. */
export function findRows<Row extends ListedPlate>(
  rows: Iterable<IndexedRow<Row>>,
  question: WorklistQuestion,
): Found<Row> {
  const fits = rowTest<Row>(question);
  const found: IndexedRow<Row>[] = [];
  const counts: Record<ListFilter, Map<string, number>> = {
    states: new Map(),
    lamps: new Map(),
    verdicts: new Map(),
    readers: new Map(),
    marks: new Map(),
  };
  for (const row of rows) {
    if (!fits(row)) continue;
    const refusing = FILTER_LISTS.filter((list) => !fitsList(row, list, question));
    if (refusing.length === 0) found.push(row);
    if (refusing.length > 1) continue;
    for (const list of refusing.length === 0 ? FILTER_LISTS : refusing) {
      for (const value of valuesOf(row, list, question.person)) {
        counts[list].set(value, (counts[list].get(value) ?? 0) + 1);
      }
    }
  }
  return { rows: found, counts };
}

export function fitsQuestion<Row extends ListedPlate>(
  row: IndexedRow<Row>,
  question: WorklistQuestion,
): boolean {
  return rowTest<Row>(question)(row) && FILTER_LISTS.every((list) => fitsList(row, list, question));
}

/** The words of a searched text, in small letters. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** Text and days: what has no counts. */
function rowTest<Row extends ListedPlate>(
  question: WorklistQuestion,
): (row: IndexedRow<Row>) => boolean {
  const words = wordsOf(question.text);
  const fromMs = question.fromMs ?? Number.NEGATIVE_INFINITY;
  const untilMs = question.untilMs ?? Number.POSITIVE_INFINITY;
  return (row) =>
    row.capturedMs >= fromMs &&
    row.capturedMs < untilMs &&
    words.every((word) => row.text.includes(word));
}

function fitsList<Row extends ListedPlate>(
  row: IndexedRow<Row>,
  list: ListFilter,
  question: WorklistQuestion,
): boolean {
  const wanted = question[list];
  if (wanted.length === 0) return true;
  const values = valuesOf(row, list, question.person);
  return list === "marks"
    ? wanted.every((value) => values.includes(value))
    : wanted.some((value) => values.includes(value));
}

function valuesOf<Row extends ListedPlate>(
  row: IndexedRow<Row>,
  list: ListFilter,
  person: string,
): readonly string[] {
  const values = row.values[list];
  return list === "marks" && waitsFor(row.row, person) ? [...values, "mine"] : values;
}
