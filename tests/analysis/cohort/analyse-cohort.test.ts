import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  associationsOf,
  type CohortQuestion,
  concludeCohort,
  prepareCohort,
} from "../../../src/analysis/cohort/analyse-cohort.ts";
import { chooseSamples } from "../../../src/analysis/cohort/choose-samples.ts";
import {
  COHORT_TESTS,
  type Cohort,
  type CohortSample,
} from "../../../src/analysis/cohort/cohort.ts";
import { cohortAnnotations } from "../../../src/analysis/cohort/cohort-annotations.ts";
import { cohortCaveats } from "../../../src/analysis/cohort/cohort-sentences.ts";
import { adjustP } from "../../../src/analysis/statistics/adjust-p.ts";
import { fisherExact } from "../../../src/analysis/statistics/fisher-exact.ts";
import { kruskalWallis } from "../../../src/analysis/statistics/kruskal-wallis.ts";
import { mannWhitney } from "../../../src/analysis/statistics/mann-whitney.ts";
import { welchTest } from "../../../src/analysis/statistics/t-test.ts";
import { cohortSample, only, type Wanted } from "./cohort-builder.ts";

/** All steps at once; the product pauses between tests. */
function analyseCohort(samples: readonly CohortSample[], question: CohortQuestion): Cohort {
  const prepared = prepareCohort(samples, question);
  return concludeCohort(prepared, [...associationsOf(prepared)].flat());
}

const EVERYTHING: CohortQuestion = { against: null, allSamples: false };
const analyse = (wanted: readonly Wanted[], question = EVERYTHING) =>
  analyseCohort(wanted.map(cohortSample), question);

/** The founding study: RAS mutant A, B, C; complete sensitisation of B and C. */
const LETTER: readonly Wanted[] = [
  {
    sample: "A",
    verdicts: { trametinib: "none" },
    lc50: ">250",
    annotations: { ras: "mutant", perk: 18 },
  },
  {
    sample: "B",
    verdicts: { trametinib: "complete" },
    lc50: ">250",
    annotations: { ras: "mutant", perk: 22 },
  },
  {
    sample: "C",
    verdicts: { trametinib: "complete" },
    lc50: ">250",
    annotations: { ras: "mutant", perk: 20 },
  },
  {
    sample: "D",
    verdicts: { trametinib: "none" },
    lc50: ">250",
    annotations: { ras: "wild type", perk: 9 },
  },
  {
    sample: "E",
    verdicts: { trametinib: "inconclusive" },
    lc50: ">250",
    annotations: { ras: "wild type", perk: 11 },
  },
  { sample: "F", verdicts: { trametinib: "none" }, lc50: 0.07, annotations: { ras: "wild type" } },
  {
    sample: "G",
    verdicts: { trametinib: "antagonistic" },
    lc50: 0.08,
    annotations: { ras: "wild type", perk: 10 },
  },
  { sample: "H", lc50: 12 },
];

describe("verdicts and annotations that make groups", () => {
  test("are counted and tested by Fisher, those that say nothing left out and counted", () => {
    const found = only(analyse(LETTER), { outcome: "sensitised", annotation: "ras" });
    expect(found).toMatchObject({
      arm: "trametinib",
      test: "fisher",
      n: 6,
      leftOut: { INCONCLUSIVE: 1, NOT_TESTED: 1 },
      table: {
        rows: ["sensitised", "not sensitised"],
        columns: ["mutant", "wild type"],
        counts: [
          [2, 0],
          [1, 3],
        ],
      },
    });
    const expected = fisherExact([
      [2, 0],
      [1, 3],
    ]);
    expect(found).toMatchObject(expected);
    expect(found.warnings).toEqual(["SMALL_GROUP", "FEW_SAMPLES", "CANNOT_REACH_5_PERCENT"]);
  });

  test("are tested class by class where that parts the samples in another way", () => {
    const classes = only(analyse(LETTER), { outcome: "class", annotation: "ras" });
    expect(classes.table).toEqual({
      rows: ["complete", "none", "antagonistic"],
      columns: ["mutant", "wild type"],
      counts: [
        [2, 0],
        [1, 2],
        [0, 1],
      ],
    });
    const twoClasses = analyse(LETTER.slice(0, 4));
    expect(twoClasses.associations.filter(({ outcome }) => outcome === "class")).toEqual([]);
    const oneSide = analyse([
      { sample: "A", verdicts: { t: "complete" }, annotations: { x: "a" } },
      { sample: "B", verdicts: { t: "partial" }, annotations: { x: "b" } },
    ]);
    expect(only(oneSide, { outcome: "sensitised" }).noTest).toBe("ONE_GROUP");
    expect(only(oneSide, { outcome: "class" }).p).toBe(1);
  });

  test("have no P where there is one group, or a name for each sample", () => {
    const one = analyse(LETTER.map((sample) => ({ ...sample, annotations: { x: "same" } })));
    expect(only(one, { outcome: "sensitised" })).toMatchObject({
      p: null,
      q: null,
      noTest: "ONE_GROUP",
      n: 6,
    });
    const named = analyse(
      Array.from({ length: 12 }, (_, index) => ({
        sample: `S${index}`,
        verdicts: { t: index % 2 === 0 ? "none" : ("complete" as const) },
        annotations: { id: `id ${index}` },
      })),
    );
    expect(only(named, { outcome: "sensitised" }).noTest).toBe("TOO_MANY_GROUPS");
  });

  test("of several plates count where the conclusive ones agree", () => {
    const found = analyse([
      { sample: "A", verdicts: { t: ["inconclusive", "complete"] }, annotations: { x: "a" } },
      { sample: "B", verdicts: { t: ["none", "complete"] }, annotations: { x: "a" } },
      { sample: "C", verdicts: { t: ["none", "none"] }, annotations: { x: "b" } },
      { sample: "D", verdicts: { t: "none" } },
    ]);
    expect(only(found, { outcome: "sensitised" })).toMatchObject({
      n: 2,
      leftOut: { PLATES_DISAGREE: 1, NO_ANNOTATION: 1 },
      table: {
        counts: [
          [1, 0],
          [0, 1],
        ],
      },
    });
  });
});

