import { describe, expect, test } from "vitest";
import { fileReading } from "../../src/pipeline/file-reading.ts";
import { MTT } from "./paper-bench.ts";
import { importedPlate, read, well } from "./paper-file.ts";

const roles = (
  wavelengths: readonly (number | null)[],
  request = MTT as typeof MTT | { measurementNm: number; referenceNm: null },
) => {
  const reads = wavelengths.map((nm, index) => read(nm, index));
  const reading = fileReading(importedPlate({ reads }), request);
  return {
    planes: reading?.planes.map((plane) => `${plane.role} ${plane.wavelengthNm}`),
    bars: (reading?.bars ?? []).map((bar) => bar.code),
    warnings: reading?.warnings.map((warning) => warning.code),
  };
};

describe("a plate of a file becomes a reading of the assay", () => {
  test("with the assay's own wavelengths, whatever their order", () => {
    expect(roles([650, 570])).toEqual({
      planes: ["measurement 570", "reference 650"],
      bars: [],
      warnings: [],
    });
  });

  test("with the nearest filters a reader has, and says so", () => {
    expect(roles([562, 660])).toEqual({
      planes: ["measurement 562", "reference 660"],
      bars: [],
      warnings: ["WAVELENGTH_DIFFERS", "WAVELENGTH_DIFFERS"],
    });
  });

  test("keeping further wavelengths beside them", () => {
    expect(roles([570, 650, 450]).planes).toEqual([
      "measurement 570",
      "reference 650",
      "other 450",
    ]);
  });

  test("without a reference where the assay has none", () => {
    const single = { measurementNm: 570, referenceNm: null };
    expect(roles([570, 650], single).planes).toEqual(["measurement 570", "other 650"]);
  });

  test.each([
    { what: "another assay's wavelength", reads: [450], code: "WAVELENGTH_OF_ANOTHER_ASSAY" },
    { what: "no wavelength", reads: [null], code: "WAVELENGTH_UNKNOWN" },
    { what: "several reads at one wavelength", reads: [570, 570], code: "SEVERAL_READS" },
  ])("waiting for a person where it has $what", ({ reads, code }) => {
    expect(roles(reads).bars).toEqual([code]);
  });

  test("in which a well without a number is never zero", () => {
    const plain = read(570);
    const source = { table: null, row: 1, column: 1 };
    const saturated = {
      absorbance: null,
      token: "OVRFLW",
      remark: { direction: "over-range", meaning: "saturated" } as const,
      source,
    };
    const { A2: _, ...others } = plain.wells;
    const reads = [{ ...plain, wells: { ...others, A1: saturated } }];
    const reading = fileReading(importedPlate({ reads }), MTT);
    expect(reading?.planes[0]?.values.slice(0, 3)).toEqual([
      { absorbance: null, token: "OVRFLW", direction: "over-range" },
      { absorbance: null, token: "", direction: "not-read" },
      { absorbance: 0.03, token: "0.03" },
    ]);
  });

  test("keeping a value the vendor's program masks, with a warning", () => {
    const plain = read(570);
    const masked = {
      ...well(1.2),
      token: "*1.2*",
      remark: { direction: "masked", meaning: "masked" } as const,
    };
    const reads = [{ ...plain, wells: { ...plain.wells, B3: masked } }];
    const reading = fileReading(importedPlate({ reads }), MTT);
    expect(reading?.planes[0]?.values[14]).toEqual({ absorbance: 1.2, token: "*1.2*" });
    expect(reading?.warnings).toMatchObject([
      { code: "NO_REFERENCE" },
      { code: "MASKED_BY_VENDOR", message: expect.stringContaining("B3") },
    ]);
  });

  test("only if it has a read at all", () => {
    expect(fileReading(importedPlate({ reads: [] }), MTT)).toBeNull();
  });
});
