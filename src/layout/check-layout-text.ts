/** The whole way of a layout file: TOML, schema, expansion, checks, picture. Everything that is wrong comes out at once. */

import type { Layout } from "../domain/layout.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import {
  checkAdjacent,
  checkBorder,
  checkControlsSide,
  checkOrientation,
} from "./arrangement-checks.ts";
import { type Claim, reportForgottenWells, reportOverlaps } from "./claims.ts";
import {
  checkBlanks,
  checkMatchedVehicle,
  checkPrednisolone,
  checkReplicates,
  checkUntreated,
  checkVehicle,
} from "./control-checks.ts";
import { type Expanded, expandFile } from "./expand-file.ts";
import { type JoinedPlate, joinPlacements, meaningsOf } from "./join-placements.ts";
import { LAYOUT_ADVICE } from "./layout-advice.ts";
import type { CheckedPlate, LayoutCheck } from "./layout-check.ts";
import { layoutHash } from "./layout-hash.ts";
import { LAYOUT_TABLES, type LayoutFile, layoutFileSchema } from "./layout-schema.ts";
import { checkLookAlikes, checkVehicleSolvents } from "./name-checks.ts";
import { comparePicture } from "./picture.ts";
import { type Finding, hasErrors, type Path, type Problem, sortProblems } from "./problem.ts";
import { nameTable, schemaFindings, valueAt } from "./schema-findings.ts";
import { readClaims, readSections, type Sections } from "./sections.ts";
import { checkSolventSections, loadedSolvents } from "./solvent-sections.ts";
import { placeFindings, readToml, type TomlSource } from "./toml-source.ts";
import { applyWaivers } from "./waivers.ts";

/** `layout` is null when there is an error; warnings leave it standing. Problems are in file order. */
export interface CheckedLayout {
  readonly layout: Layout | null;
  readonly problems: readonly Problem[];
  /** The wells as far as they can be understood, also where a check finds an error; null when some well cannot. */
  readonly plate: UncheckedPlate | null;
}

export interface UncheckedPlate extends Pick<Layout, "arms" | "wells"> {
  /** What the picture shows for each well. */
  readonly codes: ReadonlyMap<WellName, string>;
  /** What the file says beside the wells. */
  readonly file: LayoutFile;
}

/**
 * Checks the text of a layout file (`plate-layout/1`). Never throws for a bad file: every problem comes back with
 * severity, check, well, line, column, message and remedy. Only a text that is no TOML ends at its first error.
 */
export function checkLayoutText(text: string): CheckedLayout {
  const read = readToml(text);
  if (!read.ok) return { layout: null, problems: [read.problem], plate: null };
  const { source } = read;
  const parsed = layoutFileSchema.safeParse(source.data);
  const issues = parsed.error?.issues ?? [];
  const findings = schemaFindings(issues, source.data, LAYOUT_TABLES, LAYOUT_ADVICE);
  const expansion = expand(source, findings);
  const checked = checkPlate(source, expansion, findings, parsed.data ?? null);
  const picture = pictureProblems(source, expansion.plate);
  const problems = sortProblems([...placeFindings(source, mergeFindings(checked)), ...picture]);
  const plate = parsed.data ? uncheckedPlate(parsed.data, expansion) : null;
  if (hasErrors(problems) || !parsed.data) return { layout: null, problems, plate };
  return { layout: buildLayout(parsed.data, expansion), problems, plate };
}

function uncheckedPlate(file: LayoutFile, { arms, plate }: Expansion): UncheckedPlate | null {
  if (plate.size < ALL_WELLS.length) return null;
  const codes = [...plate].flatMap(([well, { code }]): [WellName, string][] =>
    code === null ? [] : [[well, code]],
  );
  return { arms, wells: meaningsOf(plate), codes: new Map(codes), file };
}

interface Expansion extends Expanded {
  readonly sections: Sections;
  readonly plate: JoinedPlate;
}

