/**
 * `node tests/browser/look-at-pages.ts DIR [NAME …]`: writes a screenshot of every page (or of those whose name begins
 * so) in light and dark, of a real daemon at which the shipped study has been read. `--full` takes whole pages,
 * `--width N` another width.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { signInBrowser } from "./bench-people.ts";
import { launchBrowser } from "./browser-bench.ts";
import { buildPages } from "./build-pages.ts";
import { everyPage, openView } from "./every-page.ts";
import { startStudyBench } from "./study-bench.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: "boolean", default: false },
    width: { type: "string", default: "1440" },
  },
});
const [folder, ...wanted] = positionals;
if (folder === undefined) throw new Error("Name the folder for the screenshots.");
mkdirSync(folder, { recursive: true });

const [webRoot, browser] = await Promise.all([buildPages(), launchBrowser()]);
const bench = await startStudyBench(webRoot);
const { address } = bench.pages;
for (const view of everyPage(bench.daemon)) {
  if (wanted.length > 0 && !wanted.some((name) => view.name.startsWith(name))) continue;
  for (const colorScheme of ["light", "dark"] as const) {
    const viewport = { width: Number(values.width), height: 900 };
    const context = await browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(`${view.name}: ${error.message}`));
    try {
      if (view.as !== null) await signInBrowser(page, address, view.as);
      await openView(page, address, view);
    } catch (error) {
      console.error(`${view.name}: ${String(error)}`);
    }
    await page.screenshot({
      path: join(folder, `${view.name}-${colorScheme}.png`),
      fullPage: values.full,
    });
    await context.close();
  }
}
await browser.close();
await bench.stop();
