/** The gold files pass, and none of their numbers can be altered unseen. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compareGold } from "../../src/qualify/reference/compare-gold.ts";
import type { GoldCheck, GoldFile } from "../../src/qualify/reference/gold-kind.ts";
import { judgeFolder } from "../../src/qualify/reference/judge-folder.ts";
import { GOLD_KINDS } from "./gold-kinds.ts";

const SHARED = join(import.meta.dirname, "../../../shared/gold");
const OWN = join(import.meta.dirname, "../../src/qualify/reference/numbers");
const FOLDER = existsSync(SHARED) ? SHARED : OWN;
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
/** So many numbers of each file are altered, spread over it. */
const ALTERED = 24;

function read(name: string): GoldFile {
  return JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as GoldFile;
}

function kindOf(file: GoldFile) {
  const kind = GOLD_KINDS.find((one) => one.id === file.id);
  if (kind === undefined) throw new Error(`no kind ${file.id}`);
  return kind;
}

/** A number that the product is held to: the object it stands in, and its key there. */
interface Held {
  readonly holder: Record<string, number>;
  readonly key: string;
  readonly where: string;
}

function heldNumbers(checks: readonly GoldCheck[]): readonly Held[] {
  return checks.flatMap((check) => {
    const below = (tree: unknown, path: readonly string[]): Held[] => {
      if (typeof tree !== "object" || tree === null) return [];
      return Object.entries(tree).flatMap(([key, value]): Held[] => {
        const here = [...path, key];
        if (check.tolerance(here).kind === "not-required") return [];
        const holder = tree as Record<string, number>;
        const isHeld = typeof value === "number" && value !== 0;
        return isHeld ? [{ holder, key, where: here.join(".") }] : below(value, here);
      });
    };
    return below(check.expected, []);
  });
}

describe(`gold files${existsSync(SHARED) ? "" : " (of this repository alone: the shared ones are not here)"}`, () => {
  test.each(NAMES)("%s agrees in every number", { timeout: 60_000 }, (name) => {
    const file = read(name);
    const { passed, deviations } = compareGold(file, kindOf(file));
    expect(deviations).toEqual([]);
    expect(passed).toBeGreaterThan(10);
  });

  test("a copy with one altered number ends with exit code 1", () => {
    const folder = mkdtempSync(join(tmpdir(), "platewarden-gold-"));
    try {
      const text = readFileSync(join(FOLDER, "ttest.json"), "utf8");
      const judge = () => judgeFolder(folder, GOLD_KINDS, () => undefined);
      writeFileSync(join(folder, "ttest.json"), text);
      expect(judge()).toBe(0);
      writeFileSync(join(folder, "ttest.json"), text.replace(/"p": ?0\.001/, '"p": 0.002'));
      expect(judge()).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(NAMES)("an altered number in %s is seen", { timeout: 60_000 }, (name) => {
    const file = read(name);
    const kind = kindOf(file);
    const checks = kind.check(file);
    const numbers = heldNumbers(checks);
    const step = Math.max(1, Math.floor(numbers.length / ALTERED));
    for (const { holder, key, where } of numbers.filter((_, index) => index % step === 0)) {
      const before = holder[key] ?? 0;
      holder[key] = before * 0.5;
      const { deviations } = compareGold(file, { ...kind, check: () => checks });
      holder[key] = before;
      expect(deviations.length, where).toBeGreaterThan(0);
    }
  });
});
