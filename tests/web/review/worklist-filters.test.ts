import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  filtersOf,
  isFiltered,
  NO_FILTERS,
  searchOf,
  toggled,
  type WorklistFilters,
} from "../../../src/web/review/worklist-filters.ts";

const words = fc.array(fc.string({ maxLength: 8 }), { maxLength: 3 });
const day = fc.oneof(fc.constant(""), fc.constant("2025-03-14"), fc.constant("1999-12-31"));
const filters: fc.Arbitrary<WorklistFilters> = fc.record({
  states: words,
  lamps: words,
  verdicts: words,
  readers: words,
  marks: words,
  text: fc.string(),
  from: day,
  to: day,
});

describe("filters of the worklist", () => {
  test("come back out of the address as they were put in", () => {
    fc.assert(
      fc.property(filters, (one) => {
        expect(filtersOf(new URLSearchParams(searchOf(one)))).toEqual(one);
      }),
    );
  });

  test("leave the address empty when nothing is filtered", () => {
    expect(searchOf(NO_FILTERS)).toBe("");
    expect(isFiltered(NO_FILTERS)).toBe(false);
    expect(isFiltered({ ...NO_FILTERS, text: "PW" })).toBe(true);
  });

  test("leave out what is no day", () => {
    const search = new URLSearchParams("from=yesterday&to=2025-03-14");
    expect(filtersOf(search)).toMatchObject({ from: "", to: "2025-03-14" });
  });

  test("take a value in and out again", () => {
    const open = toggled(NO_FILTERS, "states", "open");
    expect(searchOf(open)).toBe("state=open");
    expect(toggled(open, "states", "open")).toEqual(NO_FILTERS);
  });
});
