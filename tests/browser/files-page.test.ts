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

const title = "what comes by itself, on the bench page in a browser";
const OTHER_FILE = "b".repeat(64);

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
    await user.open();
  });
  afterEach(async () => {
    await context.close();
    await served.goAway();
  });

  const typedFile = () => page.locator("#inbox li", { hasText: "plate D (from Gen5).txt" });
  const quarantine = () => page.locator("#quarantine");
  const fileInQuarantine = (name: string) => quarantine().locator("li", { hasText: name });
  const placesOf = (...places: readonly string[]) =>
    Promise.all(places.map((place) => page.locator(place).boundingBox()));
  const problemOf = async (field: string): Promise<string | null> => {
    const id = await page.locator(`input[name=${field}]`).getAttribute("aria-describedby");
    return page.locator(`[id="${id}"]`).textContent();
  };
  /** Opens the form of the file that was typed in, by keyboard. */
  const openTypedFile = async (): Promise<void> => {
    served.bench.receiveTypedFile();
    await typedFile().getByRole("button", { name: "Assign" }).focus();
    await page.keyboard.press("Enter");
    await typedFile().locator("input:focus").waitFor();
  };

  describe("folders", () => {
    it("stand beside the readers with what came last, and change without a reload", async () => {
      const folder = user.reader("exports");
      await folder.getByText("Watching", { exact: true }).waitFor();
      expect(await folder.textContent()).toMatch(
        /Looks for files\..*No file since the program began\..*\/srv\/gen5-exports/,
      );
      let fetched = 0;
      page.on("request", (request) => {
        if (request.url().endsWith("/api/bench")) fetched += 1;
      });
      const atUtc = new Date(2025, 2, 14, 10, 20).toISOString();
      served.bench.changeFolder({
        sentence: "Took plate 3.txt: one plate.",
        lastFile: { name: "plate 3.txt", atUtc },
      });
      await folder.getByText("Took plate 3.txt: one plate.").waitFor();
      expect(await folder.textContent()).toContain("Last file 14 Mar, 10:20: plate 3.txt");
      expect(fetched).toBe(0);
    });

    it("say that they cannot be read, in word and shape, and what to do", async () => {
      served.bench.changeFolder({
        state: "unreachable",
        sentence: "The folder cannot be read: it is not there. Mend the share or its rights.",
      });
      const folder = user.reader("exports");
      await folder.getByText("Cannot be read", { exact: true }).waitFor();
      expect(await folder.textContent()).toContain("Mend the share or its rights.");
      expect(await folder.locator(".badge .icon").count()).toBe(1);
    });

    it("push nothing about when a long sentence comes", async () => {
      await page.locator(".verdicts").waitFor();
      const before = await placesOf(".scan-panel", ".reader-cards", "#inbox", "#quarantine");
      const sentence = `plate.txt is in quarantine: ${"row H of the grid is missing, ".repeat(9)}`;
      served.bench.changeFolder({
        sentence,
        lastFile: { name: `${"a long name ".repeat(9)}.txt`, atUtc: "2025-03-14T10:20:00.000Z" },
      });
      await user.reader("exports").getByText("plate.txt is in quarantine").waitFor();
      expect(await placesOf(".scan-panel", ".reader-cards", "#inbox", "#quarantine")).toEqual(
        before,
      );
    });
  });

  describe("an overdue plate", () => {
    const overdue = () => page.locator("#overdue");

    it("stands with shape, word, barcode, sample and time until it comes", async () => {
      const due = served.bench.bench().planned.find((plate) => plate.barcode === "PW-D-1");
      const time = await page.evaluate(
        `new Date(${JSON.stringify(due?.dueAtUtc)}).toLocaleTimeString("en-GB", { timeStyle: "short" })`,
      );
      expect(await overdue().textContent()).toMatch(
        new RegExp(`PW-D-1.*sample D.*since .*${time}.*Look in the incubator`),
      );
      expect(await overdue().locator(".icon").count()).toBe(1);

      await openTypedFile();
      await page.keyboard.press("Enter");
      await user.inField("barReason");
      await user.scan("Typed from the print-out");
      await overdue().getByText("none").waitFor();
      expect(complaints).toEqual([]);
    });

    it("stands before others that came due later", async () => {
      const bench = served.bench.bench();
      const [first] = bench.notices;
      if (first === undefined) throw new Error("the fake bench has no notice");
      const other = { ...first, subject: "PW-X-1", raisedAtUtc: "2025-03-14T10:00:00.000Z" };
      served.bench.bench = () => ({ ...bench, notices: [other, first] });
      await page.reload();
      await overdue().getByText("PW-X-1").waitFor();
      expect(await overdue().locator("strong").allTextContents()).toEqual(["PW-D-1", "PW-X-1"]);
    });
  });

  describe("a file in the inbox", () => {
    it("says its name, where it came from, its barcode and why it waits", async () => {
      served.bench.receiveTypedFile();
      await typedFile().waitFor();
      expect(await typedFile().textContent()).toMatch(
        /from Gen5\)\.txt exports, .*Needs a reason The file says that its values were entered by hand\.Gives the barcode PW-D-1; 570 nm and 650 nm/,
      );
      await page.getByRole("link", { name: "2 to assign", exact: true }).waitFor();
    });

    it("is assigned with the barcode it gives, after somebody said why it may count", async () => {
      await openTypedFile();
      expect(await page.getByLabel("Barcode of this plate").inputValue()).toBe("PW-D-1");
      await page.keyboard.press("Enter");
      await user.inField("barReason");
      const form = typedFile().locator(".details-form");
      await form.getByText("The file says that its values were entered by hand.").waitFor();

      await page.keyboard.press("Enter");
      expect(await problemOf("barReason")).toBe("Say why it may count all the same.");
      await user.scan("PW-C-1");
      expect(await problemOf("barReason")).toBe("PW-C-1 is a barcode, not a reason.");
      await user.inField("barReason");
      await page.getByLabel("Why may it count?").fill("");
      await user.scan("Typed from the print-out");
      await user.lamp().locator(".lamp-plate", { hasText: "PW-D-1" }).waitFor();
      const plate = served.bench.bench().plates.find((one) => one.barcode === "PW-D-1");
      const { barReason } = served.bench.plate(plate?.id ?? "").provenance;
      expect(barReason).toBe("Typed from the print-out");
      expect(complaints).toEqual([]);
    });

    it("takes what a scanner says in place of the barcode it gives", async () => {
      await openTypedFile();
      await user.scan("PW-C-1");
      await typedFile().locator(".details-barcode", { hasText: "PW-C-1 is planned." }).waitFor();
    });

    it("shows at the field that a reason is needed where only the server knows it", async () => {
      const bench = served.bench.bench;
      served.bench.bench = () => {
        const now = bench();
        const unassigned = now.unassigned.map((one) => ({ ...one, barred: false }));
        return { ...now, unassigned };
      };
      await openTypedFile();
      await page.keyboard.press("Enter");
      await typedFile()
        .getByRole("button", { name: /Assign/ })
        .waitFor();
      expect(await page.getByLabel("Why may it count?").count()).toBe(0);
      // Enter counts only once a person can have seen the form.
      const field = page.locator("input[name=barReason]");
      while (!(await field.isVisible())) await page.keyboard.press("Enter");
      await user.inField("barReason");
      expect(await problemOf("barReason")).toMatch(
        /^This reading needs a person's reason before it may count: .*by hand\. Look at the file/,
      );
      await user.scan("Typed from the print-out");
      await user.lamp().locator(".lamp-plate", { hasText: "PW-D-1" }).waitFor();
    });
  });

  describe("a file in quarantine", () => {
    it("says what is wrong with it, where its bytes are, and how to have them", async () => {
      await page.getByRole("link", { name: "1 in quarantine" }).waitFor();
      const file = fileInQuarantine("plate 3 (copy).txt");
      expect(await file.textContent()).toMatch(
        /plate 3 \(copy\)\.txt exports, .*Row H of the grid is missing: export the plate again\.812 bytes, SHA-256 a{12}….*platewarden quarantine save a{12} FILE/,
      );
    });

    it("is tried again by keyboard, and says so when it is still not understood", async () => {
      const file = fileInQuarantine("plate 3 (copy).txt");
      await file.getByRole("button", { name: "Try again" }).focus();
      await page.keyboard.press("Enter");
      await file.locator("button[type=submit]:focus").waitFor();
      await page.keyboard.press("Enter");
      await file.getByText("It is still not understood. Row H of the grid is missing").waitFor();

      served.bench.mendFile("a".repeat(64));
      await file.locator("button[type=submit]:enabled").focus();
      await page.keyboard.press("Enter");
      await typedFile().waitFor();
      await quarantine().waitFor({ state: "detached" });
      expect(complaints).toEqual([]);
    });

    it("is taken out for good with a reason; without one it stays", async () => {
      served.bench.receiveUnknownFile({ documentSha256: OTHER_FILE, name: "protocol.txt" });
      const file = fileInQuarantine("protocol.txt");
      await file.getByRole("button", { name: "No plate’s file" }).focus();
      await page.keyboard.press("Enter");
      await user.inField("reason");
      await page.keyboard.press("Enter");
      expect(await problemOf("reason")).toBe("A reason is needed.");
      await user.scan("PW-C-1");
      expect(await problemOf("reason")).toBe("PW-C-1 is a barcode, not a reason.");
      expect(served.bench.bench().quarantine).toHaveLength(2);
      await page.getByLabel("Why is it no plate’s file?").fill("");
      await user.scan("The protocol's own text");
      await file.waitFor({ state: "detached" });
      expect(served.bench.bench().quarantine).toMatchObject([{ name: "plate 3 (copy).txt" }]);

      const last = fileInQuarantine("plate 3 (copy).txt");
      await last.getByRole("button", { name: "No plate’s file" }).click();
      await user.inField("reason");
      await page.keyboard.press("Escape");
      await last.getByRole("button", { name: "Try again" }).waitFor();
      await user.scan("PW-A-1");
      await user.inField("rereadReason");
    });

    it("waits behind a button when there are many, the oldest before it", async () => {
      for (let number = 1; number <= 5; number++) {
        const documentSha256 = String(number).repeat(64);
        served.bench.receiveUnknownFile({ documentSha256, name: `scrap ${number}.txt` });
      }
      await page.getByRole("link", { name: "6 in quarantine" }).waitFor();
      const names = quarantine().locator(".file-name strong");
      expect(await names.allTextContents()).toEqual([
        "plate 3 (copy).txt",
        "scrap 1.txt",
        "scrap 2.txt",
        "scrap 3.txt",
      ]);
      await quarantine().getByRole("button", { name: "Show all 6" }).click();
      expect(await names.count()).toBe(6);
    });

    it("is no panel at all when there is none", async () => {
      await quarantine().waitFor();
      served.bench.dismissDocument("a".repeat(64), { by: "A. Jansen", reason: "a copy" });
      await quarantine().waitFor({ state: "detached" });
      expect(await page.getByRole("link", { name: "in quarantine" }).count()).toBe(0);
    });
  });

  it("says how many older flags and samples it does not show", async () => {
    const bench = served.bench.bench();
    served.bench.bench = () => ({ ...bench, older: { flags: 12, samples: 1 } });
    await page.reload();
    await page.getByText("12 older flags not shown: npx platewarden flags lists all.").waitFor();
    await page.getByText("1 older sample not shown: npx platewarden samples lists all.").waitFor();
  });
});
