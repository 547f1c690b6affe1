/**
 * From the reader's last byte to the flag on an open page: the real daemon as a process, a simulated reader behind a
 * proxy that notes when each byte went to the daemon, and a real browser whose page is watched from inside. Compared with
 * how long the plate itself takes at 9600 baud, ten bits a character.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { InsertedPlate, Matrix } from "../../drivers/simulator/inserted-plate.ts";
import { commandHeaders } from "../../src/bench-tools/ask-daemon.ts";
import { signInBrowser } from "../browser/bench-people.ts";
import { launchBrowser, whyNoBrowser } from "../browser/browser-bench.ts";
import { studyPlate } from "../browser/real-bench.ts";
import { type ByteProxy, startProxy } from "../chaos/byte-proxy.ts";
import { readerSection, startReaders } from "../chaos/many-readers.ts";
import { randomFrom } from "../chaos/random.ts";
import { type BenchDaemon, startBenchDaemon } from "./bench-daemon.ts";
import { atMost, type Goal } from "./goal.ts";
import { markdownTable } from "./markdown-table.ts";
import { median, quantile } from "./median.ts";
import { fillBench } from "./pages/full-bench.ts";

const PLATES = 100;
const WARM_UP = 5;
const STORED_BEFORE = 20;
const BITS_A_CHARACTER = 10;
const BAUD = 9600;
const MOST_SHARE = 0.1;
const JITTER_AU = 0.004;
/** The farewell of a reader is shorter; a last line of a plate that came as a piece of its own is longer. */
const SHORTEST_OF_PLATE = 20;
/** As a Bio-Rad reader begins each answer; one with a plate is longer than all others. */
const ANSWER_BEGINS = /(?=ERE \d{4})/;
const SHORTEST_PLATE = 500;
const WITHIN_MS = 20_000;

/** Notes in the page when the flag of each plate has been painted, in milliseconds of the computer's clock. */
const WATCH_FLAGS = `(() => {
  window.flaggedMs = {};
  const look = () => {
    for (const link of document.querySelectorAll(".flags .flag-source a")) {
      const plate = link.textContent;
      if (plate in window.flaggedMs) continue;
      window.flaggedMs[plate] = null;
      requestAnimationFrame(() => setTimeout(() => { window.flaggedMs[plate] = Date.now(); }));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
})();`;

/** The same plate with other scatter: a plate whose numbers were read before would be suspicious. */
function scattered(plate: InsertedPlate, random: () => number): InsertedPlate {
  const vary = (matrix: Matrix): Matrix =>
    matrix.map((row) =>
      row.map((value) =>
        value === null
          ? null
          : Math.max(0.001, Number((value + (random() - 0.5) * JITTER_AU).toFixed(3))),
      ),
    );
  const { measurement, reference } = plate;
  return {
    ...plate,
    measurement: vary(measurement),
    reference: reference === null ? null : vary(reference),
  };
}

export interface Latency {
  readonly delayMs: number;
  /** Of the plate's bytes at 9600 baud. */
  readonly transferMs: number;
}

interface Scene {
  readonly daemon: BenchDaemon;
  readonly proxy: ByteProxy;
  readonly page: Page;
  readonly readerId: string;
  readonly insert: (plate: InsertedPlate) => Promise<void>;
}

/** When the plate's last byte went to the daemon since `fromMs`, on the computer's clock, and how many bytes came. */
function lastByte(
  { proxy }: Scene,
  fromMs: number,
): { readonly atMs: number; readonly bytes: number } {
  const pieces = proxy.connections.flatMap(({ passed }) =>
    passed.filter(({ atMs }) => atMs >= fromMs),
  );
  const last = pieces.findLast(({ bytes }) => bytes.length >= SHORTEST_OF_PLATE);
  if (last === undefined) throw new Error("the reader sent no plate");
  const text = Buffer.concat(pieces.map(({ bytes }) => bytes)).toString("latin1");
  // What else the reader answers, also the plate that it held before, is not this plate's own.
  const plate = text.split(ANSWER_BEGINS).findLast(({ length }) => length >= SHORTEST_PLATE);
  if (plate === undefined) throw new Error("no answer of the reader is as long as a plate");
  return { atMs: performance.timeOrigin + last.atMs, bytes: plate.length };
}

