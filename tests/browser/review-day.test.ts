/** A day of review on the real daemon, at which the shipped study has been read. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BENCH_PEOPLE, type BenchPersonKey, signInBrowser } from "./bench-people.ts";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { findAxeProblems } from "./find-axe-problems.ts";
import { type StudyBench, startStudyBench } from "./study-bench.ts";

const SCRIPT = "<img src=x onerror=document.title='taken'>";
const PDFTOTEXT = "/usr/bin/pdftotext";
const MOST_TABS = 120;

const dialog = (page: Page) => page.getByRole("dialog");
const decision = (page: Page) => page.getByRole("region", { name: "Decision" });
const well = (page: Page, name: string) => page.locator(`[data-pick="${name}"]`);
const leftOut = (page: Page, name: string) => page.locator(`.pick-masked[data-pick="${name}"]`);

async function propose(page: Page, name: string, reason: string): Promise<void> {
  await well(page, name).click();
  await page.getByLabel("Reason", { exact: true }).fill(reason);
  await page.getByRole("button", { name: /^Leave out/ }).click();
  await dialog(page).getByText("After", { exact: true }).first().waitFor();
}

async function leaveOut(page: Page, name: string, reason: string): Promise<void> {
  await propose(page, name, reason);
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await leftOut(page, name).waitFor();
  await dialog(page).waitFor({ state: "detached" });
}

async function openTrail(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Open the trail" }).click();
  await page.getByText("You have opened it up to its newest entry.").waitFor();
}

async function approve(page: Page, who: BenchPersonKey): Promise<void> {
  await page.getByRole("button", { name: "Approve…" }).click();
  await dialog(page)
    .getByLabel(/^Password of/)
    .fill(BENCH_PEOPLE[who].password);
  await dialog(page).getByRole("button", { name: "Sign: approve" }).click();
  await dialog(page).waitFor({ state: "detached" });
}

/** Tab, until the keyboard is at what the selector names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const there = await page.evaluate(
      `document.activeElement.matches(${JSON.stringify(selector)})`,
    );
    if (there) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${MOST_TABS} tabs do not lead to ${selector}.`);
}

/** The same from a button's words. */
async function tabToButton(page: Page, words: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const at = await page.evaluate("document.activeElement.textContent.trim()");
    if (String(at).startsWith(words)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${MOST_TABS} tabs do not lead to the button ${words}.`);
}

describe.skipIf(whyNoBrowser)(`a day of review${whyNoBrowser ? ` (${whyNoBrowser})` : ""}`, () => {
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

  async function open(hash: string, who: BenchPersonKey): Promise<Page> {
    const viewport = { width: 1440, height: 900 };
    const page = await (await browser.newContext({ viewport })).newPage();
    await signInBrowser(page, bench.pages.address, who);
    await page.goto(`${bench.pages.address}/${hash}`);
    return page;
  }

  function plateId(barcode: string): string {
    const found = bench.daemon.service.bench().plates.find((one) => one.barcode === barcode);
    if (found === undefined) throw new Error(`No plate ${barcode} was read.`);
    return found.id;
  }

  async function openPlate(barcode: string, who: BenchPersonKey): Promise<Page> {
    const page = await open(`#/review/${plateId(barcode)}`, who);
    await page.getByRole("heading", { name: barcode, exact: true }).waitFor();
    return page;
  }

  async function reportText(page: Page, barcode: string): Promise<string> {
    const link = page.getByRole("link", { name: "Report, PDF" });
    const address = `${bench.pages.address}${await link.getAttribute("href")}`;
    const answer = await page.context().request.get(address);
    expect(answer.ok(), barcode).toBe(true);
    const text = execFileSync(PDFTOTEXT, ["-layout", "-", "-"], { input: await answer.body() });
    return text.toString("utf8").replaceAll(/\s+/g, " ");
  }

  test("a plate goes from its flag to two signatures, a change ends them, and one is revoked", async () => {
    const first = await open("#/review", "reviewer");
    const complaints = collectComplaints(first);
    await first.getByRole("link", { name: "B-1", exact: true }).click();
    await first.getByRole("heading", { name: "B-1", exact: true }).waitFor();
    await first.getByText("complete flag").first().waitFor();

    await propose(first, "E5", "a bubble");
    const compared = dialog(first).locator("tr", { hasText: "Wells left out" });
    await compared.locator("td").nth(1).filter({ hasText: "E5" }).waitFor();
    await dialog(first).getByRole("button", { name: "Back, save nothing" }).click();
    expect(await leftOut(first, "E5").count()).toBe(0);
    await first.getByRole("button", { name: /^Leave out/ }).click();
    await dialog(first).getByText("After", { exact: true }).first().waitFor();
    await dialog(first).getByRole("button", { name: "Save", exact: true }).click();
    await leftOut(first, "E5").waitFor();

    expect(await first.getByRole("button", { name: "Approve…" }).isDisabled()).toBe(true);
    await openTrail(first);
    await approve(first, "reviewer");
    await decision(first).getByText("One of two signatures").waitFor();

    const second = await openPlate("B-1", "secondReviewer");
    await openTrail(second);
    await approve(second, "secondReviewer");
    await decision(second).getByText("Approved").first().waitFor();
    await decision(first).getByText("Approved").nth(1).waitFor();

    await leaveOut(second, "F5", "a second bubble");
    await decision(second).getByText("Changed since signed").waitFor();
    await decision(second).getByText("void: the record has changed").nth(1).waitFor();
    expect(await decision(second).locator(".signature-changes").first().innerText()).toContain(
      "F5",
    );
    await first.getByText("This plate has changed while you looked.").waitFor();

    await approve(second, "secondReviewer");
    await decision(second).getByText("One of two signatures").waitFor();
    await decision(second).getByRole("button", { name: "Revoke…" }).click();
    await dialog(second).getByLabel("Why is it revoked?").fill("signed too early");
    await dialog(second)
      .getByLabel(/^Password of/)
      .fill(BENCH_PEOPLE.secondReviewer.password);
    await dialog(second).getByRole("button", { name: "Revoke", exact: true }).click();
    await decision(second)
      .getByText(/Revoked by C\. de Wit.*signed too early/)
      .waitFor();
    expect(complaints).toEqual([]);
  });

  test.skipIf(!existsSync(PDFTOTEXT))(
    "the report names who signed and what for (skipped without pdftotext)",
    async () => {
      const first = await openPlate("F-1", "reviewer");
      await openTrail(first);
      await approve(first, "reviewer");
      await decision(first).getByText("One of two signatures").waitFor();
      const second = await openPlate("F-1", "secondReviewer");
      await openTrail(second);
      await approve(second, "secondReviewer");
      await decision(second).getByText("Approved").first().waitFor();
      const text = await reportText(second, "F-1");
      expect(text).toContain("B. Visser");
      expect(text).toContain("C. de Wit");
      expect(text).toMatch(/approve/i);
    },
  );

  test("a wrong password signs nothing and keeps what was written", async () => {
    const page = await openPlate("D-1", "reviewer");
    await openTrail(page);
    await page.getByRole("button", { name: "Reject…" }).click();
    await dialog(page)
      .getByLabel(/^Written with the signature/)
      .fill("the blanks are too high");
    await dialog(page)
      .getByLabel(/^Password of/)
      .fill("something else altogether");
    await dialog(page).getByRole("button", { name: "Sign: reject" }).click();
    await dialog(page).locator(".notice.tone-bad").waitFor();
    const written = dialog(page).getByLabel(/^Written with the signature/);
    expect(await written.inputValue()).toBe("the blanks are too high");
    await dialog(page)
      .getByLabel(/^Password of/)
      .fill(BENCH_PEOPLE.reviewer.password);
    await dialog(page).getByRole("button", { name: "Sign: reject" }).click();
    await decision(page).getByText("Rejected").first().waitFor();
    await decision(page).getByText("the blanks are too high").waitFor();
  });

  test("a page that is behind is told what changed, and nothing typed is lost", async () => {
    const slow = await openPlate("C-1", "reviewer");
    await propose(slow, "C4", "a bubble");
    const quick = await openPlate("C-1", "secondReviewer");
    await leaveOut(quick, "E5", "an empty well");
    await dialog(slow).getByRole("button", { name: "Save", exact: true }).click();
    await dialog(slow)
      .getByText(/is not what you saw any more/)
      .waitFor();
    expect(await dialog(slow).locator("input[name=reason]").inputValue()).toBe("a bubble");
    expect(await leftOut(slow, "C4").count()).toBe(0);
    await dialog(slow).getByRole("button", { name: "Save", exact: true }).click();
    await leftOut(slow, "C4").waitFor();
    await leftOut(slow, "E5").waitFor();
    await slow.getByText(/C\. de Wit left E5 out: an empty well/).waitFor();
  });

  test("what somebody writes is text, never part of the page", async () => {
    const page = await openPlate("E-1", "reviewer");
    await page.getByLabel("Comment", { exact: true }).fill(SCRIPT);
    await page.getByRole("button", { name: "Add the comment" }).click();
    await page.locator(".review-comments").getByText(SCRIPT).waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).not.toBe("taken");
  });

  test("a technician sees the evidence and why nothing can be signed", async () => {
    const page = await openPlate("G-1", "technician");
    await decision(page).getByText("Open", { exact: true }).waitFor();
    for (const words of ["Approve…", "Reject…", "Ask for a repeat…"]) {
      const button = page.getByRole("button", { name: words });
      expect((await button.count()) === 0 || (await button.isDisabled()), words).toBe(true);
    }
  });

  test("everything is done by keyboard alone", async () => {
    const page = await open("#/review", "reviewer");
    await page.getByRole("link", { name: "A-1", exact: true }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("A-1");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "A-1", exact: true }).waitFor();

    await tabTo(page, "[data-pick]");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await tabTo(page, "input[name=reason]");
    await page.keyboard.type("dirt");
    await tabToButton(page, "Leave out 1");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("After", { exact: true }).first().waitFor();
    await tabTo(page, "dialog button[type=submit]");
    await page.keyboard.press("Enter");
    await leftOut(page, "B3").waitFor();

    await tabToButton(page, "Open the trail");
    await page.keyboard.press("Enter");
    await page.getByText("You have opened it up to its newest entry.").waitFor();
    await tabToButton(page, "Ask for a repeat");
    await page.keyboard.press("Enter");
    await tabTo(page, "dialog input[name=password]");
    await page.keyboard.type(BENCH_PEOPLE.reviewer.password);
    await page.keyboard.press("Enter");
    await decision(page).getByText("Repeat asked for").first().waitFor();
    await page.keyboard.press("u");
    await page.getByRole("heading", { name: "Review", exact: true }).waitFor();
  });

  test("a link gives the same list", async () => {
    const page = await open("#/review", "reviewer");
    await page.getByRole("link", { name: "G-1", exact: true }).waitFor();
    await page.getByLabel(/^antagonistic/).check();
    await page.getByText(/^1 of 7 plates/).waitFor();
    const again = await open(new URL(page.url()).hash, "secondReviewer");
    await again.getByText(/^1 of 7 plates/).waitFor();
    expect(await again.locator(".worklist-row").count()).toBe(1);
  });

  test.each(["light", "dark"] as const)(
    "nothing bars anybody, in %s colours",
    async (colorScheme) => {
      const page = await open("#/review", "reviewer");
      await page.emulateMedia({ colorScheme });
      await page.getByRole("link", { name: "G-1", exact: true }).waitFor();
      expect(await findAxeProblems(page)).toEqual([]);
      await page.getByRole("link", { name: "G-1", exact: true }).click();
      await page.getByRole("heading", { name: "G-1", exact: true }).waitFor();
      await openTrail(page);
      expect(await findAxeProblems(page)).toEqual([]);
      await propose(page, "C4", "a bubble");
      expect(await findAxeProblems(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Approve…" }).click();
      await dialog(page)
        .getByLabel(/^Password of/)
        .waitFor();
      expect(await findAxeProblems(page)).toEqual([]);
    },
  );
});
