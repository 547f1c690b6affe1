import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstLoadBytes, layoutShift, movedBy, WATCH_PAGE } from "../bench/pages/measure-page.ts";
import { launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { findAxeProblems } from "./find-axe-problems.ts";
import { type RealBench, startRealBench, studyPlate } from "./real-bench.ts";

const title = "the plate page on the real daemon";

describe.skipIf(whyNoBrowser !== null)(`${title} ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let bench: RealBench;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    const [webRoot, launched] = await Promise.all([buildPages(), launchBrowser()]);
    browser = launched;
    bench = await startRealBench(webRoot);
    const plate = studyPlate("B-1");
    // B3 is over the reader's range.
    const measurement = plate.measurement.map((row, line) =>
      row.map((value, column) => (line === 1 && column === 2 ? null : value)),
    );
    await bench.model680.insert({ ...plate, measurement });
    await bench.read({ barcode: "PW-B", sample: "B" });
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    await page.addInitScript(WATCH_PAGE);
    await bench.signIn(page, "reviewer");
  });
  afterAll(async () => {
    await browser.close();
    await bench.stop();
  });

  const well = (name: string) => page.locator(`[data-well="${name}"]`);
  const open = async (): Promise<void> => {
    await page.goto("about:blank");
    await page.goto(`${bench.pages.address}/#/plates/PW-B`);
    await page.getByText("How was this made?").waitFor();
  };
  const show = (mode: string) => page.locator(".modes").getByText(mode, { exact: true }).click();

  it("shows the wells in every quantity, with patterns for those that do not count", async () => {
    await open();
    const shown = async (mode: string, name: string): Promise<string | null> => {
      await show(mode);
      return well(name).textContent();
    };
    expect(await shown("Raw 570 nm", "A2")).toMatch(/^\d\.\d{3}$/);
    expect(await shown("Raw 650 nm", "A2")).toMatch(/^0\.\d{3}$/);
    expect(await shown("Net", "A2")).toMatch(/^\d\.\d{3}$/);
    expect(await shown("Corrected", "A2")).toMatch(/^\d\.\d{3}$/);
    expect(await shown("Survival", "A2")).toMatch(/^\d+$/);
    expect(await shown("Residual", "A2")).toMatch(/^[+−]?\d\.\d{3}$/);
    expect(await shown("Residual, SD", "A2")).toMatch(/^[+−]?\d\.\d$/);

    expect(await well("B3").getAttribute("class")).toContain("pattern-over");
    expect(await well("B3").textContent()).toBe("over");
    expect(await well("C4").getAttribute("class")).toContain("pattern-masked");
    expect(await well("C4").getAttribute("aria-label")).toMatch(/reference artefact/);
    const legend = await page.locator(".mark-legend").textContent();
    expect(legend).toMatch(/over the reader's range.*reference artefact/s);
  });

  it("tells a well's whole story by keyboard, from the reader's own token to survival", async () => {
    await open();
    await well("A1").focus();
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp"]) {
      await page.keyboard.press(key);
    }
    const name = page.locator(".well-name");
    expect(await name.textContent()).toMatch(/^A3 treated, trametinib/);
    const story = page.locator(".well-story");
    const { wells, correction } = bench.daemon.service.plate("PW-B");
    const a3 = wells.find((one) => one.well === "A3");
    const text = (await story.textContent()) ?? "";
    expect(text).toContain(`sent as ${a3?.measurementToken.trim()}`);
    expect(text).toContain(`less the mean of 8 blanks, ${correction.blankMeanAu?.toFixed(3)} AU`);
    expect(text).toContain(`${a3?.survivalPercent?.toFixed(1)} %`);
    expect(text).toMatch(/Same content.*H10 \d+ %; this well is [+−]0\.\d{3} AU/);

    // Held, it stays while the pointer wanders; Escape lets it go.
    await page.keyboard.press("Enter");
    await well("F6").hover();
    expect(await name.textContent()).toMatch(/^A3/);
    await page.keyboard.press("Escape");
    await well("F7").hover();
    expect(await name.textContent()).toMatch(/^F7/);
    await page.keyboard.press("Control+End");
    await page.mouse.move(5, 5);
    expect(await name.textContent()).toMatch(/^H12/);
    expect(await page.evaluate("location.hash")).toMatch(/\/H12$/);
  });

  it("leads from a number to its wells and back", async () => {
    await open();
    const figure = page.locator(".quality-table tr", { hasText: "Variation of untreated wells" });
    await figure.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await page.getByText("Marked: 8 wells of Variation of untreated wells").waitFor();
    expect(await page.locator(".well-marked").count()).toBe(8);
    expect(await well("A12").getAttribute("class")).toContain("well-marked");
    await page.getByRole("button", { name: "Back to the number" }).click();
    await figure.locator("button:focus").waitFor();

    const verdict = page.getByRole("article", { name: /^trametinib/ });
    await verdict.getByText("Survival at every dose").click();
    await verdict.getByRole("button", { name: /^11\./ }).first().click();
    await page.getByText(/Marked: 2 wells of trametinib/).waitFor();
    expect(await page.locator(".well-marked").count()).toBe(2);
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await page.locator(".well-marked").count()).toBe(0);
  });

  it("draws curves with bands, bars, and the way from bytes to numbers", async () => {
    await open();
    const card = page.getByRole("article", { name: /^trametinib/ });
    expect(await card.locator(".curve-band").count()).toBe(4);
    expect(await card.locator(".interval").count()).toBe(1);
    // Of the vehicle the LC50 is only a bound.
    expect(await card.locator(".curve-vehicle .half-dose-bound").count()).toBe(1);
    const bars = page.locator(".bar-chart");
    expect(await bars.locator(".bar").count()).toBe(5);
    expect(await bars.locator(".bar-alone").count()).toBe(4);

    const steps = await page.locator(".making-step h3").allTextContents();
    expect(steps).toEqual([
      "Bytes",
      "Reading",
      "Layout",
      "Wells left out",
      "Settings",
      "Analysis",
      "Review",
    ]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the transcript" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("PW-B-transcript.json");
    const file = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(file.origin.sha256).toBe(bench.daemon.service.plate("PW-B").provenance.transcriptSha256);
  });

  it("draws the four ways the plate may have lain, the best one marked", async () => {
    await open();
    const ways = page.locator(".orientation-way");
    expect(await ways.locator("strong").allTextContents()).toEqual([
      "as read",
      "turned by 180°",
      "mirrored left to right",
      "mirrored top to bottom",
    ]);
    expect(await page.locator(".orientation-best").textContent()).toMatch(/as read.*fits best/);
    // In this layout every well has the same content when the plate is turned.
    expect(await ways.nth(1).textContent()).toContain("every well would mean the same");
  });

  it("leads to the review to leave a well out", async () => {
    await open();
    await well("D5").focus();
    const link = page.getByRole("link", { name: "Leave D5 out…" });
    expect(await link.getAttribute("href")).toMatch(/^#\/review\/[^?]+\?wells=D5$/);
  });

  it("is light, and nothing moves while it is drawn", async () => {
    const bytes = await firstLoadBytes(page, bench.pages.address, "#/plates/PW-B");
    expect(bytes).toBeLessThan(150_000);
    await open();
    expect(await layoutShift(page), String(await movedBy(page))).toBeLessThan(0.02);
  });

  it.each(["light", "dark"] as const)(
    "has no serious problem by axe in %s",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await open();
      expect(await findAxeProblems(page)).toEqual([]);
      await show("Residual, SD");
      await well("C4").click();
      expect(await findAxeProblems(page)).toEqual([]);
    },
  );

  it.each([
    [1920, 1080],
    [1280, 800],
    [768, 1024],
  ])("fits into %i by %i without scrolling sideways", async (width, height) => {
    await page.setViewportSize({ width, height });
    await open();
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    expect(wide).toBe(width);
  });
});
