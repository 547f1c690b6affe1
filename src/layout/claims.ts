/** Which sections claim which wells, whatever they want to put there: no well twice, no well forgotten. */

import { ALL_WELLS, WELL_COUNT, type WellName } from "../domain/well.ts";
import type { Path, Report } from "./problem.ts";
import { formatWells } from "./well-range.ts";

/** A section names a well, in the text at `at`. */
export interface Claim {
  readonly well: WellName;
  readonly section: Path;
  readonly at: Path;
  readonly replaces: boolean;
}

interface Clash {
  readonly earlier: Claim;
  readonly later: Claim;
  readonly wells: WellName[];
}

/**
 * Reports wells that are claimed twice, once a pair of texts with all their wells, also inside one section. A
 * section with `replaces = true` may claim wells of earlier sections; one that replaces nothing is warned about.
 * `claims` come in the order of the file; `describe` names a section for people.
 */
export function reportOverlaps(
  claims: readonly Claim[],
  describe: (section: Path) => string,
  report: Report,
): void {
  const owners = new Map<WellName, Claim>();
  const clashes = new Map<string, Clash>();
  const replaced = new Set<string>();
  for (const claim of claims) {
    const earlier = owners.get(claim.well);
    const foreign = earlier !== undefined && keyOf(earlier.section) !== keyOf(claim.section);
    if (foreign && claim.replaces) replaced.add(keyOf(claim.section));
    if (earlier && !(foreign && claim.replaces)) addClash(clashes, earlier, claim);
    else owners.set(claim.well, claim);
  }
  for (const clash of clashes.values()) reportClash(clash, describe, report);
  const idle = claims.filter((claim) => claim.replaces && !replaced.has(keyOf(claim.section)));
  for (const key of new Set(idle.map((claim) => keyOf(claim.section)))) {
    const claim = idle.find(({ section }) => keyOf(section) === key);
    if (claim) reportIdle(claim, report);
  }
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function addClash(clashes: Map<string, Clash>, earlier: Claim, later: Claim): void {
  const key = JSON.stringify([earlier.at, later.at]);
  const clash = clashes.get(key) ?? { earlier, later, wells: [] };
  clash.wells.push(later.well);
  clashes.set(key, clash);
}

function reportClash(clash: Clash, describe: (section: Path) => string, report: Report): void {
  const { earlier, later, wells } = clash;
  report({
    severity: "error",
    check: "overlap",
    path: later.at,
    offset: 0,
    wells,
    message: `${formatWells(wells)} ${isOrAre(wells)} already taken by ${describe(earlier.section)}`,
    remedy:
      "Take the wells out of one of the two. If the later one is meant to win, give it `replaces = true`.",
  });
}

function reportIdle(claim: Claim, report: Report): void {
  report({
    severity: "warning",
    check: "replaces",
    path: [...claim.section, "replaces"],
    atKey: true,
    message: "this section replaces nothing",
    remedy: "Remove `replaces`, or put the section behind the one it changes.",
  });
}

/** Reports the wells of the plate that nothing claims. */
export function reportForgottenWells(claims: readonly { well: WellName }[], report: Report): void {
  const claimed = new Set(claims.map((claim) => claim.well));
  const forgotten = ALL_WELLS.filter((well) => !claimed.has(well));
  if (forgotten.length === 0) return;
  report({
    severity: "error",
    check: "unaccounted",
    path: ["plate"],
    wells: forgotten,
    message: `${forgotten.length} of ${WELL_COUNT} wells ${isOrAre(forgotten)} not accounted for: ${formatWells(forgotten)}`,
    remedy:
      'Say what stands there; wells left empty go into a [[wells]] section with `role = "unused"`.',
  });
}

function isOrAre(wells: readonly WellName[]): string {
  return wells.length === 1 ? "is" : "are";
}