describe("annotations that are numbers", () => {
  test("are tested between two groups by ranks and by means", () => {
    const found = analyse(LETTER);
    const ranks = only(found, { outcome: "sensitised", annotation: "perk", test: "mann-whitney" });
    const expected = mannWhitney([22, 20], [18, 9, 10]);
    expect(ranks).toMatchObject({
      n: 5,
      leftOut: { INCONCLUSIVE: 1, NOT_TESTED: 1, NO_ANNOTATION: 1 },
      statistic: expected?.w,
      p: expected?.p,
      smallestP: expected?.smallestP,
      groups: [
        { group: "sensitised", n: 2, median: 21, mean: 21 },
        { group: "not sensitised", n: 3, median: 10 },
      ],
    });
    const means = only(found, { outcome: "sensitised", annotation: "perk", test: "welch" });
    const welch = welchTest([22, 20], [18, 9, 10]);
    expect(means).toMatchObject({
      statistic: welch?.t,
      df: welch?.df,
      p: welch?.p,
      smallestP: null,
    });
  });

  test("are tested between more groups by Kruskal and Wallis", () => {
    const found = only(analyse(LETTER), { outcome: "class", annotation: "perk" });
    const expected = kruskalWallis([[22, 20], [18, 9], [10]]);
    expect(found).toMatchObject({
      test: "kruskal-wallis",
      statistic: expected?.h,
      df: 2,
      p: expected?.p,
    });
  });

  test("that are all equal, or one in a group, have no t test", () => {
    const equal = analyse(LETTER.map((sample) => ({ ...sample, annotations: { x: 3 } })));
    expect(only(equal, { outcome: "sensitised", test: "mann-whitney" }).noTest).toBe("ALL_EQUAL");
    expect(only(equal, { outcome: "sensitised", test: "welch" }).noTest).toBe("ALL_EQUAL");
    const single = analyse(LETTER.slice(0, 2));
    expect(only(single, { outcome: "sensitised", annotation: "perk", test: "welch" }).noTest).toBe(
      "TOO_FEW_VALUES",
    );
  });
});

