/** The audit trail and the notices as people use them, on a real bench with the study read. */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { incidentLog } from "../../src/observe/incident-log.ts";
import { raiseNotice } from "../../src/pipeline/raise-notice.ts";
import { type BenchPersonKey, signInBrowser } from "./bench-people.ts";
import { collectComplaints, launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { findAxeProblems } from "./find-axe-problems.ts";
import { type StudyBench, startStudyBench } from "./study-bench.ts";

describe.skipIf(whyNoBrowser)(
  `trail and notices${whyNoBrowser ? ` (${whyNoBrowser})` : ""}`,
  () => {
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
      const context = await browser.newContext({ acceptDownloads: true });
      const page = await context.newPage();
      await signInBrowser(page, bench.pages.address, who);
      await page.goto(`${bench.pages.address}/${hash}`);
      return page;
    }

    const rows = (page: Page) => page.locator(".trail-table tbody tr");

    test("an entry is found by what somebody remembers, and a link gives the same list", async () => {
      const page = await open("#/trail", "reviewer");
      const complaints = collectComplaints(page);
      await page.getByText(/entries fit/).waitFor();
      await page.getByLabel("Text").fill("B-1");
      await page.getByText(/^\d+ entries fit/).waitFor();
      await page.getByLabel("What", { exact: true }).selectOption("plate.bind");
      await page.getByText("One entry fits.").waitFor();
      expect(await rows(page).count()).toBe(1);
      const again = await open(new URL(page.url()).hash, "administrator");
      await again.getByText("One entry fits.").waitFor();
      expect(await again.getByLabel("Text").inputValue()).toBe("B-1");
      await again.locator("summary").first().click();
      await again.getByText('"barcode": "B-1"').waitFor();
      expect(complaints).toEqual([]);
    });

    test("one click proves that nothing was changed", async () => {
      const page = await open("#/trail", "reviewer");
      await page.getByRole("button", { name: "Check that nothing was changed" }).click();
      await page.getByText("Whole.").waitFor();
    });

    test("the whole trail is taken away as a file", async () => {
      const page = await open("#/trail", "reviewer");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: /JSON lines/ }).click(),
      ]);
      const lines = readFileSync(await download.path(), "utf8")
        .trim()
        .split("\n");
      expect(download.suggestedFilename()).toBe("audit-trail.jsonl");
      expect(lines.length).toBeGreaterThan(20);
      expect(JSON.parse(lines[0] ?? "")).toMatchObject({ seq: 1 });
    });

    test("what is typed by somebody is text, never part of the page", async () => {
      const script = "<img src=x onerror=document.title='taken'>";
      const { store } = bench.daemon;
      store.inTransaction(() =>
        store.journal.audit({
          atUtc: store.nowUtc(),
          actor: script,
          action: "well.mask",
          subject: script,
          detail: { well: "B3", reason: script },
        }),
      );
      raiseNotice(store, { kind: "run-failed", subject: script, sentence: script });
      const page = await open("#/trail", "reviewer");
      await page.getByRole("cell", { name: script }).first().waitFor();
      await page.goto(`${bench.pages.address}/#/notices`);
      await page.getByText(script).first().waitFor();
      expect(await page.locator("img[src=x]").count()).toBe(0);
      expect(await page.title()).not.toBe("taken");
    });

    test("a notice is seen to by keyboard, and a new one appears by itself", async () => {
      const page = await open("#/notices", "technician");
      const { store } = bench.daemon;
      raiseNotice(store, {
        kind: "run-failed",
        subject: "PW-LATE",
        sentence: "The drawer is blocked.",
      });
      const row = page.locator(".notice-row", { hasText: "PW-LATE" });
      await row.waitFor();
      await row.getByRole("button", { name: /Seen to/ }).focus();
      await page.keyboard.press("Enter");
      await page.locator(".notice-ended", { hasText: "PW-LATE" }).waitFor();
      expect(store.notices.standingOf("run-failed").map((one) => one.subject)).not.toContain(
        "PW-LATE",
      );
      expect(store.journal.search(everything("notice.ended"), 1e9, 1)[0]).toMatchObject({
        actor: "A. Jansen",
      });
    });

    test("an incident stands beside the notices, and somebody writes what was done", async () => {
      const page = await open("#/notices", "technician");
      const { store } = bench.daemon;
      const sentence = "Reader bench-9 is out of reach.";
      const about = { part: "reader bench-9", code: "reader-lost", sentence };
      const log = incidentLog(store);
      log.begin({ ...about, beganAtUtc: store.nowUtc() });
      const row = page.locator(".notice-row", { hasText: "bench-9" });
      await row.getByText("goes on").waitFor();
      await row.getByRole("button", { name: /Add a note/ }).click();
      const field = row.getByLabel("What was found or done");
      await field.fill("The cable was out.");
      expect(await findAxeProblems(page)).toEqual([]);
      await row.getByRole("button", { name: "Save the note" }).click();
      await row.getByText("The cable was out.").waitFor();
      log.end("reader bench-9", "The reader answers again.");
      await row.getByText("The reader answers again.").waitFor();
      expect(store.journal.lastAudit()?.action).toBe("incident.ended");
    });
  },
);

function everything(action: string) {
  return { actor: null, action, subject: null, text: null, fromUtc: null, untilUtc: null };
}
