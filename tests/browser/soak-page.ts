/** A page left open while plate after plate is read, and what it costs the browser. */
import { setImmediate } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "playwright-core";
import { createFakeBench, type FakeBench } from "../api/fake-bench-service.ts";
import { serveFakes } from "../api/serve-fakes.ts";
import { servePages } from "./browser-bench.ts";

const READER = "reader-1";
const LAYOUT = "combination-rot180-1plate";
/** As many runs as a bench lists; the fake one forgets nothing. */
const RUNS_LISTED = 20;

export interface PageCost {
  /** Of JavaScript, after a garbage collection. */
  readonly heapMb: number;
  /** In the document and out of it. */
  readonly nodes: number;
  readonly listeners: number;
}

export interface Soaked {
  /** When everything had been shown a few times. */
  readonly early: PageCost;
  readonly late: PageCost;
}

/** Reads `warmUp` plates, measures, reads `plates` more and measures again, on the page at `hash`. */
export async function soakPage(
  browser: Browser,
  webRoot: string,
  soak: { readonly hash: string; readonly warmUp: number; readonly plates: number },
): Promise<Soaked> {
  const fake = createFakeBench();
  const bench = {
    ...fake,
    bench: () => {
      const view = fake.bench();
      return { ...view, runs: view.runs.slice(-RUNS_LISTED) };
    },
  };
  const pages = await servePages(() => serveFakes({ services: { bench }, webRoot }));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(`${pages.address}/${soak.hash}`);
    await page.getByText("Live", { exact: true }).waitFor();
    const client = await context.newCDPSession(page);
    await client.send("Performance.enable");
    await readPlates(page, fake, 0, soak.warmUp);
    const early = await costOf(client);
    await readPlates(page, fake, soak.warmUp, soak.plates);
    const late = await costOf(client);
    // A page that has given up costs nothing.
    await page.getByText("Live", { exact: true }).waitFor();
    if (await page.getByText("an error of its own").isVisible()) {
      throw new Error(`the page at “${soak.hash}” met an error`);
    }
    return { early, late };
  } finally {
    await context.close();
    await pages.goAway();
  }
}

/** With every row as it comes; the page is waited for now and then, as a bench is slower than a test. */
async function readPlates(
  page: Page,
  bench: FakeBench,
  first: number,
  plates: number,
): Promise<void> {
  for (let index = first; index < first + plates; index += 1) {
    const barcode = `PW-W-${index}`;
    bench.startRun({ readerId: READER, layoutId: LAYOUT, operator: "soak", sample: "W", barcode });
    for (const role of ["measurement", "reference"] as const) {
      for (let row = 0; row < 8; row += 1) {
        bench.sendRow(role, row);
        await setImmediate();
      }
    }
    bench.finishRun();
    if (index % 10 === 9) await untilSeen(page, bench);
  }
  await untilSeen(page, bench);
}

/** What happened last has come to the page: its question for the bench has been answered since. */
async function untilSeen(page: Page, bench: FakeBench): Promise<void> {
  bench.note("plate", "plate-a");
  await page.waitForResponse((response) => response.url().endsWith("/api/v1/bench"));
}

async function costOf(client: CDPSession): Promise<PageCost> {
  // Twice: what a first collection lets go of, the second one can collect.
  for (let times = 0; times < 2; times += 1) await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN;
  return {
    heapMb: metric("JSHeapUsedSize") / 1024 / 1024,
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
  };
}
