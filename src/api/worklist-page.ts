/** A page of the worklist out of the store, at a cost that does not grow with the plates there are. */
import {
  FILTER_LISTS,
  findRows,
  fitsQuestion,
  indexRow,
  type ListFilter,
  type WorklistQuestion,
  wordsOf,
} from "../domain/worklist-index.ts";
import type { Store } from "../store/open-store.ts";
import type { PlacedRow, WorklistPosition } from "../store/worklist.ts";
import type { WorklistCountsView, WorklistRowView } from "./review-views.ts";
import { EVERY_ROW, facetName, WAITS, waitsNotFor } from "./worklist-entry.ts";

/** So few plates are looked at one by one, and counted exactly. */
const FEW = 1000;
/** The same for what is found by its letters: these rows lie anywhere in the file, and cost more to fetch. */
const FEW_SPELLED = 200;
/** So many rows are looked at for one page; what is rarer among its neighbours takes further questions. */
const LOOKED_AT_MOST = 1000;
const SHORTEST_WORD = 3;

export interface WorklistPage {
  /** JSON of each row, in the order of the list. */
  readonly bodies: readonly string[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
  /** How many plates fit; null where they are too many to count. */
  readonly found: number | null;
  readonly counts: WorklistCountsView;
}

export const AT_FIRST: WorklistPosition = { place: 0, seq: 0 };

/** The position as it stands in a question for the next page. */
export function writtenPosition({ place, seq }: WorklistPosition): string {
  return `${place}.${seq}`;
}

/** The rows that fit, after that position. */
export function worklistPage(
  store: Store,
  question: WorklistQuestion,
  after: WorklistPosition,
  limit: number,
): WorklistPage {
  const few = fewCandidates(store, question);
  return few === null
    ? pageByPlaces(store, question, after, limit)
    : pageOfFew(store, few, question, after, limit);
}

function parsed({ body }: PlacedRow): WorklistRowView {
  return JSON.parse(body) as WorklistRowView;
}

interface Few {
  readonly seqs: readonly number[];
  /** The list by which they were found: of its other values nothing is known then. Null where by none. */
  readonly list: ListFilter | null;
}

/** Every row that can fit, where they are few: by the rarest thing that is asked for. */
function fewCandidates(store: Store, question: WorklistQuestion): Few | null {
  const { worklist } = store;
  const every = everyRow(store);
  if (every.plates <= FEW) return { seqs: seqsOf(store, every), list: null };
  const words = wordsOf(question.text).filter((word) => [...word].length >= SHORTEST_WORD);
  if (words.length > 0) {
    const seqs = worklist.spelled(words, FEW_SPELLED + 1);
    if (seqs.length <= FEW_SPELLED) return { seqs, list: null };
  }
  if (question.fromMs !== null || question.untilMs !== null) {
    const { fromMs, untilMs } = question;
    const seqs = worklist.between(fromMs ?? 0, untilMs ?? Number.MAX_SAFE_INTEGER, FEW + 1);
    if (seqs.length <= FEW) return { seqs, list: null };
  }
  const driver = rarest(store, question);
  return driver.plates > FEW ? null : { seqs: seqsOf(store, driver), list: driver.list };
}

function seqsOf(store: Store, { names }: Driver): readonly number[] {
  return names.flatMap((name) =>
    store.worklist.under(name, AT_FIRST, FEW + 1).map(({ seq }) => seq),
  );
}

interface Driver {
  /** A row that fits stands under one of these. */
  readonly names: readonly string[];
  readonly plates: number;
  /** The one list that is asked for by it; null for all plates. */
  readonly list: ListFilter | null;
}

/** The list of the question that the fewest plates stand under. */
function rarest(store: Store, question: WorklistQuestion): Driver {
  const counted = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + store.worklist.countOf(name), 0);
  const drivers = FILTER_LISTS.flatMap((list): Driver[] => {
    const names = question[list].map((value) =>
      list === "marks" && value === "mine" ? WAITS : facetName(list, value),
    );
    if (names.length === 0) return [];
    // Of marks all must be true: the rarest of them decides.
    const choices = list === "marks" ? names.map((name) => [name]) : [names];
    return choices.map((one) => ({ names: one, plates: counted(one), list }));
  });
  return drivers.reduce((best, one) => (one.plates < best.plates ? one : best), everyRow(store));
}

function everyRow(store: Store): Driver {
  return { names: [EVERY_ROW], plates: store.worklist.countOf(EVERY_ROW), list: null };
}

function pageOfFew(
  store: Store,
  few: Few,
  question: WorklistQuestion,
  after: WorklistPosition,
  limit: number,
): WorklistPage {
  const rows = store.worklist
    .bySeq(few.seqs)
    .map((placed) => ({ placed, indexed: indexRow(parsed(placed)) }));
  const placedOf = new Map(rows.map(({ placed, indexed }) => [indexed, placed]));
  const found = findRows(placedOf.keys(), question);
  const fitting = found.rows.flatMap((row) => placedOf.get(row) ?? []);
  const left = fitting.filter((row) => isAfter(row, after));
  const shown = left.slice(0, limit);
  const last = shown.at(-1);
  return {
    bodies: shown.map(({ body }) => body),
    next: last === undefined || shown.length === left.length ? null : writtenPosition(last),
    found: fitting.length,
    counts: countsView((list) =>
      list === few.list ? keptOf(store, question, list) : Object.fromEntries(found.counts[list]),
    ),
  };
}

