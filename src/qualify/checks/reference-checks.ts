/** OQ: the program's own calculations against numbers of R and NIST, within the tolerances of the files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../domain/canonical.ts";
import { type Check, type CheckResult, result } from "../check.ts";
import { deviationLine, judgeFile } from "../reference/judge-folder.ts";
import { REFERENCE_KINDS } from "../reference/reference-kinds.ts";

/** The numbers that come with the program. */
export const SHIPPED_NUMBERS: string = join(import.meta.dirname, "../reference/numbers");

interface Described {
  readonly title?: string;
  readonly reference?: { readonly engine?: string };
}

function describe(file: string): Described {
  return JSON.parse(readFileSync(file, "utf8")) as Described;
}

function compare(folder: string, name: string): CheckResult {
  const file = join(folder, name);
  const { outcome } = judgeFile(folder, name, REFERENCE_KINDS);
  const failed = outcome.deviations.length;
  const worst = outcome.deviations.slice(0, 5).map(deviationLine);
  return result(
    "every number within the tolerance that the file states",
    failed === 0
      ? `${outcome.passed} numbers agree`
      : `${outcome.passed} agree, ${failed} do not: ${worst.join("; ")}`,
    failed === 0 && outcome.passed > 0,
    {
      numbers: String(outcome.passed + failed),
      reference: describe(file).reference?.engine ?? "see the file",
      sha256: sha256(readFileSync(file)),
    },
  );
}

/** One check a file. The shipped list says which there are, so that one that is gone fails instead of being left out. */
export const REFERENCE_CHECKS: readonly Check[] = readdirSync(SHIPPED_NUMBERS)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name, index) => ({
    id: `OQ-${101 + index}`,
    part: "OQ",
    chapter: "Calculations against reference numbers",
    title: describe(join(SHIPPED_NUMBERS, name)).title ?? name,
    traces: "compliance 21: P11 11.10(a) (accuracy); the analysis specification",
    run: ({ referenceFolder }) => compare(referenceFolder, name),
  }));
