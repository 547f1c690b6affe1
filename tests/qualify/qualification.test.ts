/** What a qualification says when something is wrong: each check must be able to fail. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALL_CHECKS } from "../../src/qualify/all-checks.ts";
import type { Check, Surroundings } from "../../src/qualify/check.ts";
import { REFERENCE_CHECKS, SHIPPED_NUMBERS } from "../../src/qualify/checks/reference-checks.ts";
import { changedFiles, presentProgramFiles } from "../../src/qualify/program-files.ts";
import { qualificationPaper } from "../../src/qualify/qualification-paper.ts";
import { type Qualification, runQualification } from "../../src/qualify/run-qualification.ts";
import { freshFolder } from "../store/fresh-store.ts";

const NO_BENCH = (): never => {
  throw new Error("this test starts no bench");
};

function surroundings(parts: Partial<Surroundings> = {}): Surroundings {
  return {
    configFile: null,
    programFiles: "/nowhere",
    referenceFolder: SHIPPED_NUMBERS,
    bench: NO_BENCH,
    ...parts,
  };
}

function checkOf(id: string): Check {
  const found = ALL_CHECKS.find((check) => check.id === id);
  if (found === undefined) throw new Error(`there is no check ${id}`);
  return found;
}

async function qualify(checks: readonly Check[], quick = false): Promise<Qualification> {
  return runQualification({
    checks,
    configFile: null,
    programFiles: "/nowhere",
    referenceFolder: SHIPPED_NUMBERS,
    quick,
    onCheck: () => undefined,
  });
}

const good: Check = {
  id: "OQ-1",
  part: "OQ",
  chapter: "Tests",
  title: "Good",
  traces: "a test",
  run: () => ({ expected: "one", found: "one", passed: true, evidence: { count: "1" } }),
};
const bad: Check = {
  ...good,
  id: "OQ-2",
  title: "Bad",
  run: () => {
    throw new Error("the port is not there");
  },
};
const long: Check = { ...good, id: "OQ-3", title: "Long", long: true };

test("every check has an id of its own, says what asks for it, and stands in a chapter", () => {
  const ids = ALL_CHECKS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^(?:IQ|OQ)-\d{2,3}$/.test(id))).toBe(true);
  expect(
    ALL_CHECKS.every(({ traces, chapter, title }) => Boolean(traces && chapter && title)),
  ).toBe(true);
});

describe("reference numbers", () => {
  test("an altered number fails its check, and the report says which", async () => {
    const folder = join(freshFolder(), "numbers");
    cpSync(SHIPPED_NUMBERS, folder, { recursive: true });
    const file = join(folder, "multiple-testing.json");
    const text = readFileSync(file, "utf8");
    const altered = text.replace(/("expected":.*?)(0\.\d\d)/s, "$10.9912345");
    expect(altered).not.toBe(text);
    writeFileSync(file, altered);
    const check = REFERENCE_CHECKS.find(({ title }) => title === "Adjusted p values");
    if (check === undefined) throw new Error("no such check");
    const now = await check.run(surroundings({ referenceFolder: folder }));
    expect(now.passed).toBe(false);
    expect(now.found).toMatch(/do not: .*expected .*found/s);
    expect(await check.run(surroundings())).toMatchObject({ passed: true });
  });

  test("a file that is gone is a failure", async () => {
    const { failed } = await runQualification({
      checks: REFERENCE_CHECKS.slice(0, 1),
      configFile: null,
      programFiles: "/nowhere",
      referenceFolder: freshFolder(),
      quick: false,
      onCheck: () => undefined,
    });
    expect(failed).toBe(1);
  });
});

describe("files of the program", () => {
  test("one that was changed, one that is gone and a new one are named", async () => {
    const now = presentProgramFiles();
    const [changed = "", gone = ""] = Object.keys(now);
    const { [gone]: _, ...rest } = now;
    const then = { ...rest, [changed]: "0".repeat(64), "src/old.ts": "1".repeat(64) };
    expect(changedFiles(then, now)).toEqual(
      [`${changed} was changed`, `${gone} is new`, "src/old.ts is gone"].toSorted((a, b) =>
        a < b ? -1 : 1,
      ),
    );
    const file = join(freshFolder(), "files.json");
    writeFileSync(file, JSON.stringify({ schema: "platewarden-files/1", files: then }));
    const check = checkOf("IQ-02");
    const found = await check.run(surroundings({ programFiles: file }));
    expect(found).toMatchObject({ passed: false });
    expect(found.found).toContain(`${changed} was changed`);
    writeFileSync(file, JSON.stringify({ schema: "platewarden-files/1", files: now }));
    expect(await check.run(surroundings({ programFiles: file }))).toMatchObject({ passed: true });
  });

  test("without a list of them it fails and says how to get one", async () => {
    const found = await checkOf("IQ-02").run(surroundings());
    expect(found.passed).toBe(false);
    expect(found.found).toContain("npm ci");
  });
});

test("a configuration that cannot be used fails", async () => {
  const file = join(freshFolder(), "platewarden.toml");
  writeFileSync(file, 'schema = "platewarden-config/2"\ndata = "data"\nwrong = 1\n');
  const found = await checkOf("IQ-05").run(surroundings({ configFile: file }));
  expect(found).toMatchObject({ passed: false });
  expect(found.found).toContain("wrong");
});

describe("the report", () => {
  test("a check that ends in an error is a failure with its words; a quick one names what it left out", async () => {
    const report = await qualify([good, bad, long], true);
    expect(report).toMatchObject({ passed: 1, failed: 1, extent: "quick", leftOut: ["OQ-3 Long"] });
    expect(report.checks[1]).toMatchObject({ found: "the port is not there", passed: false });
  });

  test("on paper it has every check, the deviations, places to sign, and the hash of the data", async () => {
    const report = await qualify([good, bad]);
    const paper = Buffer.from(await qualificationPaper(report, "a".repeat(64)));
    expect(paper.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    expect(paper.length).toBeGreaterThan(10_000);
  });
});
