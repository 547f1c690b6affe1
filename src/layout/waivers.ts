/** Checks that a layout does without, each with its reason. */

import { suggestName } from "./closest-name.ts";
import { WAIVABLE_CHECKS } from "./layout-check.ts";
import type { Finding } from "./problem.ts";

export interface Waiver {
  readonly check: string;
  readonly reason: string;
}

/**
 * The findings that remain, plus what is wrong with the waivers themselves: an unknown name is an error; a waiver
 * of nothing is a warning, but only when all checks have run (`complete`).
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  complete: boolean,
): Finding[] {
  const waived = new Set(waivers.map((waiver) => waiver.check));
  const found = new Set(findings.map((finding) => finding.check));
  const remaining = findings.filter(
    ({ check }) => !(waived.has(check) && Object.hasOwn(WAIVABLE_CHECKS, check)),
  );
  const faults = waivers.flatMap(({ check }, index): Finding[] => {
    const path = ["waive", index, "check"];
    if (!Object.hasOwn(WAIVABLE_CHECKS, check)) return [unknownCheck(check, path)];
    return complete && !found.has(check) ? [idleWaiver(check, path)] : [];
  });
  return [...remaining, ...faults];
}

function unknownCheck(check: string, path: Finding["path"]): Finding {
  return {
    severity: "error",
    check: "waive",
    path,
    message: `no check that can be waived is called "${check}"`,
    remedy: suggestName(check, Object.keys(WAIVABLE_CHECKS)),
  };
}

function idleWaiver(check: string, path: Finding["path"]): Finding {
  return {
    severity: "warning",
    check: "waive",
    path,
    message: `\`${check}\` is waived, but this layout passes it`,
    remedy: "Remove the waiver, so that the check counts again.",
  };
}
