/** Pages of the worklist are the pages of a list that is sorted, filtered and counted in the plainest way. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { RISK_RULES } from "../../src/api/plate-risk.ts";
import type { WorklistCountsView, WorklistRowView } from "../../src/api/review-views.ts";
import { worklistEntry } from "../../src/api/worklist-entry.ts";
import { AT_FIRST, worklistPage } from "../../src/api/worklist-page.ts";
import {
  FILTER_LISTS,
  findRows,
  indexRow,
  type WorklistQuestion,
} from "../../src/domain/worklist-index.ts";
import type { Store } from "../../src/store/open-store.ts";
import { type AtEnd, freshFile, freshStore } from "../store/fresh-store.ts";
import { insertPlates } from "../store/store-rows.ts";
import { worklistRow } from "../web/review/worklist-fixture.ts";

const ME = "R. Visser";
const ALL: WorklistQuestion = {
  states: [],
  lamps: [],
  verdicts: [],
  readers: [],
  marks: [],
  text: "",
  fromMs: null,
  untilMs: null,
  person: ME,
};

const STATES = ["open", "approved", "changed"] as const;

function rowNumbered(index: number): Partial<WorklistRowView> {
  const classes = [[], ["complete"], ["partial", "complete"], ["inconclusive"]][index % 4] ?? [];
  return {
    barcode: `PW-${String(index).padStart(5, "0")}`,
    sample: `S-${index % 50}`,
    state: STATES[(index * 7) % 3] ?? "open",
    lamp: index % 5 === 0 ? "look" : "good",
    readerId: `reader-${index % 3}`,
    readBy: index % 6 === 0 ? ME : "T. Bakker",
    verdicts: classes.map((name) => ({ arm: name, class: name, grade: null })),
    suspicious: index % 97 === 0,
    provisional: index % 11 === 0,
    risk: (index * 13) % 40,
    order: (index * 7919) % 1009,
    capturedAtUtc: new Date(1_700_000_000_000 + ((index * 7919) % 100_000) * 1000).toISOString(),
  };
}

/** A worklist of so many rows in a fresh store, and the rows. */
function filled(count: number, atEnd: AtEnd = onTestFinished): Filled {
  const store = freshStore(freshFile(atEnd), atEnd);
  const ids = insertPlates(store, count);
  const rows = ids.map((id, index) => worklistRow(id, rowNumbered(index)));
  keep(store, rows);
  return { store, rows };
}

function keep(store: Store, rows: readonly WorklistRowView[]): void {
  store.inTransaction(() => {
    for (const row of rows) store.worklist.keep(worklistEntry(row, "test"));
  });
}

/** In the order in which they should come; equal ones in the order in which they were kept. */
function plainly(rows: readonly WorklistRowView[], question: WorklistQuestion) {
  const sorted = rows
    .map((row) => indexRow(row))
    .sort((a, b) => b.row.risk - a.row.risk || a.row.order - b.row.order);
  const found = findRows(sorted, question);
  return { ids: found.rows.map(({ row }) => row.plateId), counts: found.counts };
}

/** Page after page, up to so many rows. */
function pages(store: Store, question: WorklistQuestion, most = Number.POSITIVE_INFINITY) {
  const ids: string[] = [];
  let after = AT_FIRST;
  for (;;) {
    const page = worklistPage(store, question, after, 150);
    ids.push(...page.bodies.map((body) => (JSON.parse(body) as WorklistRowView).plateId));
    if (page.next === null || ids.length >= most) return { ids, ...page };
    const [place = 0, seq = 0] = page.next.split(".").map(Number);
    after = { place, seq };
  }
}

function expectCounts(
  counts: WorklistCountsView,
  question: WorklistQuestion,
  rows: WorklistRowView[],
) {
  const plain = plainly(rows, question).counts;
  for (const list of FILTER_LISTS) {
    const told = counts[list];
    if (told === null) continue;
    const nonzero = Object.entries(told).filter(([, plates]) => plates > 0);
    expect(new Map(nonzero), list).toEqual(plain[list]);
  }
}

interface Filled {
  readonly store: Store;
  readonly rows: WorklistRowView[];
}

