/** Every page there is, in one place: what looks at pages or judges them goes through this list. */
import type { Page } from "playwright-core";
import type { Daemon } from "../../src/daemon/start-daemon.ts";
import type { BenchPersonKey } from "./bench-people.ts";

export interface ListedView {
  /** Name of the screenshot. */
  readonly name: string;
  readonly as: BenchPersonKey | null;
  readonly hash: string;
  /** What to do before it is looked at; waits by itself for what it needs. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Of a bench at which plates have been read. */
export function everyPage(daemon: Daemon): readonly ListedView[] {
  const [plate] = daemon.service.bench().plates;
  const id = plate?.id ?? "";
  return [
    { name: "sign-in", as: null, hash: "" },
    { name: "bench", as: "technician", hash: "" },
    { name: "plan", as: "technician", hash: "#/plan" },
    {
      name: "plan-new",
      as: "technician",
      hash: "#/plan/new",
      act: async (page) => {
        await page.locator("#plan-title").fill("Week 10");
        await page.locator("#sample-0-id").fill("K");
        await page.locator("#sample-0-ras").fill("mutated");
        await page.locator("#plate-0-barcode").fill("PW-K-1");
        await page.getByRole("button", { name: /Error/ }).first().waitFor();
      },
    },
    { name: "plate", as: "reviewer", hash: `#/plates/${id}` },
    { name: "review", as: "reviewer", hash: "#/review" },
    { name: "review-plate", as: "reviewer", hash: `#/review/${id}` },
    { name: "cohort", as: "reviewer", hash: "#/cohort" },
    { name: "layouts", as: "reviewer", hash: "#/layouts" },
    { name: "layout-board", as: "reviewer", hash: "#/layouts/combination-rot180-1plate/1" },
    {
      name: "layout-new",
      as: "reviewer",
      hash: "#/layouts/new",
      act: async (page) => {
        await page.getByRole("button", { name: "Add the vehicle" }).click();
        await page.getByRole("button", { name: "Add an inhibitor" }).click();
        await page.locator(".layout-finding").first().waitFor();
      },
    },
    { name: "layout-import", as: "reviewer", hash: "#/layouts/import" },
    { name: "trail", as: "reviewer", hash: "#/trail" },
    { name: "notices", as: "reviewer", hash: "#/notices" },
    { name: "people", as: "administrator", hash: "#/people" },
    { name: "account", as: "technician", hash: "#/account" },
    { name: "not-permitted", as: "technician", hash: "#/people" },
    {
      name: "locked",
      as: "technician",
      hash: "",
      act: async (page) => {
        await page.keyboard.press("Alt+Shift+L");
        await page.getByRole("dialog").waitFor();
      },
    },
    {
      name: "keys",
      as: "reviewer",
      hash: "#/cohort",
      act: async (page) => {
        await page.keyboard.press("Alt+Shift+H");
        await page.getByRole("dialog").waitFor();
      },
    },
  ];
}

/** Opens one in a fresh page of a signed-in browser and waits until it rests. */
export async function openView(page: Page, address: string, view: ListedView): Promise<void> {
  await page.goto(`${address}/${view.hash}`);
  if (view.as === null) await page.getByRole("heading", { name: "Sign in" }).waitFor();
  else await page.getByText("Live", { exact: true }).waitFor();
  await page.waitForLoadState("load");
  await view.act?.(page);
  await untilQuiet(page);
}

/** Resolves when the page has not changed for a while. */
async function untilQuiet(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const late = setTimeout(done, 4000);
    let timer = setTimeout(done, 300);
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, 300);
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    function done() {
      clearTimeout(late);
      observer.disconnect();
      resolve();
    }
  })`);
}
