/** Layouts that come inside a study file (`mtt-gold/study-1`) instead of a layout file of their own. */

import { z } from "zod";
import { PlatewardenError } from "../domain/errors.ts";
import type { Arm, Layout, LayoutWell } from "../domain/layout.ts";
import { questionConcentration } from "../domain/plausible-concentration.ts";
import { ALL_WELLS, parseWellName, type WellName } from "../domain/well.ts";
import { reportForgottenWells, reportOverlaps } from "./claims.ts";
import { roleInArm } from "./fill-well.ts";
import { joinPlacements, meaningsOf } from "./join-placements.ts";
import { layoutHash } from "./layout-hash.ts";
import { type Placement, plainWell } from "./placement.ts";
import type { Finding } from "./problem.ts";

export interface StudyWellOptions {
  /** Inhibitor concentration of each arm in µM, where the study states it for the whole arm. */
  readonly inhibitorConcentrationUm?: Readonly<Record<string, number>>;
  readonly title?: string;
}

const VEHICLE_ARM = "vehicle";
const SLOT = "P1";

const amount = z.number().min(0);

/** `prednisolone` in µg/mL, `inhibitor` in µM. */
const studyWellSchema = z.discriminatedUnion("role", [
  z.object({
    role: z.literal("sample"),
    arm: z.string().min(1),
    prednisolone: amount.nullish(),
    inhibitor: amount.nullish(),
    replicate: z.int().min(1).nullish(),
  }),
  z.object({ role: z.enum(["blank", "untreated", "unused", "edge", "kill", "reference"]) }),
]);

type StudyWell = z.output<typeof studyWellSchema>;
type StudySample = Extract<StudyWell, { role: "sample" }>;

/**
 * The layout that a study embeds under `id`: `wells` by name, all 96. Blank, untreated and unused stay; a sample of
 * arm `vehicle` without prednisolone is `vehicle`, every other sample `treated`; cells are of slot P1. Any doses,
 * arms and inhibitors are taken; the embedded layout counts whatever a layout file of the same id says, so missing
 * controls are no error here. Throws LAYOUT_INVALID naming every well that is unknown, missing, given twice, of an
 * unknown role, or of a concentration that cannot be.
 */
export function layoutFromStudyWells(
  id: string,
  wells: Readonly<Record<string, unknown>>,
  options: StudyWellOptions = {},
): Layout {
  const findings: Finding[] = [];
  const read = readWells(wells, findings);
  const arms = armsOf(read, options.inhibitorConcentrationUm ?? {});
  const placements = placeStudyWells(read, arms);
  const report = (finding: Finding) => findings.push(finding);
  reportOverlaps(placements, (section) => `the entry "${section[1]}"`, report);
  const named = Object.keys(wells).flatMap((name) => parseWellName(name) ?? []);
  reportForgottenWells(
    named.map((well) => ({ well })),
    report,
  );
  const meanings = meaningsOf(joinPlacements(placements));
  findings.push(...implausibleWells(meanings));
  if (findings.length > 0) throw invalid(id, findings);
  const sha256 = layoutHash({ arms, wells: meanings });
  return {
    id,
    revision: 1,
    title: options.title ?? id,
    arms,
    wells: meanings,
    waivers: [],
    sha256,
  };
}

type ReadWells = readonly { name: string; well: WellName; entry: StudyWell }[];

function readWells(wells: Readonly<Record<string, unknown>>, findings: Finding[]): ReadWells {
  const read = Object.entries(wells).flatMap(([name, value]) => {
    const well = parseWellName(name);
    if (!well) {
      findings.push(wrong(name, [], `"${name}" is no well of a 96-well plate`));
      return [];
    }
    const entry = studyWellSchema.safeParse(value);
    if (entry.success) return [{ name, well, entry: entry.data }];
    const details = entry.error.issues.map((issue) =>
      [issue.path.join("."), issue.message].filter((part) => part !== "").join(": "),
    );
    findings.push(wrong(name, [well], `${well} cannot be understood (${details.join("; ")})`));
    return [];
  });
  return read.toSorted((a, b) => ALL_WELLS.indexOf(a.well) - ALL_WELLS.indexOf(b.well));
}

