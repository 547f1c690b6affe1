/** What a person waits for on a page, measured inside the page itself. Times in ms. */
import type { Page } from "playwright-core";

/** Median and 95th percentile. */
export interface Times {
  readonly medianMs: number;
  readonly p95Ms: number;
}

export function timesOf(measuredMs: readonly number[]): Times {
  const sorted = measuredMs.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}

/** Before any page opens: tells when all wells have been painted, and adds up shifts and long tasks. */
export const WATCH_PAGE = `(() => {
  window.watched = { painted: null, shift: 0, moved: [], longTasksMs: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.watched.shift += entry.value;
      for (const { node } of entry.sources) {
        window.watched.moved.push((node?.className ?? node?.nodeName ?? "?") + " " + entry.value);
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.watched.longTasksMs.push(entry.duration);
  }).observe({ type: "longtask", buffered: true });
  window.whenPainted = (afterMs) => new Promise((done) => {
    const look = () => {
      if (document.querySelectorAll(".well-grid .well").length < 96) return false;
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - afterMs)));
      return true;
    };
    if (look()) return;
    const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
    observer.observe(document, { childList: true, subtree: true });
  });
  window.watched.painted = window.whenPainted(0);
})();`;

/** From navigation, the page not yet loaded, to the heat map on the screen. */
export async function openPlate(page: Page, address: string, plateId: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(`${address}/#/plates/${plateId}`, { waitUntil: "commit" });
  return Number(await page.evaluate("window.watched.painted"));
}

/** From the click on a plate, the bench being open, to the heat map on the screen. */
export async function goToPlate(page: Page, plateId: string): Promise<number> {
  await page.evaluate('location.hash = "#/"');
  await page.locator(".well-grid").waitFor({ state: "detached" });
  const script = `(() => {
    const painted = window.whenPainted(performance.now());
    location.hash = "#/plates/${plateId}";
    return painted;
  })()`;
  return Number(await page.evaluate(script));
}

/** Bytes over the wire until the page rests, by kind; feeds have no end and do not count. */
export async function firstLoadBytes(page: Page, address: string, hash: string): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  const files = new Set<string>();
  let bytes = 0;
  client.on("Network.responseReceived", ({ requestId, type }) => {
    if (["Document", "Script", "Stylesheet", "Image", "Font"].includes(type)) files.add(requestId);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (files.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(`${address}/${hash}`, { waitUntil: "load" });
  await page.getByText("Live", { exact: true }).waitFor();
  await client.send("Network.setCacheDisabled", { cacheDisabled: false });
  await client.detach();
  return bytes;
}

export interface Smoothness {
  readonly longestFrameMs: number;
  readonly longestTaskMs: number;
}

/** Longest gap between two frames, and longest task, while a script runs in the page. */
export async function smoothnessOf(page: Page, script: string): Promise<Smoothness> {
  const found = await page.evaluate(`(async () => {
    window.watched.longTasksMs = [];
    let last = performance.now();
    let longest = 0;
    let running = true;
    const frame = (now) => {
      longest = Math.max(longest, now - last);
      last = now;
      if (running) requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame); });
    await (${script})();
    await new Promise((done) => setTimeout(done, 200));
    running = false;
    return { longestFrameMs: longest, longestTaskMs: Math.max(0, ...window.watched.longTasksMs) };
  })()`);
  return found as Smoothness;
}

/** Down the whole list and back in steps of a screen, as a wheel turned without a rest does it. */
export const SCROLL_WORKLIST = `async () => {
  const frame = document.querySelector(".worklist-frame");
  const step = frame.clientHeight * 0.8;
  for (let n = 0; n < 120; n++) {
    const down = n < 100;
    frame.scrollTop += down ? step : -step * 5;
    await new Promise((done) => requestAnimationFrame(done));
  }
}`;

/** Letter by letter, and taken back. */
export const FILTER_WORKLIST = `async () => {
  const field = document.querySelector(".review-list input[type=search], .review-list input");
  const type = async (text) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    set.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 80));
  };
  for (const text of ["P", "P-", "P-9", "P-99", "P-999", "P-99", "P-9", "P-", "P", ""]) await type(text);
}`;

/** What moved by itself since the page was opened, and how much, for whoever looks for it. */
export async function movedBy(page: Page): Promise<readonly string[]> {
  return (await page.evaluate("window.watched.moved")) as string[];
}

/** How far things have moved by themselves since the page was opened (cumulative layout shift). */
export async function layoutShift(page: Page): Promise<number> {
  return Number(await page.evaluate("window.watched.shift"));
}
