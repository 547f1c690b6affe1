import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { casesOf, type GoldKind } from "../../src/qualify/reference/gold-kind.ts";
import { judgeFolder } from "../../src/qualify/reference/judge-folder.ts";

/** A kind whose numbers are its input doubled. */
const doubling: GoldKind = {
  id: "doubling",
  check: (file) =>
    casesOf(file).map(({ name, input, expected }) => ({
      name,
      expected,
      found: {
        values: (input as number[]).map((value) => 2 * value),
        reason: "doubled",
        gap: null,
      },
      tolerance: ([key]) =>
        key === "reason"
          ? { kind: "prose" }
          : key === "second"
            ? { kind: "not-required", because: "a second opinion" }
            : { kind: "relative", value: 1e-9 },
    })),
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "platewarden-gold-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: unknown): void {
  writeFileSync(
    join(folder, name),
    typeof content === "string" ? content : JSON.stringify(content),
  );
}

function judge(): { readonly code: number; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const code = judgeFolder(folder, [doubling], (line) => lines.push(line));
  return { code, lines };
}

const good = { name: "one", input: [1, 2], expected: { values: [2, 4], reason: "why", gap: null } };

describe("a folder of gold files", () => {
  test("is good when every expected leaf agrees, and says how many in its last line", () => {
    put("a.json", { id: "doubling", cases: [good] });
    expect(judge()).toEqual({
      code: 0,
      lines: ["a.json: 4 passed, 0 failed", "4 passed, 0 failed"],
    });
  });

  test.each([
    ["another number", { ...good.expected, values: [2, 4.000_001] }],
    ["a number we lack", { ...good.expected, more: 7 }],
    ["a null where we have a number", { ...good.expected, values: [2, null] }],
    ["a list of another length", { ...good.expected, values: [2, 4, 6] }],
    ["an empty list", { ...good.expected, values: [] }],
    ["a word", { ...good.expected, values: [2, "undefined"] }],
    ["another tree", { values: { first: 2 } }],
    ["a leaf instead of a tree", 7],
  ])("fails on %s", (_, expected) => {
    put("a.json", { id: "doubling", cases: [{ ...good, expected }] });
    const { code, lines } = judge();
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/, 1 failed$/);
    expect(lines[1]).toContain("one");
    expect(lines.at(-1)).toMatch(/^\d+ passed, 1 failed$/);
  });

  test("prints the relative error of a number that deviates", () => {
    put("a.json", { id: "doubling", cases: [{ ...good, expected: { values: [2, 5] } }] });
    expect(judge().lines[1]).toBe("  one: values.1: expected 5, found 4 (relative error 2.00e-1)");
  });

  test("counts what the file does not require apart, with the reason", () => {
    put("a.json", {
      id: "doubling",
      cases: [{ ...good, expected: { values: [2, 4], second: [1, 2] } }],
    });
    expect(judge()).toEqual({
      code: 0,
      lines: [
        "a.json: 2 passed, 0 failed",
        "  2 not required: a second opinion",
        "2 passed, 0 failed",
      ],
    });
  });

  test.each([
    ["a kind that nobody knows", { id: "astrology", cases: [good] }],
    ["a file without a kind", { cases: [good] }],
    ["a file without cases", { id: "doubling", cases: [] }],
    ["a case without numbers to compare", { id: "doubling", cases: [{ name: "x", input: [1] }] }],
    ["what is no JSON", "{"],
    [
      "a kind that breaks on its input",
      { id: "doubling", cases: [{ name: "x", input: 3, expected: 1 }] },
    ],
  ])("fails on %s", (_, content) => {
    put("a.json", content);
    expect(judge().code).toBe(1);
    expect(judge().lines.at(-1)).toBe("0 passed, 1 failed");
  });

  test("fails where there is nothing to compare at all", () => {
    expect(judge()).toEqual({
      code: 1,
      lines: [`${folder} has no gold file (*.json).`, "0 passed, 0 failed"],
    });
    mkdirSync(join(folder, "below.json"));
    expect(judge().lines.at(-1)).toBe("0 passed, 1 failed");
    rmSync(folder, { recursive: true });
    expect(judge().code).toBe(1);
  });

  test("fails when a kind passes a case over", () => {
    const lazy: GoldKind = { id: "doubling", check: (file) => doubling.check(file).slice(1) };
    put("a.json", { id: "doubling", cases: [good, { ...good, name: "two" }] });
    const lines: string[] = [];
    expect(judgeFolder(folder, [lazy], (line) => lines.push(line))).toBe(1);
    expect(lines[1]).toContain("passed over");
  });
});
