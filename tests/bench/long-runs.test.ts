import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

function run(...options: readonly string[]) {
  const file = resolve(import.meta.dirname, "../fuzz/run-fuzz.ts");
  return spawnSync(process.execPath, [file, ...options], { encoding: "utf8" });
}

test("a long run says what it takes", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  expect(stdout).toContain("npm run fuzz -- [options]");
  expect(stdout).toContain("--minutes <NUMBER>");
});

test.each([
  [["--minutes", "soon"], "option '--minutes <NUMBER>' argument 'soon' is invalid"],
  [["--workers", "0"], "It must be a number above 0."],
  [["--for", "ever"], "unknown option '--for'"],
])("a long run does not begin with %j", (options, sentence) => {
  const { status, stderr, stdout } = run(...options);
  expect(stderr).toContain(sentence);
  expect([status, stdout]).toEqual([2, ""]);
});
