import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WELL_COUNT } from "../../src/domain/well.ts";
import type { AsmFile } from "../../src/export/asm/asm-types.ts";
import { milliAu } from "../../src/export/asm/milli-au.ts";
import { plateAsm } from "../../src/export/asm/plate-asm.ts";
import { measured } from "../pipeline/paper-bench.ts";
import { asmFaults, hasError, measurementsOf } from "./asm-schema.ts";
import { evaluate, exported, gathered, mask, studyStore } from "./exported-study.ts";

/** Plate C-1 has a well over range at F1. */
async function plateC(strict = false) {
  const [plate] = gathered(await studyStore("C"));
  if (plate === undefined) throw new Error("no plate was gathered");
  return { plate, ...plateAsm(plate, strict) };
}

const root = (file: AsmFile) => file["plate reader aggregate document"];
const calculated = (file: AsmFile) =>
  root(file)["calculated data aggregate document"]?.["calculated data document"] ?? [];

describe("an ASM file", () => {
  test("follows the schema", async () => {
    const { file } = await plateC();
    expect(asmFaults(JSON.parse(JSON.stringify(file)))).toEqual([]);
  });

  test("has every well at both wavelengths, in reading order, in true mAU", async () => {
    const { file } = await plateC();
    const { measurement, reference } = measured("C-1");
    const wells = root(file)["plate reader document"].map((document) =>
      document["measurement aggregate document"]["measurement document"].map(
        (one) => one.absorbance?.value ?? null,
      ),
    );
    const inMilliAu = (value: number | null | undefined) =>
      typeof value === "number" ? Math.round(value * 1000) : null;
    expect(wells).toEqual(
      measurement.flat().map((value, at) => [inMilliAu(value), inMilliAu(reference?.flat()[at])]),
    );
    expect(wells).toHaveLength(WELL_COUNT);
    const units = new Set(measurementsOf(file).map((one) => one.absorbance?.unit));
    expect(units).toEqual(new Set(["mAU", undefined]));
  });

  test("says why a well has no number, and never gives it one", async () => {
    const { file } = await plateC();
    const [only, ...more] = measurementsOf(file).filter(hasError);
    expect(more).toEqual([]);
    expect(only?.["sample document"]["location identifier"]).toBe("F1");
    expect(only).not.toHaveProperty("absorbance");
    expect(only?.["error aggregate document"]?.["error document"]).toEqual([
      {
        error: expect.stringMatching(/\(over the reader's range\)$/),
        "error feature": "absorbance",
      },
    ]);
    const ofF1 = calculated(file).filter((one) =>
      /\/(net|corrected|survival)\/F1$/.test(one["calculated data identifier"]),
    );
    expect(ofF1).toEqual([]);
  });

  test("has identifiers that are used once, and data sources that are among them", async () => {
    const { file } = await plateC();
    const ids = measurementsOf(file).map((one) => one["measurement identifier"]);
    expect(new Set(ids).size).toBe(2 * WELL_COUNT);
    const results = calculated(file).map((one) => one["calculated data identifier"]);
    expect(new Set(results).size).toBe(results.length);
    const sources = calculated(file).flatMap((one) =>
      one["data source aggregate document"]["data source document"].map(
        (source) => source["data source identifier"],
      ),
    );
    expect(sources.filter((source) => !ids.includes(source))).toEqual([]);
  });

  test("holds what was calculated: wells, blanks, LC50 and comparisons", async () => {
    const { plate, file } = await plateC();
    const value = (key: string) =>
      calculated(file).find((one) => one["calculated data identifier"].endsWith(`/${key}`))?.[
        "calculated result"
      ].value;
    const well = plate.wells.find((one) => one.well === "C4");
    expect(value("survival/C4")).toBe(well?.result.survivalPercent);
    expect(value("corrected/C4")).toBeCloseTo(1000 * (well?.result.correctedAbsorbance ?? 0), 9);
    expect(value("blank-mean")).toBeCloseTo(1000 * (plate.statistics?.blankMean ?? 0), 9);
    const trametinib = plate.comparisons.find((one) => one.arm === "trametinib");
    expect(value("interaction-q/trametinib")).toBe(trametinib?.interactionQ);
    const lc50 = plate.arms.find((one) => one.arm === "trametinib")?.lc50;
    expect(value("lc50/trametinib")).toBe(lc50?.value);
  });

  test("never calls a bound an LC50", async () => {
    const { plate, file } = await plateC();
    const bounds = plate.arms.filter((arm) => arm.lc50 !== null && arm.lc50.relation !== "=");
    expect(bounds.length).toBeGreaterThan(0);
    for (const { arm } of bounds) {
      const named = calculated(file).find((one) =>
        one["calculated data identifier"].endsWith(`/lc50/${arm}`),
      );
      expect(named?.["calculated data name"]).toMatch(/bound/);
    }
  });

  test("names verdicts, hashes and the factor", async () => {
    const { plate, file } = await plateC();
    const custom = root(file)["custom information aggregate document"];
    const labels = Object.fromEntries(
      custom["custom information document"].map((one) => [
        one["datum label"],
        Object.entries(one).find(([key]) => key.startsWith("scalar"))?.[1],
      ]),
    );
    expect(labels).toMatchObject({
      "verdict (assay result for review), trametinib": "complete",
      "settings sha256": plate.analysis.settings_sha256,
      "analysis id": plate.analysis.id,
      "absorbance conversion": expect.stringContaining("1000 ×"),
    });
  });

  test("says which well a person left out, and why", async () => {
    const store = await studyStore("C");
    mask(store, "C-1", "D5", "bubble");
    evaluate(store, "C");
    const [plate] = gathered(store);
    const text = plate === undefined ? "" : JSON.stringify(plateAsm(plate, false).file);
    expect(text).toContain("bubble");
  });

  test("is the same text each time", async () => {
    const store = await studyStore("C");
    const shas = [exported(store), exported(store)].map(({ manifest }) =>
      manifest.files.map((file) => file.sha256),
    );
    expect(shas[0]).toEqual(shas[1]);
  });
});

describe("a strict ASM file", () => {
  test("leaves out what has no number, and says so beside it", async () => {
    const { plate, file, leftOut } = await plateC(true);
    expect(asmFaults(JSON.parse(JSON.stringify(file)))).toEqual([]);
    expect(measurementsOf(file)).toHaveLength(2 * WELL_COUNT - 1);
    expect(measurementsOf(file).every((one) => one.absorbance !== undefined)).toBe(true);
    expect(leftOut).toEqual([
      { id: `${plate.evidence.row.id}/1/570 nm/F1`, error: expect.stringContaining("range") },
    ]);
  });
});

describe("absorbance in mAU", () => {
  test("has the digits of the absorbance in AU", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999, max: 99_999 }), (tenthsOfMilliAu) => {
        expect(milliAu(tenthsOfMilliAu / 10_000)).toBe(tenthsOfMilliAu / 10 + 0);
      }),
    );
  });

  test("is 1000 times any number, and never minus zero", () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (au) => {
        expect(Math.abs(milliAu(au) - au * 1000)).toBeLessThanOrEqual(
          Math.abs(au) * 1e-12 + 1e-300,
        );
        expect(Object.is(milliAu(au), -0)).toBe(false);
      }),
    );
  });
});
