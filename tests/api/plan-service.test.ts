import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { createPlanService } from "../../src/api/plan-service.ts";
import type { DraftPlate, PlanDraft } from "../../src/api/plan-views.ts";
import { checkPlan } from "../../src/layout/plan-file.ts";
import { paperBench, readPlate } from "../pipeline/paper-bench.ts";
import { codeOf } from "../store/fresh-store.ts";

const LAYOUT = "combination-rot180-1plate";

function plate(barcode: string, sample: string, more: Partial<DraftPlate> = {}): DraftPlate {
  const due = "2099-03-06T15:00:00+01:00";
  return {
    barcode,
    sample,
    layoutId: LAYOUT,
    revision: null,
    drugs: {},
    due,
    reader: null,
    ...more,
  };
}

const draft: PlanDraft = {
  id: "week-10",
  title: "Week 10",
  samples: [{ id: "S1", patient: "ALL-1", ras: "mutant", genes: ["KRAS"], blastsDay4Percent: 91 }],
  plates: [plate("W-1", "S1"), plate("W-2", "S1")],
  lots: [{ compound: "trametinib", lot: "T-77" }],
};

function begin() {
  const bench = paperBench();
  const { store, layouts } = bench;
  const settings = () => DEFAULT_SETTINGS;
  const plans = createPlanService({ store, layouts, settings, readerIds: ["reader-1"] });
  return { bench, store, plans };
}

