import { describe, expect, test } from "vitest";
import { maskWells } from "../../src/analysis/mask-wells.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { buildPlate, indexOf, RESISTANT_VEHICLE } from "./plate-builder.ts";

const plan = { arms: [RESISTANT_VEHICLE] };

function reasonsOf(plate: Parameters<typeof maskWells>[0]) {
  const { reasons } = maskWells(plate, DEFAULT_SETTINGS);
  return Object.fromEntries(reasons.flatMap((reason, index) => (reason ? [[index, reason]] : [])));
}

describe("masks", () => {
  test("a plate without faults has none, and net absorbance is measurement less reference", () => {
    const plate = buildPlate(plan);
    expect(reasonsOf(plate)).toEqual({});
    const { netAbsorbance } = maskWells(plate, DEFAULT_SETTINGS);
    expect(netAbsorbance[indexOf("A1")]).toBeCloseTo(0.048, 12);
  });

  test("a missing measurement or a missing reference is over range, and has no net absorbance", () => {
    const plate = buildPlate(plan);
    plate.measurement[indexOf("B2")] = null;
    plate.reference[indexOf("C2")] = null;
    expect(reasonsOf(plate)).toEqual({
      [indexOf("B2")]: "over-range",
      [indexOf("C2")]: "over-range",
    });
    expect(maskWells(plate, DEFAULT_SETTINGS).netAbsorbance[indexOf("C2")]).toBeNull();
  });

  test("an unused well is neither over range nor an artefact", () => {
    const plate = buildPlate(plan);
    plate.measurement[indexOf("A9")] = null;
    plate.reference[indexOf("B9")] = 3;
    expect(reasonsOf(plate)).toEqual({});
  });

  test("an artefact lies above the plate's median reference by more than 0.10 AU", () => {
    const plate = buildPlate(plan);
    plate.reference[indexOf("B2")] = 0.05 + 0.1;
    plate.reference[indexOf("C2")] = 0.05 + 0.1001;
    expect(reasonsOf(plate)).toEqual({ [indexOf("C2")]: "reference-artefact" });
  });

  test("with a wide reference the limit is six scaled MADs; every reference counts, unused ones too", () => {
    const plate = buildPlate(plan);
    // Half of the plate at 0.05 and half at 0.09: median 0.07, MAD 0.02, limit 0.07 + 6 * 1.4826 * 0.02 = 0.247912.
    plate.reference = plate.reference.map((_, index) => (index % 2 === 0 ? 0.05 : 0.09));
    const [well, unused] = [indexOf("B2"), indexOf("B10")];
    plate.reference[well] = 0.2478;
    expect(reasonsOf(plate)).toEqual({});
    plate.reference[well] = 0.248;
    expect(reasonsOf(plate)).toEqual({ [well]: "reference-artefact" });
    // One more high reading on an unused well leaves 48 low ones against 46, and the median at 0.07 all the same.
    plate.reference[unused] = 1;
    expect(reasonsOf(plate)).toEqual({ [well]: "reference-artefact" });
  });

  test("a review mask replaces any other reason and keeps the numbers", () => {
    const plate = buildPlate(plan);
    plate.measurement[indexOf("B2")] = null;
    const reviewMasks = [
      { well: "B2", reason: "bubble" },
      { well: "C2", reason: "no cells" },
    ] as const;
    expect(reasonsOf({ ...plate, reviewMasks })).toEqual({
      [indexOf("B2")]: "review",
      [indexOf("C2")]: "review",
    });
    const { netAbsorbance } = maskWells({ ...plate, reviewMasks }, DEFAULT_SETTINGS);
    expect(netAbsorbance[indexOf("C2")]).toBeCloseTo(0.05 + 0.6 * 0.97, 12);
  });
});

describe("one wavelength, or a reference taken off by the reader", () => {
  test("without a reference the net absorbance is the measurement", () => {
    const plate = { ...buildPlate(plan), reference: null };
    const masks = maskWells(plate, DEFAULT_SETTINGS);
    expect(masks.singleWavelength).toBe(true);
    expect(masks.netAbsorbance[0]).toBe(plate.measurement[0]);
    expect(reasonsOf(plate)).toEqual({});
  });

  test("a reference without a single number is none", () => {
    const plate = { ...buildPlate(plan), reference: new Array<null>(96).fill(null) };
    expect(maskWells(plate, DEFAULT_SETTINGS).singleWavelength).toBe(true);
    expect(reasonsOf(plate)).toEqual({});
  });

  test("a subtracted reading is taken as it is: no artefact, no single wavelength, a token is over range", () => {
    const plate = { ...buildPlate(plan), referenceSubtracted: true };
    plate.reference[indexOf("B2")] = 3;
    plate.measurement[indexOf("C2")] = null;
    const masks = maskWells(plate, DEFAULT_SETTINGS);
    expect(masks.singleWavelength).toBe(false);
    expect(masks.netAbsorbance[indexOf("B2")]).toBe(plate.measurement[indexOf("B2")]);
    expect(reasonsOf(plate)).toEqual({ [indexOf("C2")]: "over-range" });
  });
});

describe("blank outliers", () => {
  const withBlanks = (blankNetAu: readonly number[]) => buildPlate({ ...plan, blankNetAu });

  test("need more than 3.5 modified z and more than 0.02 AU", () => {
    // Median 0.0505, MAD 0.0015: 0.0706 is 0.0201 away, z = 9.
    const far = withBlanks([0.048, 0.049, 0.05, 0.051, 0.052, 0.0706]);
    expect(reasonsOf(far)).toEqual({ [indexOf("F1")]: "blank-outlier" });
    const near = withBlanks([0.048, 0.049, 0.05, 0.051, 0.052, 0.0704]);
    expect(reasonsOf(near)).toEqual({});
    // Median 0.065, MAD 0.02: 0.12 is 0.055 away, but z = 1.9.
    expect(reasonsOf(withBlanks([0.04, 0.05, 0.06, 0.07, 0.08, 0.12]))).toEqual({});
  });

  test("a blank may be too low as well", () => {
    const low = withBlanks([0.048, 0.049, 0.05, 0.051, 0.052, 0.01]);
    expect(reasonsOf(low)).toEqual({ [indexOf("F1")]: "blank-outlier" });
  });

  test("are not looked for among three, nor with a MAD of zero", () => {
    expect(reasonsOf(withBlanks([0.048, 0.052, 0.5]))).toEqual({});
    expect(reasonsOf(withBlanks([0.05, 0.05, 0.05, 0.05, 0.5]))).toEqual({});
  });

  test("are counted after the other masks", () => {
    const plate = withBlanks([0.048, 0.049, 0.05, 0.3]);
    expect(reasonsOf(plate)).toEqual({ [indexOf("D1")]: "blank-outlier" });
    plate.measurement[indexOf("A1")] = null;
    expect(reasonsOf(plate)).toEqual({ [indexOf("A1")]: "over-range" });
  });
});
