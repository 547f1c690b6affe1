/** A layout text as the workshop shows it: findings with their wells, the drawing, the picture, what turns would show. */
import type { Layout } from "../domain/layout.ts";
import { parseWellName, type WellName } from "../domain/well.ts";
import { type CheckedLayout, checkLayoutText } from "../layout/check-layout-text.ts";
import { diffLayouts } from "../layout/diff-layouts.ts";
import { drawLayout } from "../layout/draw-layout.ts";
import { describeFingerprint, fingerprint } from "../layout/fingerprint.ts";
import { WAIVABLE_CHECKS } from "../layout/layout-check.ts";
import type { Problem } from "../layout/problem.ts";
import { pictureOf } from "../layout/render-layout.ts";
import { sectionWells } from "../layout/section-wells.ts";
import type { LayoutCheckView, LayoutFindingView } from "./layout-views.ts";

/** `before` is the layout that the text is compared with; null for none. */
export function layoutCheckView(text: string, before: Layout | null): LayoutCheckView {
  const checked = checkLayoutText(text);
  const { plate, problems, layout } = checked;
  const after = layout ?? asLayout(checked);
  const placed = plate === null ? new Map<number, readonly WellName[]>() : sectionWells(text);
  return {
    plates: layout === null ? null : [layout],
    findings: problems.map((problem) => findingView(problem, placed)),
    orientation: plate === null ? [] : describeFingerprint(fingerprint(plate)),
    picture: after === null ? null : pictureOf(after),
    drawing: plate === null ? null : drawLayout(plate, text),
    differences: before === null || after === null ? null : differencesOf(before, after),
  };
}

/** The plate of a text with errors, for picture and comparison only. */
function asLayout({ plate }: CheckedLayout): Layout | null {
  if (plate === null) return null;
  const { id, revision, title, waive: waivers } = plate.file;
  return { id, revision, title, waivers, arms: plate.arms, wells: plate.wells, sha256: "" };
}

function differencesOf(before: Layout, after: Layout) {
  return diffLayouts(before, after).map(({ well, beforeText, afterText }) => ({
    well,
    before: beforeText,
    after: afterText,
  }));
}

/** A finding about a section names the section's wells where it names none itself. */
export function findingView(
  problem: Problem,
  placed: ReadonlyMap<number, readonly WellName[]> = new Map(),
): LayoutFindingView {
  const { severity, check, message, remedy, line, column } = problem;
  const sectionLine = [...placed.keys()].filter((start) => line !== null && start <= line).at(-1);
  const inSection = sectionLine === undefined ? [] : (placed.get(sectionLine) ?? []);
  const named = problem.wells.filter((well) => parseWellName(well) !== null);
  return {
    severity,
    check,
    sentence: message,
    remedy: remedy === "" ? null : remedy,
    line,
    column,
    wells: named.length > 0 ? named : inSection,
    waivable: Object.hasOwn(WAIVABLE_CHECKS, check),
  };
}