describe("the draft of a plan", () => {
  it("is checked as its file would be, and is that file", () => {
    const { bench, plans } = begin();
    const check = plans.check(draft);
    expect(check).toMatchObject({ usable: true, plates: 2 });
    expect(check.text).toContain('schema = "plate-plan/1"');
    expect(checkPlan(check.text, bench.layouts.all()).plan).toMatchObject({
      id: "week-10",
      samples: [{ id: "S1", patient: "ALL-1", mutatedGenes: ["KRAS"], blastsDay4Percent: 91 }],
      plates: [{ barcode: "W-1", samples: { P1: "S1" } }, { barcode: "W-2" }],
    });
  });

  it("says at which field something is wrong", () => {
    const { plans } = begin();
    const { usable, findings } = plans.check({
      ...draft,
      samples: [{ id: "S1", patient: "", ras: "mutated", genes: [], blastsDay4Percent: "many" }],
      plates: [
        plate("W-1", "S2"),
        plate("W-1", "S1", { layoutId: "rot180" }),
        plate("W-4", "S1", { due: "soon" }),
      ],
    });
    expect(usable).toBe(false);
    const places = findings.map(({ table, row, field }) => `${table} ${row} ${field}`);
    expect(places).toEqual(
      expect.arrayContaining([
        "sample 0 patient",
        "sample 0 ras",
        "sample 0 blastsDay4Percent",
        "plate 0 sample",
        "plate 1 barcode",
        "plate 1 layoutId",
        "plate 2 due",
      ]),
    );
    for (const { sentence, remedy } of findings) {
      expect(sentence).toMatch(/^[^`]+[.!?]$/);
      expect(remedy).not.toBe("");
    }
  });

  it("speaks of the form's fields, never of the file's keys", () => {
    const { plans } = begin();
    const empty: PlanDraft = { id: "", title: "", samples: [], plates: [], lots: [] };
    expect(plans.check(empty).findings.map(({ sentence }) => sentence)).toEqual([
      "The plan’s short name is missing.",
      "The plan’s title is missing.",
      "There is no sample yet.",
      "There is no plate yet.",
    ]);
    const odd: PlanDraft = {
      id: "week 10",
      title: "",
      samples: [
        { id: "S 1", patient: "", ras: "mutated", genes: ["kras"], blastsDay4Percent: "many" },
        { id: "S2", patient: "ALL-2", ras: "wild type", genes: ["KRAS"], blastsDay4Percent: 120 },
      ],
      plates: [
        plate("", "", { layoutId: "", due: "" }),
        plate("{n}", "S2", { layoutId: "mtt-four-drugs-quadrants" }),
        plate("W-1", "S2", { drugs: { D9: "sorafenib" }, revision: 99 }),
        plate("W-1", "S2", { drugs: { D9: "sorafenib" } }),
      ],
      lots: [{ compound: "", lot: "" }],
    };
    for (const one of [odd, empty, { ...odd, samples: draft.samples }, { ...draft, lots: [] }]) {
      const { findings } = plans.check(one);
      for (const { sentence, remedy } of findings) {
        expect(`${sentence} ${remedy}`).not.toMatch(/`|\[\[|\w = |_percent|\bin brackets|quotes/);
        expect(`${sentence} ${remedy}`).not.toMatch(/ cannot be ("")|is called ""/);
      }
    }
  });

  it("knows what is planned, what is read, who reads, and what time it is", async () => {
    const { bench, plans } = begin();
    plans.save(draft, "planner");
    await readPlate(bench);
    const { findings } = plans.check({
      ...draft,
      samples: [{ ...(draft.samples[0] ?? fail()), patient: "ALL-2" }],
      plates: [
        plate("W-2", "S1"),
        plate("W-3", "S1", { due: "2001-01-01T00:00:00Z", reader: "reader-9" }),
      ],
    });
    const at = (check: string) => findings.find((finding) => finding.check === check);
    expect(findings.filter(({ check }) => check === "known")).toMatchObject([
      { table: "sample", row: 0, field: "id" },
      { table: "plate", row: 0, field: "barcode", sentence: "Plate W-2 is already planned." },
    ]);
    expect(at("due")).toMatchObject({ severity: "warning", row: 1 });
    expect(at("reader")).toMatchObject({ severity: "warning", row: 1 });
  });

  it("takes nothing odd for a table of its own", () => {
    const { plans } = begin();
    const title = 'x"]\n[[plate]]\nbarcode = "EVIL"';
    const check = plans.check({ ...draft, title });
    expect(check.plates).toBe(2);
    expect(check.text).not.toMatch(/^barcode = "EVIL"/m);
  });
});

describe("a plan that is saved", () => {
  it("is kept as its text, in the name of who saved it, and followed", () => {
    const { plans, store } = begin();
    const { planId } = plans.save(draft, "A. Jansen");
    expect(plans.all()).toMatchObject([
      { planId, title: "Week 10", importedBy: "A. Jansen", planned: 2, read: 0, overdue: 0 },
    ]);
    expect(plans.plan(planId).plates).toMatchObject([
      { barcode: "W-1", sample: "S1", state: "waits", lamp: null },
      { barcode: "W-2" },
    ]);
    expect(plans.file(planId)).toEqual({ name: "week-10.toml", text: plans.check(draft).text });
    expect(store.samples.plannedByBarcode("W-1")).not.toBeNull();
  });

  it("brings further plates of a sample", () => {
    const { plans } = begin();
    plans.save(draft, "A. Jansen");
    plans.save({ ...draft, plates: [plate("W-9", "S1")] }, "A. Jansen");
    expect(plans.all().map(({ planned }) => planned)).toEqual([1, 2]);
  });

  it("is refused whole while there is an error, and when it is none", () => {
    const { plans, store } = begin();
    const wrong = { ...draft, plates: [plate("W-1", "S1"), plate("W 2", "S1")] };
    expect(codeOf(() => plans.save(wrong, "A. Jansen"))).toBe("PLAN_INVALID");
    expect(store.samples.allPlans()).toEqual([]);
    plans.save(draft, "A. Jansen");
    const again = { ...draft, title: "Another", plates: [plate("W-3", "S1"), plate("W-1", "S1")] };
    expect(codeOf(() => plans.save(again, "A. Jansen"))).toBe("PLAN_CONFLICT");
    expect(store.samples.plannedByBarcode("W-3")).toBeNull();
    expect(codeOf(() => plans.plan("nothing"))).toBe("PLAN_UNKNOWN");
  });
});

function fail(): never {
  throw new Error("the draft has no sample");
}
