import fc from "fast-check";
import { expect, test } from "vitest";
import { TURNS, turnPlace, turnWell } from "../../src/domain/plate-turn.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";

test("the corners change places as on a real plate", () => {
  expect(turnWell("A1", "turned-180")).toBe("H12");
  expect(turnWell("A1", "mirrored-left-right")).toBe("A12");
  expect(turnWell("A1", "mirrored-top-bottom")).toBe("H1");
});

test("turning twice leads back, and no two wells meet", () => {
  for (const turn of TURNS) {
    expect(ALL_WELLS.map((well) => turnWell(turnWell(well, turn), turn))).toEqual(ALL_WELLS);
    expect(new Set(ALL_WELLS.map((well) => turnWell(well, turn))).size).toBe(96);
  }
});

test("turning twice leads back inside a block of any size", () => {
  const size = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(
      size,
      size,
      fc.nat(),
      fc.nat(),
      fc.constantFrom(...TURNS),
      (rows, columns, r, c, turn) => {
        const start = { row: r % rows, column: c % columns };
        const once = turnPlace(start.row, start.column, rows, columns, turn);
        expect(turnPlace(once.row, once.column, rows, columns, turn)).toEqual(start);
      },
    ),
  );
});
