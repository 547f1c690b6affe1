import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type SwallowingProxy, startSwallowingProxy } from "../end-to-end/swallowing-proxy.ts";
import { type AccountBench, serveAccounts } from "./account-bench.ts";
import { BENCH_PEOPLE, signInBrowser } from "./bench-people.ts";
import { launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";

const HOUR_MS = 3_600_000;

describe.skipIf(whyNoBrowser !== null)(`a browser that slept ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;

  beforeAll(async () => {
    [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
  });
  afterAll(() => browser.close());

  /** A page whose clock and line to the server are the test's. */
  const open = async (lockAfterMs: number) => {
    const bench: AccountBench = await serveAccounts(webRoot, { lockAfterMs });
    const proxy: SwallowingProxy = await startSwallowingProxy(
      Number(new URL(bench.pages.address).port),
    );
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    onTestFinished(async () => {
      await context.close();
      await proxy.stop();
      await bench.pages.goAway();
    });
    const address = `http://127.0.0.1:${proxy.port}`;
    const page = await context.newPage();
    await page.clock.install();
    await signInBrowser(page, address, "technician");
    const feeds: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/events")) feeds.push(new URL(request.url()).search);
    });
    await page.goto(address);
    await live(page);
    await page.evaluate("window.notLoadedAgain = true");
    return { bench, proxy, page, feeds };
  };
  const live = (page: Page) => page.getByText("Live", { exact: true }).waitFor();
  /** The fake bench begins with one file in quarantine. */
  const inQuarantine = (page: Page, files: number) =>
    page.getByRole("link", { name: `${files} in quarantine` }).waitFor();

  it("catches up after an hour without loading again, though its line died in silence", async () => {
    const { bench, proxy, page, feeds } = await open(8 * HOUR_MS);
    const { lastEventId } = bench.bench.bench();
    proxy.swallow("all");
    for (let hours = 0; hours < 3; hours += 1) bench.bench.receiveUnknownFile({});
    await page.clock.fastForward(HOUR_MS);
    // Awake: the page finds by itself that its feed has been silent for too long.
    await page.getByText(/Connection lost since/).waitFor();
    proxy.cut();
    proxy.swallow("nothing");
    await page.getByText("Connected again").waitFor();
    await inQuarantine(page, 4);
    expect(await page.locator(".connection").textContent()).toContain("3 changes caught up");
    expect(feeds.at(-1)).toBe(`?after=${lastEventId}`);
    bench.bench.receiveUnknownFile({});
    await inQuarantine(page, 5);
    expect(await page.evaluate("window.notLoadedAgain")).toBe(true);
  });

  it("catches up when the server, too, was away meanwhile", async () => {
    const { bench, page } = await open(8 * HOUR_MS);
    await bench.pages.goAway();
    bench.bench.receiveUnknownFile({});
    await page.clock.fastForward(HOUR_MS);
    await bench.pages.comeBack();
    await inQuarantine(page, 2);
    expect(await page.evaluate("window.notLoadedAgain")).toBe(true);
  });

  it("is locked when it wakes after the time of the lock, and catches up when it is unlocked", async () => {
    const { bench, page } = await open(600_000);
    bench.later(HOUR_MS);
    bench.bench.receiveUnknownFile({});
    await page.clock.fastForward(HOUR_MS);
    const lock = page.getByRole("dialog", { name: "Locked: A. Jansen" });
    await lock.waitFor();
    expect(await page.locator(".top").isVisible()).toBe(false);
    await page.locator("input[name=secret]").fill(BENCH_PEOPLE.technician.password);
    await page.keyboard.press("Enter");
    await lock.waitFor({ state: "detached" });
    await inQuarantine(page, 2);
    expect(await page.evaluate("window.notLoadedAgain")).toBe(true);
  });
});
