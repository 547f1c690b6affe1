import { expect, test } from "vitest";
import { analyseAssays } from "../../../src/analysis/assays/analyse-assays.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import type { WellName } from "../../../src/domain/well.ts";
import { plateOf, sampleOf, shippedWells } from "./layout-plate.ts";

const WELLS = shippedWells("uniform-96");

/** Net absorbance by row and column, counted from zero. */
function uniform(
  netAu: (row: number, column: number) => number | null,
  masked: readonly WellName[] = [],
) {
  const plate = plateOf(
    WELLS,
    (_, index) => {
      const net = netAu(Math.floor(index / 12), index % 12);
      return net === null ? null : net - 0.05;
    },
    masked,
  );
  const result = analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, new Set());
  expect(result.assays).toEqual({ "P-1": ["uniform"] });
  return result.uniformPlates[0];
}

/** A chequered plate: 0.99 and 1.01 AU in turn, so that no row and no column differs from another. */
const chequered = (row: number, column: number) => ((row + column) % 2 === 0 ? 0.99 : 1.01);

test("an even plate passes: mean, CV and edge are those of the sum by hand", () => {
  const result = uniform(chequered);
  expect(result?.n).toBe(96);
  expect(result?.meanAu).toBeCloseTo(1, 12);
  // 96 deviations of 0.01 AU: SD 0.01 sqrt(96/95).
  expect(result?.cvPercent).toBeCloseTo(Math.sqrt(96 / 95), 9);
  // 18 wells of each kind on the rim, 30 of each inside.
  expect(result?.edgeRatio).toBeCloseTo(1, 12);
  expect(result?.rowDriftPercent).toBeCloseTo(0, 9);
  expect(result?.verdict).toBe("pass");
  expect(result?.warnings).toEqual([]);
  expect(result?.bScore).toHaveLength(8);
});

test("a drift over the columns and a darker rim are named, with their sizes", () => {
  const drift = uniform((row, column) => chequered(row, column) * (0.85 + (0.3 * column) / 11));
  expect(drift?.columnDriftPercent).toBeCloseTo(30, 0);
  expect(drift?.warnings).toEqual(["COLUMN_DRIFT"]);
  expect(drift?.verdict).toBe("warn");
  const rim = uniform((row, column) =>
    row === 0 || row === 7 || column === 0 || column === 11
      ? 1.2 * chequered(row, column)
      : chequered(row, column),
  );
  expect(rim?.edgeRatio).toBeCloseTo(1.2, 9);
  expect(rim?.warnings).toContain("EDGE_EFFECT");
});

test("one odd well is named by its B-score and alone fails nothing", () => {
  const result = uniform((row, column) =>
    row === 2 && column === 4 ? 1.2 : chequered(row, column),
  );
  expect(result?.unevenWells).toEqual(["C5"]);
  expect(result?.verdict).toBe("pass");
});

test("a masked well is left out, has no B-score, and is warned of", () => {
  const result = uniform(
    (row, column) => (row === 2 && column === 4 ? 3 : chequered(row, column)),
    ["C5"],
  );
  expect(result?.n).toBe(95);
  expect(result?.bScore?.[2]?.[4]).toBeNull();
  expect(result?.unevenWells).toEqual([]);
  expect(result?.warnings).toEqual(["WELLS_MASKED"]);
});

test("wells that are all equal have no B-score and no P, and it is said why", () => {
  const result = uniform(() => 0.6);
  expect(result?.cvPercent).toBe(0);
  expect(result?.bScore?.flat().every((score) => score === null)).toBe(true);
  expect(result?.notReported).toEqual({
    bScore: "NO_SCATTER",
    edgeP: "NO_SCATTER",
    rowDriftP: "NO_SCATTER",
    columnDriftP: "NO_SCATTER",
  });
  expect(uniform(chequered)?.notReported).toEqual({});
});

test("wells that differ too much fail the check; a plate without signal too, with the reason", () => {
  const wild = uniform((row, column) => ((row + column) % 2 === 0 ? 0.5 : 1.5));
  expect(wild?.verdict).toBe("fail");
  expect(wild?.warnings).toContain("CV_HIGH");
  const dark = uniform(() => 0);
  expect(dark?.verdict).toBe("fail");
  expect(dark?.notReported).toEqual({ evenness: "NO_SIGNAL" });
  expect([dark?.cvPercent, dark?.edgeRatio, dark?.rowDriftP]).toEqual([null, null, null]);
  const unread = uniform(() => null);
  expect(unread?.notReported).toEqual({ evenness: "NO_USABLE_WELL" });
  expect(unread?.bScore).toBeNull();
});
