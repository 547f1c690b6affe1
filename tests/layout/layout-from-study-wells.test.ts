import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { layoutFromStudyWells } from "../../src/layout/layout-from-study-wells.ts";

/** 96 wells of one entry, some of them replaced. */
function plateOf(entries: Record<string, unknown>): Record<string, unknown> {
  const unused = Object.fromEntries(ALL_WELLS.map((well) => [well, { role: "unused" }]));
  return { ...unused, ...entries };
}

function messageOf(wells: Record<string, unknown>): string {
  try {
    layoutFromStudyWells("study-plate", wells);
  } catch (error) {
    if (error instanceof PlatewardenError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

const sample = (arm: string, prednisolone: number | null, replicate = 1) => ({
  role: "sample",
  arm,
  prednisolone,
  replicate,
});

describe("layoutFromStudyWells", () => {
  test("translates the study's roles", () => {
    const wells = plateOf({
      A1: sample("vehicle", 0),
      A2: sample("vehicle", 2.25),
      A3: sample("dasatinib", 0),
      A4: sample("dasatinib", 2.25, 2),
      A5: { role: "blank" },
      A6: { role: "untreated" },
    });
    const layout = layoutFromStudyWells("any name / 7", wells, {
      inhibitorConcentrationUm: { dasatinib: 0.1 },
    });
    expect(layout.id).toBe("any name / 7");
    expect(layout.arms).toEqual([
      { id: "vehicle", vehicle: true, compound: "vehicle", concentrationUm: null, solvent: null },
      {
        id: "dasatinib",
        vehicle: false,
        compound: "dasatinib",
        concentrationUm: 0.1,
        solvent: null,
      },
    ]);
    const roles = (["A1", "A2", "A3", "A4", "A5", "A6", "A7"] as const).map(
      (well) => layout.wells[well].role,
    );
    expect(roles).toEqual([
      "vehicle",
      "treated",
      "treated",
      "treated",
      "blank",
      "untreated",
      "unused",
    ]);
    expect(layout.wells.A1.inhibitorUm).toBeNull();
    expect(layout.wells.A4).toEqual({
      role: "treated",
      arm: "dasatinib",
      prednisoloneUgPerMl: 2.25,
      inhibitorUm: 0.1,
      replicate: 2,
      patientSlot: "P1",
    });
    expect(layout.wells.A5.patientSlot).toBeNull();
    expect(layout.wells.A6.patientSlot).toBe("P1");
  });

  test("a titration keeps the concentration in the wells, also the level its vehicle matches", () => {
    const layout = layoutFromStudyWells(
      "titration",
      plateOf({
        A1: { ...sample("vehicle", 0), inhibitor: 20 },
        A2: { ...sample("sorafenib", 0), inhibitor: 20 },
        A3: { ...sample("sorafenib", 0), inhibitor: 2 },
      }),
    );
    expect(layout.arms.map((arm) => arm.concentrationUm)).toEqual([null, null]);
    expect(layout.wells.A1).toMatchObject({ role: "vehicle", inhibitorUm: 20 });
    expect(layout.wells.A3).toMatchObject({ role: "treated", inhibitorUm: 2 });
  });

  test("an unknown concentration stays unknown", () => {
    const layout = layoutFromStudyWells("x", plateOf({ A1: sample("sorafenib", 0) }));
    expect(layout.arms[0]?.concentrationUm).toBeNull();
    expect(layout.wells.A1.inhibitorUm).toBeNull();
  });

  test("a plate without blanks, vehicle or untreated is taken as it is", () => {
    expect(messageOf(plateOf({ A1: sample("sorafenib", 250) }))).toBe("accepted");
  });

  test.each([
    ["a missing well", { A1: undefined }, /A1/],
    ["an unknown role", { B3: { role: "control" } }, /B3 cannot be understood/],
    [
      "a sample without arm",
      { B3: { role: "sample", prednisolone: 1 } },
      /B3 cannot be understood \(arm/,
    ],
    ["a negative dose", { B3: sample("vehicle", -1) }, /B3 cannot be understood \(prednisolone/],
    ["a dose as text", { B3: { ...sample("vehicle", 0), prednisolone: "3.9" } }, /B3/],
    ["a well of another plate", { P24: { role: "blank" } }, /"P24" is no well/],
    ["a well given twice", { A01: { role: "blank" } }, /A1 is already taken/],
    ["a dose in mg/mL by mistake", { B3: sample("vehicle", 250_000) }, /B3: .* not plausible/],
  ])("refuses %s", (_name, entries, message) => {
    const wells = plateOf(entries);
    for (const [name, entry] of Object.entries(entries))
      if (entry === undefined) delete wells[name];
    expect(messageOf(wells)).toMatch(/^LAYOUT_INVALID/);
    expect(messageOf(wells)).toMatch(message);
  });

  test("keeps any dose to the last bit", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (dose) => {
        const layout = layoutFromStudyWells("x", plateOf({ A1: sample("vehicle", dose) }));
        expect(layout.wells.A1.prednisoloneUgPerMl).toBe(dose);
      }),
    );
  });
});
