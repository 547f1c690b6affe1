import { describe, expect, test } from "vitest";
import type { AnalysisPlate, EarlierReading } from "../../../src/analysis/analysis-input.ts";
import type { PlateStatistics } from "../../../src/analysis/sample-analysis.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { findSuspicions } from "../../../src/analysis/suspicion/find-suspicions.ts";
import { randomFrom } from "../../chaos/random.ts";
import { emptyPlate } from "../plate-builder.ts";
import { copyBlock, honestPlate } from "./honest-plate.ts";

const random = randomFrom(5);
const honest = honestPlate(random);
const plate: AnalysisPlate = { ...emptyPlate(), ...honest };

function scatter(cv: number | null, df: number | null): PlateStatistics {
  return { withinConditionCvPercent: cv, withinConditionDf: df } as PlateStatistics;
}

function earlier(numbers: Pick<EarlierReading, "measurement" | "reference">): EarlierReading {
  return {
    readingId: "r-1",
    readerId: "reader-1",
    capturedAtUtc: "2026-01-01T00:00:00.000Z",
    barcode: "P-1",
    sample: "A",
    samePlate: false,
    ...numbers,
  };
}

function find(
  of: AnalysisPlate,
  before: readonly EarlierReading[] = [],
  statistics = scatter(5, 36),
  settings = DEFAULT_SETTINGS,
) {
  return findSuspicions(of, statistics, before, settings);
}

describe("suspicions", () => {
  test("an honest plate among honest readings raises none", () => {
    expect(find(plate, [earlier(honestPlate(random)), earlier(honestPlate(random))])).toEqual([]);
  });

  test("the same reading again names the earlier one and every well", () => {
    const [found, ...more] = find(plate, [earlier(honest)]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      kind: "IDENTICAL_READING",
      other: { readingId: "r-1", readerId: "reader-1", barcode: "P-1", sample: "A" },
    });
    expect(found?.wells).toHaveLength(96);
    expect(found?.chance).toBeLessThan(1e-9);
  });

  test("the same reading again is the same also where its rim says nothing", () => {
    const rim = (well: number) => well < 12 || well > 83 || well % 12 === 0 || well % 12 === 11;
    const inner = {
      ...plate,
      measurement: honest.measurement.map((value, well) => (rim(well) ? null : value)),
    };
    expect(find(inner, [earlier(inner)])).toMatchObject([{ kind: "IDENTICAL_READING" }]);
  });

  test("an honest second read of the same plate shares wells with the first, and is not suspicious", () => {
    const again = {
      ...plate,
      measurement: honest.measurement.map(
        (value, well) => (value ?? 0) + (well % 9 === 0 ? 0.001 : 0),
      ),
    };
    expect(find(again, [{ ...earlier(honest), samePlate: true }])).toEqual([]);
    expect(find(again, [earlier(honest)])).toMatchObject([{ kind: "REPEATED_FROM_READING" }]);
    expect(find(plate, [{ ...earlier(honest), samePlate: true }])).toMatchObject([
      { kind: "IDENTICAL_READING" },
    ]);
  });

  test("a row of an earlier reading names both rows", () => {
    const other = honestPlate(random);
    const copied = {
      ...plate,
      ...copyBlock(other, honest, { from: 12, to: 36, rows: 1, columns: 12 }),
    };
    const [found] = find(copied, [earlier(other)]);
    expect(found).toMatchObject({ kind: "REPEATED_FROM_READING" });
    expect(found?.wells[0]).toBe("D1");
    expect(found?.sameAs[0]).toBe("B1");
  });

  test("a column that stands twice in a plate is named, and the plate stays as it is", () => {
    const copied = {
      ...plate,
      ...copyBlock(honest, honest, { from: 3, to: 9, rows: 8, columns: 1 }),
    };
    const before = structuredClone(copied);
    expect(find(copied)).toMatchObject([{ kind: "REPEATED_WITHIN", other: null }]);
    expect(find(copied)[0]?.sameAs).toEqual([
      "A10",
      "B10",
      "C10",
      "D10",
      "E10",
      "F10",
      "G10",
      "H10",
    ]);
    expect(copied).toEqual(before);
  });

  test("one value in most wells is a stuck reader, whatever the rest says", () => {
    const stuck = {
      ...plate,
      measurement: honest.measurement.map((value, well) => (well < 60 ? 0.045 : value)),
    };
    const found = find(stuck).find(({ kind }) => kind === "ONE_VALUE");
    expect(found?.wells).toHaveLength(60);
  });

  test("too little scatter between equal treatments is said with its chance", () => {
    // Chi-square with 36 degrees of freedom of 36 (0.3 / 1)^2 = 3.24 has a lower tail of about 3e-16.
    expect(find(plate, [], scatter(0.3, 36))).toMatchObject([{ kind: "TOO_SMOOTH", wells: [] }]);
    expect(find(plate, [], scatter(0, 36))).toMatchObject([{ kind: "TOO_SMOOTH", chance: 0 }]);
    expect(find(plate, [], scatter(0.3, 2))).toEqual([]);
    expect(find(plate, [], scatter(null, null))).toEqual([]);
  });

  test("the settings decide how much is needed, and can switch smoothness off", () => {
    const lenient = { ...DEFAULT_SETTINGS, smoothCv: 0 };
    expect(find(plate, [], scatter(0, 36), lenient)).toEqual([]);
    const other = honestPlate(random);
    const copied = {
      ...plate,
      ...copyBlock(other, honest, { from: 12, to: 36, rows: 1, columns: 12 }),
    };
    const strict = { ...DEFAULT_SETTINGS, suspicionP: 1e-30 };
    expect(find(copied, [earlier(other)], scatter(5, 36), strict)).toEqual([]);
  });

  test("a plate of which hardly anything was read is not judged", () => {
    const few = {
      ...plate,
      measurement: honest.measurement.map((value, well) => (well < 20 ? value : null)),
    };
    expect(find(few, [earlier(few)], scatter(0, 36))).toEqual([]);
  });
});
