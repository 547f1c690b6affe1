/** The cohort as people read it, on a real bench with the study read. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signInBrowser } from "./bench-people.ts";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { findAxeProblems } from "./find-axe-problems.ts";
import { type StudyBench, startStudyBench } from "./study-bench.ts";

describe.skipIf(whyNoBrowser)(`the cohort${whyNoBrowser ? ` (${whyNoBrowser})` : ""}`, () => {
  let browser: Browser;
  let bench: StudyBench;

  beforeAll(async () => {
    const [webRoot, launched] = await Promise.all([buildPages(), launchBrowser()]);
    browser = launched;
    bench = await startStudyBench(webRoot);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await bench?.stop();
  });

  async function open(hash = "#/cohort"): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await signInBrowser(page, bench.pages.address, "reviewer");
    await page.goto(`${bench.pages.address}/${hash}`);
    await page.locator(".cohort-matrix").waitFor();
    return page;
  }

  const patients = (page: Page) =>
    page.locator(".cohort-matrix tbody th.cohort-sample").allInnerTexts();

  test("a verdict stands at its patient and inhibitor, and leads to its evidence", async () => {
    const page = await open();
    const complaints = collectComplaints(page);
    const row = page.getByRole("row").filter({ hasText: "sample G" });
    await row.getByRole("link", { name: /^antagonistic A ?, trametinib, plate G-1/ }).click();
    await page.getByRole("heading", { name: "G-1", exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("rows are sorted and grouped, missing values last, and a link gives the same", async () => {
    const page = await open();
    await page.getByRole("button", { name: /^sorafenib/ }).click();
    await page
      .locator(".cohort-matrix tbody tr:first-child")
      .filter({ hasText: "sample A" })
      .waitFor();
    await page.getByLabel("Group by").selectOption("ras_status");
    await page.locator(".cohort-group").first().waitFor();
    const again = await open(new URL(page.url()).hash);
    expect(await patients(again)).toEqual(await patients(page));
    expect((await patients(again))[0]).toMatch(/^RAS status: mutant/);
  });

  test("no column is called by a key, and one behind the edge is told of", async () => {
    const page = await open();
    expect(await page.locator("thead").allInnerTexts()).not.toContainEqual(
      expect.stringContaining("_"),
    );
    await page.getByRole("button", { name: /^Blasts on day 4, %/ }).waitFor();
    const hint = page.getByText("More columns to the right").first();
    await page.setViewportSize({ width: 800, height: 800 });
    await hint.waitFor();
    await page.setViewportSize({ width: 1920, height: 800 });
    await hint.waitFor({ state: "detached" });
  });

  test("the arrow keys go through the verdicts, and one Tab passes them", async () => {
    const page = await open();
    expect(await page.locator(".cohort-matrix tbody a[tabindex='0']").count()).toBe(1);
    await page.locator(".cohort-matrix tbody a[tabindex='0']").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate("document.activeElement.textContent")).toMatch(
      /^none, sorafenib, plate B-1/,
    );
  });

  test("every test shows its P, its q and the smallest P that it could have had", async () => {
    const page = await open();
    const rows = page.locator(".association-table > tbody > tr");
    const all = await rows.count();
    expect(all).toBeGreaterThan(3);
    await page.getByLabel("Against").selectOption("ras_status");
    await rows.filter({ hasText: "Blasts on day 4, %" }).first().waitFor({ state: "detached" });
    expect(await rows.first().locator("> td.number").allInnerTexts()).toHaveLength(4);
    expect(await rows.count()).toBeLessThan(all);
  });

  test.each(["light", "dark"] as const)(
    "nothing bars anybody, in %s colours",
    async (colorScheme) => {
      const page = await open();
      await page.emulateMedia({ colorScheme });
      expect(await findAxeProblems(page)).toEqual([]);
    },
  );
});
