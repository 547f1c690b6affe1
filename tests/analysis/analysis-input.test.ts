import { expect, test } from "vitest";
import { toAnalysisWell, toAnalysisWells } from "../../src/analysis/analysis-input.ts";
import { type Arm, type Layout, type LayoutWell, ROLES } from "../../src/domain/layout.ts";
import { ALL_WELLS, type WellName } from "../../src/domain/well.ts";
import { UNUSED_WELL } from "./plate-builder.ts";

const DMSO: Arm = {
  id: "DMSO",
  vehicle: true,
  compound: "DMSO",
  concentrationUm: null,
  solvent: null,
};
const TRAMETINIB: Arm = {
  id: "trametinib",
  vehicle: false,
  compound: "trametinib",
  concentrationUm: 2.5,
  solvent: "DMSO",
};
const EMPTY: LayoutWell = {
  role: "unused",
  arm: null,
  prednisoloneUgPerMl: null,
  inhibitorUm: null,
  replicate: null,
  patientSlot: null,
};

test("treated and vehicle wells become samples of their arm; the vehicle arm is vehicle at every dose", () => {
  const well = { ...EMPTY, arm: "DMSO", prednisoloneUgPerMl: 250, replicate: 2, patientSlot: "P1" };
  expect(toAnalysisWell({ ...well, role: "treated" }, DMSO)).toEqual({
    role: "sample",
    arm: "DMSO",
    compound: "DMSO",
    vehicle: true,
    replicate: 2,
    prednisoloneUgPerMl: 250,
    inhibitorUm: null,
  });
  const control = { ...well, role: "vehicle", prednisoloneUgPerMl: 0 } as const;
  expect(toAnalysisWell(control, DMSO)).toMatchObject({ vehicle: true, prednisoloneUgPerMl: 0 });
  const treated = { ...well, role: "treated", arm: "trametinib" } as const;
  expect(toAnalysisWell(treated, TRAMETINIB)).toMatchObject({ vehicle: false, inhibitorUm: 2.5 });
});

test("blank and untreated keep their role, every other role is unused; wells without cells are known", () => {
  for (const role of ROLES) {
    if (role === "treated" || role === "vehicle") continue;
    const kept = role === "blank" || role === "untreated" ? role : "unused";
    expect(toAnalysisWell({ ...EMPTY, role, inhibitorUm: 3 }, null)).toEqual({
      ...UNUSED_WELL,
      role: kept,
      ...(role === "edge" || role === "unused" ? { empty: true } : {}),
    });
  }
});

test("a plate of two patients is taken one slot at a time; blanks serve both", () => {
  const wells = Object.fromEntries(ALL_WELLS.map((name) => [name, EMPTY])) as Record<
    WellName,
    LayoutWell
  >;
  wells.A1 = { ...EMPTY, role: "blank" };
  wells.A2 = { ...EMPTY, role: "untreated", patientSlot: "P1" };
  wells.A3 = {
    ...EMPTY,
    role: "treated",
    arm: "trametinib",
    prednisoloneUgPerMl: 1,
    patientSlot: "P2",
  };
  const layout: Layout = {
    id: "two",
    revision: 1,
    title: "Two patients",
    arms: [DMSO, TRAMETINIB],
    wells,
    waivers: [],
    sha256: "",
  };
  const roles = (slot: string | null) =>
    toAnalysisWells(layout, slot)
      .slice(0, 4)
      .map((well) => well.role);
  expect(roles("P1")).toEqual(["blank", "untreated", "unused", "unused"]);
  expect(roles("P2")).toEqual(["blank", "unused", "sample", "unused"]);
  expect(roles(null)).toEqual(["blank", "untreated", "sample", "unused"]);
  expect(toAnalysisWells(layout, "P2")).toHaveLength(96);
});
