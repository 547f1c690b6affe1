/** What is drawn is what the file says: drawing → text → drawing gives the same wells, bit by bit. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutCheckView } from "../../src/api/layout-check-view.ts";
import type { DrawnLayout, DrawnWell } from "../../src/domain/drawn-layout.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { importCsv } from "../../src/layout/import-csv.ts";
import { writeLayout } from "../../src/layout/write-layout.ts";

const FOLDER = join(import.meta.dirname, "../../plate-layouts");
const shipped = readdirSync(FOLDER).filter((name) => name.endsWith(".toml"));

const read = (text: string) => layoutCheckView(text, null);

describe("a layout that is written again", () => {
  it.each(shipped)("%s means the same, down to its hash", (name) => {
    const text = readFileSync(join(FOLDER, name), "utf8");
    const { drawing, plates } = read(text);
    if (drawing === null) throw new Error(`${name} cannot be drawn`);
    const again = read(writeLayout(drawing));
    expect(again.plates?.map((plate) => plate.sha256)).toEqual(plates?.map((one) => one.sha256));
    expect(again.findings.filter((one) => one.severity === "error")).toEqual([]);
    expect(again.drawing?.wells).toEqual(drawing.wells);
  });
});

const arms = [
  { id: "vehicle", compound: null, concentration: null, solvent: "dmso", vehicle: true },
  { id: "drug", compound: "drug", concentration: "2.5 uM", solvent: "dmso", vehicle: false },
] as const;

const dose = fc
  .constantFrom(250, 62.5, 15.625, 3.90625, 0.9765625, 0.06103515625, 0, 1 / 3)
  .map((value) => `${value} ug/mL`);

const nothing = { arm: null, prednisolone: null, inhibitor: null, replicate: null };

const content = fc.oneof(
  fc.constant({ ...nothing, role: "blank" as const, patientSlot: null }),
  fc.constant({ ...nothing, role: "untreated" as const, patientSlot: "P1" }),
  fc.constant(null),
  fc.record({
    role: fc.constant("treated" as const),
    arm: fc.constantFrom("vehicle", "drug"),
    prednisolone: dose,
    inhibitor: fc.constant(null),
    replicate: fc.constant(null),
    patientSlot: fc.constant("P1"),
  }),
);

const drawings = fc.array(content, { minLength: 96, maxLength: 96 }).map(
  (contents): DrawnLayout => ({
    id: "random",
    revision: 1,
    title: 'Anything: "quotes", \\ and µ',
    comment: "",
    waive: [],
    solvents: [{ name: "dmso", max: "0.2 % v/v" }],
    arms: [...arms],
    wells: contents.flatMap((one, index): DrawnWell[] => {
      const well = ALL_WELLS[index];
      return one === null || well === undefined ? [] : [{ well, ...one }];
    }),
    require: null,
  }),
);

/** What a well means; the number of a replicate is counted by the file. */
function meaningOf(drawing: DrawnLayout | null): readonly string[] {
  const wells = (drawing?.wells ?? []).filter((one) => one.role !== "unused");
  return wells.map(({ well, arm, prednisolone, patientSlot, role }) => {
    const kind = arm === null ? role : "of an arm";
    return [well, kind, arm, prednisolone, patientSlot].join(" ");
  });
}

describe("anything that can be drawn", () => {
  it("is read back as it was drawn", () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const { drawing: again } = read(writeLayout(drawing));
        expect(meaningOf(again)).toEqual(meaningOf(drawing));
      }),
      { numRuns: 60 },
    );
  });

  it("comes back from a table with a line a well", () => {
    fc.assert(
      fc.property(drawings, (drawing) => {
        const lines = drawing.wells.map(({ well, role, arm, prednisolone, patientSlot }) => {
          const compound = arm === "drug" ? "2.5 uM" : "";
          return [
            well,
            arm === null ? role : "",
            arm ?? "",
            prednisolone ?? "",
            compound,
            patientSlot ?? "",
          ].join(",");
        });
        const csv = ["well,role,arm,prednisolone,inhibitor,patient", ...lines].join("\n");
        const { drawing: imported, problems } = importCsv(csv, "random");
        if (imported === null) throw new Error(JSON.stringify(problems));
        const places = (of: DrawnLayout) =>
          of.wells
            .filter((one) => one.arm !== null)
            .map((one) => `${one.well} ${one.arm} ${Number.parseFloat(one.prednisolone ?? "")}`);
        expect(places(imported)).toEqual(places(drawing));
      }),
      { numRuns: 30 },
    );
  });
});