function isAfter(row: WorklistPosition, after: WorklistPosition): boolean {
  return row.place > after.place || (row.place === after.place && row.seq > after.seq);
}

/** Goes through the rarest of what is asked for in the order of the list, and passes over what does not fit. */
function pageByPlaces(
  store: Store,
  question: WorklistQuestion,
  after: WorklistPosition,
  limit: number,
): WorklistPage {
  const driver = rarest(store, question);
  const isDecided = saysAll(question, driver);
  const bodies: string[] = [];
  let looked = 0;
  let at = after;
  for (const row of merged(store, driver.names, after)) {
    if (bodies.length === limit || looked === LOOKED_AT_MOST) {
      return { bodies, next: writtenPosition(at), ...keptCounts(store, question, driver) };
    }
    at = row;
    looked += 1;
    if (isDecided || fitsQuestion(indexRow(parsed(row)), question)) bodies.push(row.body);
  }
  return { bodies, next: null, ...keptCounts(store, question, driver) };
}

/** True where every row of the driver fits without a look at it. */
function saysAll(question: WorklistQuestion, driver: Driver): boolean {
  const others = FILTER_LISTS.filter((list) => list !== driver.list);
  const { marks } = question;
  return (
    isOpenOtherwise(question) &&
    others.every((list) => question[list].length === 0) &&
    (driver.list !== "marks" || (marks.length === 1 && marks[0] !== "mine"))
  );
}

/** True where neither text nor days are asked for. */
function isOpenOtherwise({ text, fromMs, untilMs }: WorklistQuestion): boolean {
  return wordsOf(text).length === 0 && fromMs === null && untilMs === null;
}

/** Rows under any of the names after that position, in the order of the list, each once. */
function* merged(
  store: Store,
  names: readonly string[],
  after: WorklistPosition,
): Generator<PlacedRow> {
  const streams = names.map((name) => placedRows(store, name, after));
  const heads = streams.map((stream) => stream.next());
  for (let last: WorklistPosition = after; ; ) {
    let best = -1;
    for (const [index, head] of heads.entries()) {
      const held = heads[best];
      if (head.done === true) continue;
      if (held === undefined || held.done === true || isAfter(held.value, head.value)) best = index;
    }
    const head = heads[best];
    const stream = streams[best];
    if (head === undefined || head.done === true || stream === undefined) return;
    if (isAfter(head.value, last)) yield head.value;
    last = head.value;
    heads[best] = stream.next();
  }
}

const FIRST_CHUNK = 100;
const CHUNK = 500;

function* placedRows(store: Store, name: string, after: WorklistPosition): Generator<PlacedRow> {
  let at = after;
  for (let limit = FIRST_CHUNK; ; limit = CHUNK) {
    const rows = store.worklist.under(name, at, limit + 1);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length <= limit) return;
    at = last;
  }
}

/** What is kept beside the rows: all counts of an open question, those of one list where it alone is asked for. */
function keptCounts(
  store: Store,
  question: WorklistQuestion,
  driver: Driver,
): Pick<WorklistPage, "found" | "counts"> {
  return {
    found: countOfAll(store.worklist.counts(), question, driver),
    counts: countsView((list) => keptOf(store, question, list)),
  };
}

/** The kept counts of a list, if nothing else is asked for: one list's values do not change with what it asks. */
function keptOf(
  store: Store,
  question: WorklistQuestion,
  list: ListFilter,
): Readonly<Record<string, number>> | null {
  const isAlone = FILTER_LISTS.every((other) => other === list || question[other].length === 0);
  if (!isAlone || !isOpenOtherwise(question)) return null;
  return countsOf(store.worklist.counts(), list, question.person);
}

function countOfAll(
  kept: ReadonlyMap<string, number>,
  question: WorklistQuestion,
  driver: Driver,
): number | null {
  if (saysAll(question, driver)) {
    // A plate may have several verdicts, so that those of two values are not their sum.
    return driver.list === "verdicts" && driver.names.length > 1 ? null : driver.plates;
  }
  const onlyMine = saysAll({ ...question, marks: ["suspicious"] }, { ...driver, list: "marks" });
  const isMine = question.marks.length === 1 && question.marks[0] === "mine";
  return isMine && onlyMine ? mineOf(kept, question.person) : null;
}

function countsOf(
  kept: ReadonlyMap<string, number>,
  list: ListFilter,
  person: string,
): Readonly<Record<string, number>> {
  const start = facetName(list, "");
  const values = [...kept].flatMap(([name, plates]) =>
    name.startsWith(start) && plates > 0 ? [[name.slice(start.length), plates] as const] : [],
  );
  const counts = Object.fromEntries(values);
  return list === "marks" ? { ...counts, mine: mineOf(kept, person) } : counts;
}

function mineOf(kept: ReadonlyMap<string, number>, person: string): number {
  return (kept.get(WAITS) ?? 0) - (kept.get(waitsNotFor(person)) ?? 0);
}

function countsView(
  of: (list: ListFilter) => Readonly<Record<string, number>> | null,
): WorklistCountsView {
  return {
    states: of("states"),
    lamps: of("lamps"),
    verdicts: of("verdicts"),
    readers: of("readers"),
    marks: of("marks"),
  };
}
