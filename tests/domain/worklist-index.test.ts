import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorklistRowView } from "../../src/api/review-views.ts";
import {
  byRisk,
  findRows,
  fitsQuestion,
  indexRow,
  type WorklistQuestion,
  waitsFor,
} from "../../src/domain/worklist-index.ts";
import {
  NO_FILTERS,
  questionOf,
  type WorklistFilters,
} from "../../src/web/review/worklist-filters.ts";
import { worklistRow } from "../web/review/worklist-fixture.ts";

const ME = "R. Visser";

function found(rows: readonly WorklistRowView[], filters: Partial<WorklistFilters>): string[] {
  const result = findRows(
    rows.map((row) => indexRow(row)),
    questionOf({ ...NO_FILTERS, ...filters }, ME),
  );
  return result.rows.map(({ row }) => row.plateId);
}

const anyRow = fc
  .record({
    plateId: fc.uuid(),
    state: fc.constantFrom("open", "approved", "changed"),
    lamp: fc.constantFrom("good", "look"),
    readerId: fc.constantFrom("reader-1", "reader-2"),
    suspicious: fc.boolean(),
    provisional: fc.boolean(),
    risk: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ plateId, ...part }) => worklistRow(plateId, part as Partial<WorklistRowView>));

const anyFilters = fc.record({
  states: fc.subarray(["open", "approved", "changed"]),
  lamps: fc.subarray(["good", "look"]),
  readers: fc.subarray(["reader-1", "reader-2"]),
  marks: fc.subarray(["mine", "suspicious", "provisional"]),
});

describe("the worklist", () => {
  test("stands by risk, then the oldest first", () => {
    const rows = [
      // The clock was set back between them.
      worklistRow("new", { order: 9, capturedAtUtc: "2025-03-14T09:00:00.000Z" }),
      worklistRow("old", { order: 2 }),
      worklistRow("risky", { risk: 7, capturedAtUtc: "2025-03-15T00:00:00.000Z" }),
    ].map((row) => indexRow(row));
    expect(rows.sort(byRisk).map(({ row }) => row.plateId)).toEqual(["risky", "old", "new"]);
  });

  test("is searched by every word, whatever the case", () => {
    const rows = [worklistRow("pw-b-1"), worklistRow("pw-c-1", { sample: "C", patient: "ALL-C" })];
    expect(found(rows, { text: "PW kras" })).toEqual(["pw-b-1", "pw-c-1"]);
    expect(found(rows, { text: "all-c  pw" })).toEqual(["pw-c-1"]);
    expect(found(rows, { text: "all-c b-1" })).toEqual([]);
  });

  test("takes values of one filter as alternatives, and filters together", () => {
    const rows = [
      worklistRow("a", { lamp: "look" }),
      worklistRow("b", { lamp: "re-read", state: "approved" }),
      worklistRow("c"),
    ];
    expect(found(rows, { lamps: ["look", "re-read"] })).toEqual(["a", "b"]);
    expect(found(rows, { lamps: ["look", "re-read"], states: ["approved"] })).toEqual(["b"]);
  });

  test("knows the days of this computer's calendar, the last one wholly", () => {
    const at = (date: Date) =>
      worklistRow(date.toISOString(), { capturedAtUtc: date.toISOString() });
    const rows = [
      at(new Date(2025, 2, 13, 23, 59)),
      at(new Date(2025, 2, 14, 0, 0)),
      at(new Date(2025, 2, 14, 23, 59)),
      at(new Date(2025, 2, 15, 0, 0)),
    ];
    expect(found(rows, { from: "2025-03-14", to: "2025-03-14" })).toEqual(
      [rows[1], rows[2]].map((row) => row?.plateId),
    );
  });

  test("asks nobody to sign what they read or signed themselves, nor what is decided", () => {
    expect(waitsFor(worklistRow("a"), ME)).toBe(true);
    expect(waitsFor(worklistRow("a", { readBy: ME }), ME)).toBe(false);
    expect(waitsFor(worklistRow("a", { state: "reviewed", signedBy: [ME] }), ME)).toBe(false);
    expect(waitsFor(worklistRow("a", { state: "approved" }), ME)).toBe(false);
    expect(
      found([worklistRow("a"), worklistRow("b", { readBy: ME })], { marks: ["mine"] }),
    ).toEqual(["a"]);
  });

  test("counts for each choice the plates that it would show alone in its filter", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 12 }), anyFilters, (views, part) => {
        const rows = views.map((view) => indexRow(view));
        const asked: WorklistQuestion = { ...questionOf(NO_FILTERS, ME), ...part };
        const { counts } = findRows(rows, asked);
        for (const state of ["open", "approved", "changed"]) {
          const alone = { ...asked, states: [state] };
          const fitting = rows.filter((row) => fitsQuestion(row, alone));
          expect(counts.states.get(state) ?? 0).toBe(fitting.length);
        }
      }),
    );
  });
});
