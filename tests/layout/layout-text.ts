/** Layout texts for the tests: the shipped ones, and ways to spoil them. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Layout } from "../../src/domain/layout.ts";
import { checkLayoutText } from "../../src/layout/check-layout-text.ts";

const root = join(import.meta.dirname, "../..");

export function shippedText(id: string): string {
  return readFileSync(join(root, "plate-layouts", `${id}.r1.toml`), "utf8");
}

export const ROT180 = shippedText("combination-rot180-1plate");

/** Replaces `from` once; fails when it is not there, so that a test cannot pass on an unspoilt file. */
export function spoil(text: string, from: string | RegExp, to: string): string {
  const spoilt = text.replace(from, () => to);
  if (spoilt === text) throw new Error(`nothing to spoil: ${from} is not in the text`);
  return spoilt;
}

/** The layout of a text without errors. */
export function layoutOf(text: string): Layout {
  const { layout, problems } = checkLayoutText(text);
  if (layout) return layout;
  throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
}

/** A small layout: 2 arms over prednisolone 0 and 10 ug/mL, 3 blanks; `extra` goes behind, `waive` in front. */
export function smallLayout(
  parts: { revision?: number; waive?: string; axes?: string; sections?: string } = {},
): string {
  return `
schema = "plate-layout/1"
id = "small"
revision = ${parts.revision ?? 1}
plate = 96
title = "small"
waive = [${parts.waive ?? WAIVE_ARRANGEMENT}]
${parts.axes ?? SMALL_AXES}
${parts.sections ?? SMALL_SECTIONS}
`;
}

export const WAIVE_ARRANGEMENT = ["untreated", "controls-side", "border"]
  .map((check) => `{ check = "${check}", reason = "not the subject of this test" }`)
  .join(", ");

export const SMALL_AXES = `
[axis.prednisolone]
list = ["0 ug/mL", "10 ug/mL"]
[axis.arm]
arms = [{ id = "vehicle", vehicle = true }, { compound = "trametinib", concentration = "2.5 uM" }]
`;

export const SMALL_SECTIONS = `
[[block]]
patient = "P1"
at = ["A1:B2", "C1:D2"]
rows = "prednisolone"
cols = "arm"
[[wells]]
role = "blank"
at = "E1:G1"
[[wells]]
role = "unused"
at = ["A3:D12", "E2:G12", "H1:H12"]
`;
