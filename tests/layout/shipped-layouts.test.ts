import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Layout } from "../../src/domain/layout.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { diffLayouts } from "../../src/layout/diff-layouts.ts";
import { layoutFromStudyWells } from "../../src/layout/layout-from-study-wells.ts";
import { layoutHash } from "../../src/layout/layout-hash.ts";
import { findLayout, loadLayouts } from "../../src/layout/load-layouts.ts";
import { pictureOf } from "../../src/layout/render-layout.ts";

const root = join(import.meta.dirname, "../..");
const shelf = loadLayouts(join(root, "plate-layouts"));
const studyLayouts = join(root, "../shared/studies/layouts.json");

const IDS = [
  "checkerboard-6x5-1plate",
  "combination-classic-1plate",
  "combination-inner60-1",
  "combination-inner60-2",
  "combination-one-concentration-1plate",
  "combination-rot180-1plate",
  "mtt-four-drugs-quadrants",
  "single-agent-6x10fold-1plate",
  "uniform-96",
];

test("all shipped layouts can be used without a single problem", () => {
  expect(shelf.files.flatMap((file) => file.problems)).toEqual([]);
  expect(shelf.layouts.map((layout) => layout.id)).toEqual(IDS);
});

/** Its own picture has a digit for each drug; the drawn one has a letter for each arm. */
const CHECKERBOARD = "checkerboard-6x5-1plate";

test.each(IDS.filter((id) => id !== CHECKERBOARD))(
  "%s: the picture in the file is the one drawn from its wells",
  (id) => {
    const file = shelf.files.find((candidate) => candidate.layout?.id === id);
    const text = new TextDecoder().decode(file?.bytes ?? new Uint8Array());
    const drawn = pictureOf(findLayout(shelf.layouts, id));
    expect(/grid = """\n([\s\S]*?)\n"""/.exec(text)?.[1]).toBe(drawn);
  },
);

test("mtt-four-drugs-quadrants: four drug slots rise to the right in four replicates", () => {
  const { wells } = findLayout(shelf.layouts, "mtt-four-drugs-quadrants");
  const rowA = ALL_WELLS.slice(0, 12).map((name) => [wells[name].arm, wells[name].inhibitorUm]);
  const levels = [0, 0.001, 0.01, 0.1, 1, 10];
  expect(rowA).toEqual(["D1", "D2"].flatMap((slot) => levels.map((level) => [slot, level])));
  expect([wells.E1.arm, wells.E7.arm]).toEqual(["D3", "D4"]);
  expect(["A1", "B1", "C1", "D1"].map((name) => wells[name as "A1"].replicate)).toEqual([
    1, 2, 3, 4,
  ]);
  expect(new Set(ALL_WELLS.map((name) => wells[name].prednisoloneUgPerMl))).toEqual(
    new Set([null]),
  );
  expect(new Set(ALL_WELLS.map((name) => wells[name].role))).toEqual(new Set(["treated"]));
});

test("single-agent: the vehicle wells hold the share of solvent of their row's dilution", () => {
  const { wells, arms } = findLayout(shelf.layouts, "single-agent-6x10fold-1plate");
  expect(arms[0]).toMatchObject({ id: "vehicle", vehicle: true, concentrationUm: null });
  expect(wells.B2).toEqual({
    role: "vehicle",
    arm: "vehicle",
    prednisoloneUgPerMl: 0,
    inhibitorUm: 20,
    replicate: 1,
    patientSlot: "P1",
  });
  expect([wells.G3.role, wells.G3.inhibitorUm, wells.G3.replicate]).toEqual(["vehicle", 0.0002, 2]);
});

const wellsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const studySchema = z.object({
  layouts: z.array(
    z.object({
      name: z.string(),
      wells: wellsSchema.optional(),
      plates: z.array(z.object({ wells: wellsSchema })).optional(),
    }),
  ),
});

/** The layouts of the study file under the ids they are shipped with. */
function studyPlates(): Map<string, z.output<typeof wellsSchema>> {
  const { layouts } = studySchema.parse(JSON.parse(readFileSync(studyLayouts, "utf8")));
  const plates = new Map<string, z.output<typeof wellsSchema>>();
  for (const { name, wells, plates: several } of layouts) {
    if (wells) plates.set(name, wells);
    several?.forEach((plate, index) => {
      plates.set(name.replace("-2plates", `-${index + 1}`), plate.wells);
    });
  }
  return plates;
}

/** What the study says of a well, in the study's own words. */
function inStudyWords(layout: Layout) {
  return ALL_WELLS.map((name) => {
    const well = layout.wells[name];
    const role = well.arm === null ? well.role : "sample";
    return [name, role, well.arm, well.prednisoloneUgPerMl, well.replicate];
  });
}

describe.skipIf(!existsSync(studyLayouts))(
  "against the study's layouts (skipped without ../shared/studies/layouts.json)",
  () => {
    const own = [
      "checkerboard-6x5-1plate",
      "combination-one-concentration-1plate",
      "mtt-four-drugs-quadrants",
      "uniform-96",
    ];
    const ids = IDS.filter((id) => !own.includes(id));

    test("the study file has all of them", () => {
      expect([...studyPlates().keys()].sort()).toEqual(ids);
    });

    test.each(ids)("%s: every well has the same role, arm, dose and replicate", (id) => {
      const wells = studyPlates().get(id) ?? {};
      const expected = ALL_WELLS.map((name) => {
        const well = wells[name] ?? {};
        const { role, arm = null, prednisolone = null, replicate = null } = well;
        return [name, role, arm, prednisolone, replicate];
      });
      expect(inStudyWords(findLayout(shelf.layouts, id))).toEqual(expected);
    });

    test.each(ids)("%s: the imported layout means the same as the file", (id) => {
      const shipped = findLayout(shelf.layouts, id);
      const um = { trametinib: 2.5, sorafenib: 2.5, AS1517499: 2.5, crizotinib: 2.5 };
      const combination = id.startsWith("combination");
      const imported = layoutFromStudyWells(id, studyPlates().get(id) ?? {}, {
        ...(combination ? { inhibitorConcentrationUm: um } : {}),
      });
      const withoutSolvent = shipped.arms.map((arm) => ({ ...arm, solvent: null }));
      expect(imported.wells).toEqual(shipped.wells);
      expect(imported.arms).toEqual(withoutSolvent);
      expect(imported.sha256).toBe(layoutHash({ ...shipped, arms: withoutSolvent }));
      expect(diffLayouts(imported, { ...shipped, arms: withoutSolvent })).toEqual([]);
    });
  },
);