function expand(source: TomlSource, findings: Finding[]): Expansion {
  const report = (finding: Finding) => findings.push(finding);
  const sections = readSections(source.data);
  checkSolventSections(sections, report);
  const expanded = expandFile(sections, report);
  const inFileOrder = (a: Claim, b: Claim) => lineOf(source, a.section) - lineOf(source, b.section);
  const { claims, complete } = readClaims(source.data);
  const describe = (section: Path) => `${nameTable(section)} (line ${lineOf(source, section)})`;
  reportOverlaps(claims.toSorted(inFileOrder), describe, report);
  if (complete) reportForgottenWells(claims, report);
  const plate = joinPlacements(expanded.placements.toSorted(inFileOrder));
  return { ...expanded, sections, plate };
}

function lineOf(source: TomlSource, section: Path): number {
  return source.locate(section).line;
}

/** Checks that only need the wells that are there, and those that judge the plate as a whole. */
const CONTROL_CHECKS: readonly LayoutCheck[] = [
  checkBlanks,
  checkVehicle,
  checkUntreated,
  checkPrednisolone,
  checkMatchedVehicle,
  checkLookAlikes,
];
const WHOLE_PLATE_CHECKS: readonly LayoutCheck[] = [
  checkReplicates,
  checkBorder,
  checkAdjacent,
  checkControlsSide,
  checkOrientation,
];

/** Faults that leave the meaning of the remaining wells clear, so that the plate can still be judged. */
const HARMLESS_FAULTS: readonly string[] = ["overlap", "unaccounted", "solvent", "waive"];

function checkPlate(
  source: TomlSource,
  expansion: Expansion,
  findings: readonly Finding[],
  file: LayoutFile | null,
): Finding[] {
  const unclear = findings.some(
    ({ severity, check }) => severity === "error" && !HARMLESS_FAULTS.includes(check),
  );
  const waivers = file?.waive ?? [];
  if (unclear || !file) return applyWaivers(findings, waivers, false);
  const complete = expansion.plate.size === ALL_WELLS.length;
  const checks = [
    ...CONTROL_CHECKS,
    checkVehicleSolvents(loadedSolvents(expansion.sections)),
    ...(complete ? WHOLE_PLATE_CHECKS : []),
  ];
  const plate = checkedPlate(source, expansion, file);
  const more = checks.flatMap((check) => check(plate));
  return applyWaivers([...findings, ...unusedArms(expansion), ...more], waivers, complete);
}

function checkedPlate(source: TomlSource, expansion: Expansion, file: LayoutFile): CheckedPlate {
  return {
    arms: expansion.arms,
    wells: meaningsOf(expansion.plate),
    require: file.require,
    placeOfArm: (id) => expansion.armPlaces.get(id) ?? [],
    sectionOf: (well) => {
      const section = expansion.plate.get(well)?.section;
      return section && valueAt(source.data, section) !== undefined ? section : ["plate"];
    },
  };
}

function unusedArms(expansion: Expansion): Finding[] {
  return expansion.unusedArms.map((arm) => ({
    severity: "error",
    check: "unused-arm",
    path: arm.path,
    message: `arm "${arm.id}" stands in no well`,
    remedy: "Remove the arm, or let a block use its axis.",
  }));
}

/** The same fault in several wells of a section is one problem with all its wells. */
function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const { check, path, message, offset } = finding;
    const key = JSON.stringify([check, path, offset, message]);
    const earlier = merged.get(key);
    const wells = [...(earlier?.wells ?? []), ...(finding.wells ?? [])];
    merged.set(key, { ...finding, wells: [...new Set(wells)] });
  }
  return [...merged.values()];
}

function pictureProblems(source: TomlSource, plate: JoinedPlate): Problem[] {
  const path = ["picture", "grid"];
  if (typeof valueAt(source.data, path) !== "string") return [];
  const findings = comparePicture(source.lines, source.locate(path).line, plate);
  return findings.map((finding) => ({
    ...finding,
    severity: "error",
    check: "picture",
    well: finding.wells[0] ?? null,
  }));
}

function buildLayout(file: LayoutFile, expansion: Expansion): Layout {
  const { arms, plate } = expansion;
  const wells = meaningsOf(plate);
  return {
    id: file.id,
    revision: file.revision,
    title: file.title,
    arms,
    wells,
    waivers: file.waive,
    sha256: layoutHash({ arms, wells }),
  };
}
