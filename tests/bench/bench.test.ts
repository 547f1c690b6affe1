/** The short version of `npm run bench`: the same path over a few curves, without other tools and without a stopwatch. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { WorklistView } from "../../src/api/review-views.ts";
import { plateSummary } from "../../src/api/summary-views.ts";
import { createWorklist } from "../../src/api/worklist.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { fillWithStudy } from "../pipeline/paper-study.ts";
import { benchFits } from "./bench-fits.ts";
import { benchPlates } from "./bench-plates.ts";
import { benchStore } from "./bench-store.ts";
import { atLeast } from "./goal.ts";
import { median, quantile } from "./median.ts";
import { fillScaled } from "./scale/fill-scaled.ts";
import { parseTimedFits } from "./timed-fit.ts";

const NOBODY = { hasR: false, hasDrc: false, python: null, notes: [] };
const STUDY = join(import.meta.dirname, "../../src/study/figure3-study.json");

const COPIES = 8;

function firstPage(store: Store): WorklistView {
  const question = {
    states: [],
    lamps: [],
    verdicts: [],
    readers: [],
    marks: [],
    text: "",
    fromMs: null,
    untilMs: null,
    person: "",
  };
  return JSON.parse(createWorklist(store).page({ question, after: null, limit: 500 }));
}

const dose = [0, 0.01, 0.1, 0.3, 1, 3, 10, 30, 100];
const noise = [1, -2, 0.5, 1.5, -1, 2, -0.5, -1.5, 0];
const y = [0.8, 1, 2].map((slope) =>
  dose.map((x, index) => 5 + 95 / (1 + (x / 2) ** slope) + (noise[index] ?? 0)),
);

function benchCurves(rss: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-bench-"));
  const lines: string[] = [];
  try {
    const file = join(folder, "curves.json");
    writeFileSync(file, JSON.stringify({ dose, y, drc: { rss } }));
    return { goals: benchFits(file, NOBODY, (line) => lines.push(line)), lines };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("every tool fits the same curves, and ours is never worse than what is stored", () => {
  const { goals, lines } = benchCurves([100, 100, 100]);
  expect(lines[0]).toContain("| platewarden |");
  expect(lines[0]).toContain("| ml-levenberg-marquardt |");
  expect(goals).toMatchObject([{ met: true }]);
});

test("a fit that is worse than the stored one misses the goal and says by how much", () => {
  const [goal] = benchCurves([100, 1e-3, 100]).goals;
  expect(goal?.met).toBe(false);
  expect(goal?.sentence).toMatch(/largest RSS over the one stored for drc: \d+/);
});

test("whole plates are counted from matrix to verdict", () => {
  const lines: string[] = [];
  const goals = benchPlates(STUDY, NOBODY, (line) => lines.push(line), 50);
  expect(lines[0]).toMatch(/platewarden, matrix to verdict \| \d+/);
  expect(goals).toHaveLength(2);
});

test("a goal below its limit is missed", () => {
  expect(atLeast(299, 300, "ratio")).toEqual({
    met: false,
    sentence: "ratio: 299, at least 300 wanted",
  });
  expect(atLeast(300, 300, "ratio").met).toBe(true);
});

test("what peers print is read, failures included", () => {
  expect(parseTimedFits("R nls,0,1.5,42.5\nR nls,1,0.7,NA\n")).toEqual([
    { tool: "R nls", curve: 0, milliseconds: 1.5, rss: 42.5 },
    { tool: "R nls", curve: 1, milliseconds: 0.7, rss: null },
  ]);
});

test("plates are stored beside the bare limit of the same SQLite, with as many transactions", async () => {
  const lines: string[] = [];
  const goals = await benchStore((line) => lines.push(line), { rounds: 1, platesARound: 2 });
  expect(lines[0]).toMatch(/4\d\.\d transactions and \d+\.\d kB a plate/);
  expect(goals).toHaveLength(1);
});

test("copies of real plates fill a worklist, and the real ones can be looked at beside them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-bench-"));
  try {
    const [real, filled] = [join(folder, "real.sqlite"), join(folder, "filled.sqlite")];
    const store = openStore(real);
    await fillWithStudy(store);
    while (firstPage(store).pending > 0);
    const { rows } = firstPage(store);
    store.close();
    const plates = rows.length * COPIES;
    expect(fillScaled(real, filled, plates).plates).toBe(plates);
    const large = openStore(filled);
    const view = firstPage(large);
    expect(view).toMatchObject({ total: plates, found: plates, pending: 0 });
    expect(new Set(view.rows.map(({ plateId }) => plateId)).size).toBe(plates);
    expect(
      large.plates
        .newest(rows.length)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(rows.map(({ plateId }) => plateId).sort());
    const [newest] = large.plates.newest(1);
    if (newest === undefined) throw new Error("there is no plate");
    expect(plateSummary(large, newest).barcode).toBe(newest.barcode);
    expect(large.readings.unassigned()).toEqual([]);
    large.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a quantile is one of the numbers", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(quantile([5, 1], 0.99)).toBe(5);
  expect(quantile([], 0.5)).toBeNaN();
});
