/** Drawings on paper of their own, read back as text with places. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type Bar, drawBars } from "../../src/report/bar-chart.ts";
import { type ChartSeries, drawDoseChart } from "../../src/report/dose-chart.ts";
import { BOTTOM, LEFT, RIGHT, TOP, WIDTH, writeLine } from "../../src/report/paper.ts";
import { armStyle, VEHICLE_STYLE } from "../../src/report/series-style.ts";
import { table } from "../../src/report/table.ts";
import {
  drawn,
  HAS_POPPLER,
  misplacedWords,
  NO_POPPLER,
  pagesOf,
  wordsOf,
} from "./report-bench.ts";

/** Each drawing reads its fonts anew; on a busy computer that takes its time. */
vi.setConfig({ testTimeout: 20_000 });

const PLACE = { x: LEFT, y: TOP, width: 260, height: 180 };

function seriesOf(points: readonly (readonly [dose: number, mean: number | null])[]): ChartSeries {
  return {
    name: "arm",
    style: armStyle(0),
    points: points.map(([dose, mean]) => ({ dose, mean, sem: null, replicates: [] })),
    curve: null,
    half: null,
  };
}

function chartOf(series: readonly ChartSeries[]): Promise<Uint8Array> {
  return drawn((paper) =>
    drawDoseChart(paper.doc, PLACE, { xTitle: "dose", yTitle: "survival", series }),
  );
}

describe.skipIf(!HAS_POPPLER)(`read back${NO_POPPLER}`, () => {
  test("words on each other and beyond the page are found, and words side by side are not", async () => {
    const bytes = await drawn(({ doc }) => {
      writeLine(doc, "alpha", 100, 300);
      writeLine(doc, "beta", 110, 303);
      writeLine(doc, "gamma", 100, 400);
      writeLine(doc, "delta", 140, 400);
      writeLine(doc, "epsilon", 100, 410);
      writeLine(doc, "omega", 560, 500);
    });
    expect(misplacedWords(wordsOf(bytes))).toEqual([
      "page 1: “omega” beyond it",
      "page 1: “alpha” on “beta”",
    ]);
  });

  test("doses stand below the axis in their order, zero apart on the left", async () => {
    const bytes = await chartOf([
      seriesOf([
        [0, 100],
        [0.25, 90],
        [1, 70],
        [4, 20],
      ]),
    ]);
    const words = wordsOf(bytes).filter((word) => word.top < TOP + PLACE.height);
    const axis = ["0", "0.25", "1", "4"].map((text) => {
      const found = words.filter((word) => word.text === text);
      return found.toSorted((a, b) => b.top - a.top)[0];
    });
    const lefts = axis.map((word) => word?.left ?? Number.NaN);
    expect(lefts).toEqual(lefts.toSorted((a, b) => a - b));
    // One step of the logarithmic axis is as wide as another; the place of zero is not on it.
    const [zero = 0, ...steps] = lefts.slice(1).map((left, index) => left - (lefts[index] ?? 0));
    expect(Math.abs((steps[0] ?? 0) - (steps[1] ?? 0))).toBeLessThan(6);
    expect(zero).toBeLessThan((steps[0] ?? 0) - 20);
  });

  test("figures of twenty doses do not touch each other", async () => {
    const doses = Array.from({ length: 20 }, (_, step) => [0.061 * 1.5 ** step, 50] as const);
    const words = wordsOf(await chartOf([seriesOf(doses)]));
    const floor = words.filter((word) => word.top > TOP + 140 && word.top < TOP + 156);
    const sorted = floor.toSorted((a, b) => a.left - b.left);
    expect(sorted.length).toBeGreaterThan(4);
    for (const [index, word] of sorted.slice(1).entries()) {
      expect(word.left).toBeGreaterThan(sorted[index]?.right ?? Number.POSITIVE_INFINITY);
    }
  });

  test("a bar without a mean has a dash in its place, and the others their numbers", async () => {
    const bar: Bar = {
      name: "vehicle",
      isVehicle: true,
      mean: 61.24,
      sem: 3,
      n: 2,
      replicates: [58, 64],
      remark: null,
    };
    const bars = [bar, { ...bar, name: "lost", isVehicle: false, mean: null, sem: null, n: 0 }];
    const bytes = await drawn((paper) =>
      drawBars(paper.doc, { ...PLACE, width: 400 }, bars, "survival, %"),
    );
    const text = pagesOf(bytes).join("");
    expect(text).toContain("61.2");
    expect(text).toMatch(/–/);
    expect(text).toContain("lost");
  });

  test("a table goes on over pages with its head on each, and loses no row", async () => {
    const rows = Array.from({ length: 120 }, (_, row) => [`row${row}`, "x".repeat(row)]);
    const bytes = await drawn((paper) =>
      table(
        paper,
        [
          { title: "name", share: 1 },
          { title: "HEAD", share: 3 },
        ],
        rows,
      ),
    );
    const pages = pagesOf(bytes);
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(page).toContain("HEAD");
    const found = [...pages.join("").matchAll(/\brow(\d+)\b/g)].map((match) => Number(match[1]));
    expect(found).toEqual(rows.map((_, row) => row));
    for (const word of wordsOf(bytes)) {
      expect(word.right).toBeLessThan(RIGHT + 1);
      expect(word.left).toBeGreaterThan(LEFT - 1);
      if (/^(row|x)/.test(word.text)) expect(word.bottom).toBeLessThan(BOTTOM + 3);
    }
  });
});

test("a chart can be drawn of any numbers: no place on it is undefined, which the PDF library refuses", async () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: -50, max: 150, noNaN: true }),
  );
  const dose = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true }));
  const points = fc.array(fc.tuple(dose, value), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(points, points, async (some, others) => {
      const half = { relation: "<", value: some.find(([x]) => x > 0)?.[0] ?? 1 };
      const bytes = await chartOf([
        { ...seriesOf(some), style: VEHICLE_STYLE, half },
        seriesOf(others),
      ]);
      expect(Buffer.from(bytes).subarray(0, 5).toString()).toBe("%PDF-");
    }),
    { numRuns: 12 },
  );
});

test("nothing is drawn of a table without rows", async () => {
  let moved = 0;
  await drawn((paper) => {
    const before = paper.y;
    table(paper, [{ title: "a", share: WIDTH }], []);
    moved = paper.y - before;
  });
  expect(moved).toBe(0);
});
