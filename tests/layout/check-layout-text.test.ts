import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";
import { layoutHash } from "../../src/layout/layout-hash.ts";
import {
  layoutOf,
  ROT180,
  SMALL_AXES,
  SMALL_SECTIONS,
  shippedText,
  smallLayout,
  spoil,
} from "./layout-text.ts";

const matrix = readFileSync(
  join(import.meta.dirname, "../data/layouts/pred-combo-5x4.r3.toml"),
  "utf8",
);

describe("a matrix of one drug slot against prednisolone in uM", () => {
  const layout = layoutOf(matrix);

  test("each level of the drug is an arm of its own, level 0 the vehicle", () => {
    const ids = ["D1 0.15625 uM", "D1 0.625 uM", "D1 2.5 uM", "D1 10 uM", "vehicle"];
    expect(layout.arms.map((arm) => arm.id).toSorted()).toEqual(ids.toSorted());
    expect(layout.wells.B2).toMatchObject({ role: "vehicle", arm: "vehicle", replicate: 1 });
    expect(layout.wells.B3).toMatchObject({ role: "treated", arm: "vehicle", inhibitorUm: null });
    expect(layout.wells.F9).toMatchObject({ arm: "D1 10 uM", inhibitorUm: 10, replicate: 2 });
  });

  test("prednisolone is converted with its molar mass", () => {
    expect(layout.wells.B5.prednisoloneUgPerMl).toBeCloseTo(3.6044, 12);
    expect(layout.wells.B2.prednisoloneUgPerMl).toBe(0);
  });

  test("vehicle, kill and untreated wells belong to the slot, border wells to nobody", () => {
    expect(layout.wells.G2).toMatchObject({
      role: "vehicle",
      prednisoloneUgPerMl: 0,
      patientSlot: "P1",
    });
    expect(layout.wells.G6).toMatchObject({ role: "kill", arm: null, patientSlot: "P1" });
    expect(layout.wells.A1).toMatchObject({ role: "edge", patientSlot: null });
  });
});

test("doses are exact, not rounded", () => {
  const { wells } = layoutOf(ROT180);
  const down = ["A2", "B2", "C2", "D2", "E2", "F2", "G2", "H2"] as const;
  expect(down.map((name) => wells[name].prednisoloneUgPerMl)).toEqual([
    250, 62.5, 15.625, 3.90625, 0.9765625, 0.244140625, 0, 0.06103515625,
  ]);
});

test("a list of doses may be unequal, in any order and in any unit of mass", () => {
  const axes = spoil(SMALL_AXES, '["0 ug/mL", "10 ug/mL"]', '["0.07 mg/L", "0 ng/mL"]');
  const { wells } = layoutOf(smallLayout({ axes }));
  expect([wells.A1.prednisoloneUgPerMl, wells.B1.prednisoloneUgPerMl]).toEqual([0.07, 0]);
});

test("a later section takes wells over only when it says so", () => {
  const later = `${SMALL_SECTIONS}\n[[wells]]\nrole = "untreated"\npatient = "P1"\nat = "H1:H2"\n`;
  expect(checkLayoutText(smallLayout({ sections: later })).layout).toBeNull();
  const { wells } = layoutOf(smallLayout({ sections: `${later}replaces = true\n` }));
  expect([wells.H1.role, wells.H2.role, wells.H3.role]).toEqual([
    "untreated",
    "untreated",
    "unused",
  ]);
});

test("a section that replaces nothing is a warning", () => {
  const sections = spoil(SMALL_SECTIONS, 'at = "E1:G1"', 'at = "E1:G1"\nreplaces = true');
  const { layout, problems } = checkLayoutText(smallLayout({ sections }));
  expect(layout).not.toBeNull();
  expect(problems.map((problem) => problem.message)).toEqual(["this section replaces nothing"]);
});

test("a direction without an axis counts replicates", () => {
  const sections = spoil(
    SMALL_SECTIONS,
    'at = ["A1:B2", "C1:D2"]\nrows = "prednisolone"\ncols = "arm"',
    'at = "A1:B4"\nrows = "prednisolone"\narm = "vehicle"\n[[block]]\npatient = "P1"\nat = "C1:D4"\nrows = "prednisolone"\narm = "trametinib"',
  );
  const text = smallLayout({ sections: spoil(sections, '"A3:D12"', '"A5:D12"') });
  const { wells } = layoutOf(text);
  expect((["A1", "A2", "A3", "A4"] as const).map((name) => wells[name].replicate)).toEqual([
    1, 2, 3, 4,
  ]);
});