describe("the response to prednisolone", () => {
  test("is tested by its class, indeterminate ones left out", () => {
    const found = only(
      analyse([...LETTER, { sample: "I", lc50: ">62.5", annotations: { ras: "mutant" } }]),
      {
        outcome: "lc50-class",
        annotation: "ras",
      },
    );
    expect(found).toMatchObject({
      arm: null,
      leftOut: { LC50_INDETERMINATE: 1, NO_ANNOTATION: 1 },
      table: {
        rows: ["sensitive", "intermediate", "resistant"],
        counts: [
          [0, 2],
          [0, 0],
          [3, 2],
        ],
      },
    });
  });

  test("ranks bounds beyond every LC50 that they lie beyond, and then makes no t test", () => {
    const found = analyse(LETTER);
    const ranks = only(found, { outcome: "lc50", annotation: "ras", test: "mann-whitney" });
    expect(ranks.p).toBe(mannWhitney([9, 9, 9], [9, 9, 0.07, 0.08])?.p);
    expect(ranks.groups).toMatchObject([
      { median: null, mean: null },
      { median: null, mean: null },
    ]);
    expect(only(found, { outcome: "lc50", annotation: "ras", test: "welch" }).noTest).toBe(
      "LC50_BOUNDS",
    );
  });

  test("cannot be ranked where an LC50 lies beyond a bound", () => {
    const found = analyse([
      { sample: "A", lc50: ">62.5", annotations: { x: "a" } },
      { sample: "B", lc50: 100, annotations: { x: "a" } },
      { sample: "C", lc50: 1, annotations: { x: "b" } },
      { sample: "D", lc50: 2, annotations: { x: "b" } },
    ]);
    const own = found.associations.filter(({ outcome }) => outcome === "lc50");
    expect(own.map(({ p, noTest }) => [p, noTest])).toEqual([
      [null, "LC50_BOUNDS"],
      [null, "LC50_BOUNDS"],
    ]);
  });

  test("without bounds has a t test on logarithms; several plates give their geometric mean", () => {
    const found = analyse([
      { sample: "A", lc50: [1, 100], annotations: { x: "a" } },
      { sample: "B", lc50: 20, annotations: { x: "a" } },
      { sample: "C", lc50: 0.2, annotations: { x: "b" } },
      { sample: "D", lc50: 0.3, annotations: { x: "b" } },
    ]);
    const welch = only(found, { outcome: "lc50", test: "welch" });
    const expected = welchTest([1, Math.log10(20)], [Math.log10(0.2), Math.log10(0.3)]);
    expect(welch.p).toBeCloseTo(expected?.p ?? Number.NaN, 12);
    expect(welch.groups[0]).toMatchObject({ group: "a", n: 2, median: 15 });
  });

  test("of a plate that does not count is left out", () => {
    const samples = LETTER.map(cohortSample).map((sample) => ({
      ...sample,
      lc50s: sample.lc50s.map((one) => ({ ...one, counts: false })),
    }));
    const found = only(analyseCohort(samples, EVERYTHING), {
      outcome: "lc50-class",
      annotation: "ras",
    });
    expect(found).toMatchObject({ n: 0, noTest: "ONE_GROUP", leftOut: { INCONCLUSIVE: 8 } });
  });
});

describe("q", () => {
  test("is over every P of the view, so one annotation alone has a smaller family", () => {
    const all = analyse(LETTER);
    const ps = all.associations.map(({ p }) => p);
    expect(all.associations.map(({ q }) => q)).toEqual(adjustP(ps, "BH"));
    expect(all.familySize).toBe(ps.filter((p) => p !== null).length);
    const one = analyse(LETTER, { against: "ras", allSamples: false });
    expect(one.annotations).toEqual(["ras"]);
    expect(one.familySize).toBeLessThan(all.familySize);
    expect(cohortCaveats(all)).toEqual([
      "Association, not cause; assay results for review.",
      expect.stringContaining(`over the ${all.familySize} P values shown`),
    ]);
  });
});

