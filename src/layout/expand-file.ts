/** From the sections of a layout file to wells: axes, arms, then every block and list of wells. */

import type { Arm } from "../domain/layout.ts";
import { type ArmRegister, createArmRegister } from "./arm-register.ts";
import { suggestName } from "./closest-name.ts";
import type { BlockSection, WellsSection } from "./layout-schema.ts";
import { placeBlock } from "./place-block.ts";
import { placeWells } from "./place-wells.ts";
import type { Placement } from "./placement.ts";
import type { Path, Report } from "./problem.ts";
import type { ArmEntry } from "./resolve-arms.ts";
import { type Axis, resolveAxis } from "./resolve-axis.ts";
import { sectionConstants } from "./section-constants.ts";
import type { Sections } from "./sections.ts";

/** Arms and wells of a layout, as far as they could be understood. */
export interface Expanded {
  readonly arms: readonly Arm[];
  /** Where the file defines each arm, by id. */
  readonly armPlaces: ReadonlyMap<string, Path>;
  /** Defined arms that no well holds. */
  readonly unusedArms: readonly ArmEntry[];
  readonly placements: readonly Placement[];
}

/** Every well that some section places (a well may come twice), and the arms in use. Reports what is wrong. */
export function expandFile(sections: Sections, report: Report): Expanded {
  const axes = new Map<string, Axis>();
  for (const [name, section] of sections.axes) {
    const axis = section && resolveAxis(name, section, report);
    if (axis) axes.set(name, axis);
  }
  const register = registerOf(sections, axes, report);
  const setup: Setup = { sections, axes, register, report };
  reportUnusedAxes(setup);
  const placements = [
    ...sections.blocks.flatMap((block, index) => (block ? expandBlock(block, index, setup) : [])),
    ...sections.wells.flatMap((wells, index) => (wells ? expandWells(wells, index, setup) : [])),
  ];
  return {
    arms: register.list(),
    armPlaces: register.places(),
    unusedArms: register.unused(),
    placements,
  };
}

interface Setup {
  readonly sections: Sections;
  readonly axes: ReadonlyMap<string, Axis>;
  readonly register: ArmRegister;
  readonly report: Report;
}

function registerOf(
  sections: Sections,
  axes: ReadonlyMap<string, Axis>,
  report: Report,
): ArmRegister {
  const resolved = [...axes.values()];
  const entries = resolved.flatMap((axis) => (axis.kind === "arms" ? axis.arms : []));
  for (const entry of entries) {
    if (entry.matches === null || axes.get(entry.matches)?.kind === "dilution") continue;
    if (sections.axes.has(entry.matches) && !axes.has(entry.matches)) continue;
    const dilutions = resolved.filter((axis) => axis.kind === "dilution").map((axis) => axis.name);
    report({
      severity: "error",
      check: "unknown-name",
      path: [...entry.path, "matches"],
      message: `"${entry.matches}" is no dilution of this layout`,
      remedy: suggestName(entry.matches, dilutions),
    });
  }
  const solvents = resolved.flatMap((axis) =>
    axis.kind === "dilution" && axis.of?.solvent ? [axis.of.solvent] : [],
  );
  return createArmRegister(entries, [...new Set(solvents)], report);
}

function expandBlock(block: BlockSection, index: number, setup: Setup): Placement[] {
  const { axes, register, report } = setup;
  const path: Path = ["block", index];
  if (block.role !== "treated" && block.role !== "vehicle") {
    report({
      severity: "error",
      check: "role",
      path: [...path, "role"],
      message: `a [[block]] is for wells along dose and arm axes, not for ${block.role}`,
      remedy: `Put these wells into a [[wells]] section with \`role = "${block.role}"\`.`,
    });
    return [];
  }
  const namesKnown = (["rows", "cols"] as const).filter((side) =>
    axisIsKnown(block, side, index, setup),
  );
  const oneOfAKind = axesDiffer(block, path, setup);
  const constants = sectionConstants(block, path, constantsContext(setup));
  if (!constants || namesKnown.length < 2 || !oneOfAKind) return [];
  return placeBlock(block, index, constants, { axes, register, report });
}

function expandWells(wells: WellsSection, index: number, setup: Setup): Placement[] {
  const constants = sectionConstants(wells, ["wells", index], constantsContext(setup));
  if (!constants) return [];
  const { register, report } = setup;
  const hasSeries = setup.sections.axes.has("prednisolone") || hasPrednisolone(setup);
  return placeWells(wells, index, constants, { register, report, hasSeries });
}

function hasPrednisolone(setup: Setup): boolean {
  const stated = setup.sections.blocks.some((block) => block?.prednisolone !== undefined);
  return stated || [...setup.axes.values()].some((axis) => axis.kind === "prednisolone");
}

function constantsContext(setup: Setup) {
  const armsAreComplete = [...setup.sections.axes.keys()].every((name) => setup.axes.has(name));
  return { register: setup.register, armsAreComplete, report: setup.report };
}

function axisIsKnown(
  block: BlockSection,
  side: "rows" | "cols",
  index: number,
  setup: Setup,
): boolean {
  const name = block[side];
  if (name === undefined || setup.sections.axes.has(name)) return true;
  setup.report({
    severity: "error",
    check: "unknown-name",
    path: ["block", index, side],
    message: `no axis is called "${name}"`,
    remedy: suggestName(name, [...setup.sections.axes.keys()]),
  });
  return false;
}

/** Rows and columns of a block, and what it states itself, must not say the same thing twice. */
function axesDiffer(block: BlockSection, path: Path, setup: Setup): boolean {
  const sides = [block.rows, block.cols].flatMap((name) => {
    const axis = name === undefined ? undefined : setup.axes.get(name);
    return axis ? [subjectOf(axis)] : [];
  });
  const stated = [
    block.arm === undefined ? null : "the arm",
    block.prednisolone === undefined ? null : "prednisolone",
  ].filter((subject) => subject !== null);
  const subjects = [...sides.flat(), ...stated];
  const twice = subjects.find((subject, index) => subjects.indexOf(subject) !== index);
  if (twice === undefined) return true;
  setup.report({
    severity: "error",
    check: "axis",
    path,
    message: `this block gives ${twice} twice`,
    remedy: "Let rows, columns and the block's own keys each say something different.",
  });
  return false;
}

function subjectOf(axis: Axis): string[] {
  if (axis.kind === "prednisolone") return ["prednisolone"];
  if (axis.kind === "arms") return ["the arm"];
  return axis.of === null ? ["the dilution"] : ["the arm", "the dilution"];
}

function reportUnusedAxes(setup: Setup): void {
  if (setup.sections.blocks.some((block) => block === null)) return;
  for (const [name, axis] of setup.axes) {
    const placed = setup.sections.blocks.some(
      (block) => block?.rows === name || block?.cols === name,
    );
    if (placed || axis.kind === "arms") continue;
    setup.report({
      severity: "warning",
      check: "unused-axis",
      path: ["axis", name],
      message: `axis \`${name}\` is used by no block`,
      remedy: "Remove it, or name it in `rows` or `cols` of a block.",
    });
  }
}
