/**
 * `npm run soak`: whether a page that is left open grows with the plates it has seen. Twelve readers at twenty plates a
 * day each are 1680 plates a week; the bench page and a plate's page see as many. The last line says what was missed,
 * and the exit code is 1 then.
 */
import { askOptions } from "../ask-options.ts";
import { launchBrowser } from "../browser/browser-bench.ts";
import { buildPages } from "../browser/build-pages.ts";
import { soakPage } from "../browser/soak-page.ts";
import type { Goal } from "./goal.ts";
import { markdownTable } from "./markdown-table.ts";

const MOST_GROWTH = 1.1;

const values = askOptions(
  "soak",
  "A page left open while plates come, in a real browser; ends with 1 where its memory grows.",
  {
    "warm-up": { number: 200, help: "plates before the first look at the memory" },
    plates: { number: 1680, help: "plates until the last" },
  },
);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
const goals: Goal[] = [];
const rows: string[][] = [];
try {
  for (const [name, hash] of [
    ["bench page", ""],
    ["plate page", "#/plates/plate-a"],
  ] as const) {
    const soak = { hash, warmUp: values["warm-up"], plates: values.plates };
    const { early, late } = await soakPage(browser, webRoot, soak);
    for (const [when, cost] of [
      [`after ${soak.warmUp} plates`, early],
      [`${soak.plates} plates later`, late],
    ] as const) {
      rows.push([
        `${name}, ${when}`,
        cost.heapMb.toFixed(2),
        String(cost.nodes),
        String(cost.listeners),
      ]);
    }
    const growth = Math.max(late.heapMb / early.heapMb, late.nodes / early.nodes);
    goals.push({
      met: growth <= MOST_GROWTH,
      sentence: `${name}: ${growth.toFixed(3)} times the memory and nodes, at most ${MOST_GROWTH} wanted`,
    });
  }
} finally {
  await browser.close();
}
say(markdownTable(["page", "JavaScript heap, MB", "nodes", "listeners"], rows));
for (const goal of goals) say(`${goal.met ? "met" : "MISSED"}: ${goal.sentence}`);
if (goals.some(({ met }) => !met)) process.exitCode = 1;
