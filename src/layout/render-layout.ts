/** A layout for the terminal: its 8 × 12 picture and what the codes in it mean. */

import type { Layout, LayoutWell, Role } from "../domain/layout.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { levelCode, shortArmCodes } from "./arm-codes.ts";
import { describeArm, roundForDisplay } from "./describe-well.ts";
import { describeFingerprint, fingerprint } from "./fingerprint.ts";
import { drawPicture } from "./picture.ts";
import { ROLE_CODES } from "./placement.ts";
import { isOfArm, patientSlots, wellsWhere } from "./plate-groups.ts";

/** Title, picture, legend of arms, doses and roles, what a turned plate would do, waivers and hash. Doses are rounded. */
export function renderLayout(layout: Layout): string {
  const legend = readLegend(layout);
  const sections = [
    [`${layout.id}, revision ${layout.revision}`, layout.title],
    [drawPicture((well) => codeOf(layout.wells[well], legend))],
    [...armLines(layout, legend), ...levelLines(legend), ...roleLines(layout)],
    describeFingerprint(fingerprint(layout)).map((line) => `If ${line}.`),
    layout.waivers.map(({ check, reason }) => `Waived check ${check}: ${reason}`),
    [`SHA-256 of the meaning: ${layout.sha256}`],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

interface Legend {
  readonly letters: ReadonlyMap<string, string>;
  /** Doses above zero, rising: the first is level 1. */
  readonly prednisoloneUgPerMl: readonly number[];
  /** Levels of titrations only; an arm with one concentration needs none. */
  readonly inhibitorUm: readonly number[];
  readonly titrated: ReadonlySet<string>;
}

function readLegend(layout: Layout): Legend {
  const wells = ALL_WELLS.map((name) => layout.wells[name]);
  const titrated = new Set(
    layout.arms
      .filter((arm) => arm.concentrationUm === null)
      .filter((arm) => wells.some((well) => well.arm === arm.id && well.inhibitorUm !== null))
      .map((arm) => arm.id),
  );
  const titratedWells = wells.filter((well) => titrated.has(well.arm ?? ""));
  return {
    letters: shortArmCodes(layout.arms.map((arm) => arm.id)),
    prednisoloneUgPerMl: risingLevels(wells.map((well) => well.prednisoloneUgPerMl)),
    inhibitorUm: risingLevels(titratedWells.map((well) => well.inhibitorUm)),
    titrated,
  };
}

function risingLevels(amounts: readonly (number | null)[]): number[] {
  const positive = amounts.filter((amount) => amount !== null).filter((amount) => amount > 0);
  return [...new Set(positive)].sort((a, b) => a - b);
}

function codeOf(well: LayoutWell, legend: Legend): string {
  if (well.arm === null) return ROLE_CODES[well.role];
  const inhibitor =
    legend.titrated.has(well.arm) && well.inhibitorUm !== null
      ? levelCode(legend.inhibitorUm.indexOf(well.inhibitorUm) + 1)
      : "";
  const prednisolone =
    legend.prednisoloneUgPerMl.length > 0 && well.prednisoloneUgPerMl !== null
      ? levelCode(legend.prednisoloneUgPerMl.indexOf(well.prednisoloneUgPerMl) + 1)
      : "";
  return `${legend.letters.get(well.arm) ?? ""}${inhibitor}${prednisolone}`;
}

function armLines(layout: Layout, legend: Legend): string[] {
  return layout.arms.map((arm) => {
    const count = wellsWhere(layout.wells, (well) => well.arm === arm.id).length;
    return legendLine(legend.letters.get(arm.id) ?? "", describeArm(arm), count);
  });
}

function levelLines(legend: Legend): string[] {
  const rows = [
    { word: "prednisolone", unit: "µg/mL", levels: legend.prednisoloneUgPerMl },
    { word: "inhibitor", unit: "µM", levels: legend.inhibitorUm },
  ];
  return rows
    .filter(({ levels }) => levels.length > 0)
    .map(({ word, unit, levels }) => {
      const named = levels.map(
        (amount, index) => `${levelCode(index + 1)} = ${roundForDisplay(amount)}`,
      );
      return `level of ${word} in ${unit}: 0 = none, ${named.join(", ")}`;
    });
}

function roleLines(layout: Layout): string[] {
  const plain = ALL_WELLS.map((name) => layout.wells[name]).filter((well) => !isOfArm(well));
  const roles: Role[] = [...new Set(plain.map((well) => well.role))];
  const lines = roles.map((role) => {
    const count = plain.filter((well) => well.role === role).length;
    return legendLine(ROLE_CODES[role], role, count);
  });
  return [...lines, `patient slots: ${patientSlots(layout.wells).join(", ") || "none"}`];
}

function legendLine(code: string, meaning: string, wells: number): string {
  return `${code.padEnd(3)} ${meaning.padEnd(32)} ${String(wells).padStart(2)} well${wells === 1 ? "" : "s"}`;
}

/** The picture of a layout alone, as `[picture] grid` would hold it. */
export function pictureOf(layout: Layout): string {
  const legend = readLegend(layout);
  return drawPicture((well: WellName) => codeOf(layout.wells[well], legend));
}