async function readOne(scene: Scene, plate: InsertedPlate, barcode: string): Promise<Latency> {
  const { daemon, page } = scene;
  const fromMs = performance.now();
  await scene.insert(plate);
  const answer = await fetch(`${daemon.address.url}/api/v1/runs`, {
    method: "POST",
    headers: {
      ...commandHeaders(daemon.address, "the benchmark"),
      "content-type": "application/json",
    },
    body: JSON.stringify({
      readerId: scene.readerId,
      layoutId: "combination-rot180-1plate",
      sample: `sample of ${barcode}`,
      barcode,
    }),
  });
  if (!answer.ok) throw new Error(`the run was refused: ${await answer.text()}`);
  const flaggedMs = await flagged(page, barcode);
  const { atMs, bytes } = lastByte(scene, fromMs);
  return { delayMs: flaggedMs - atMs, transferMs: (bytes * BITS_A_CHARACTER * 1000) / BAUD };
}

async function flagged(page: Page, barcode: string): Promise<number> {
  const untilMs = performance.now() + WITHIN_MS;
  while (performance.now() < untilMs) {
    const seen: unknown = await page.evaluate(`window.flaggedMs["Plate ${barcode}"] ?? null`);
    if (typeof seen === "number") return seen;
    await pause(20);
  }
  throw new Error(`no flag of ${barcode} came onto the page within ${WITHIN_MS} ms`);
}

async function untilReady({ get }: BenchDaemon): Promise<void> {
  const untilMs = performance.now() + WITHIN_MS;
  for (;;) {
    const { readers } = JSON.parse(await get("/bench")) as { readers: { state: string }[] };
    if (readers.every(({ state }) => state === "ready")) return;
    if (performance.now() > untilMs) throw new Error("the reader does not become ready");
    await pause(20);
  }
}

/** Plates one after the other, as a technician reads them. */
export async function measureLatency(plates: number): Promise<readonly Latency[]> {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-latency-"));
  await fillBench(join(folder, "data"), STORED_BEFORE);
  const [reader] = await startReaders(1);
  if (reader === undefined) throw new Error("there is no reader");
  const port = Number(reader.simulator.spec.split(":").at(-1));
  const proxy = await startProxy({ host: "127.0.0.1", port });
  const daemon = await startBenchDaemon(folder, readerSection(reader, proxy.spec));
  const browser = await launchBrowser();
  try {
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript(WATCH_FLAGS);
    await signInBrowser(page, daemon.address.url, "reviewer");
    await page.goto(`${daemon.address.url}/#/`);
    await page.locator(".latest").waitFor();
    await untilReady(daemon);
    const insert = (plate: InsertedPlate) => reader.simulator.insert(plate);
    const scene: Scene = { daemon, proxy, page, readerId: reader.id, insert };
    const random = randomFrom(9600);
    const found: Latency[] = [];
    for (let index = 0; index < plates + WARM_UP; index += 1) {
      const one = await readOne(scene, scattered(studyPlate("B-1"), random), `LAST-${index}`);
      if (index >= WARM_UP) found.push(one);
      await untilReady(daemon);
    }
    return found;
  } finally {
    await browser.close();
    await daemon.stop();
    await proxy.stop();
    await reader.simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function benchLatency(
  say: (line: string) => void,
  plates = PLATES,
): Promise<readonly Goal[]> {
  if (whyNoBrowser !== null) {
    say(`The time to the flag on a page is not measured: ${whyNoBrowser}.`);
    return [];
  }
  const found = await measureLatency(plates);
  const delays = found.map(({ delayMs }) => delayMs);
  const shares = found.map(({ delayMs, transferMs }) => delayMs / transferMs);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  say(
    `From the reader's last byte to the flag painted on an open page, ${found.length} plates; a plate takes ${median(found.map(({ transferMs }) => transferMs)).toFixed(0)} ms at ${BAUD} baud:\n\n${markdownTable(
      ["", "ms", "of the plate's own transfer"],
      [
        ["median", median(delays).toFixed(0), percent(median(shares))],
        ["99th percentile", quantile(delays, 0.99).toFixed(0), percent(quantile(shares, 0.99))],
      ],
    )}`,
  );
  return [
    atMost(
      quantile(shares, 0.99),
      MOST_SHARE,
      "last byte to flag on the page, 99th percentile as a share of the transfer",
    ),
  ];
}