describe("several samples of one patient", () => {
  const twice: readonly Wanted[] = [
    {
      sample: "P-diagnosis",
      patient: "P",
      verdicts: { t: "inconclusive" },
      annotations: { x: "a" },
    },
    { sample: "P-relapse", patient: "P", verdicts: { t: "complete" }, annotations: { x: "a" } },
    { sample: "P-later", patient: "P", verdicts: { t: "none" }, annotations: { x: "a" } },
    { sample: "Q", verdicts: { t: "none" }, annotations: { x: "b" } },
    { sample: "R-1", patient: "R", annotations: { x: "b" } },
    { sample: "R-2", patient: "R", annotations: { x: "b" } },
  ];

  test("count once: the first with a conclusive verdict, else the first; and that is said", () => {
    const found = analyse(twice);
    expect(found.samples.filter(({ counted }) => counted).map(({ sample }) => sample)).toEqual([
      "P-relapse",
      "Q",
      "R-1",
    ]);
    expect(found).toMatchObject({ countedSamples: 3, patients: 3 });
    expect(only(found, { outcome: "sensitised" })).toMatchObject({
      n: 2,
      leftOut: { NOT_TESTED: 1 },
    });
    expect(cohortCaveats(found).at(-1)).toContain("3 samples of 6 are shown and not counted");
  });

  test("all count where that is asked for, with a warning", () => {
    const found = analyse(twice, { against: null, allSamples: true });
    expect(found.countedSamples).toBe(6);
    expect(only(found, { outcome: "sensitised" }).n).toBe(3);
    expect(cohortCaveats(found).at(-1)).toContain("P is too small");
  });

  test("one sample a patient is chosen whatever the cohort", () => {
    const wanted = fc.record({
      sample: fc.uuid(),
      patient: fc.constantFrom("P", "Q", "R"),
      verdicts: fc.constantFrom({}, { t: "none" as const }, { t: "inconclusive" as const }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(wanted, { selector: ({ sample }) => sample }), (all) => {
        const chosen = chooseSamples(all.map(cohortSample), false).filter(({ counted }) => counted);
        expect(chosen.map(({ patient }) => patient).sort()).toEqual(
          [...new Set(all.map(({ patient }) => patient))].sort(),
        );
      }),
    );
  });
});

test("provisional verdicts are warned of", () => {
  const found = analyse(
    LETTER.map((sample) => ({ ...sample, provisional: sample.sample === "B" })),
  );
  expect(only(found, { outcome: "sensitised", annotation: "ras" }).warnings).toContain(
    "PROVISIONAL",
  );
});

describe("whatever the cohort is", () => {
  const level = fc.oneof(fc.constantFrom("a", "b", "c"), fc.boolean());
  const anyone = fc.record({
    sample: fc.uuid(),
    verdicts: fc.dictionary(
      fc.constantFrom("t", "s"),
      fc.constantFrom("complete", "partial", "none", "antagonistic", "inconclusive"),
    ),
    lc50: fc.oneof(
      fc.constantFrom(">250", "<0.061"),
      fc.double({ min: 0.061, max: 250, noNaN: true }),
    ),
    annotations: fc.record({ x: level, y: fc.integer({ min: -5, max: 5 }) }, { requiredKeys: [] }),
  }) as fc.Arbitrary<Wanted>;
  const cohorts = fc.uniqueArray(anyone, { selector: ({ sample }) => sample, maxLength: 14 });

  test("each P has a q at least as large, and each test without P a reason; all samples are accounted for", () => {
    fc.assert(
      fc.property(cohorts, (wanted) => {
        const found = analyse(wanted);
        for (const one of found.associations) {
          const leftOut = Object.values(one.leftOut).reduce((sum, count) => sum + count, 0);
          expect(one.n + leftOut).toBe(found.countedSamples);
          expect(COHORT_TESTS).toContain(one.test);
          expect(one.p === null).toBe(one.noTest !== null);
          if (one.p === null || one.q === null) continue;
          expect(one.p).toBeGreaterThan(0);
          expect(one.q).toBeGreaterThanOrEqual(one.p);
          expect(one.q).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("the same cohort gives the same bits", () => {
    fc.assert(
      fc.property(cohorts, (wanted) => {
        expect(JSON.stringify(analyse(wanted))).toBe(JSON.stringify(analyse(wanted)));
      }),
      { numRuns: 10 },
    );
  });
});

describe("annotations of a sample", () => {
  const mutation = (gene: string, state: "present" | "absent" | "not tested") =>
    ({ name: gene, value: { type: "mutation", gene, state, clones: [] } }) as const;
  const genes = (states: Parameters<typeof mutation>[1][]) =>
    ["NRAS", "KRAS", "PTPN11", "FLT3"].flatMap((gene, index) => {
      const state = states[index];
      return state === undefined ? [] : [mutation(gene, state)];
    });
  const record = { rasStatus: "mutant", blastsDay4Percent: 90 };
  const pathway = (states: Parameters<typeof mutation>[1][]) =>
    cohortAnnotations(record, genes(states)).find(({ name }) => name === "ras_pathway_mutated")
      ?.value;

  test("of its own record come first and win over imported ones", () => {
    const imported = [
      { name: "RAS status", value: { type: "category", text: "wild type" } },
      { name: "blasts_day4_percent", value: { type: "number", number: 5, unit: "%" } },
    ] as const;
    expect(cohortAnnotations(record, imported)).toMatchObject([
      { name: "ras_status", value: { text: "mutant" }, origin: "record" },
      { name: "blasts_day4_percent", value: { number: 90 }, origin: "record" },
      { name: "ras_status (imported)", value: { text: "wild type" }, importedAs: "RAS status" },
    ]);
  });

  test("that are not known are none", () => {
    expect(cohortAnnotations({ rasStatus: "unknown", blastsDay4Percent: null }, [])).toEqual([]);
  });

  test("say that the RAS pathway is mutated where a gene is, and not where all were looked at", () => {
    expect(pathway(["absent", "present"])).toEqual({ type: "boolean", holds: true });
    expect(pathway(["absent", "absent", "absent", "absent"])).toEqual({
      type: "boolean",
      holds: false,
    });
    expect(pathway(["absent", "absent", "absent", "not tested"])).toBeUndefined();
    expect(pathway(["absent"])).toBeUndefined();
  });

  test("a mutation that was not tested is left out of its association", () => {
    const samples: CohortSample[] = LETTER.map(cohortSample).map((sample, index) => ({
      ...sample,
      annotations: [
        mutation("NRAS", index === 0 ? "not tested" : index < 4 ? "present" : "absent"),
      ],
    }));
    const found = only(analyseCohort(samples, EVERYTHING), { outcome: "sensitised" });
    expect(found.leftOut).toEqual({ NOT_TESTED: 1, INCONCLUSIVE: 1, MUTATION_NOT_TESTED: 1 });
    expect(found.table?.columns).toEqual(["present", "absent"]);
  });
});
