/** A sample's report, and pages that must hold more than usual. */
import { describe, expect, test, vi } from "vitest";
import { sampleReport } from "../../src/report/make-report.ts";
import { plateChapter } from "../../src/report/plate-chapter.ts";
import { type PlateChapter, sampleReportData } from "../../src/report/report-data.ts";
import { readPlate } from "../pipeline/paper-bench.ts";
import { codeOf, freshStore } from "../store/fresh-store.ts";
import {
  benchWith,
  drawn,
  evaluate,
  flatText,
  HAS_POPPLER,
  misplacedWords,
  NO_POPPLER,
  pagesOf,
  wordsOf,
} from "./report-bench.ts";

/** A report reads its fonts anew; on a busy computer that takes its time. */
vi.setConfig({ testTimeout: 20_000 });

async function twoPlates() {
  const bench = await benchWith("A-1");
  await readPlate(bench, { plate: "C-1", barcode: "A-2", sample: "A" });
  evaluate(bench.store, "A");
  return bench;
}

/** Fourteen more inhibitors, one of them with a name that fits nowhere. */
function crowded(chapter: PlateChapter): PlateChapter {
  const [comparison] = chapter.comparisons;
  const arm = chapter.arms.find((one) => one.arm === comparison?.arm);
  if (comparison === undefined || arm === undefined) throw new Error("there is no comparison");
  const names = Array.from({ length: 14 }, (_, index) =>
    index === 0 ? "a-name-without-any-space-".repeat(8) : `inhibitor-${index}`,
  );
  return {
    ...chapter,
    comparisons: [...chapter.comparisons, ...names.map((name) => ({ ...comparison, arm: name }))],
    arms: [...chapter.arms, ...names.map((name) => ({ ...arm, arm: name }))],
  };
}

test("of a sample that nobody knows there is none", () => {
  const store = freshStore();
  expect(codeOf(() => sampleReportData(store, "nobody"))).toBe("SAMPLE_UNKNOWN");
});

test("the same analysis gives the same bytes", async () => {
  const { store } = await twoPlates();
  const first = Buffer.from(await sampleReport(store, "A"));
  expect(first.equals(Buffer.from(await sampleReport(store, "A")))).toBe(true);
});

describe.skipIf(!HAS_POPPLER)(`on paper${NO_POPPLER}`, () => {
  test("begins with all plates and every inhibitor over them; then each plate", async () => {
    const { store } = await twoPlates();
    const bytes = await sampleReport(store, "A");
    const pages = pagesOf(bytes);
    const [first = ""] = pages;
    expect(first).toContain("Plates: 2");
    expect(first).toMatch(/sorafenib 2.5 µM +A-1 +◐ partial sensitisation/);
    expect(first).toMatch(/trametinib 2.5 µM +A-2 +● complete sensitisation/);
    const ofPlates = ["A-1", "A-2"].map(
      (barcode) => pages.filter((page) => page.includes(`plate ${barcode} · analysis `)).length,
    );
    expect(Math.min(...ofPlates)).toBeGreaterThan(3);
    expect(pages.at(-1)).toContain("Thresholds of the analysis");
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
  });

  test("of a sample without a plate says so", async () => {
    const { store } = await twoPlates();
    const sample = store.samples.byName("A");
    if (sample === null) throw new Error("there is no sample");
    store.inTransaction(() =>
      store.samples.insert({ ...sample, id: store.newId(), name: "empty", patient: "張三" }),
    );
    const text = flatText(await sampleReport(store, "empty"));
    expect(text).toContain("No plate of this sample has been read.");
    expect(text).toContain("The sample has not been analysed yet");
    expect(text).toContain("⟨U+5F35⟩⟨U+4E09⟩");
  });

  test("many inhibitors and endless names go on over pages without touching each other", async () => {
    const { store } = await benchWith("A-1");
    const data = sampleReportData(store, "A");
    const [chapter] = data.chapters;
    if (chapter === undefined) throw new Error("there is no plate");
    const bytes = await drawn((paper) => plateChapter(paper, crowded(chapter), data));
    const text = flatText(bytes);
    for (let index = 1; index < 14; index += 1) expect(text).toContain(`inhibitor-${index}:`);
    expect(text).toContain("a-name-without-any-space-");
    expect(misplacedWords(wordsOf(bytes))).toEqual([]);
  });
});

test.skipIf(!HAS_POPPLER)(
  `a copied plate is named on the first page, its verdicts have a sign${NO_POPPLER}`,
  async () => {
    const bench = await benchWith("B-1");
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    evaluate(bench.store, "C");
    const [first = ""] = pagesOf(await sampleReport(bench.store, "C"));
    expect(first).toContain("Plate C-9 is the same as an earlier reading");
    expect(first.replaceAll(/\s+/g, " ")).toContain("of plate B-1 (sample B)");
    expect(first).toMatch(/sensitisation \(!\)/);
    const [original = ""] = pagesOf(await sampleReport(bench.store, "B"));
    expect(original).not.toContain("(!)");
  },
);
