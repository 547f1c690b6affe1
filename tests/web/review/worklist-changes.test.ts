import { describe, expect, test } from "vitest";
import type { WorklistRowView } from "../../../src/api/review-views.ts";
import {
  displacedIds,
  NO_LIST,
  withChanges,
  withPage,
} from "../../../src/web/review/worklist-changes.ts";
import { NO_FILTERS, questionOf, toggled } from "../../../src/web/review/worklist-filters.ts";
import { worklistRow } from "./worklist-fixture.ts";

const ME = "R. Visser";
const ALL = questionOf(NO_FILTERS, ME);
const OPEN = questionOf(toggled(NO_FILTERS, "states", "open"), ME);
const TWO = [worklistRow("a", { risk: 5 }), worklistRow("b", { risk: 3 })];

const whole = withPage(NO_LIST, { rows: TWO, next: null });
const firstPart = withPage(NO_LIST, { rows: TWO, next: "1.2" });

function displaced(changed: readonly WorklistRowView[], question = ALL, list = whole): string[] {
  return [...displacedIds(withChanges(list, changed, question), question)];
}

describe("a list that is held while plates change", () => {
  test("says which plates would stand elsewhere", () => {
    expect(displaced([])).toEqual([]);
    expect(displaced([worklistRow("b", { risk: 3, comments: 1 })])).toEqual([]);
    expect(displaced([worklistRow("b", { risk: 9 })])).toEqual(["b"]);
    expect(displaced([worklistRow("c")])).toEqual(["c"]);
  });

  test("says which plates the filters would not show any more", () => {
    expect(displaced([worklistRow("a", { risk: 5, state: "approved" })], OPEN)).toEqual(["a"]);
    expect(displaced([worklistRow("c", { state: "approved" })], OPEN)).toEqual([]);
  });

  test("says nothing of a plate that belongs behind the part that is loaded", () => {
    expect(displaced([worklistRow("c", { risk: 1 })], ALL, firstPart)).toEqual([]);
    expect(displaced([worklistRow("c", { risk: 4 })], ALL, firstPart)).toEqual(["c"]);
  });

  test("forgets a plate that came and does not fit any more, and one that its page has brought", () => {
    const come = withChanges(whole, [worklistRow("c")], OPEN);
    const gone = withChanges(come, [worklistRow("c", { state: "approved" })], OPEN);
    expect([...displacedIds(gone, OPEN)]).toEqual([]);
    const brought = withPage(come, { rows: [worklistRow("c")], next: null });
    expect([...displacedIds(brought, OPEN)]).toEqual([]);
    expect(brought.ids).toEqual(["a", "b", "c"]);
  });
});

test("a plate that two pages bring, because it moved between them, keeps its first place", () => {
  const moved = withPage(firstPart, { rows: [worklistRow("a", { risk: 1 })], next: null });
  expect(moved.ids).toEqual(["a", "b"]);
  expect(moved.rows.get("a")?.row.risk).toBe(1);
  expect([...displacedIds(moved, ALL)]).toEqual(["a"]);
});
