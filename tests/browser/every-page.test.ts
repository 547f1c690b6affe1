import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAGES } from "../../src/web/route.ts";
import { signInBrowser } from "./bench-people.ts";
import { buildPages, collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
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

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has no serious finding of axe and no complaint of the browser, ${colorScheme}`, async () => {
      const problems: string[] = [];
      for (const view of everyPage(bench.daemon)) {
        const viewport = { width: 1280, height: 800 };
        const context = await browser.newContext({ viewport, colorScheme });
        const page = await context.newPage();
        const complaints = collectComplaints(page);
        if (view.as !== null) await signInBrowser(page, bench.pages.address, view.as);
        await openView(page, bench.pages.address, view);
        const found = [...(await findAxeProblems(page)), ...complaints];
        problems.push(...found.map((problem) => `${view.name}: ${problem}`));
        await context.close();
      }
      expect(problems).toEqual([]);
    });
  }

  it("has room at 1280, 1920 and 768: nothing sticks out sideways, and the head is one row at 1280", async () => {
    const problems: string[] = [];
    for (const view of everyPage(bench.daemon)) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      if (view.as !== null) await signInBrowser(page, bench.pages.address, view.as);
      await openView(page, bench.pages.address, view);
      for (const width of [1280, 1920, 768]) {
        await page.setViewportSize({ width, height: 800 });
        const [pageWidth, headHeight] = await page.evaluate<[number, number]>(
          "[document.documentElement.scrollWidth, document.querySelector('.top')?.offsetHeight ?? 0]",
        );
        if (pageWidth > width) problems.push(`${view.name} is ${pageWidth} wide at ${width}`);
        if (width >= 1280 && headHeight > 66) {
          problems.push(`${view.name}: head ${headHeight} high at ${width}`);
        }
      }
      await context.close();
    }
    expect(problems).toEqual([]);
  });
});
