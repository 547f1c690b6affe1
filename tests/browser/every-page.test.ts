import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAGES } from "../../src/web/route.ts";
import { signInBrowser } from "./bench-people.ts";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { everyPage, openView } from "./every-page.ts";
import { findAxeProblems } from "./find-axe-problems.ts";
import { type StudyBench, startStudyBench } from "./study-bench.ts";

describe.skipIf(whyNoBrowser !== null)(`every page ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let bench: StudyBench;

  beforeAll(async () => {
    const [webRoot, launched] = await Promise.all([buildPages(), launchBrowser()]);
    browser = launched;
    bench = await startStudyBench(webRoot);
  });
  afterAll(async () => {
    await browser.close();
    await bench.stop();
  });

  it("is in the list that is looked at", () => {
    const listed = new Set(everyPage(bench.daemon).map(({ hash }) => hash.split("/")[1] ?? ""));
    expect([...PAGES].filter((page) => !listed.has(page))).toEqual([]);
  });

  it("bars nobody in light and dark, complains of nothing, and has room at 1280, 1920 and 768", async () => {
    const problems: string[] = [];
    for (const view of everyPage(bench.daemon)) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      const complaints = collectComplaints(page);
      if (view.as !== null) await signInBrowser(page, bench.pages.address, view.as);
      await openView(page, bench.pages.address, view);
      const found = [...complaints];
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await findAxeProblems(page)).map((one) => `${colorScheme}: ${one}`));
      }
      for (const width of [1280, 1920, 768]) found.push(...(await roomProblems(page, width)));
      problems.push(...found.map((problem) => `${view.name}: ${problem}`));
      await context.close();
    }
    expect(problems).toEqual([]);
  });
});

/** What sticks out sideways, and a head of more than one row where there is room for one. */
async function roomProblems(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 });
  const [pageWidth, headHeight] = await page.evaluate<[number, number]>(
    "[document.documentElement.scrollWidth, document.querySelector('.top')?.offsetHeight ?? 0]",
  );
  return [
    ...(pageWidth > width ? [`${pageWidth} wide at ${width}`] : []),
    ...(width >= 1280 && headHeight > 66 ? [`head ${headHeight} high at ${width}`] : []),
  ];
}