test("`mirror` reverses the contents of a block, `replicate` numbers it", () => {
  const { wells } = layoutOf(shippedText("combination-inner60-1"));
  expect(wells.E2).toMatchObject({ role: "vehicle", prednisoloneUgPerMl: 0, replicate: 2 });
  expect(wells.E10).toMatchObject({ arm: "vehicle", prednisoloneUgPerMl: 250, replicate: 2 });
});

test("an inhibitor may be given by mass when its molar mass is stated", () => {
  const axes = spoil(
    SMALL_AXES,
    'concentration = "2.5 uM"',
    'concentration = "1.5385 ug/mL", molar_mass_g_per_mol = 615.4',
  );
  expect(layoutOf(smallLayout({ axes })).wells.A2.inhibitorUm).toBeCloseTo(2.5, 12);
});

test("two patients on one plate each need their own vehicle", () => {
  const second =
    '[[block]]\npatient = "P2"\nat = "A5:B6"\nrows = "prednisolone"\ncols = "arm"\n[[wells]]';
  let sections = spoil(SMALL_SECTIONS, "[[wells]]", second);
  sections = spoil(sections, '"A3:D12"', '"A3:D4", "C5:D12", "A7:B12"');
  const { problems } = checkLayoutText(smallLayout({ sections }));
  const messages = problems.map((problem) => problem.message);
  expect(messages).toContain("P2 has 1 vehicle well without prednisolone, 2 needed");
});

test("the hash is of the meaning: comments, title and order of sections do not change it", () => {
  const before = layoutOf(ROT180);
  const blank = /\[\[wells\]\]\nrole = "blank"[\s\S]*?\n\n/;
  const moved = spoil(ROT180, blank, "").replace(
    "[require]",
    `${blank.exec(ROT180)?.[0]}[require]`,
  );
  const after = layoutOf(spoil(moved, /title .*/, 'title = "another title"  # and a comment'));
  expect(after.sha256).toBe(before.sha256);
  expect(before.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ["a dose", '"250 ug/mL"', '"250.0000000001 ug/mL"'],
  ["an inhibitor", 'compound = "sorafenib"', 'compound = "selumetinib"'],
  [
    "its concentration",
    'sorafenib", concentration = "2.5 uM"',
    'sorafenib", concentration = "5 uM"',
  ],
  [
    "a solvent",
    'DMSO = { max = "0.1 % v/v" }',
    'DMSO = { max = "0.1 % v/v" }\nDMF = { max = "0.1 % v/v" }',
  ],
])("the hash changes with %s", (name, from, to) => {
  let text = spoil(ROT180, from, to);
  if (name === "a solvent") text = spoil(text, 'solvent = "DMSO"', 'solvent = "DMF"');
  if (name === "an inhibitor")
    text = spoil(text, 'compound = "selumetinib"', 'code = "S", compound = "selumetinib"');
  expect(layoutOf(text).sha256).not.toBe(layoutOf(ROT180).sha256);
});

test("the hash changes when two arms change places on the plate", () => {
  const swapped = spoil(
    SMALL_AXES,
    '{ id = "vehicle", vehicle = true }, { compound = "trametinib", concentration = "2.5 uM" }',
    '{ compound = "trametinib", concentration = "2.5 uM" }, { id = "vehicle", vehicle = true }',
  );
  const hashOf = (axes: string) => layoutOf(smallLayout({ axes })).sha256;
  expect(hashOf(swapped)).not.toBe(hashOf(SMALL_AXES));
});

test("the hash tells two arms of one concentration apart well by well", () => {
  const { wells, arms, sha256 } = layoutOf(ROT180);
  const exchange = { ...wells, C3: wells.C4, C4: wells.C3 };
  expect(layoutHash({ arms, wells: exchange })).not.toBe(sha256);
});

test("a file with Windows line ends and a byte-order mark means the same", () => {
  const windows = `\uFEFF${ROT180.replaceAll("\n", "\r\n")}`;
  expect(layoutOf(windows)).toEqual(layoutOf(ROT180));
});

test("every well of every layout is filled with a role", () => {
  for (const text of [matrix, ROT180, smallLayout()]) {
    const { wells } = layoutOf(text);
    expect(ALL_WELLS.filter((name) => wells[name].role === undefined)).toEqual([]);
  }
});
