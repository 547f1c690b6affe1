import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import type { AnnotationProblem } from "../../src/pipeline/annotations/annotation-problem.ts";
import { sampleConflicts } from "../../src/pipeline/annotations/sample-conflicts.ts";
import {
  annotationHistory,
  annotationsOfSample,
  standingAnnotations,
} from "../../src/pipeline/annotations/standing-annotations.ts";
import {
  type AnnotationFile,
  importAnnotations,
  tryAnnotations,
} from "../../src/pipeline/import-annotations.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { withdrawAnnotation } from "../../src/pipeline/withdraw-annotation.ts";
import { connect, type Store } from "../../src/store/open-store.ts";
import { planOf } from "../../src/study/play-study.ts";
import { codeOf, freshFile, freshStore } from "../store/fresh-store.ts";
import { paperBench, study } from "./paper-bench.ts";

const PLAN = planOf(study);

/** A bench with the seven samples of the study: A, B and C are RAS mutant, D to G wild type. */
function plannedStore(store: Store = freshStore()): Store {
  importPlan(store, paperBench(store).layouts, PLAN, { source: "plan", by: "planner" });
  return store;
}

function file(text: string, more: Partial<AnnotationFile> = {}): AnnotationFile {
  const bytes = Buffer.from(text);
  return { bytes, fileName: "t.csv", source: "lab", by: "ann", allowUnknown: false, ...more };
}

const take = (store: Store, text: string, more: Partial<AnnotationFile> = {}) =>
  importAnnotations(store, file(text, more));

function standing(store: Store, sample: string): Record<string, unknown> {
  return Object.fromEntries(
    annotationsOfSample(store, sample).map(({ name, value }) => [
      name,
      value.type === "number" ? value.number : value.type === "category" ? value.text : value,
    ]),
  );
}

function problemsOf(work: () => unknown): readonly AnnotationProblem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof PlatewardenError) return error.detail.problems as AnnotationProblem[];
  }
  throw new Error("nothing was refused");
}

