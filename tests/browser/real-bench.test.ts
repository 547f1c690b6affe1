import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startSimulator } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { type DrivenPage, drivePage } from "./drive-page.ts";
import { type RealBench, startRealBench, studyPlate } from "./real-bench.ts";

const title = "the bench page on the real daemon with simulated readers";

/** A real MTT plate at 562 and 660 nm; kept outside the project. */
const realPlateFile = join(
  import.meta.dirname,
  "../../../shared/exports/softmax-mtt-562-660.wells.json",
);
const whyNoRealPlate = existsSync(realPlateFile) ? "" : "(skipped: the exports are not there)";

describe.skipIf(whyNoBrowser !== null)(`${title} ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;
  let bench: RealBench;
  let context: BrowserContext;
  let page: Page;
  let user: DrivenPage;
  let complaints: string[];

  beforeAll(async () => {
    [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await context.close();
    await bench.stop();
  });

  const start = async (request?: Parameters<typeof startRealBench>[1]): Promise<void> => {
    bench = await startRealBench(webRoot, request);
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    await bench.signIn(page, "reviewer");
    user = drivePage(page, bench.pages.address);
    complaints = collectComplaints(page);
    await user.open();
  };
  const lampShows = (barcode: string) =>
    user.lamp().locator(".lamp-plate", { hasText: barcode }).waitFor();

  it("reads a planned plate from scan to flag, and asks why it is read again", async () => {
    await start();
    const shown = await watchRows(page);
    const measuring = willShow(page, ".plate-under-way", "usually 3 s");
    await bench.model680.insert(studyPlate("B-1"));
    await user.scan("PW-B");
    await user.confirm("PW-B has started on model-680.");

    await measuring;
    await lampShows("PW-B");
    // Both wavelengths were seen to fill, the second one after the first.
    const halfWay = shown.findIndex((rows) => rows.measurement > 0 && rows.measurement < 8);
    const nearEnd = shown.findIndex((rows) => rows.reference > 0 && rows.reference < 8);
    expect(halfWay).toBeGreaterThan(0);
    expect(nearEnd).toBeGreaterThan(halfWay);
    expect(shown[nearEnd]?.measurement).toBe(8);
    expect(await user.lamp().textContent()).toMatch(
      /Read again.*PW-B.*Wipe the bottom.*C4 left out: reference artefact/,
    );
    const line = page.locator(".flag-line", { hasText: "trametinib: complete" });
    await line.waitFor();
    expect(await line.textContent()).toMatch(/grade A.*RAS mutant/);
    await page.getByText("No plate is being read.").waitFor();

    const flag = page.locator(".flag-combination");
    expect(await flag.textContent()).toMatch(
      /assay result for review.*Sample B.*RAS mutant.*At 3\.9 µg\/mL prednisolone 91 % .*11 % with trametinib/,
    );
    expect(await flag.getByText("Interaction of inhibitor").isVisible()).toBe(false);
    await flag.getByText("All reasons").focus();
    await page.keyboard.press("Enter");
    await flag.getByText("Interaction of inhibitor").waitFor();

    // The keyboard is at the flag now; a scan finds its field all the same.
    await user.scan("PW-B");
    await page.getByText("again because: Bubbles or dirt, bottom wiped").waitFor();
    await user.confirm("PW-B has started on model-680.");
    await page.getByText("No plate is being read.").waitFor({ state: "hidden" });
    await page.getByText("No plate is being read.").waitFor();
    expect(bench.daemon.service.bench().plates).toMatchObject([
      { barcode: "PW-B", versions: 2, lampCode: "STILL_AFTER_REREAD" },
    ]);
    expect(complaints).toEqual([]);
  });

  it("takes a plate read at the reader's own panel into the inbox, to be assigned by keyboard", async () => {
    await start();
    await bench.model550.insert(studyPlate("D-1"));
    const sending = willShow(page, '[aria-label="Plate on model-550"]', "Unannounced plate");
    await bench.model550.pressStart(3, 4);
    await sending;
    await page.getByRole("link", { name: "1 to assign", exact: true }).waitFor();
    const inbox = page.locator("#inbox");
    expect(await inbox.textContent()).toMatch(/570 nm, the reader has taken off the reference/);

    await inbox.getByRole("button", { name: "Assign" }).focus();
    await page.keyboard.press("Enter");
    await inbox.locator("input:focus").waitFor();
    await user.scan("PW-D");
    await inbox.getByText("PW-D is planned.").waitFor();
    while (await inbox.locator(".assign").isVisible()) await page.keyboard.press("Enter");
    await lampShows("PW-D");
    await inbox.getByText("none").waitFor();
    expect(bench.daemon.service.bench().plates).toMatchObject([{ barcode: "PW-D", sample: "D" }]);
    await page.locator(".verdict").getByText("none", { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("takes neither a planned barcode for a person nor anything for a barcode", async () => {
    await start();
    const { service } = bench.daemon;
    const request = {
      readerId: "model-680",
      layoutId: "combination-rot180-1plate",
      sample: "B",
      barcode: "PW-B",
      operator: "PW-D",
    };
    const refused = "The operator must be a person: PW-D is the barcode of a plate.";
    expect(() => service.startRun(request)).toThrow(refused);
    expect(() => service.assignReading("reading", request)).toThrow(refused);
    expect(service.bench().runs).toEqual([]);
    expect(service.scan(" PW-B ")).toMatchObject({ barcode: "PW-B", planned: { sample: "B" } });
    expect(() => service.scan("PW B")).toThrow("“PW B” is no barcode of a plate.");
  });

  it("says that a reader is gone, and that it is back", async () => {
    await start();
    const reader = user.reader("model-680");
    await reader.getByText("Ready", { exact: true }).waitFor();
    await bench.model680.stop();
    await reader.getByText("Not reachable", { exact: true }).waitFor();
    const again = await startSimulator({
      model: "680",
      filtersNm: [405, 450, 490, 570, 650],
      ptyLink: bench.model680.spec.replace("serial:", ""),
    });
    onTestFinished(() => again.stop());
    await reader.getByText("Ready", { exact: true }).waitFor();
  });

  it("catches up with what was read while the page had no connection", async () => {
    await start();
    await bench.pages.goAway();
    await page.getByRole("alert").getByText("Connection lost since").waitFor();
    await bench.model680.insert(studyPlate("C-1"));
    await bench.read({ barcode: "PW-C", sample: "C" });
    expect(await page.locator(".latest").textContent()).toContain("No plate has been read yet");
    await bench.pages.comeBack();
    await page.getByText(/Connected again at .* changes caught up/).waitFor();
    await lampShows("PW-C");
  });

  it("takes an overdue plate from a file into the inbox, and asks why it may count", async () => {
    await start();
    const overdue = page.locator("#overdue");
    await overdue.getByText("none").waitFor();
    bench.expectOverdue("G");
    await overdue.getByText(/since \d\d:\d\d/).waitFor();
    expect(await overdue.textContent()).toMatch(/PW-G.*sample G.*Look in the incubator/);

    bench.drop("typed PW-G.csv", plainGrid("PW-G", studyPlate("G-1")));
    await user.reader("exports").getByText("Took typed PW-G.csv: one plate.").waitFor();
    const file = page.locator("#inbox li", { hasText: "typed PW-G.csv" });
    expect(await file.textContent()).toMatch(
      /Needs a reason Nothing in the file says which program wrote it.*570 nm and 650 nm/,
    );
    await file.getByRole("button", { name: "Assign" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#inbox input:focus").waitFor();
    expect(await page.getByLabel("Barcode of this plate").inputValue()).toBe("PW-G");
    await page.keyboard.press("Enter");
    await user.inField("barReason");
    await user.scan("Typed from the print-out, checked by two");
    await lampShows("PW-G");
    await overdue.getByText("none").waitFor();

    const { service } = bench.daemon;
    const [plate] = service.bench().plates;
    expect(service.plate(plate?.id ?? "").provenance).toMatchObject({
      barReason: "Typed from the print-out, checked by two",
      document: "typed PW-G.csv",
      transcriptId: null,
    });
    expect(plate).toMatchObject({ lamp: "look", lampCode: "LET_IN_BY_PERSON" });
    expect(complaints).toEqual([]);
  });

  it("shows a file that nobody understands until somebody says that it is no plate's", async () => {
    await start();
    bench.drop("protocol.csv", "Step,What\n1,Add the cells\n2,Wait for four days\n");
    const file = page.locator("#quarantine li", { hasText: "protocol.csv" });
    await file.getByRole("button", { name: "Try again" }).click();
    await file.locator("button[type=submit]:focus").waitFor();
    await page.keyboard.press("Enter");
    await file.getByText("It is still not understood.").waitFor();
    await page.keyboard.press("Escape");
    await file.getByRole("button", { name: "No plate’s file" }).click();
    await user.inField("reason");
    await user.scan("The protocol of the week");
    await page.locator("#quarantine").waitFor({ state: "detached" });
    expect(bench.daemon.service.bench().quarantine).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.skipIf(!existsSync(realPlateFile))(
    `shows a real plate that it cannot judge as it was read ${whyNoRealPlate}`,
    async () => {
      const [measurement, reference] = realMatrices();
      await start({ measurementNm: 562, referenceNm: 660 });
      await bench.model680.insert({ id: "MTT-1", measurement, reference });
      await user.scan("MTT-1");
      await user.inField("sample");
      await user.scan("cell line");
      await user.inField("layoutId");
      await page.getByLabel("mtt-four-drugs-quadrants").focus();
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await user.confirm("MTT-1 has started on model-680.");
      await lampShows("MTT-1");
      expect(await user.lamp().textContent()).toMatch(/Not judged[\s\S]*There is no blank/);

      expect(complaints).toEqual([]);
    },
  );
});

/** A plate as people type it into a workbook and save it as text: a barcode and a grid a wavelength. */
function plainGrid(barcode: string, plate: ReturnType<typeof studyPlate>): string {
  const grid = (wavelengthNm: number, rows: typeof plate.measurement): string[] => [
    `${wavelengthNm} nm`,
    `,${Array.from({ length: 12 }, (_, column) => column + 1).join(",")}`,
    ...rows.map((row, index) => `${"ABCDEFGH"[index]},${row.join(",")}`),
  ];
  const reference = plate.reference ?? [];
  return [`Plate ID: ${barcode}`, ...grid(570, plate.measurement), ...grid(650, reference)].join(
    "\n",
  );
}

/** Resolves once this text is in this place, however shortly: looks at every change of the page from now on. */
async function willShow(page: Page, place: string, text: string): Promise<void> {
  const content = `document.querySelector(${JSON.stringify(place)})?.textContent`;
  await page.evaluate(`new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!${content}?.includes(${JSON.stringify(text)})) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  })`);
}

/** Rows of the plate under way that are filled, at every change of the page from now on. */
async function watchRows(page: Page): Promise<{ measurement: number; reference: number }[]> {
  const shown: { measurement: number; reference: number }[] = [];
  await page.exposeFunction("sawRows", (measurement: number, reference: number) => {
    shown.push({ measurement, reference });
  });
  await page.evaluate(`new MutationObserver(() => {
    const planes = [...document.querySelectorAll(".plate-rows")];
    const rows = planes.map((plane) => plane.querySelectorAll(".spot-filled").length / 12);
    if (rows.length === 2) sawRows(...rows);
  }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
  return shown;
}

/** Both wavelengths, rows A…H by columns 1…12, in AU. */
function realMatrices(): [number[][], number[][]] {
  const file = JSON.parse(readFileSync(realPlateFile, "utf8")) as {
    plates: { reads: { wells: Record<string, number> }[] }[];
  };
  const matrix = (read: number): number[][] =>
    [..."ABCDEFGH"].map((row) =>
      Array.from({ length: 12 }, (_, column) => {
        const absorbance = file.plates[0]?.reads[read]?.wells[`${row}${column + 1}`];
        if (absorbance === undefined) throw new Error(`no ${row}${column + 1} in the real plate`);
        return absorbance;
      }),
    );
  return [matrix(0), matrix(1)];
}