let few: Filled;
/** More than are looked at one by one, and more than are looked at for one page. */
let many: Filled;

beforeAll(() => {
  few = filled(60, afterAll);
  many = filled(3500, afterAll);
});

const QUESTIONS: readonly (readonly [string, Partial<WorklistQuestion>])[] = [
  ["everything", {}],
  ["one state", { states: ["open"] }],
  ["two states", { states: ["open", "changed"] }],
  ["a state and a lamp", { states: ["open"], lamps: ["good"] }],
  ["two verdicts of which a plate may have both", { verdicts: ["complete", "partial"] }],
  ["what waits for me", { marks: ["mine"] }],
  ["two marks", { marks: ["mine", "provisional"] }],
  ["a rare mark", { marks: ["suspicious"] }],
  ["a barcode", { text: "pw-00017" }],
  ["what stands in every row", { text: "pw-0" }],
  ["words, one too short for the index", { text: "s-7 00 kras" }],
  ["only a word too short for the index", { text: "17" }],
  ["letters that a query language knows", { text: `"pw" OR * NEAR(` }],
  ["days of few plates", { fromMs: 1_700_000_000_000, untilMs: 1_700_000_900_000 }],
  ["days of most plates", { fromMs: 1_700_010_000_000 }],
  ["a value that no plate has", { readers: ["nowhere"] }],
];

describe.each([
  ["a few plates", () => few],
  ["many plates", () => many],
])("of %s", (_, of) => {
  test.each(QUESTIONS)("%s", (_name, part) => {
    const { store, rows } = of();
    const question = { ...ALL, ...part };
    const { ids, found, counts } = pages(store, question);
    const plain = plainly(rows, question);
    expect(ids).toEqual(plain.ids);
    if (found !== null) expect(found).toBe(plain.ids.length);
    expectCounts(counts, question, rows);
  });
});

test("an open list and one value are counted however many there are", () => {
  for (const part of [{}, { states: ["open"] }, { lamps: ["good"] }, { marks: ["mine"] }]) {
    expect(worklistPage(many.store, { ...ALL, ...part }, AT_FIRST, 10).found).not.toBeNull();
  }
});

test("whatever is asked of few plates comes out as it does plainly", () => {
  const anyQuestion = fc.record({
    states: fc.subarray(["open", "approved", "changed"]),
    lamps: fc.subarray(["good", "look"]),
    verdicts: fc.subarray(["complete", "partial", "nothing"]),
    readers: fc.subarray(["reader-0", "reader-1"]),
    marks: fc.subarray(["mine", "suspicious", "provisional"]),
    text: fc.constantFrom("", "PW-0002", "s-1", "kras pw", "ß ", '"'),
  });
  fc.assert(
    fc.property(anyQuestion, (part) => {
      const question = { ...ALL, ...part };
      const { ids, found, counts } = pages(few.store, question);
      expect(ids).toEqual(plainly(few.rows, question).ids);
      expect(found).toBe(ids.length);
      expectCounts(counts, question, few.rows);
    }),
    { numRuns: 60 },
  );
});

test("a row that changes is found under what it is now, and under nothing else", () => {
  const { store, rows } = filled(30);
  const changed = rows.map((row, index) =>
    index % 2 === 0
      ? row
      : { ...row, state: "rejected" as const, risk: 0, barcode: `NEW-${index}` },
  );
  keep(store, changed);
  for (const part of [
    {},
    { states: ["rejected"] },
    { states: ["open"] },
    { text: "new-" },
    { text: "pw-0" },
  ]) {
    const question = { ...ALL, ...part };
    const { ids, counts } = pages(store, question);
    expect(ids).toEqual(plainly(changed, question).ids);
    expectCounts(counts, question, changed);
  }
});

test("no risk is above the places that there are for it", () => {
  const most = RISK_RULES.reduce((sum, { weight }) => sum + weight, 1);
  const [safe, riskiest] = [0, most].map(
    (risk) => worklistEntry(worklistRow("a", { risk }), "test").place,
  );
  expect(riskiest).toBeGreaterThan(0);
  expect(riskiest).toBeLessThan(safe ?? 0);
  expect(Number.isSafeInteger(safe)).toBe(true);
});
