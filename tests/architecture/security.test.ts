/** `docs/security.md` names a test beside each threat, and it is there; so are those of `docs/privacy.md`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { USUAL_MOST } from "../../src/api/request-limits.ts";
import { KNOWN_DRIVERS } from "../../src/cli/interpreters.ts";
import { checkConfig } from "../../src/daemon/config.ts";
import { codeBlocks, codeSpans, tableRows } from "./markdown.ts";
import { filesBelow, ROOT, readText } from "./source-files.ts";

const SECURITY = readText("docs/security.md");
const PRIVACY = readText("docs/privacy.md");

const isMissing = (path: string): boolean =>
  !/\.test\.ts$/.test(path) || !existsSync(join(ROOT, path));

describe("threats", () => {
  const rows = tableRows(SECURITY, "#").map(
    ([number = "", threat = "", done = "", , tests = ""]) => ({
      number: Number(number),
      threat,
      done,
      tests: codeSpans(tests),
    }),
  );

  test("are numbered, and each says what is done", () => {
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => at + 1));
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(rows.filter(({ threat, done }) => threat === "" || done === "")).toEqual([]);
  });

  test("have a test each, and it is there", () => {
    expect(rows.filter(({ tests }) => tests.length === 0)).toEqual([]);
    expect(rows.flatMap(({ tests }) => tests).filter(isMissing)).toEqual([]);
  });

  test("have every test of security beside one of them", () => {
    const named = new Set(rows.flatMap(({ tests }) => tests));
    const idle = filesBelow("tests/security").filter(
      (path) => path.endsWith(".test.ts") && !named.has(path) && !path.includes("certificate.test"),
    );
    expect(idle).toEqual([]);
  });
});

test("privacy names tests that are there", () => {
  const tests = codeSpans(PRIVACY).filter((span) => span.startsWith("tests/"));
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter(isMissing)).toEqual([]);
});

test("the limits are those of the program", () => {
  for (const limit of Object.values(USUAL_MOST)) {
    expect(SECURITY).toContain(new Intl.NumberFormat("en").format(limit));
  }
});

test("the example of `[web]` has no key that is unknown", () => {
  const [example = ""] = codeBlocks(SECURITY, "toml");
  const { problems } = checkConfig(
    `schema = "platewarden-config/2"\n${example}`,
    ROOT,
    KNOWN_DRIVERS,
  );
  expect(problems.filter(({ check }) => check === "unknown-key")).toEqual([]);
});
