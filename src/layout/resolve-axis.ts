/** Turns the `[axis.NAME]` sections into dose levels and arms, exactly and in the order down or along the plate. */

import { mayPrecipitate, questionConcentration } from "../domain/plausible-concentration.ts";
import { convertQuantity, formatQuantity, PREDNISOLONE_G_PER_MOL } from "../domain/quantity.ts";
import { closestName } from "./closest-name.ts";
import { type Dose, listDoses, seriesDoses } from "./dose-series.ts";
import type { AxisSection } from "./layout-schema.ts";
import type { Finding, Path, Report } from "./problem.ts";
import { type ArmEntry, resolveArms } from "./resolve-arms.ts";

/** One place along a dose axis. */
export interface DoseLevel {
  /** Rank of the dose: 0 is zero, 1 the lowest dose. For the picture; repeated doses share it. */
  readonly level: number;
  /** In µg/mL for prednisolone, in µM for an inhibitor. */
  readonly amount: number;
}

export type Axis =
  | { readonly kind: "prednisolone"; readonly name: string; readonly levels: readonly DoseLevel[] }
  /** A dilution of one inhibitor, or (`of` null) of whatever inhibitor the arm holds. */
  | {
      readonly kind: "dilution";
      readonly name: string;
      readonly of: ArmEntry | null;
      readonly levels: readonly DoseLevel[];
    }
  | { readonly kind: "arms"; readonly name: string; readonly arms: readonly ArmEntry[] };

/** How many rows or columns of wells the axis takes. */
export function axisLength(axis: Axis): number {
  return axis.kind === "arms" ? axis.arms.length : axis.levels.length;
}

/**
 * Resolves one axis. Doses come out unrounded: `top ÷ factor^k` in the unit of the file, the decimal point then
 * moved to µg/mL or µM. Null when the section cannot be understood; what is wrong has been reported.
 */
export function resolveAxis(name: string, section: AxisSection, report: Report): Axis | null {
  const path: Path = ["axis", name];
  const forms = (["series", "list", "arms"] as const).filter((form) => section[form] !== undefined);
  if (forms.length !== 1) {
    report({
      severity: "error",
      check: "axis",
      path,
      message:
        forms.length === 0
          ? `axis \`${name}\` is empty`
          : `axis \`${name}\` is given twice: ${forms.join(" and ")}`,
      remedy: "Give exactly one: `series` or `list` for doses, `arms` for inhibitors and vehicle.",
    });
    return null;
  }
  if (section.arms) return resolveArmAxis(name, section, section.arms, report);
  return resolveDoseAxis(name, section, report);
}

function resolveArmAxis(
  name: string,
  section: AxisSection,
  sections: NonNullable<AxisSection["arms"]>,
  report: Report,
): Axis | null {
  const stray = (["compound", "slot", "of", "molar_mass_g_per_mol"] as const).filter(
    (key) => section[key] !== undefined,
  );
  for (const key of stray) {
    report({
      severity: "error",
      check: "axis",
      path: ["axis", name, key],
      atKey: true,
      message: `\`${key}\` does not belong beside \`arms\``,
      remedy: "Put it into the arm it is about.",
    });
  }
  const path: Path = ["axis", name, "arms"];
  const arms = resolveArms(sections, section.solvent ?? null, path, report);
  return stray.length === 0 && arms.length === sections.length
    ? { kind: "arms", name, arms }
    : null;
}

function resolveDoseAxis(name: string, section: AxisSection, report: Report): Axis | null {
  const path: Path = ["axis", name];
  const named = (["compound", "slot", "of"] as const).filter((key) => section[key] !== undefined);
  if (named.length > 1) {
    report({
      severity: "error",
      check: "axis",
      path,
      message: `axis \`${name}\` says twice what is diluted: ${named.join(" and ")}`,
      remedy: 'Keep one of `compound`, `slot` and `of = "arm"`.',
    });
    return null;
  }
  const compound = section.slot ?? section.compound ?? name;
  if (section.of === undefined && !compoundIsClear(compound, section, path, report)) return null;
  const kind =
    section.of === undefined && compound === "prednisolone" ? "prednisolone" : "inhibitor";
  const doses = section.series
    ? seriesDoses(section.series, [...path, "series"], report)
    : listDoses(section.list ?? [], [...path, "list"]);
  const levels = doses && measure(doses, kind, section.molar_mass_g_per_mol ?? null, report);
  if (!levels) return null;
  if (kind === "prednisolone") return { kind, name, levels };
  const of = section.of ? null : diluted(compound, name, section);
  return { kind: "dilution", name, of, levels };
}

