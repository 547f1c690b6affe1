import { describe, expect, test } from "vitest";
import type { ReadNumbers } from "../../../src/analysis/analysis-input.ts";
import { matchBetween, matchWithin } from "../../../src/analysis/suspicion/matching-block.ts";
import { windowKeys } from "../../../src/analysis/suspicion/window-keys.ts";
import { randomFrom } from "../../chaos/random.ts";
import { copyBlock, type HonestPlan, honestPlate } from "./honest-plate.ts";

const CHANCE = 1e-4;
const SEARCHED = 2 ** 14;

const PLATES: readonly (readonly [string, HonestPlan])[] = [
  ["resistant cells", {}],
  ["cells that die over the series", { resistant: false }],
  ["hardly any cells", { controlAu: 0.06 }],
  ["a very even plate", { cv: 0.02 }],
  ["a reader of two decimals", { decimals: 2, resistant: false }],
  ["a reader of four decimals", { decimals: 4 }],
];

function oneWavelength(plate: ReadNumbers): ReadNumbers {
  return { ...plate, reference: null };
}

describe("honest plates", () => {
  test.each(PLATES)("%s: two hundred plates repeat nothing", (_, plan) => {
    const random = randomFrom(7);
    const plates = Array.from({ length: 200 }, () => honestPlate(random, plan));
    for (const [index, plate] of plates.entries()) {
      expect(matchWithin(plate, CHANCE)).toBeNull();
      expect(matchWithin(oneWavelength(plate), CHANCE)).toBeNull();
      const other = plates[index - 1];
      if (other !== undefined) expect(matchBetween(plate, other, SEARCHED, CHANCE)).toBeNull();
    }
  });
});

describe("copied wells", () => {
  const random = randomFrom(11);
  const plate = honestPlate(random);
  const other = honestPlate(random);

  test("a row that stands twice in a plate is found, with both its places", () => {
    const copied = copyBlock(plate, plate, { from: 24, to: 60, rows: 1, columns: 12 });
    const block = matchWithin(copied, CHANCE);
    expect(block?.wells).toEqual(Array.from({ length: 12 }, (_, column) => 24 + column));
    expect(block?.sameAs).toEqual(Array.from({ length: 12 }, (_, column) => 60 + column));
    expect(block?.chance).toBeLessThan(CHANCE);
  });

  test("a block of another plate is found at another place", () => {
    const copied = copyBlock(other, plate, { from: 1, to: 41, rows: 4, columns: 5 });
    const block = matchBetween(copied, other, SEARCHED, CHANCE);
    expect(block?.wells).toHaveLength(20);
    expect(block?.wells[0]).toBe(41);
    expect(block?.sameAs[0]).toBe(1);
  });

  test("a whole plate that comes again is found whole, missing wells included", () => {
    const measurement = plate.measurement.with(30, null);
    const again = { ...plate, measurement };
    const block = matchBetween(again, { ...plate, measurement }, SEARCHED, CHANCE);
    expect(block?.wells).toHaveLength(96);
    expect(block?.sameAs).toEqual(block?.wells);
  });

  test("equality of the reference makes a smaller block tell", () => {
    const block = { from: 26, to: 73, rows: 2, columns: 5 };
    const both = copyBlock(other, plate, block);
    const wells = matchBetween(both, other, SEARCHED, CHANCE)?.wells;
    expect(wells).toHaveLength(10);
    expect(matchBetween(oneWavelength(both), other, SEARCHED, CHANCE)).toBeNull();
  });

  test("numbers that differ in the last digit are no copy", () => {
    const shifted = plate.measurement.map((value) => (value ?? 0) + 0.001);
    expect(matchBetween({ ...plate, measurement: shifted }, plate, SEARCHED, CHANCE)).toBeNull();
  });

  test("a plate with one number everywhere says nothing by its repeats", () => {
    const flat: ReadNumbers = { measurement: new Array<number>(96).fill(0.5), reference: null };
    expect(matchWithin(flat, CHANCE)).toBeNull();
  });
});

describe("keys", () => {
  const random = randomFrom(13);
  const stored = honestPlate(random, { resistant: false });
  const kept = new Set(windowKeys(stored.measurement));
  const finds = (plate: ReadNumbers) => windowKeys(plate.measurement).some((key) => kept.has(key));

  test("an honest plate does not find another one", () => {
    const found = Array.from({ length: 300 }, () => finds(honestPlate(random, {})));
    expect(found.filter(Boolean)).toHaveLength(0);
  });

  test.each([
    ["the whole plate", { from: 0, to: 0, rows: 8, columns: 12 }],
    ["a row elsewhere", { from: 60, to: 12, rows: 1, columns: 12 }],
    ["a column elsewhere", { from: 5, to: 8, rows: 8, columns: 1 }],
    ["four rows and four columns elsewhere", { from: 50, to: 16, rows: 4, columns: 4 }],
    ["two rows and four columns elsewhere", { from: 52, to: 15, rows: 2, columns: 4 }],
    ["four rows and two columns elsewhere", { from: 50, to: 17, rows: 4, columns: 2 }],
  ])("%s is found", (_, block) => {
    expect(finds(copyBlock(stored, honestPlate(random), block))).toBe(true);
  });

  test("what is telling enough to be reported is found, wherever it stands", () => {
    const shapes = [
      [1, 8],
      [8, 1],
      [2, 4],
      [4, 2],
      [3, 3],
      [2, 5],
      [4, 4],
    ] as const;
    let told = 0;
    for (let number = 0; number < 10; number++) {
      for (const [rows, columns] of shapes) {
        const source = honestPlate(random, { resistant: true });
        const place = () => {
          const row = Math.floor(random() * (9 - rows));
          return row * 12 + Math.floor(random() * (13 - columns));
        };
        const block = { from: place(), to: place(), rows, columns };
        const copy = copyBlock(source, honestPlate(random, { resistant: true }), block);
        if (matchBetween(copy, source, SEARCHED, CHANCE) === null) continue;
        told += 1;
        const sources = new Set(windowKeys(source.measurement));
        const isFound = windowKeys(copy.measurement).some((key) => sources.has(key));
        expect(isFound, JSON.stringify(block)).toBe(true);
      }
    }
    expect(told).toBeGreaterThan(15);
  });
});
