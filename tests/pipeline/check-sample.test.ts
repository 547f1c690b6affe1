import { describe, expect, test } from "vitest";
import { cohortSource } from "../../src/api/cohort-view.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { codeOf } from "../store/fresh-store.ts";
import { begin, type PaperBench, paperBench, readPlate, study } from "./paper-bench.ts";

const UNIFORM = { layoutId: "uniform-96", sample: undefined };

function sampleOf(bench: PaperBench, barcode: string) {
  const plate = bench.store.plates.byBarcode(barcode);
  return plate === null ? null : bench.store.samples.byId(plate.sample_id);
}

describe("a uniform plate without a sample", () => {
  test("is kept under a name of its own, and is no patient's", async () => {
    const bench = paperBench();
    await readPlate(bench, { barcode: "U-1", ...UNIFORM });
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    const { store } = bench;
    expect(sampleOf(bench, "U-1")).toMatchObject({ name: "check U-1", patient: "" });
    expect(store.samples.ofPatients().map(({ name }) => name)).toEqual(["B"]);
    expect(store.samples.newest(9).map(({ name }) => name)).toEqual(["B"]);
    expect(store.samples.count()).toBe(1);
    const cohort = await cohortSource(store).cohort({
      against: null,
      samples: null,
      allSamples: false,
    });
    expect(cohort.samples.map(({ sample }) => sample)).toEqual(["B"]);
  });

  test("is judged at once: no further plate of it will come", async () => {
    const bench = paperBench();
    await readPlate(bench, { barcode: "U-1", ...UNIFORM });
    const row = evaluateSample(bench.store, sampleOf(bench, "U-1")?.id ?? "", study.settings);
    expect(row?.provisional).toBe(0);
    expect(JSON.parse(row?.result ?? "{}").uniformPlates).toHaveLength(1);
    expect(verifyStore(bench.store).findings).toEqual([]);
  });

  test("stays what it is when it is read again, also under a sample that somebody named", async () => {
    const bench = paperBench();
    await readPlate(bench, { barcode: "U-1", ...UNIFORM });
    const first = sampleOf(bench, "U-1");
    const clock = "06/03/2026 17:00:00";
    await readPlate(bench, { barcode: "U-1", ...UNIFORM, rereadReason: "again", clock });
    expect(sampleOf(bench, "U-1")).toEqual(first);
    await readPlate(bench, { plate: "C-1", barcode: "U-2", layoutId: "uniform-96", sample: "dye" });
    await readPlate(bench, { barcode: "U-2", ...UNIFORM, rereadReason: "again", clock });
    expect(sampleOf(bench, "U-2")).toMatchObject({ name: "dye", patient: "dye" });
  });
});

describe("a patient's plate", () => {
  test("needs its sample", () => {
    const bench = paperBench();
    expect(codeOf(() => begin(bench, { sample: undefined }))).toBe("REQUEST_INVALID");
    expect(codeOf(() => begin(bench, { sample: " " }))).toBe("REQUEST_INVALID");
  });

  test("is never put under the name of a check, nor a check under a patient's", async () => {
    const bench = paperBench();
    await readPlate(bench, { barcode: "U-1", ...UNIFORM });
    expect(codeOf(() => begin(bench, { barcode: "A-1", sample: "check U-1" }))).toBe(
      "REQUEST_INVALID",
    );
    begin(bench, { barcode: "A-1", sample: "check U-2" });
    expect(codeOf(() => begin(bench, { barcode: "U-2", ...UNIFORM }))).toBe("REQUEST_INVALID");
  });
});
