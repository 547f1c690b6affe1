import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_WELLS, wellPosition } from "../../src/domain/well.ts";
import {
  addArm,
  asArm,
  asRole,
  cellsOf,
  changeArm,
  changeWells,
  drawnWell,
  EMPTY_DRAWING,
  fillSeries,
  pasteBlock,
  seriesDoses,
  wellsBetween,
} from "../../src/web/layouts/change-drawing.ts";

const vehicle = {
  id: "vehicle",
  compound: null,
  concentration: null,
  solvent: "dmso",
  vehicle: true,
};

describe("drawing", () => {
  it("selects every well between two corners, whichever comes first", () => {
    expect(wellsBetween("B2", "C3")).toEqual(["B2", "B3", "C2", "C3"]);
    expect(wellsBetween("C2", "B3")).toEqual(["B2", "B3", "C2", "C3"]);
    const corner = fc.constantFrom(...ALL_WELLS);
    fc.assert(
      fc.property(corner, corner, (a, b) => {
        const [p, q] = [wellPosition(a), wellPosition(b)];
        const size = (Math.abs(p.row - q.row) + 1) * (Math.abs(p.column - q.column) + 1);
        expect(wellsBetween(a, b)).toHaveLength(size);
      }),
    );
  });

  it("takes wells out that are made unused, and arms away from controls", () => {
    const treated = changeWells(EMPTY_DRAWING, ["A1", "A2"], (well) => asArm(well, "vehicle"));
    expect(treated.wells.map((one) => [one.well, one.arm, one.patientSlot])).toEqual([
      ["A1", "vehicle", "P1"],
      ["A2", "vehicle", "P1"],
    ]);
    const blank = changeWells(treated, ["A1"], (well) => asRole(well, "blank"));
    expect(drawnWell(blank, "A1")).toMatchObject({ role: "blank", arm: null, patientSlot: null });
    const none = changeWells(blank, ["A1", "A2"], (well) => asRole(well, "unused"));
    expect(none.wells).toEqual([]);
  });

  it("renames an arm with its wells, and takes them away with it", () => {
    const drawn = changeWells(addArm(EMPTY_DRAWING, vehicle), ["C5"], (one) =>
      asArm(one, "vehicle"),
    );
    const renamed = changeArm(drawn, 0, { ...vehicle, id: "DMSO" });
    expect(drawnWell(renamed, "C5")?.arm).toBe("DMSO");
    expect(changeArm(renamed, 0, null).wells).toEqual([]);
  });
});

describe("series", () => {
  it("gives top, each dose divided by the factor, and zero, without exponents", () => {
    const series = { top: 250, factor: 4, steps: 7, unit: "ug/mL", withZero: true };
    expect(seriesDoses(series)).toEqual([
      "250 ug/mL",
      "62.5 ug/mL",
      "15.625 ug/mL",
      "3.90625 ug/mL",
      "0.9765625 ug/mL",
      "0.244140625 ug/mL",
      "0.06103515625 ug/mL",
      "0 ug/mL",
    ]);
    const tiny = seriesDoses({ ...series, top: 1, factor: 10, steps: 12, withZero: false });
    expect(tiny.at(-1)).toBe("0.00000000001 ug/mL");
  });

  it.each([
    ["down", ["9 uM", "3 uM"]],
    ["up", ["3 uM", "9 uM"]],
  ] as const)("goes %s the rows of the selection", (along, expected) => {
    const wells = wellsBetween("B2", "C4");
    const drawn = changeWells(EMPTY_DRAWING, wells, (one) => asArm(one, "vehicle"));
    const filled = fillSeries(drawn, wells, { field: "inhibitor", doses: ["9 uM", "3 uM"], along });
    expect(drawnWell(filled, "B3")?.inhibitor).toBe(expected[0]);
    expect(drawnWell(filled, "C3")?.inhibitor).toBe(expected[1]);
  });
});

describe("pasting", () => {
  it("puts a block where the selection begins, and counts what lies outside", () => {
    const cells = cellsOf("blank\tuntreated\r\nblank\tkill\r\n");
    const { drawing, wells, outside } = pasteBlock(EMPTY_DRAWING, "H12", "role", cells);
    expect([wells, outside]).toEqual([["H12"], 3]);
    expect(drawnWell(drawing, "H12")?.role).toBe("blank");
    const whole = pasteBlock(EMPTY_DRAWING, "A1", "role", cells);
    expect(drawnWell(whole.drawing, "B2")?.role).toBe("kill");
    expect(whole.outside).toBe(0);
  });
});