function diluted(compound: string, name: string, section: AxisSection): ArmEntry {
  return {
    id: compound,
    compound,
    vehicle: false,
    matches: null,
    concentrationUm: null,
    solvent: section.solvent ?? null,
    code: null,
    path: ["axis", name],
  };
}

/** An axis called `pred` without a compound would quietly become an inhibitor of that name. */
function compoundIsClear(
  compound: string,
  section: AxisSection,
  path: Path,
  report: Report,
): boolean {
  if (compound === "prednisolone" || section.slot !== undefined) return true;
  const looksLikeIt = /^pred/i.test(compound) || closestName(compound, ["prednisolone"]) !== null;
  if (!looksLikeIt || section.compound === "prednisone") return true;
  report({
    severity: "error",
    check: "axis",
    path: section.compound === undefined ? path : [...path, "compound"],
    message: `"${compound}" would be taken for an inhibitor`,
    remedy: 'Write `compound = "prednisolone"` if that is what is diluted.',
  });
  return false;
}

/** Plausible amounts in µg/mL (prednisolone) or µM with their ranks; null when one of them cannot be believed. */
function measure(
  doses: readonly Dose[],
  kind: "prednisolone" | "inhibitor",
  molarMassGPerMol: number | null,
  report: Report,
): DoseLevel[] | null {
  const unit = kind === "prednisolone" ? "ug/mL" : "uM";
  const molarMass = kind === "prednisolone" ? PREDNISOLONE_G_PER_MOL : molarMassGPerMol;
  const problems = doses.flatMap(({ quantity, path }) => {
    const problem = questionConcentration(quantity, kind, molarMass);
    return problem ? [{ ...problem, path }] : [];
  });
  reportOncePerPath(
    problems,
    (problem) => ({ severity: "error", check: "implausible", ...problem }),
    report,
  );
  const amounts = doses
    .map(({ quantity }) => convertQuantity(quantity, unit, molarMass))
    .filter((amount) => amount !== null);
  if (problems.length > 0 || amounts.length < doses.length) return null;
  if (kind === "prednisolone") warnOfSolubility(doses, amounts, report);
  return rank(amounts);
}

/** All doses of a series stand at the same place in the file; the first of them speaks for the others. */
function reportOncePerPath<Fault extends { readonly path: Path }>(
  faults: readonly Fault[],
  describe: (fault: Fault) => Finding,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const fault of faults) {
    const place = JSON.stringify(fault.path);
    if (!seen.has(place)) report(describe(fault));
    seen.add(place);
  }
}

function warnOfSolubility(
  doses: readonly Dose[],
  ugPerMl: readonly number[],
  report: Report,
): void {
  const high = doses.filter((_, index) => mayPrecipitate(ugPerMl[index] ?? 0));
  reportOncePerPath(
    high,
    ({ quantity, path }) => ({
      severity: "warning",
      check: "solubility",
      path,
      message: `${formatQuantity(quantity)} prednisolone may not stay dissolved (limit about 0.2 mg/mL)`,
      remedy: "Check the unit. If it is meant, waive `solubility` with the reason.",
    }),
    report,
  );
}

function rank(amounts: readonly number[]): DoseLevel[] {
  const positive = [...new Set(amounts.filter((amount) => amount > 0))].sort((a, b) => a - b);
  return amounts.map((amount) => ({
    level: amount === 0 ? 0 : positive.indexOf(amount) + 1,
    amount,
  }));
}
