import { type Browser, type BrowserContext, type Page, selectors } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  buildPages,
  collectComplaints,
  launchBrowser,
  type ServedBench,
  serveBench,
  whyNoBrowser,
} from "./browser-bench.ts";

const title = "the bench page in a browser";

describe.skipIf(whyNoBrowser !== null)(`${title} ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;
  let served: ServedBench;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    selectors.setTestIdAttribute("data-well");
    [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    served = await serveBench(webRoot);
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    complaints = collectComplaints(page);
  });
  afterEach(async () => {
    await context.close();
    await served.goAway();
  });

  const open = async (hash = ""): Promise<void> => {
    await page.goto(`${served.address}/${hash}`);
    await page.getByText("Live", { exact: true }).waitFor();
  };
  /** As a scanner does it: the characters, then Enter. */
  const scan = async (barcode: string): Promise<void> => {
    await page.keyboard.type(barcode);
    await page.keyboard.press("Enter");
  };
  /** Enter at the check; repeated, because it counts only once a person can have read the check. */
  const confirm = async (outcome: string): Promise<void> => {
    await page.getByText("Right? Press Enter to start").waitFor();
    while (!(await page.getByText(outcome).isVisible())) await page.keyboard.press("Enter");
  };
  const startPlanned = async (): Promise<void> => {
    await scan("PW-C-1");
    await page.locator("input[name=operator]:focus").waitFor();
    await scan("A. Jansen");
    await confirm("PW-C-1 has started on reader-1.");
  };
  const reader = (id: string) => page.getByRole("article", { name: id });
  const lamp = () => page.locator(".latest .lamp");

  it("starts a planned plate by scan, check and Enter, and remembers the operator", async () => {
    await open();
    await startPlanned();
    expect(served.bench.bench().runs.at(-1)).toMatchObject({
      barcode: "PW-C-1",
      sample: "C",
      layoutId: "combination-rot180-1plate",
      readerId: "reader-1",
      operator: "A. Jansen",
      state: "reading",
    });
    await reader("reader-1").getByText("Reading", { exact: true }).waitFor();
    await scan("PW-D-1");
    const check = page.locator(".check-facts");
    await check.waitFor();
    expect(await check.textContent()).toMatch(/PW-D-1[\s\S]*D[\s\S]*reader-2[\s\S]*A\. Jansen/);
    expect(complaints).toEqual([]);
  });

  it("does nothing on Enter alone, and Esc takes a scan back", async () => {
    await open();
    await page.keyboard.press("Enter");
    await startPlanned();
    served.bench.finishRun();
    await scan("PW-D-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Scan the plate’s barcode").waitFor();
    await page.keyboard.press("Enter");
    expect(served.bench.bench().runs.filter((run) => run.barcode === "PW-D-1")).toEqual([]);
  });

  it("does not take a scanner's second line end for consent", async () => {
    await open();
    await startPlanned();
    served.bench.finishRun();
    await reader("reader-1").getByText("Ready", { exact: true }).waitFor();
    const scannedAt = Date.now();
    await page.clock.setFixedTime(scannedAt);
    await scan("PW-D-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    await page.keyboard.press("Enter");
    expect(await page.getByText("Right? Press Enter to start").isVisible()).toBe(true);
    expect(served.bench.bench().runs.filter((run) => run.barcode === "PW-D-1")).toEqual([]);
    await page.clock.setFixedTime(scannedAt + 300);
    await page.keyboard.press("Enter");
    await page.getByText("PW-D-1 has started on reader-1.").waitFor();
  });

  it("chooses another ready reader with the arrow keys", async () => {
    await open();
    await scan("PW-C-1");
    await page.locator("input[name=operator]:focus").waitFor();
    await scan("A. Jansen");
    await page.getByText("Right? Press Enter to start").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator(".check-facts").getByText("reader-2").waitFor();
    await confirm("PW-C-1 has started on reader-2.");
  });

  it("lets a plate without a plan be described by keyboard alone", async () => {
    await open();
    await scan("MTT-1");
    await page.locator("input[name=sample]:focus").waitFor();
    await page.keyboard.type("H");
    await page.keyboard.press("Enter");
    await page.locator("input[name=layoutId]:focus").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("input[name=operator]:focus").waitFor();
    await scan("A. Jansen");
    await page.getByText("This barcode is not in the plan.").waitFor();
    await confirm("MTT-1 has started on reader-1.");
    expect(served.bench.bench().runs.at(-1)).toMatchObject({
      sample: "H",
      layoutId: "combination-classic-1plate",
    });
  });

  it("asks why a plate is read again", async () => {
    await open();
    await scan("PW-A-1");
    await page.locator("input[name=rereadReason]:focus").waitFor();
    await page.getByRole("button", { name: "Bubbles seen" }).click();
    await page.locator("input[name=operator]").fill("A. Jansen");
    await page.keyboard.press("Enter");
    await page.getByText("again because: Bubbles seen").waitFor();
    await confirm("PW-A-1 has started");
  });

  it("shows what the server refuses, with what to do", async () => {
    await open();
    await scan("PW-C-1");
    await page.locator("input[name=operator]:focus").waitFor();
    await scan("A. Jansen");
    await page.getByText("Right? Press Enter to start").waitFor();
    served.bench.changeReader("reader-1", { state: "unreachable", sentence: "Gone." });
    await page.getByText("reader-1: Gone.").waitFor();
    await confirm("reader-1 is not ready.");
    expect(served.bench.bench().runs).toHaveLength(1);
  });

  it("fills the heat map row by row, and then shows lamp, curves and flag", async () => {
    await open();
    await startPlanned();
    const measurement = reader("reader-1").locator("figure").first();
    expect(await measurement.locator(".spot-filled").count()).toBe(0);
    for (const row of [0, 1, 2]) served.bench.sendRow("measurement", row);
    await measurement.getByText("3/8").waitFor();
    expect(await measurement.locator(".spot-filled").count()).toBe(36);
    expect(await measurement.locator(".spot-pending").count()).toBe(60);
    served.bench.enterPhase("transferring", 12_000);
    await reader("reader-1")
      .getByText(/Sending the plate: \d+ s, usually 12 s/)
      .waitFor();
    expect(await reader("reader-1").textContent()).not.toContain("%");

    served.bench.finishRun();
    await lamp().getByText("PW-C-1").waitFor();
    expect(await lamp().textContent()).toContain("Good");
    await page.locator(".verdict", { hasText: "trametinib" }).getByText("complete").waitFor();
    const flag = page.locator(".flag").first();
    expect(await flag.textContent()).toMatch(/assay result for review[\s\S]*RAS mutant/);
    await reader("reader-1").getByText("Ready", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows a failed run on the lamp with what to do", async () => {
    await open();
    await startPlanned();
    // Later than every plate of the fake bench.
    served.bench.failRun("Half a plate came, then silence. Read the plate again.");
    await lamp().getByText("Half a plate came").waitFor();
    expect(await lamp().textContent()).toContain("Failed");
  });

  it("stops a run only after a second press", async () => {
    await open();
    await startPlanned();
    await reader("reader-1").getByRole("button", { name: "Stop" }).click();
    expect(served.bench.bench().runs.at(-1)?.state).toBe("reading");
    await page.getByRole("button", { name: "Really stop?" }).click();
    await page.locator(".broken-run", { hasText: "Stopped by A. Jansen." }).waitFor();
  });

  it("assigns a waiting plate, choosing the layout by keyboard", async () => {
    await open();
    await page.getByRole("button", { name: "Assign" }).click();
    await page.getByLabel("Barcode of this plate").fill("PW-C-9");
    await page.keyboard.press("Enter");
    await page.locator("input[name=sample]:focus").waitFor();
    await scan("C");
    await page.locator("input[name=layoutId]:focus").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("input[name=operator]:focus").waitFor();
    await scan("A. Jansen");
    await page.getByText("No plate waits to be assigned.").waitFor();
    expect(served.bench.bench().unassigned).toEqual([]);
  });

  it("says that the connection is lost, starts nothing meanwhile, and catches up", async () => {
    await open();
    await scan("PW-C-1");
    await page.locator("input[name=operator]:focus").waitFor();
    await scan("A. Jansen");
    await page.getByText("Right? Press Enter to start").waitFor();
    await served.goAway();
    const banner = page.getByRole("alert");
    await banner.getByText(/Connection lost since \d\d:\d\d:\d\d/).waitFor();
    await page.locator("main.old").waitFor();
    await confirm("Nothing was started.");

    served.bench.note("plan", "one");
    served.bench.note("plan", "two");
    served.bench.changeReader("reader-3", { state: "ready", sentence: "Back again." });
    await served.comeBack();
    await page.getByText(/Connected again at \d\d:\d\d:\d\d/).waitFor();
    await page.getByText("2 changes caught up.").waitFor();
    await reader("reader-3").getByText("Back again.").waitFor();
    expect(await page.locator("main.old").count()).toBe(0);

    served.bench.changeReader("reader-3", { sentence: "And live." });
    await reader("reader-3").getByText("And live.").waitFor();
  });

  it("keeps the scan field ready after a press beside it", async () => {
    await open();
    await page.getByRole("heading", { name: "Readers" }).click();
    await scan("PW-C-1");
    await page.locator("input[name=operator]:focus").waitFor();
  });

  it("tells a well's whole story by keyboard and masks it with reason and name", async () => {
    await open("#/plates/plate-b/C4");
    const story = page.locator(".well-story");
    await story.getByText("sorafenib").waitFor();
    expect(await story.textContent()).toMatch(/C4[\s\S]*\*\*\*\*\*[\s\S]*over the reader's range/);
    await page.getByTestId("C4").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowUp");
    await story.getByText("B5").waitFor();
    await page.keyboard.press("End");
    await story.getByText("B12").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.locator('[data-well="B12"]:focus').waitFor();
    await page.keyboard.press("Home");
    await story.getByText("B1 ").waitFor();
    expect(await story.textContent()).toContain("blank");
    expect(page.url()).toMatch(/#\/plates\/plate-b\/B1$/);

    await page.getByRole("button", { name: "Mask B1" }).click();
    await page.getByText("A reason is needed.").waitFor();
    await page.getByLabel("Why leave B1 out?").fill("Bubble");
    await page.getByLabel("Your name").fill("A. Jansen");
    await page.keyboard.press("Enter");
    await page.getByText("B1 is left out.").waitFor();
    await story.getByText("Bubble (A. Jansen)").waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows each quantity of the wells with its unit", async () => {
    await open("#/plates/plate-b");
    const well = page.getByTestId("A2");
    await well.waitFor();
    expect(await well.getAttribute("aria-label")).toMatch(/^A2, vehicle, \d+ %$/);
    await page.getByText("Net, AU").click();
    expect(await well.getAttribute("aria-label")).toMatch(/^A2, vehicle, \d\.\d{3} AU$/);
  });

  it("says what it cannot judge and invents no number", async () => {
    await open("#/plates/plate-q");
    await page.getByText("There is no prednisolone on the plate").first().waitFor();
    expect(await page.locator(".mode").allTextContents()).toEqual([
      "Measurement, AU",
      "Reference, AU",
      "Net, AU",
    ]);
    expect(await page.locator(".condition-table").count()).toBe(4);
    expect(await page.locator(".curve-chart").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("says that there is no such plate", async () => {
    await open("#/plates/nothing");
    await page.getByText("There is no plate nothing.").waitFor();
  });
});