/** In the order of their first well. One concentration for all wells makes it the arm's; several leave it to the wells. */
function armsOf(wells: ReadWells, concentrationsUm: Readonly<Record<string, number>>): Arm[] {
  const levels = new Map<string, Set<number | null>>();
  for (const { entry } of wells) {
    if (entry.role !== "sample") continue;
    const known = levels.get(entry.arm) ?? new Set();
    levels.set(entry.arm, known.add(entry.inhibitor ?? null));
  }
  return [...levels].map(([id, found]) => {
    const vehicle = id === VEHICLE_ARM;
    const [only = null] = found;
    const own = Object.hasOwn(concentrationsUm, id) ? (concentrationsUm[id] ?? null) : null;
    const shared = found.size === 1 ? (only ?? own) : null;
    return {
      id,
      vehicle,
      compound: id,
      concentrationUm: vehicle ? null : shared,
      solvent: null,
    };
  });
}

function placeStudyWells(wells: ReadWells, arms: readonly Arm[]): Placement[] {
  const armById = new Map(arms.map((arm) => [arm.id, arm]));
  const counted = new Map<string, number>();
  return wells.map(({ name, well, entry }) => {
    const path = ["wells", name];
    const meaning =
      entry.role === "sample"
        ? sampleWell(entry, armById.get(entry.arm), counted)
        : plainWell(entry.role, entry.role === "untreated" || entry.role === "kill" ? SLOT : null);
    return { well, meaning, code: null, section: path, at: path, replaces: false };
  });
}

function sampleWell(
  entry: StudySample,
  arm: Arm | undefined,
  counted: Map<string, number>,
): LayoutWell {
  const prednisoloneUgPerMl = entry.prednisolone ?? null;
  const condition = JSON.stringify([entry.arm, prednisoloneUgPerMl, entry.inhibitor ?? null]);
  const count = (counted.get(condition) ?? 0) + 1;
  counted.set(condition, count);
  return {
    role: roleInArm(entry.arm === VEHICLE_ARM, prednisoloneUgPerMl),
    arm: entry.arm,
    prednisoloneUgPerMl,
    inhibitorUm: entry.inhibitor ?? arm?.concentrationUm ?? null,
    replicate: entry.replicate ?? count,
    patientSlot: SLOT,
  };
}

function implausibleWells(wells: Readonly<Record<WellName, LayoutWell>>): Finding[] {
  return ALL_WELLS.flatMap((name): Finding[] => {
    const { prednisoloneUgPerMl, inhibitorUm } = wells[name];
    const prednisolone = { value: prednisoloneUgPerMl ?? 0, unit: "ug/mL" } as const;
    const inhibitor = { value: inhibitorUm ?? 0, unit: "uM" } as const;
    const problem =
      questionConcentration(prednisolone, "prednisolone") ??
      questionConcentration(inhibitor, "inhibitor");
    return problem ? [wrong(name, [name], `${name}: ${problem.message}`)] : [];
  });
}

function wrong(name: string, wells: readonly WellName[], message: string): Finding {
  const path = ["wells", name];
  return { severity: "error", check: "study-well", path, wells, message, remedy: "" };
}

function invalid(id: string, findings: readonly Finding[]): PlatewardenError {
  const shown = findings.slice(0, 10).map((finding) => finding.message);
  const rest = findings.length > 10 ? ` (and ${findings.length - 10} more)` : "";
  const message = `the study's layout "${id}" cannot be used: ${shown.join("; ")}${rest}`;
  return new PlatewardenError("LAYOUT_INVALID", message, { detail: { id, problems: findings } });
}
