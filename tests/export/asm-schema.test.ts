import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AsmFile } from "../../src/export/asm/asm-types.ts";
import { asmFaults, hasError, measurementsOf, withoutInventedNumbers } from "./asm-schema.ts";
import { sharedFolder } from "./exported-study.ts";

const MANIFEST = "plate-reader/REC/2025/03/plate-reader.manifest";

/** The files of this version of the model in a folder, by name. */
function examplesIn(folder: string): readonly (readonly [string, AsmFile])[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".asm.json"))
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))] as const)
    .filter(([, file]) => file["$asm.manifest"].endsWith(MANIFEST));
}

/** Where measurements stand that carry a number beside an error. */
function invented(file: AsmFile): number {
  return measurementsOf(file).filter(hasError).length;
}

/** Measurements that the schema refuses. */
function refused(file: AsmFile): number {
  const at = /^(.*\/measurement document\/\d+)/;
  return new Set(asmFaults(file).map((fault) => at.exec(fault)?.[1] ?? fault)).size;
}

const excerpts = examplesIn(join(import.meta.dirname, "../data/asm"));
const shared = sharedFolder("exports");
const whole = shared === null ? [] : examplesIn(shared);

describe.each([
  ["excerpts", excerpts, 4],
  ["whole files", whole, 4],
] as const)("%s of real files", (title, examples, count) => {
  const why = title === "whole files" && shared === null ? " (skipped: no shared folder)" : "";

  test.skipIf(why !== "")(`follow the schema but for numbers beside an error${why}`, () => {
    expect(examples).toHaveLength(count);
    for (const [name, file] of examples) {
      expect([name, refused(file)]).toEqual([name, invented(file)]);
      expect([name, asmFaults(withoutInventedNumbers(file))]).toEqual([name, []]);
    }
    expect(examples.some(([, file]) => invented(file) > 0)).toBe(true);
  });
});

describe("the schema refuses", () => {
  const sound = (): AsmFile => {
    const found = excerpts.find(([name]) => name === "gen5-calculated.asm.json");
    if (found === undefined) throw new Error("the excerpt is not there");
    return structuredClone(found[1]);
  };

  /** The sound file with one text replaced. */
  const changed = (from: RegExp, to: string): unknown =>
    JSON.parse(JSON.stringify(sound()).replace(from, to));

  test.each([
    ["another unit", /"unit":"mAU"/, '"unit":"AU"'],
    ["another number of wells", /"value":96/, '"value":104'],
    ["a time without zone", /\+00:00/, ""],
    ["a well that is none", /"A1"/, '"A13"'],
    ["a number that is none", /"value":3\.411/, '"value":null'],
    ["a measurement without identifier", /"measurement identifier":"[^"]*",/, ""],
    ["another version of the model", /2025\/03/, "2024/06"],
    ["a word the model does not know", /"absorbance":/, '"absorbence":'],
    ["neither number nor error", /"absorbance":\{[^}]*\},/, ""],
  ])("%s", (_, from, to) => {
    expect(asmFaults(sound())).toEqual([]);
    expect(JSON.stringify(sound())).toMatch(from);
    expect(asmFaults(changed(from, to))).not.toEqual([]);
  });
});
