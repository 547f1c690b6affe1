import { type Browser, type BrowserContext, type Page, selectors } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  collectComplaints,
  launchBrowser,
  type ServedBench,
  serveBench,
  whyNoBrowser,
} from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { type DrivenPage, drivePage } from "./drive-page.ts";

const title = "the bench page in a browser";

/** A second line end in the moment in which the words appear: sooner than any person, however busy the machine is. */
async function submitAsSoonAsShown(page: Page, words: string): Promise<void> {
  await page.evaluate(`{
    const watching = new MutationObserver(() => {
      const form = [...document.forms].find((one) => one.textContent.includes(${JSON.stringify(words)}));
      if (form === undefined) return;
      watching.disconnect();
      form.requestSubmit();
      document.body.dataset.secondLineEnd = "sent";
    });
    watching.observe(document.body, { childList: true, subtree: true, characterData: true });
  }`);
}

describe.skipIf(whyNoBrowser !== null)(`${title} ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;
  let served: ServedBench;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let user: DrivenPage;

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
    user = drivePage(page, served.address);
  });
  afterEach(async () => {
    await context.close();
    await served.goAway();
  });

  const startPlanned = async (): Promise<void> => {
    await user.scan("PW-C-1");
    await user.confirm("PW-C-1 has started on reader-1.");
  };

  it("starts a planned plate by scan, check and Enter, in the name of who is signed in", async () => {
    await user.open();
    await startPlanned();
    expect(served.bench.bench().runs.at(-1)).toMatchObject({
      barcode: "PW-C-1",
      sample: "C",
      layoutId: "combination-rot180-1plate",
      readerId: "reader-1",
      operator: "A. Jansen",
      state: "reading",
    });
    await user.reader("reader-1").getByText("Reading", { exact: true }).waitFor();
    await user.scan("PW-D-1");
    const check = page.locator(".check-facts");
    await check.waitFor();
    expect(await check.textContent()).toMatch(/PW-D-1[\s\S]*D[\s\S]*reader-2[\s\S]*A\. Jansen/);
    expect(complaints).toEqual([]);
  });

  it("does nothing on Enter alone, and Esc takes a scan back", async () => {
    await user.open();
    await page.keyboard.press("Enter");
    await startPlanned();
    served.bench.finishRun();
    await user.scan("PW-D-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Scan the plate’s barcode").waitFor();
    await page.keyboard.press("Enter");
    expect(served.bench.bench().runs.filter((run) => run.barcode === "PW-D-1")).toEqual([]);
  });

  it("does not take a scanner's second line end for consent", async () => {
    await user.open();
    await startPlanned();
    served.bench.finishRun();
    await user.reader("reader-1").getByText("Ready", { exact: true }).waitFor();
    await submitAsSoonAsShown(page, "Right? Press Enter to start");
    await user.scan("PW-D-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    await page.locator("[data-second-line-end]").waitFor({ state: "attached" });
    expect(await page.getByText("Right? Press Enter to start").isVisible()).toBe(true);
    expect(served.bench.bench().runs.filter((run) => run.barcode === "PW-D-1")).toEqual([]);
    await user.confirm("PW-D-1 has started on reader-1.");
  });

  it("asks for a barcode once more that no plan knows and that fingers typed", async () => {
    await user.open();
    const typeSlowly = async (barcode: string): Promise<void> => {
      await page.keyboard.type(barcode, { delay: 60 });
      await page.keyboard.press("Enter");
    };
    await typeSlowly("MTT-7");
    await page.getByText("No plan knows it: type the barcode once more").waitFor();
    await typeSlowly("MTT-1");
    await page.getByText("That is not MTT-7 again.").waitFor();
    await typeSlowly("MTT-7");
    await typeSlowly("MTT-7");
    await user.inField("sample");
    await page.keyboard.press("Escape");
    await typeSlowly("PW-C-1");
    await user.confirm("PW-C-1 has started on reader-1.");
  });

  it("begins to read the last plate again at one key, with the reason of its lamp", async () => {
    const bench = served.bench.bench();
    const plates = bench.plates.filter((plate) => plate.id === "plate-b");
    served.bench.bench = () => ({ ...bench, plates, runs: [] });
    await user.open();
    await user.lamp().getByText("Read again", { exact: true }).waitFor();
    expect(await user.lamp().textContent()).toMatch(/over the reader’s range.*read it again/);
    await page.keyboard.press("F2");
    await page.getByText("again because: Wells over range").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Read it again" }).click();
    await page.getByText("again because: Wells over range").waitFor();
  });

  it("goes to the reading that waits when its barcode is scanned", async () => {
    await user.open();
    served.bench.receiveTypedFile();
    await page.getByText("plate D (from Gen5).txt").waitFor();
    await user.scan("PW-D-1");
    await page.getByText("PW-D-1 has been read already and waits to be assigned.").waitFor();
    await page.locator("#inbox input:focus").waitFor();
  });

  it("counts the day at a glance", async () => {
    await user.open();
    const counts = page.locator(".today-count");
    expect(await counts.allTextContents()).toEqual([
      " 4Read today",
      " 2Good",
      " 0Look",
      " 1Read again",
      " 0Failed",
      " 1To assign",
      " 1Overdue",
      " 2Still due",
    ]);
    expect(await counts.locator(".icon").count()).toBe(8);
  });

  it("refuses at the scan what is no barcode", async () => {
    await user.open();
    for (const scanned of ["PW C 1", `PW-${"1".repeat(70)}`]) {
      await user.scan(scanned);
      await page.getByText(`“${scanned}” is no barcode of a plate.`).waitFor();
      await page.getByText("Scan the plate’s barcode").waitFor();
    }
    await startPlanned();
  });

  it("counts the large time from the beginning of the run, the small one from that of the phase", async () => {
    await page.clock.install();
    await user.open();
    await startPlanned();
    const reader = served.bench.bench().readers.find((one) => one.id === "reader-1");
    if (!reader?.progress) throw new Error("reader-1 is not reading");
    const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
    const startedAtUtc = secondsAgo(600);
    const phaseStartedAtUtc = secondsAgo(30);
    served.bench.changeReader("reader-1", {
      progress: { ...reader.progress, startedAtUtc, phaseStartedAtUtc },
    });
    await user
      .plateOn("reader-1")
      .getByRole("timer")
      .getByText(/^1\d min/)
      .waitFor();
    await user
      .plateOn("reader-1")
      .getByText(/Measuring for [34]\d s, usually 45 s/)
      .waitFor();
  });

  it("shows the verdict of every plate of a sample, and that they disagree", async () => {
    const bench = served.bench.bench();
    const samples = bench.samples.map((row) => {
      const [first] = row.cells.filter((cell) => cell.arm === "trametinib");
      if (row.sample !== "B" || first === undefined) return row;
      const other = { ...first, barcode: "PW-B-0", plateId: "plate-a", class: "none", grade: null };
      return { ...row, cells: [other, ...row.cells] };
    });
    served.bench.bench = () => ({ ...bench, samples });
    await user.open();
    const cell = page.locator(".sample-table tr", { hasText: "plates disagree" }).locator("td", {
      hasText: "plates disagree",
    });
    expect(await cell.textContent()).toMatch(/plates disagree.*complete.*PW-B-1.*none.*PW-B-0/);
    expect(await cell.getByRole("link").count()).toBe(2);
  });

  it("names in a few words why a plate is to be looked at, and says which time it shows", async () => {
    await user.open();
    const row = page.locator(".rows li", { hasText: "PW-B-1" });
    await row.getByText("C4 left out: over range or not read").waitFor();
    await page.getByText(/Times are this computer’s local time \(UTC/).waitFor();
    const plates = served.bench.bench().plates.filter((plate) => plate.id === "plate-b");
    const bench = served.bench.bench();
    served.bench.bench = () => ({ ...bench, plates, runs: [] });
    await user.open();
    await page.reload();
    await user.lamp().getByText("C4 left out: over range or not read").waitFor();
    expect(await user.lamp().textContent()).toContain("Read again");
  });

  it("chooses another ready reader with the arrow keys", async () => {
    await user.open();
    await user.scan("PW-C-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator(".check-facts").getByText("reader-2").waitFor();
    await user.confirm("PW-C-1 has started on reader-2.");
  });

  it("lets a plate without a plan be described by keyboard alone", async () => {
    await user.open();
    await user.scan("MTT-1");
    await user.inField("sample");
    await page.keyboard.type("H");
    await page.keyboard.press("Enter");
    await user.inField("layoutId");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("This barcode is not in the plan.").waitFor();
    await user.confirm("MTT-1 has started on reader-1.");
    expect(served.bench.bench().runs.at(-1)).toMatchObject({
      sample: "H",
      layoutId: "combination-classic-1plate",
    });
  });

  it("asks why a plate is read again", async () => {
    await user.open();
    await user.scan("PW-A-1");
    await user.inField("rereadReason");
    await page.getByRole("button", { name: "Reader fault" }).click();
    await user.inField("rereadReason");
    await page.keyboard.press("Enter");
    await page.getByText("again because: Reader fault").waitFor();
    await user.confirm("PW-A-1 has started");
  });

  it("shows what the server refuses, with what to do", async () => {
    await user.open();
    await user.scan("PW-C-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    served.bench.changeReader("reader-1", { state: "unreachable", sentence: "Gone." });
    await page.getByText("reader-1: Gone.").waitFor();
    await user.confirm("reader-1 is not ready.");
    expect(served.bench.bench().runs).toHaveLength(1);
  });

  it("fills the heat map row by row, and then shows lamp, curves and flag", async () => {
    await user.open();
    await startPlanned();
    const measurement = user.plateOn("reader-1").locator("figure").first();
    expect(await measurement.locator(".spot-filled").count()).toBe(0);
    for (const row of [0, 1, 2]) served.bench.sendRow("measurement", row);
    await measurement.getByText("Measurement: 3 of 8 rows").waitFor();
    expect(await measurement.locator(".spot-filled").count()).toBe(36);
    expect(await measurement.locator(".spot-pending").count()).toBe(60);
    served.bench.enterPhase("transferring", 12_000);
    await user
      .plateOn("reader-1")
      .getByText(/Sending the plate for \d+ s, usually 12 s/)
      .waitFor();
    expect(await user.plateOn("reader-1").getByRole("timer").textContent()).toMatch(/^\d+ s$/);
    expect(await user.plateOn("reader-1").textContent()).not.toContain("%");

    served.bench.finishRun();
    await user.lamp().locator(".lamp-plate", { hasText: "PW-C-1" }).waitFor();
    expect(await user.lamp().textContent()).toContain("Good");
    await page.locator(".verdict", { hasText: "trametinib" }).getByText("complete").waitFor();
    const flag = page.locator(".flag").first();
    expect(await flag.textContent()).toMatch(/assay result for review[\s\S]*RAS mutant/);
    await user.reader("reader-1").getByText("Ready", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows a failed run on the lamp with what to do", async () => {
    await user.open();
    await startPlanned();
    // Later than every plate of the fake bench.
    served.bench.failRun("Half a plate came, then silence. Read the plate again.");
    await user.lamp().getByText("Half a plate came").waitFor();
    expect(await user.lamp().textContent()).toContain("Read again");
  });

  it("stops a run only after a second press", async () => {
    await user.open();
    await startPlanned();
    await user.plateOn("reader-1").getByRole("button", { name: "Stop" }).click();
    expect(served.bench.bench().runs.at(-1)?.state).toBe("reading");
    await page.getByRole("button", { name: "Really stop?" }).click();
    await page.locator(".broken-run", { hasText: "Stopped by A. Jansen." }).waitFor();
  });

  it("assigns a waiting plate, choosing the layout by keyboard", async () => {
    await user.open();
    await page.getByRole("button", { name: "Assign" }).click();
    await page.getByLabel("Barcode of this plate").fill("PW-C-9");
    await page.keyboard.press("Enter");
    await user.inField("sample");
    await user.scan("C");
    await user.inField("layoutId");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("#inbox").getByText("none").waitFor();
    expect(served.bench.bench().unassigned).toEqual([]);
  });

  it("says that the connection is lost, starts nothing meanwhile, and catches up", async () => {
    await user.open();
    await user.scan("PW-C-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    await served.goAway();
    const banner = page.getByRole("alert");
    await banner.getByText(/Connection lost since \d\d:\d\d:\d\d/).waitFor();
    await page.locator("main.old").waitFor();
    await user.confirm("Nothing was started.");

    served.bench.note("plan", "one");
    served.bench.note("plan", "two");
    served.bench.changeReader("reader-3", { state: "ready", sentence: "Back again." });
    await served.comeBack();
    await page.getByText(/Connected again at \d\d:\d\d:\d\d/).waitFor();
    await page.getByText("2 changes caught up.").waitFor();
    await user.reader("reader-3").getByText("Back again.").waitFor();
    expect(await page.locator("main.old").count()).toBe(0);

    served.bench.changeReader("reader-3", { sentence: "And live." });
    await user.reader("reader-3").getByText("And live.").waitFor();
  });

  it("moves nothing when readers begin and end, and lets them share the place for plates", async () => {
    await user.open();
    const places = () =>
      Promise.all(
        [".scan-panel", ".reader-cards", ".latest .lamp", "#inbox"].map((place) =>
          page.locator(place).boundingBox(),
        ),
      );
    await page.locator(".verdicts").waitFor();
    const before = await places();
    await startPlanned();
    await user.plateOn("reader-1").waitFor();
    expect(await user.plateOn("reader-1").locator("figure").count()).toBe(2);
    expect(await places()).toEqual(before);

    await user.scan("PW-D-1");
    await page.getByText("Right? Press Enter to start").waitFor();
    expect(await places()).toEqual(before);
    await user.confirm("PW-D-1 has started on reader-2.");
    await user.plateOn("reader-2").waitFor();
    served.bench.sendRow("measurement", 0);
    await user.plateOn("reader-1").getByText("Measurement: 1 of 8 rows").waitFor();
    served.bench.sendRow("reference", 0);
    await user.plateOn("reader-1").getByText("Reference: 1 of 8 rows").waitFor();
    expect(await page.locator(".plate-under-way figure").count()).toBe(2);
    expect((await places()).slice(0, 3)).toEqual(before.slice(0, 3));
  });

  it("names what waits in the head of every page, and the planned plates that no reader has begun", async () => {
    await user.open();
    await page.getByRole("link", { name: "1 to assign", exact: true }).waitFor();
    await page.getByRole("link", { name: "1 without a plate" }).waitFor();
    const planned = page.locator(".planned-list strong");
    expect(await planned.allTextContents()).toEqual(["PW-D-1", "PW-C-1"]);
    await startPlanned();
    await user.plateOn("reader-1").waitFor();
    expect(await planned.allTextContents()).toEqual(["PW-D-1"]);
  });

  it("opens the reasons of a flag by keyboard, and still takes the next scan", async () => {
    await user.open();
    const flag = page.locator(".flag-combination").first();
    expect(await flag.textContent()).toMatch(/RAS.*At 3\.9 µg\/mL prednisolone \d+ % of the cells/);
    const reason = flag.getByText("neighbouring doses");
    expect(await reason.isVisible()).toBe(false);
    await flag.getByText("All reasons").focus();
    await page.keyboard.press("Enter");
    await reason.waitFor();
    await user.scan("PW-C-1");
    await page.getByText("Right? Press Enter to start").waitFor();
  });

  it("keeps the scan field ready after a press beside it", async () => {
    await user.open();
    await page.getByRole("heading", { name: "Readers" }).click();
    await user.scan("PW-C-1");
    await page.getByText("Right? Press Enter to start").waitFor();
  });

  it("says that there is no such plate", async () => {
    await user.open("#/plates/nothing");
    await page.getByText("There is no plate nothing.").waitFor();
  });
});