describe("an import", () => {
  test("keeps each value with its file, line, person and time, and tells the audit trail", () => {
    const store = plannedStore();
    const imported = take(store, "sample,x,subtype\nA,1,B-other\nB,2,NA\n");
    expect(imported).toMatchObject({
      values: 3,
      samples: 2,
      superseded: 0,
      warnings: [],
      names: ["x", "subtype"],
    });
    expect(standing(store, "A")).toEqual({ x: 1, subtype: "B-other" });
    expect(standing(store, "B")).toEqual({ x: 2 });
    const [one] = annotationsOfSample(store, "B");
    expect(one).toMatchObject({ importId: imported.importId, line: 3, by: "ann" });
    const [row] = store.annotations.imports();
    expect(row).toMatchObject({
      file_name: "t.csv",
      source: "lab",
      by_name: "ann",
      value_count: 3,
    });
    expect(
      Buffer.from(store.annotations.importBytes(imported.importId ?? "") ?? "").toString(),
    ).toContain("B-other");
    expect(store.journal.isAudited("annotations.import", imported.importId ?? "")).toBe(true);
    expect(verifyStore(store).findings).toEqual([]);
  });

  test("supersedes values of the same sample and name, however that is spelt; the older stay", () => {
    const store = plannedStore();
    take(store, "sample,My score\nA,1\nB,2\n");
    const second = take(store, "sample,my_score\nA,3\nB,NA\n");
    expect(second).toMatchObject({ values: 1, superseded: 1, names: ["My score"] });
    expect(standing(store, "A")).toEqual({ "My score": 3 });
    expect(standing(store, "B")).toEqual({ "My score": 2 });
    expect(annotationHistory(store, "A").map(({ value }) => value)).toEqual([
      { type: "number", number: 1, unit: null },
      { type: "number", number: 3, unit: null },
    ]);
  });

  test("of the very same file changes nothing where its values stand, else it brings them back", () => {
    const store = plannedStore();
    const text = "sample,x\nA,1\n";
    const first = take(store, text);
    const before = store.journal.lastChange();
    expect(take(store, text)).toMatchObject({ importId: null });
    expect(store.journal.lastChange()).toBe(before);
    take(store, "sample,x\nA,2\n");
    const again = take(store, text);
    expect(again.importId).not.toBeNull();
    expect(again.importId).not.toBe(first.importId);
    expect(standing(store, "A")).toEqual({ x: 1 });
  });

  test("with an error stores nothing and names every problem", () => {
    const store = plannedStore();
    const before = store.journal.lastChange();
    const problems = problemsOf(() => take(store, "sample,x,blasts_day4\nA,1,95\nZ,high,120\n"));
    expect(problems.map(({ line, column }) => `${line} ${column}`).sort()).toEqual([
      "3 blasts_day4",
      "3 sample",
      "3 x",
    ]);
    expect(problems.find(({ column }) => column === "sample")?.remedy).toContain(
      "Known are: A, B, C",
    );
    expect([
      standingAnnotations(store),
      store.annotations.imports(),
      store.journal.lastChange(),
    ]).toEqual([[], [], before]);
    expect(store.samples.byName("A")?.blasts_day4_percent).toBe(93);
    expect(codeOf(() => take(store, "sample,x\nZ,1\n"))).toBe("ANNOTATIONS_INVALID");
    expect(codeOf(() => take(store, "sample,x\nA,1\n", { by: " " }))).toBe("REQUEST_INVALID");
  });

  test("that is only tried stores nothing either", () => {
    const store = plannedStore();
    const before = store.journal.lastChange();
    expect(tryAnnotations(store, file("sample,x,blasts_day4\nA,1,80\n"))).toEqual({
      values: 2,
      samples: 1,
      names: ["x", "blasts_day4_percent"],
      superseded: 0,
      blasts: ["A"],
      warnings: [],
    });
    expect([standingAnnotations(store), store.journal.lastChange()]).toEqual([[], before]);
  });

  test("must keep type and unit of what stands for other samples", () => {
    const store = plannedStore();
    take(store, "sample,x [AU]\nA,1\nB,2\n");
    const [problem] = problemsOf(() => take(store, "sample,x [mAU]\nC,1000\n"));
    expect(problem?.message).toBe("x is a number in mAU here and a number in AU for sample B");
    expect(take(store, "sample,x [mAU]\nA,1000\nB,2000\n").superseded).toBe(2);
  });

  test("keeps values of samples to come where that is asked for", () => {
    const store = freshStore();
    expect(
      take(store, "sample,x,blasts_day4\nA,1,90\n", { allowUnknown: true }).warnings.map(
        ({ message }) => message,
      ),
    ).toEqual([
      "there is no sample A",
      "the blasts of sample A are kept as an annotation only, and decide no verdict",
    ]);
    plannedStore(store);
    expect(standing(store, "A")).toEqual({ x: 1, blasts_day4_percent: 90 });
    const row = store.samples.byName("A");
    if (row === null) throw new Error("no sample");
    expect(sampleConflicts(row, annotationsOfSample(store, "A"))).toEqual([
      "sample A is annotated with 90 % blasts on day 4, 93 % are entered; what is entered counts",
    ]);
    expect(take(store, "sample,x,blasts_day4\nA,1,90\n").changedSampleIds).toEqual([row.id]);
  });
});

describe("blasts on day 4", () => {
  test("are entered in the sample the usual way, and only there where they change", () => {
    const store = plannedStore();
    const sample = store.samples.byName("A");
    const imported = take(store, "sample,blasts_day4 [%]\nA,60\nB,96\n");
    expect(imported.blasts).toEqual(["A"]);
    expect(imported.changedSampleIds).toEqual([sample?.id]);
    expect(store.samples.byName("A")?.blasts_day4_percent).toBe(60);
    expect(store.journal.isAudited("sample.blasts", sample?.id ?? "")).toBe(true);
    expect(verifyStore(store).findings).toEqual([]);
  });
});

describe("an allele fraction", () => {
  test("that is superseded by a mutation without one is warned of", () => {
    const store = plannedStore();
    take(store, "sample,NRAS\nA,35 % (G12D)\nB,12 %\n");
    expect(take(store, "sample,NRAS\nA,present\nB,14 %\n").warnings).toMatchObject([
      {
        severity: "warning",
        line: 2,
        column: "NRAS",
        message:
          "sample A: “present, 35 % (G12D)” is superseded by “present”: its allele fraction no longer stands",
      },
    ]);
  });
});

