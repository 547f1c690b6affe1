import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, whyNoBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { soakPage } from "./soak-page.ts";

describe.skipIf(whyNoBrowser !== null)(`a page left open ${whyNoBrowser ?? ""}`, () => {
  let browser: Browser;
  let webRoot: string;

  beforeAll(async () => {
    [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
  });
  afterAll(() => browser.close());

  it.each([
    { hash: "", plates: 40 },
    // It asks for the plate anew at each change of the bench.
    { hash: "#/plates/plate-a", plates: 20 },
  ])("does not grow with the plates it has seen: %j", async ({ hash, plates }) => {
    const { early, late } = await soakPage(browser, webRoot, { hash, warmUp: 20, plates });
    // A leak of one plate's picture alone would add 96 nodes a plate. The heap is what the engine compiles and caches as
    // well; with few plates only a great leak stands out in it, the small ones are for `npm run soak`.
    expect(late.heapMb - early.heapMb).toBeLessThan(8);
    expect(late.nodes).toBeLessThan(early.nodes + 300);
    expect(late.listeners).toBeLessThan(early.listeners + 30);
  });
});
