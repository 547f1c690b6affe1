import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe calls serious or critical on the page as it stands: rule, what it means, and where. Empty when there is none. */
export async function findAxeProblems(page: Page): Promise<readonly string[]> {
  // The page's own security policy does not allow it a script; the debugger may.
  await page.evaluate(source);
  return page.evaluate(`axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
      id + ": " + help + " at " + target.join(" ") + " (" + failureSummary + ")")))`);
}
