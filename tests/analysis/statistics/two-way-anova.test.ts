import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CrossedValue,
  type TwoWayAnova,
  twoWayAnova,
} from "../../../src/analysis/statistics/two-way-anova.ts";

const TYPES = ["typeI", "typeII", "typeIII"] as const;
const EFFECTS = ["arm", "dose", "interaction"] as const;

const survival = fc.integer({ min: 0, max: 12_000 }).map((each) => each / 100);

/** `arms` by `doses` with one to three values a cell; the seeds say how many. */
function crossed(sizes: (index: number) => number): fc.Arbitrary<CrossedValue[]> {
  return fc
    .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 5 }))
    .chain(([arms, doses]) => {
      const places = Array.from({ length: arms * doses }, (_, cell) =>
        Array.from({ length: sizes(cell) }, () => ({
          arm: cell % arms,
          dose: Math.floor(cell / arms),
        })),
      ).flat();
      return fc
        .array(survival, { minLength: places.length, maxLength: places.length })
        .map((values) => places.map((place, i) => ({ ...place, value: values[i] ?? 0 })));
    })
    .filter((values) => twoWayAnova(values)?.typeI.interaction.F != null);
}

const balanced = crossed(() => 2);
const unbalanced = crossed((cell) => 1 + ((cell * 7) % 3));

function required(values: readonly CrossedValue[]): TwoWayAnova {
  const table = twoWayAnova(values);
  if (table === null) throw new Error("no table");
  return table;
}

function squares(table: TwoWayAnova, type: (typeof TYPES)[number]): number[] {
  return EFFECTS.map((effect) => table[type]?.[effect].ss ?? Number.NaN);
}

function close(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((each, i) => {
    expect(each).toBeCloseTo(expected[i] ?? Number.NaN, 5);
  });
}

describe("two-way analysis of variance", () => {
  test("balanced, the three types are one, and its squares add up to the total", () => {
    fc.assert(
      fc.property(balanced, (values) => {
        const table = required(values);
        close(squares(table, "typeII"), squares(table, "typeI"));
        close(squares(table, "typeIII"), squares(table, "typeI"));
        const centre = values.reduce((sum, each) => sum + each.value, 0) / values.length;
        const total = values.reduce((sum, each) => sum + (each.value - centre) ** 2, 0);
        const parts = squares(table, "typeI").reduce((sum, each) => sum + each, table.residual.ss);
        expect(parts).toBeCloseTo(total, 5);
        expect(table.reason).toBeNull();
      }),
    );
  });

  test("unbalanced, only type I depends on which factor is first, and on nothing else", () => {
    fc.assert(
      fc.property(unbalanced, (values) => {
        const table = required(values);
        const turned = required(
          values.map(({ arm, dose, value }) => ({ arm: dose, dose: arm, value })),
        );
        for (const type of ["typeII", "typeIII"] as const) {
          const [arm = 0, dose = 0, both = 0] = squares(turned, type);
          close([dose, arm, both], squares(table, type));
        }
        close(squares(table, "typeII").slice(1), squares(table, "typeI").slice(1));
        const renamed = values.toReversed().map(({ arm, dose, value }) => ({
          arm: 90 - arm,
          dose: 7 * dose + 1,
          value: value + 300,
        }));
        for (const type of TYPES) close(squares(required(renamed), type), squares(table, type));
      }),
    );
  });

  test("the unit changes squares by its square, F and P not at all", () => {
    fc.assert(
      fc.property(unbalanced, (values) => {
        const table = required(values);
        const scaled = required(values.map((each) => ({ ...each, value: each.value / 128 })));
        for (const type of TYPES) {
          for (const effect of EFFECTS) {
            const [own, other] = [table[type]?.[effect], scaled[type]?.[effect]];
            expect(other?.F).toBe(own?.F);
            expect(other?.p).toBe(own?.p);
            expect(own?.p).toBeGreaterThanOrEqual(0);
            expect(own?.p).toBeLessThanOrEqual(1 + 1e-12);
          }
        }
      }),
    );
  });

  const cell = (arm: number, dose: number, ...values: number[]) =>
    values.map((value) => ({ arm, dose, value }));

  test("with an empty cell the main effects of type III are not estimable, the others are", () => {
    const table = required([
      ...cell(1, 1, 10, 12),
      ...cell(1, 2, 20, 21),
      ...cell(1, 3, 35, 31),
      ...cell(2, 1, 11, 14),
      ...cell(2, 2, 28, 22),
    ]);
    expect(table.typeIII).toBeNull();
    expect(table.reason).toContain("no value at a dose");
    expect(table.typeI.interaction).toMatchObject({ df: 1, F: expect.any(Number) });
    expect(table.typeII.arm.F).toEqual(expect.any(Number));
    expect(table.residual.df).toBe(5);
  });

  test("without replicates or without scatter there is no F, and a reason", () => {
    const single = required([
      ...cell(1, 1, 1),
      ...cell(1, 2, 2),
      ...cell(2, 1, 3),
      ...cell(2, 2, 7),
    ]);
    expect(single.residual).toMatchObject({ df: 0, ms: null });
    expect(single.typeI.arm).toMatchObject({ F: null, p: null });
    expect(single.reason).toContain("no error variance");
    const flat = [1, 2].flatMap((arm) => [1, 2].flatMap((dose) => cell(arm, dose, 9.3, 9.3)));
    expect(required(flat).typeIII?.interaction).toMatchObject({ F: null, p: null });
  });

  test("needs two arms and two doses", () => {
    expect(twoWayAnova([])).toBeNull();
    expect(twoWayAnova([...cell(1, 1, 1, 2), ...cell(1, 2, 3, 5)])).toBeNull();
    expect(twoWayAnova([...cell(1, 1, 1, 2), ...cell(2, 1, 3, 5)])).toBeNull();
  });
});
