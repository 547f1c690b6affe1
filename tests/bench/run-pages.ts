/**
 * `npm run pages`: how fast the pages are, with the real daemon, a store of 10,000 plates and a real browser. Prints a
 * table and ends with 1 when a figure is past its limit. `--keep FOLDER` keeps the filled store, `--data FOLDER` uses it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { addressFile } from "../../src/daemon/data-files.ts";
import { askOptions } from "../ask-options.ts";
import { signInBrowser } from "../browser/bench-people.ts";
import { launchBrowser, whyNoBrowser } from "../browser/browser-bench.ts";
import { studyPlate } from "../browser/real-bench.ts";
import { type PluggedReader, readerSection, startReaders } from "../chaos/many-readers.ts";
import { markdownTable } from "./markdown-table.ts";
import { fillBench, someIds } from "./pages/full-bench.ts";
import {
  FILTER_WORKLIST,
  firstLoadBytes,
  goToPlate,
  layoutShift,
  openPlate,
  SCROLL_WORKLIST,
  smoothnessOf,
  timesOf,
  WATCH_PAGE,
} from "./pages/measure-page.ts";

const LAUNCH = resolve(import.meta.dirname, "../../src/cli/launch.js");
const PAINTS = 30;
const VIEWPORT = { width: 1280, height: 800 };

const values = askOptions(
  "pages",
  "How fast the pages are with thousands of plates, in a real browser; ends with 1 where a goal is missed.",
  {
    plates: { number: 10_000, help: "how many plates are stored" },
    data: { text: null, help: "a data folder that --keep has filled, to measure again" },
    keep: { text: null, help: "where the filled data folder stays" },
  },
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Figure {
  readonly what: string;
  readonly found: number;
  readonly unit: string;
  readonly most: number;
}

const folder = mkdtempSync(join(tmpdir(), "platewarden-page-speed-"));
const dataFolder = join(folder, "data");

async function startDaemon(reader: PluggedReader): Promise<{ child: ChildProcess; url: string }> {
  const config = join(folder, "platewarden.toml");
  writeFileSync(
    config,
    `schema = "platewarden-config/2"\ndata = "data"\n[web]\nport = 0\n${readerSection(reader)}`,
  );
  const child = spawn(process.execPath, [LAUNCH, "daemon", "--config", config], {
    stdio: "ignore",
  });
  while (!existsSync(addressFile(dataFolder))) {
    if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
    await pause(50);
  }
  const { url } = JSON.parse(readFileSync(addressFile(dataFolder), "utf8")) as { url: string };
  return { child, url };
}

async function openedPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.addInitScript(WATCH_PAGE);
  await signInBrowser(page, url, "reviewer");
  return page;
}

async function loadFigure(page: Page, url: string, id: string): Promise<readonly Figure[]> {
  const bytes = await firstLoadBytes(page, url, `#/plates/${id}`);
  return [{ what: "first load, compressed", found: bytes / 1000, unit: "kB", most: 150 }];
}

async function paintFigures(
  page: Page,
  url: string,
  ids: readonly string[],
): Promise<readonly Figure[]> {
  const chosen = Array.from({ length: PAINTS }, (_, index) => ids[index % ids.length] ?? "");
  const cold: number[] = [];
  for (const id of chosen) cold.push(await openPlate(page, url, id));
  const inside: number[] = [];
  for (const id of chosen) inside.push(await goToPlate(page, id));
  const [opened, gone] = [timesOf(cold), timesOf(inside)];
  const figure = (what: string, found: number, most: number) => ({ what, found, unit: "ms", most });
  return [
    figure("navigation to heat map, whole page loaded anew, median", opened.medianMs, 100),
    figure("… 95th percentile", opened.p95Ms, 200),
    figure("click on a plate to heat map, median", gone.medianMs, 100),
    figure("… 95th percentile", gone.p95Ms, 150),
  ];
}

async function worklistFigures(page: Page, url: string): Promise<readonly Figure[]> {
  await page.goto("about:blank");
  await page.goto(`${url}/#/review`);
  await page.locator("[data-plate]").first().waitFor({ timeout: 20_000 });
  await pause(500);
  const scrolled = await smoothnessOf(page, SCROLL_WORKLIST);
  const filtered = await smoothnessOf(page, FILTER_WORKLIST);
  const figure = (what: string, found: number, most: number) => ({ what, found, unit: "ms", most });
  return [
    figure("worklist, scrolling: longest gap between frames", scrolled.longestFrameMs, 100),
    figure("worklist, scrolling: longest task", scrolled.longestTaskMs, 100),
    figure("worklist, filtering: longest gap between frames", filtered.longestFrameMs, 100),
    figure("worklist, filtering: longest task", filtered.longestTaskMs, 100),
  ];
}

async function shiftFigure(
  page: Page,
  url: string,
  reader: PluggedReader,
): Promise<readonly Figure[]> {
  await page.goto("about:blank");
  await page.goto(`${url}/#/`);
  await page.getByText("Ready", { exact: true }).first().waitFor();
  await pause(500);
  const before = await layoutShift(page);
  await reader.simulator.insert(studyPlate("B-1"));
  const answer = await page.context().request.post(`${url}/api/v1/runs`, {
    headers: { origin: url },
    data: {
      readerId: reader.id,
      layoutId: "combination-rot180-1plate",
      sample: "the page's own",
      barcode: "PAGES-1",
    },
  });
  if (!answer.ok()) throw new Error(`the run was refused: ${await answer.text()}`);
  await page.locator(".latest .lamp", { hasText: "PAGES-1" }).waitFor({ timeout: 20_000 });
  await pause(1000);
  const found = (await layoutShift(page)) - before;
  return [{ what: "layout shift of the bench page during a run", found, unit: "", most: 0.02 }];
}

async function fill(): Promise<void> {
  const since = performance.now();
  await fillBench(dataFolder, values.plates);
  const seconds = ((performance.now() - since) / 1000).toFixed(0);
  say(`${values.plates} plates stored and analysed in ${seconds} s`);
  if (values.keep !== null) cpSync(dataFolder, values.keep, { recursive: true });
}

/** Runs everything and cleans up. Returns the figures. */
async function measure(): Promise<readonly Figure[]> {
  if (values.data === null) await fill();
  else cpSync(values.data, dataFolder, { recursive: true });
  const ids = someIds(dataFolder);
  const [reader] = await startReaders(1);
  if (reader === undefined) throw new Error("there is no reader");
  const daemon = await startDaemon(reader);
  const browser = await launchBrowser();
  try {
    const page = await openedPage(browser, daemon.url);
    const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
      "first load": () => loadFigure(page, daemon.url, ids[0] ?? ""),
      "plate page": () => paintFigures(page, daemon.url, ids),
      worklist: () => worklistFigures(page, daemon.url),
      "run under way": () => shiftFigure(page, daemon.url, reader),
    };
    const figures: Figure[] = [];
    for (const [what, part] of Object.entries(parts)) {
      try {
        figures.push(...(await part()));
      } catch (error) {
        say(String(error));
        figures.push({ what: `${what}: not measured`, found: Number.NaN, unit: "", most: 0 });
      }
    }
    return figures;
  } finally {
    await browser.close();
    daemon.child.kill("SIGTERM");
    await new Promise((done) => daemon.child.once("exit", done));
    await reader.simulator.stop();
  }
}

if (whyNoBrowser !== null) {
  say(whyNoBrowser);
} else {
  try {
    const figures = await measure();
    const rows = figures.map(({ what, found, unit, most }) => [
      what,
      `${found.toFixed(unit === "" ? 4 : 0)} ${unit}`.trim(),
      `${most} ${unit}`.trim(),
      found <= most ? "" : "TOO MUCH",
    ]);
    say(markdownTable(["what", "found", "at most", ""], rows));
    process.exitCode = figures.every(({ found, most }) => found <= most) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
