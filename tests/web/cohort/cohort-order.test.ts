import { describe, expect, test } from "vitest";
import type { CohortSampleView } from "../../../src/api/cohort-views.ts";
import {
  annotationSort,
  armSort,
  choicesOf,
  LC50_SORT,
  PATIENT_SORT,
  searchOf,
  sortedBy,
} from "../../../src/web/cohort/cohort-choices.ts";
import { groupSamples } from "../../../src/web/cohort/cohort-order.ts";

function sample(
  name: string,
  more: {
    readonly verdict?: CohortSampleView["verdicts"][number]["class"];
    readonly lc50?: number;
    readonly age?: number;
    readonly type?: string;
  } = {},
): CohortSampleView {
  const { verdict, lc50, age, type } = more;
  const origin = { origin: "imported", importId: null, by: null, atUtc: null } as const;
  const p = { grade: null, interactionP: null, interactionQ: null, studyQ: null };
  return {
    sample: name,
    patient: name,
    rasStatus: "mutant",
    provisional: false,
    counted: true,
    verdicts: verdict === undefined ? [] : [{ plate: "P", arm: "tram", class: verdict, ...p }],
    lc50s: [
      {
        plate: "P",
        lc50: lc50 === undefined ? null : { relation: "=", value: lc50, multipleCrossings: false },
        class: "indeterminate",
        counts: true,
      },
    ],
    annotations: [
      ...(age === undefined
        ? []
        : [
            {
              name: "age",
              value: { type: "number", number: age, unit: null } as const,
              text: String(age),
              ...origin,
            },
          ]),
      ...(type === undefined
        ? []
        : [
            {
              name: "type",
              value: { type: "category", text: type } as const,
              text: type,
              ...origin,
            },
          ]),
    ],
    conflicts: [],
  };
}

function order(
  samples: readonly CohortSampleView[],
  sort: string,
  falling = false,
  group = "",
): readonly (readonly string[])[] {
  return groupSamples(samples, { sort, falling, group }).map((one) =>
    one.samples.map((row) => row.sample),
  );
}

describe("the order of the cohort", () => {
  test("patients stand by name, numbers in names by their size", () => {
    expect(order([sample("P10"), sample("P9")], PATIENT_SORT)).toEqual([["P9", "P10"]]);
  });

  test("the strongest verdict stands first, what was not tested last either way", () => {
    const rows = [
      sample("a"),
      sample("b", { verdict: "none" }),
      sample("c", { verdict: "complete" }),
    ];
    expect(order(rows, armSort("tram"))).toEqual([["c", "b", "a"]]);
    expect(order(rows, armSort("tram"), true)).toEqual([["b", "c", "a"]]);
  });

  test("numbers are ordered as numbers, missing ones last either way", () => {
    const rows = [
      sample("a", { lc50: 10, age: 4 }),
      sample("b"),
      sample("c", { lc50: 9, age: 12 }),
    ];
    expect(order(rows, LC50_SORT)).toEqual([["c", "a", "b"]]);
    expect(order(rows, annotationSort("age"))).toEqual([["a", "c", "b"]]);
    expect(order(rows, annotationSort("age"), true)).toEqual([["c", "a", "b"]]);
  });

  test("groups stand by value, samples without one in a group of their own at the end", () => {
    const rows = [sample("a", { type: "T" }), sample("b"), sample("c", { type: "B" })];
    expect(order(rows, PATIENT_SORT, false, "type")).toEqual([["c"], ["a"], ["b"]]);
    expect(groupSamples(rows, { sort: PATIENT_SORT, falling: false, group: "type" })).toMatchObject(
      [{ value: "B" }, { value: "T" }, { value: null }],
    );
  });
});

describe("choices in the address", () => {
  test.each([
    "",
    "column=age&column=type",
    "column=",
    "group=type&sort=arm+tram&order=falling",
    "against=age&all=true",
  ])("%j comes back as it was", (search) => {
    expect(searchOf(choicesOf(new URLSearchParams(search)))).toBe(search);
  });

  test("sorting by the same column again turns it round", () => {
    const once = sortedBy(choicesOf(new URLSearchParams()), LC50_SORT);
    expect(once.falling).toBe(false);
    expect(sortedBy(once, LC50_SORT).falling).toBe(true);
    expect(sortedBy(sortedBy(once, LC50_SORT), armSort("tram")).falling).toBe(false);
  });
});
