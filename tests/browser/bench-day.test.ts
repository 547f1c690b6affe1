/** A day at the bench, by keyboard and scanner alone: the real daemon, simulated readers, a browser. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import { BENCH_PEOPLE } from "./bench-people.ts";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { type DrivenPage, drivePage } from "./drive-page.ts";
import { findAxeProblems } from "./find-axe-problems.ts";
import { type RealBench, startRealBench, studyPlate } from "./real-bench.ts";

const LAYOUT = "combination-rot180-1plate";
const LONGEST_DAY_MS = 120_000;

describe.skipIf(whyNoBrowser !== null)(`a bench day ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let bench: RealBench;
  let context: BrowserContext;
  let page: Page;
  let user: DrivenPage;
  let complaints: string[];
  let replugged: Simulator | null = null;

  beforeAll(async () => {
    const [webRoot, launched] = await Promise.all([buildPages(), launchBrowser()]);
    browser = launched;
    bench = await startRealBench(webRoot);
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    await bench.signIn(page, "technician");
    user = drivePage(page, bench.pages.address);
    complaints = collectComplaints(page);
    await user.open();
  });
  afterAll(async () => {
    await context.close();
    await browser.close();
    await bench.stop();
    await replugged?.stop();
  });

  /** Tab until the keyboard is where this is. */
  const tabTo = async (selector: string): Promise<void> => {
    for (let count = 0; count < 150; count += 1) {
      const there = await page.evaluate(
        `document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`,
      );
      if (there) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no Tab leads to ${selector}`);
  };
  const type = async (...cells: readonly string[]): Promise<void> => {
    for (const text of cells) {
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    }
  };
  const lampSays = (word: string, barcode: string) =>
    page
      .locator(".latest .lamp", { hasText: word })
      .locator(".lamp-plate", { hasText: barcode })
      .waitFor();
  const today = (word: string) =>
    page.locator(".today-count", { hasText: word }).locator(".today-number").textContent();

  it("begins with a plan of four plates that is checked while it is typed", async () => {
    await page.keyboard.press("Alt+Shift+P");
    await page.getByRole("link", { name: "Make a new plan" }).waitFor();
    expect(await findAxeProblems(page)).toEqual([]);
    await tabTo('a[href="#/plan/new"]');
    await page.keyboard.press("Enter");
    await tabTo("#plan-title");
    await type("Tuesday", "tuesday");
    await tabTo("#sample-0-id");
    await type("S1", "ALL-0101", "mutent", "KRAS", "91");
    await page
      .getByText(/RAS|mutant/)
      .first()
      .waitFor();
    await page.locator('#sample-0-ras[aria-invalid="true"]').waitFor();
    expect(await findAxeProblems(page)).toEqual([]);
    await tabTo("#sample-0-id");
    expect(await page.locator(".plan-verdict").textContent()).toContain("Not ready");
  });

  it("takes a block from a spreadsheet and barcodes from the scanner", async () => {
    await page.reload();
    await page.getByText("Begin with a title.").waitFor();
    expect(await page.getByText("Error", { exact: true }).count()).toBe(0);
    await tabTo("#plan-title");
    await type("Tuesday", "tuesday");
    await tabTo("#sample-0-id");
    const block = ["S1\tALL-0101\tmutant\tKRAS\t91", "S2\tALL-0102\twild type\t\t88"].join("\n");
    await paste(page, block);
    expect(await page.locator("#sample-1-patient").inputValue()).toBe("ALL-0102");
    await tabTo("#plate-0-barcode");
    for (const barcode of ["DAY-1", "DAY-2", "DAY-3", "DAY-4"]) await user.scan(barcode);
    expect(await page.locator("#plate-3-barcode").inputValue()).toBe("DAY-4");
    await tabTo("#plate-0-sample");
    await paste(page, ["S1", "S1", "S2", "S2"].map((sample) => `${sample}\t${LAYOUT}`).join("\n"));
    await tabTo("#plate-0-due");
    await paste(page, "23:59\n23:59\n23:59\n2024-03-06 15:00");
    await page.getByText("Ready: 4 plates can be planned.").waitFor();
    await page.getByText("The plate is due in the past.", { exact: true }).waitFor();
    expect(await findAxeProblems(page)).toEqual([]);
    await page.keyboard.press("Home");
    await page.evaluate("document.activeElement.blur()");
    await tabTo(".plan-head button.primary");
    await page.keyboard.press("Enter");
    await page.getByText("planned by A. Jansen").waitFor();
    expect(await page.locator(".plan-progress").textContent()).toContain("0 of 4 read");
    expect(await findAxeProblems(page)).toEqual([]);
  });

  it("says at once which plate of it is overdue", async () => {
    await page.keyboard.press("Alt+Shift+B");
    await page.locator("#overdue").getByText("DAY-4").waitFor();
    expect(await today("Overdue")).toContain("1");
    expect(await findAxeProblems(page)).toEqual([]);
  });

  it(
    "reads a plate after its scan, moves nothing meanwhile, and asks for it again at a bubble",
    async () => {
      await bench.model680.insert(studyPlate("B-1"));
      await user.scan("DAY-1");
      await page.getByText("Right? Press Enter to start").waitFor();
      expect(await page.locator(".check-facts").textContent()).toContain(
        BENCH_PEOPLE.technician.name,
      );
      expect(await findAxeProblems(page)).toEqual([]);
      await user.confirm("DAY-1 has started on model-680.");
      await page.evaluate(WATCH_SHIFTS);
      await lampSays("Read again", "DAY-1");
      await page.getByText("No plate is being read.").waitFor();
      expect(await page.evaluate("shifts")).toEqual([]);
      expect(await page.locator(".lamp").textContent()).toMatch(/Wipe the bottom.*C4 left out/);
      expect(await today("Read again")).toContain("1");
      expect(await findAxeProblems(page)).toEqual([]);

      await bench.model680.insert(withoutBubble(studyPlate("B-1")));
      await page.keyboard.press("F2");
      await page.getByText("again because: Bubbles or dirt, bottom wiped").waitFor();
      await user.confirm("DAY-1 has started on model-680.");
      await page.locator(".lamp:not(:has-text('Read again'))").waitFor();
      expect(bench.daemon.service.bench().plates[0]).toMatchObject({
        barcode: "DAY-1",
        versions: 2,
      });
    },
    LONGEST_DAY_MS,
  );

  it("assigns a plate that was read at the panel, by its barcode", async () => {
    await bench.model550.insert(studyPlate("D-1"));
    await bench.model550.pressStart(3, 4);
    await page.getByRole("link", { name: "1 to assign", exact: true }).waitFor();
    expect(await today("To assign")).toContain("1");
    await tabTo("#inbox button");
    await page.keyboard.press("Enter");
    await page.locator("#inbox input:focus").waitFor();
    expect(await findAxeProblems(page)).toEqual([]);
    await user.scan("DAY-3");
    await page
      .locator(".assign")
      .getByRole("button", { name: /Assign/ })
      .waitFor();
    // Repeated, because it counts only once a person can have read the form.
    while (await page.locator(".assign").isVisible()) await page.keyboard.press("Enter");
    await page.locator("#inbox").getByText("none").waitFor();
    await lampSays("Look", "DAY-3");
  });

  it(
    "says what to do when the cable is pulled, and reads again when it is back",
    async () => {
      await bench.model680.insert(studyPlate("G-1"));
      await user.scan("DAY-2");
      await user.confirm("DAY-2 has started on model-680.");
      await user.plateOn("model-680").waitFor();
      await bench.model680.stop();
      await user.reader("model-680").getByText("Not reachable", { exact: true }).waitFor();
      await lampSays("Read again", "DAY-2");
      expect(await findAxeProblems(page)).toEqual([]);

      replugged = await startSimulator({
        model: "680",
        filtersNm: [405, 450, 490, 570, 650],
        ptyLink: bench.model680.spec.replace("serial:", ""),
        timeScale: 0.3,
      });
      await replugged.insert(studyPlate("G-1"));
      await user.reader("model-680").getByText("Ready", { exact: true }).waitFor();
      await page.keyboard.press("F2");
      await user.confirm("DAY-2 has started on model-680.");
      await lampSays("Good", "DAY-2");
      expect(await today("Overdue")).toContain("1");
    },
    LONGEST_DAY_MS,
  );

  it("shows at the end how far the plan has come", async () => {
    await page.keyboard.press("Alt+Shift+P");
    await page.getByText("3 of 4 read").waitFor();
    await page.getByText("1 overdue").waitFor();
    expect(complaints).toEqual([]);
  });

  it("gives a badge that is scanned to the person's PIN, not to a plate", async () => {
    await page.keyboard.press("Alt+Shift+B");
    await page.getByText("Scan the plate’s barcode").waitFor();
    await user.scan(BENCH_PEOPLE.reviewer.badge);
    await page.getByRole("dialog").waitFor();
    // As fingers type: what comes as fast as a scanner is taken for another badge.
    await page.keyboard.type(BENCH_PEOPLE.reviewer.pin, { delay: 120 });
    await page.keyboard.press("Enter");
    await page.getByText("Read by B. Visser.").waitFor();
  });
});

/** A paste of this text into the field that has the keyboard. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`{
    const data = new DataTransfer();
    data.setData("text/plain", ${JSON.stringify(text)});
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
  }`);
}

/** Collects in `shifts` everything that moves without somebody having pressed something. */
const WATCH_SHIFTS = `{
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      if (shift.hadRecentInput) continue;
      const moved = shift.sources.map(({ node }) => (node?.outerHTML ?? node?.parentElement?.outerHTML ?? "gone").slice(0, 160));
      shifts.push({ value: shift.value, moved });
    }
  }).observe({ type: "layout-shift", buffered: false });
}`;

/** The same plate with its bottom wiped: the reference of C4 as that of its neighbours. */
function withoutBubble(plate: InsertedPlate): InsertedPlate {
  const reference = plate.reference?.map((row, index) =>
    index === 2 ? row.with(3, row[4] ?? 0) : row,
  );
  return { ...plate, ...(reference === undefined ? {} : { reference }) };
}
