/** The layout workshop on a real bench: drawn by keyboard from nothing, saved, frozen once a plan uses it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { type RealBench, startRealBench } from "./real-bench.ts";

describe.skipIf(whyNoBrowser)(
  `the layout workshop${whyNoBrowser ? ` (${whyNoBrowser})` : ""}`,
  () => {
    let browser: Browser;
    let bench: RealBench;

    beforeAll(async () => {
      const [webRoot, launched] = await Promise.all([buildPages(), launchBrowser()]);
      browser = launched;
      bench = await startRealBench(webRoot);
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      await bench?.stop();
    });

    async function open(hash: string): Promise<Page> {
      const context = await browser.newContext({
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      await bench.signIn(page, "reviewer");
      await page.goto(`${bench.pages.address}/${hash}`);
      return page;
    }

    const well = (page: Page, name: string) => page.locator(`[data-well=${name}]`);

    /** From the well where the keyboard is, so many to the right and down, selected. */
    async function extend(page: Page, right: number, down: number): Promise<void> {
      for (let step = 0; step < right; step += 1) await page.keyboard.press("Shift+ArrowRight");
      for (let step = 0; step < down; step += 1) await page.keyboard.press("Shift+ArrowDown");
    }

    test("a layout is drawn by keyboard, judged while it is drawn, and saved with a reason", async () => {
      const page = await open("#/layouts/new");
      const complaints = collectComplaints(page);
      await page.getByLabel("Short name").fill("our-classic");
      await page.getByLabel("Title").fill("One inhibitor against the vehicle");
      await page.getByRole("button", { name: "Add the vehicle" }).click();
      await page.getByRole("button", { name: "Add an inhibitor" }).click();
      await page.getByLabel("Name of arm 2").fill("trametinib");
      await page.getByLabel("Compound of arm 2").fill("trametinib");
      await page.getByLabel("Concentration of arm 2").fill("0.1 uM");
      await page.keyboard.press("Tab");

      await well(page, "A1").focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await extend(page, 1, 7);
      await page.keyboard.press("1");
      await page.getByText("H2: vehicle", { exact: false }).first().waitFor();
      await well(page, "A3").click();
      await extend(page, 1, 7);
      await page.keyboard.press("2");
      await well(page, "A1").click();
      await extend(page, 3, 7);
      await page.getByRole("button", { name: "Fill the selection" }).click();
      await well(page, "A5").click();
      await extend(page, 0, 7);
      await page.keyboard.press("b");
      await well(page, "A6").click();
      await extend(page, 0, 7);
      await page.keyboard.press("u");
      expect(await well(page, "D2").textContent()).toContain("3.91");

      const text = page.getByLabel("Text of the layout file");
      await expect.poll(() => text.inputValue(), { timeout: 10_000 }).toContain("trametinib");
      await page.keyboard.press("Control+z");
      await expect.poll(() => well(page, "A6").textContent()).toBe("");
      await page.keyboard.press("Control+y");
      await expect.poll(() => well(page, "A6").textContent()).toContain("u");
      await page.getByText("If the plate lay the wrong way round").waitFor();

      const save = page.getByRole("button", { name: /^Save our-classic revision 1/ });
      await expect.poll(() => save.isEnabled(), { timeout: 10_000 }).toBe(true);
      await page.getByLabel("Why there is this revision").fill("For patients with few cells.");
      await save.click();
      await page.waitForURL(/#\/layouts\/our-classic\/1$/);
      expect(complaints).toEqual([]);
      const saved = bench.daemon.service.bench().layouts.find((one) => one.id === "our-classic");
      expect(saved?.title).toBe("One inhibitor against the vehicle");
    });

    test("a block from a spreadsheet is pasted, and a wrong one is named by its wells", async () => {
      const page = await open("#/layouts/combination-rot180-1plate/1");
      await well(page, "A1").waitFor();
      await page.getByLabel("Ctrl V pastes").selectOption("role");
      await page.evaluate(`navigator.clipboard.writeText("blank\\tblank\\nblank\\tblank")`);
      await well(page, "C3").click();
      await page.keyboard.press("Control+v");
      await page.getByText("4 wells pasted.").waitFor();
      await expect.poll(() => well(page, "D4").textContent()).toContain("b");
      await page.getByText(/wells differ/).waitFor();
      const finding = page.locator(".layout-finding").first();
      await finding.waitFor();
      await finding.click();
    });

    test("what was drawn is still there after a reload", async () => {
      const page = await open("#/layouts/new");
      await page.getByLabel("Title").fill("Half drawn");
      await expect
        .poll(() => page.getByLabel("Text of the layout file").inputValue(), { timeout: 10_000 })
        .toContain("Half drawn");
      await page.reload();
      await expect
        .poll(() => page.getByLabel("Title").inputValue(), { timeout: 10_000 })
        .toBe("Half drawn");
    });

    test("a table of another program becomes a draft, and one without units is refused by line", async () => {
      const page = await open("#/layouts/import");
      await page.getByLabel("It is").selectOption("csv");
      await page.getByLabel("Short name it gets here").fill("taken-over");
      const area = page.locator("textarea");
      await area.fill("well,role,prednisolone\nA1,blank,\nA2,treated,250\n");
      await page.getByRole("button", { name: "Read it" }).click();
      await page.getByText(/There are errors/).waitFor();
    });
  },
);