describe("contradictions with the plan are warned of, and the plan stands", () => {
  const warnings = (store: Store, text: string) =>
    take(store, text).warnings.map(({ message }) => message);

  test("of a status", () => {
    const store = plannedStore();
    expect(warnings(store, "sample,RAS status\nA,wild type\nB,mutant\n")).toEqual([
      "sample A is RAS mutant in the plan, wild type in the annotation RAS status",
    ]);
    expect(store.samples.byName("A")?.ras_status).toBe("mutant");
  });

  test("of genes", () => {
    const store = plannedStore();
    expect(warnings(store, "sample,NRAS\nD,present\nE,absent\n")).toEqual([
      "sample D is RAS wild type in the plan, and annotated with NRAS mutated",
    ]);
    expect(
      warnings(store, "sample,NRAS,KRAS,PTPN11,FLT3\nA,wt,wt,wt,wt\nB,wt,wt,wt,not tested\n"),
    ).toEqual([
      "sample A is RAS mutant in the plan, and annotated as without mutation in any of NRAS, KRAS, PTPN11, FLT3",
    ]);
    const row = {
      name: "X",
      ras_status: "mutant",
      mutated_genes: '["KRAS"]',
      blasts_day4_percent: null,
    };
    const absent = { type: "mutation", gene: "KRAS", state: "absent", clones: [] } as const;
    expect(sampleConflicts(row, [{ name: "KRAS", value: absent }])).toEqual([
      "the plan gives sample X a mutation of KRAS, the annotation says absent",
    ]);
  });
});

describe("a withdrawal", () => {
  const said = { reason: "mixed up", by: "ann" };

  test("takes a value out, stays to be seen, and a later import brings another", () => {
    const store = plannedStore();
    take(store, "sample,NRAS\nA,present\n");
    withdrawAnnotation(store, { sample: "A", name: "nras", ...said });
    expect(standing(store, "A")).toEqual({});
    expect(annotationHistory(store, "A").at(-1)).toMatchObject({
      name: "NRAS",
      value: null,
      reason: "mixed up",
      by: "ann",
    });
    expect(verifyStore(store).findings).toEqual([]);
    take(store, "sample,NRAS\nA,absent\n");
    expect(Object.keys(standing(store, "A"))).toEqual(["NRAS"]);
  });

  test("needs something to withdraw, a reason and a name; blasts are corrected instead", () => {
    const store = plannedStore();
    take(store, "sample,x,blasts_day4\nA,1,90\n");
    const withdraw = (more: object) =>
      codeOf(() => withdrawAnnotation(store, { sample: "A", name: "x", ...said, ...more }));
    expect(withdraw({ name: "y" })).toBe("ANNOTATION_UNKNOWN");
    expect(withdraw({ sample: "B" })).toBe("ANNOTATION_UNKNOWN");
    expect(withdraw({ reason: "" })).toBe("REQUEST_INVALID");
    expect(withdraw({ by: " " })).toBe("REQUEST_INVALID");
    expect(withdraw({ name: "blasts_day4_percent" })).toBe("REQUEST_INVALID");
    expect(standing(store, "A")).toEqual({ x: 1, blasts_day4_percent: 90 });
  });
});

describe("what was imported", () => {
  function filled(): string {
    const path = freshFile();
    const store = plannedStore(freshStore(path));
    take(store, "sample,x\nA,1\n");
    withdrawAnnotation(store, { sample: "A", name: "x", reason: "wrong", by: "ann" });
    return path;
  }

  test.each([
    ["annotation_import", "source"],
    ["annotation_value", "value"],
  ])("can be neither changed nor deleted: %s", (table, column) => {
    const db = connect(filled());
    try {
      for (const sql of [
        `UPDATE ${table} SET ${column} = ${column}`,
        `DELETE FROM ${table}`,
        `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`,
      ])
        expect(codeOf(() => db.exec(sql))).toMatch(/^SQLITE_CONSTRAINT/);
    } finally {
      db.close();
    }
  });

  test.each([
    [
      "a value",
      "annotation_value_fixed",
      "UPDATE annotation_value SET value = '2' WHERE line IS NOT NULL",
    ],
    ["a file", "annotation_import_fixed", "UPDATE annotation_import SET bytes = x'00'"],
    [
      "a reason",
      "annotation_value_fixed",
      "UPDATE annotation_value SET value = '\"x\"' WHERE type = 'withdrawn'",
    ],
    [
      "an import that is gone",
      "annotation_value_kept",
      "DELETE FROM annotation_value WHERE type = 'withdrawn'",
    ],
  ])("%s that was changed past its guards is found by verify", (_, trigger, sql) => {
    const path = filled();
    const db = connect(path);
    db.exec(`DROP TRIGGER ${trigger}`);
    db.exec(sql);
    db.close();
    const findings = verifyStore(freshStore(path)).findings.filter(
      (text) => !text.includes("trigger"),
    );
    // By what it says of itself, and by the sum over its table.
    expect(findings).toHaveLength(2);
    expect(findings.some((text) => text.includes("table annotation_"))).toBe(true);
  });
});
