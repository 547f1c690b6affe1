import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { requireBarcode } from "../../src/pipeline/barcode.ts";
import { barcodesOf } from "../../src/study/study-barcodes.ts";
import { loadStudy } from "../../src/study/study-file.ts";
import { freshFolder } from "../store/fresh-store.ts";

const FIGURE_3 = join(import.meta.dirname, "../../src/study/figure3-study.json");
const whole = JSON.parse(readFileSync(FIGURE_3, "utf8"));

/** The study without most of its plates, changed. */
function fileOf(change: (study: typeof whole) => void): string {
  const study = structuredClone(whole);
  study.plates = study.plates.slice(0, 2);
  change(study);
  const file = join(freshFolder(), "study.json");
  writeFileSync(file, JSON.stringify(study));
  return file;
}

const load = (change: (study: typeof whole) => void = () => undefined) => loadStudy(fileOf(change));

function refusalOf(file: string): { code: string; message: string } {
  try {
    loadStudy(file);
  } catch (error) {
    if (error instanceof PlatewardenError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the study was taken");
}

const refusal = (change: (study: typeof whole) => void) => refusalOf(fileOf(change));

describe("a study file", () => {
  test("gives samples, plates, layouts and settings", () => {
    const study = load();
    expect(study.samples[0]).toEqual({
      name: "A",
      patient: "A",
      rasStatus: "mutant",
      blastsDay4Percent: 93,
    });
    expect(study.plates.map(({ id, layoutId }) => [id, layoutId])).toEqual([
      ["A-1", "combination-rot180-1plate"],
      ["B-1", "combination-rot180-1plate"],
    ]);
    expect(study.settings).toMatchObject({ referenceDose: 3.90625, blastsMin: 70 });
    expect(study.tolerance).toEqual({ value: 1e-7, absFloor: 1e-9, pValues: 1e-6 });
  });

  test("of titrations has its numbers beside the trees; what is said in words is not compared", () => {
    expect(load().expected.root).toBeNull();
    const { expected } = load((raw) => {
      raw.expected = {
        blankMean: 0.05,
        arms: { trametinib: { sem: [1] } },
        letterClaims: ["none"],
      };
    });
    expect(expected).toEqual({
      automatic: null,
      afterReview: null,
      root: { blankMean: 0.05, arms: { trametinib: { sem: [1] } } },
    });
  });

  test("may begin with a byte order mark", () => {
    const file = fileOf(() => undefined);
    writeFileSync(file, `\uFEFF${readFileSync(file, "utf8")}`);
    expect(loadStudy(file).plates).toHaveLength(2);
  });

  test("may leave most things out", () => {
    const study = load((raw) => {
      for (const key of [
        "title",
        "samples",
        "thresholds",
        "referenceDose",
        "reviewMasks",
        "expected",
        "tolerance",
        "wavelengths",
        "inhibitorConcentration",
      ])
        delete raw[key];
    });
    expect(study.samples).toMatchObject([
      { name: "A", rasStatus: "unknown", blastsDay4Percent: null },
      { name: "B" },
    ]);
    expect(study.expected).toEqual({ automatic: null, afterReview: null, root: null });
    expect(study.measurementNm).toBe(570);
    expect(study.tolerance.pValues).toBe(study.tolerance.value);
  });

  test("may have no reference wavelength, for one plate or for all", () => {
    const study = load((raw) => {
      raw.plates[0].od650 = null;
      delete raw.plates[1].od650;
    });
    expect(study.plates.map(({ reference }) => reference)).toEqual([null, null]);
  });

  test("may name other wavelengths, and wells without a number", () => {
    const study = load((raw) => {
      raw.wavelengths = { measurement: 562, reference: 690 };
      for (const plate of raw.plates) {
        plate.od562 = plate.od570;
        plate.od690 = plate.od650;
        plate.od562[0][0] = null;
      }
    });
    expect([study.measurementNm, study.referenceNm]).toEqual([562, 690]);
    expect(study.plates[0]?.measurement[0]?.[0]).toBeNull();
  });

  test("may hold inhibitors and doses that nobody has heard of", () => {
    const study = load((raw) => {
      const text = JSON.stringify(raw.layouts)
        .replaceAll("trametinib", "XK-17")
        .replaceAll("62.5", "60.1");
      raw.layouts = JSON.parse(text);
    });
    expect(study.layouts[0]?.arms.map((arm) => arm.id)).toContain("XK-17");
  });
});

describe("a study file is refused, saying all that is wrong, when", () => {
  test("it is not there", () => {
    expect(refusalOf(join(freshFolder(), "nothing.json"))).toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("nothing.json"),
    });
  });

  test("it is no JSON", () => {
    const file = join(freshFolder(), "study.json");
    writeFileSync(file, "{");
    expect(refusalOf(file).message).toContain("this is not JSON");
  });

  test("it is of another format", () => {
    const { code, message } = refusal((raw) => {
      raw.schema = "something/1";
    });
    expect(code).toBe("STUDY_INVALID");
    expect(message).toContain("schema");
  });

  test.each<[string, (raw: typeof whole) => void, string]>([
    [
      "it has no plates",
      (raw) => (raw.plates = []),
      "`plates` must be a list of at least 1 value, not a list of 0",
    ],
    ["two plates have one name", (raw) => (raw.plates[1].id = "A-1"), "two plates are called A-1"],
    ["a plate has no values", (raw) => delete raw.plates[0].od570, "plate A-1 has no od570"],
    [
      "a plate has seven rows",
      (raw) => raw.plates[0].od570.pop(),
      "plate A-1: od570 is not 8 rows of 12",
    ],
    [
      "a value is a word",
      (raw) => (raw.plates[1].od650[0][0] = "high"),
      "plate B-1: od650 is not 8 rows of 12",
    ],
    [
      "a layout is not there",
      (raw) => (raw.plates[0].layout = "none"),
      "plate A-1: the study has no layout none",
    ],
    [
      "blasts are no percentage",
      (raw) => (raw.samples.A.blastsDay4Percent = 101),
      "samples.A.blastsDay4Percent",
    ],
  ])("%s", (_, change, words) => {
    expect(refusal(change).message).toContain(words);
  });

  test("several plates are wrong: all are named", () => {
    const { message } = refusal((raw) => {
      delete raw.plates[0].od570;
      raw.plates[1].layout = "none";
    });
    expect(message).toContain("A-1");
    expect(message).toContain("B-1");
  });

  test("a layout cannot be: the well is named", () => {
    const { code, message } = refusal((raw) => {
      delete raw.layouts["combination-rot180-1plate"].H12;
    });
    expect(code).toBe("LAYOUT_INVALID");
    expect(message).toContain("H12");
  });

  test("a threshold is unknown", () => {
    const refused = refusal((raw) => {
      raw.thresholds.sensitivity = 3;
    });
    expect(refused).toMatchObject({
      code: "SETTINGS_INVALID",
      message: expect.stringContaining("sensitivity"),
    });
  });
});

describe("the barcodes of a study", () => {
  const ids = [
    "A-1",
    "Patient Ä, plate 1",
    "Patient Ö, plate 1",
    "  ",
    "-x",
    "y".repeat(90),
    `${"y".repeat(90)}z`,
  ];
  const barcodes = barcodesOf({
    plates: ids.map((id) => ({ id, sample: "", layoutId: "", measurement: [], reference: null })),
  });

  test("are barcodes, and each leads back to its plate", () => {
    for (const id of ids) {
      const barcode = barcodes.barcodeOf(id);
      expect(requireBarcode(barcode)).toBe(barcode);
      expect(barcodes.plateOf(barcode)).toBe(id);
    }
  });

  test("are the plates' own names where those are barcodes", () => {
    expect(barcodes.barcodeOf("A-1")).toBe("A-1");
  });
});
