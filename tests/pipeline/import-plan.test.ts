import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/domain/plan.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { planOf } from "../../src/study/play-study.ts";
import { codeOf } from "../store/fresh-store.ts";
import { begin, type PaperBench, paperBench, readPlate, study } from "./paper-bench.ts";

const PLAN = planOf(study);

function take({ store, layouts }: PaperBench, plan: Plan = PLAN, source = JSON.stringify(plan)) {
  return importPlan(store, layouts, plan, { source, by: "planner" });
}

function contents({ store }: PaperBench) {
  return [
    store.samples.all().map((sample) => sample.name),
    store.samples.outstanding().map((plate) => plate.barcode),
    store.journal.lastChange(),
  ];
}

/** The refusal's code; nothing may have been imported by it. */
function refusal(bench: PaperBench, plan: Plan): string {
  const before = contents(bench);
  const code = codeOf(() => take(bench, plan));
  expect(contents(bench)).toEqual(before);
  return code;
}

describe("a plan", () => {
  test("brings its samples and plates, with the layout revisions it was made for", () => {
    const bench = paperBench();
    expect(take(bench)).toMatchObject({ isNew: true, samples: 7, plates: 7 });
    const [first] = bench.store.samples.outstanding();
    expect(first).toMatchObject({ barcode: "A-1", position: 0, due_at_utc: null });
    expect(bench.store.samples.byName("B")).toMatchObject({
      ras_status: "mutant",
      blasts_day4_percent: 96,
    });
  });

  test("imported twice changes nothing and says so", () => {
    const bench = paperBench();
    const { planId } = take(bench);
    const before = contents(bench);
    expect(take(bench)).toEqual({ planId, isNew: false, samples: 7, plates: 7 });
    expect(contents(bench)).toEqual(before);
  });

  test("brings further plates of a sample that is known, if it says the same of it", () => {
    const bench = paperBench();
    take(bench);
    const plates = PLAN.plates.map((plate) => ({ ...plate, barcode: `${plate.barcode}-new` }));
    take(bench, { ...PLAN, plates });
    expect(bench.store.samples.all()).toHaveLength(7);
    const sample = bench.store.samples.byName("A");
    const planned = bench.store.samples.plannedOfSample(sample?.id ?? "");
    expect(planned.map((plate) => plate.barcode)).toEqual(["A-1", "A-1-new"]);
  });

  test("keeps due times as UTC", () => {
    const bench = paperBench();
    const plates = PLAN.plates.map((plate) => ({ ...plate, dueAt: "2026-03-06T15:00:00+01:00" }));
    take(bench, { ...PLAN, plates });
    expect(bench.store.samples.outstanding()[0]?.due_at_utc).toBe("2026-03-06T14:00:00.000Z");
  });

  test("no longer lists a plate that has been read", async () => {
    const bench = paperBench();
    take(bench);
    await readPlate(bench);
    expect(bench.store.samples.outstanding().map((plate) => plate.barcode)).not.toContain("A-1");
  });
});

describe("a plan is refused whole when", () => {
  test("a sample of it is known as another patient's", () => {
    const bench = paperBench();
    take(bench);
    const samples = PLAN.samples.map((sample) => ({ ...sample, patient: `${sample.patient}x` }));
    const plates = PLAN.plates.map((plate) => ({ ...plate, barcode: `${plate.barcode}-new` }));
    expect(refusal(bench, { ...PLAN, samples, plates })).toBe("PLAN_CONFLICT");
  });

  test("a sample of it is known with other blasts", () => {
    const bench = paperBench();
    take(bench);
    const samples = PLAN.samples.map((sample) => ({ ...sample, blastsDay4Percent: 12 }));
    const plates = PLAN.plates.map((plate) => ({ ...plate, barcode: `${plate.barcode}-new` }));
    expect(refusal(bench, { ...PLAN, samples, plates })).toBe("PLAN_CONFLICT");
  });

  test("a barcode of it is planned", () => {
    const bench = paperBench();
    take(bench);
    const samples = PLAN.samples.map((sample) => ({ ...sample, id: `${sample.id}2` }));
    const plates = PLAN.plates.map((plate) => ({
      ...plate,
      samples: { P1: `${plate.samples.P1}2` },
    }));
    expect(refusal(bench, { ...PLAN, samples, plates })).toBe("PLAN_CONFLICT");
  });

  test("a barcode of it has been read", async () => {
    const bench = paperBench();
    await readPlate(bench, { sample: "another" });
    expect(refusal(bench, PLAN)).toBe("PLAN_CONFLICT");
  });

  test.each([
    ["a plate holds no sample", { samples: {} }, "PLAN_INVALID"],
    ["a plate holds several samples", { samples: { P1: "A", P2: "B" } }, "PLAN_INVALID"],
    ["a plate names an unknown sample", { samples: { P1: "Z" } }, "PLAN_CONFLICT"],
    ["a barcode is none", { barcode: "<b>" }, "BARCODE_INVALID"],
    ["a layout is unknown", { layoutId: "nothing" }, "LAYOUT_UNKNOWN"],
    ["a layout has no such revision", { layoutRevision: 9 }, "LAYOUT_UNKNOWN"],
  ])("%s", (_, change, code) => {
    const plates = PLAN.plates.map((plate, at) => (at === 6 ? { ...plate, ...change } : plate));
    expect(refusal(paperBench(), { ...PLAN, plates })).toBe(code);
  });
});

describe("a planned plate", () => {
  test("is read with the revision it was planned with, whatever has come since", () => {
    const bench = paperBench();
    take(bench);
    const newer = bench.layouts
      .all()
      .map((layout) => ({ ...layout, revision: 2, sha256: "2".repeat(64) }));
    const layouts = { all: () => newer, require: () => newer[0] ?? bench.layouts.require("") };
    const run = begin({ ...bench, layouts });
    expect(bench.store.plates.layoutByHash(run.layout_sha256)?.revision).toBe(1);
  });
});
